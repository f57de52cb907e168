"""The course as somebody meets it whose browser prefers German."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from misread_course.catalogue import lesson, short
from misread_scenarios.language import speaking
from misread_scenarios.library import load
from misread_scenarios.translation import lines
from misread_widgets.views import typeset
from tests.web.conftest import Course, Visit

M1, M4 = "m1-career-conversation", "m4-sam-and-priya"
OWN_TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    const lang = parent.closest("[lang]").lang;
    if (lang === document.documentElement.lang && !parent.closest("script, style, code, bdi"))
      found.push(walk.currentNode.textContent.trim().replace(/\\s+/g, " "));
  }
  for (const el of document.querySelectorAll("[aria-label]")) found.push(el.getAttribute("aria-label"));
  return found.filter(Boolean);
}"""
"""Every text of a page in the page's own language, and every label that screen readers say."""


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """Every word of pages and widgets that is another one in German, and every line of the case without slots."""
    words = set[str]()
    for room in ("misread_web", "misread_widgets"):
        with (Path(str(importlib.import_module(room).__file__)).parent / "locale" / "de.po").open("rb") as source:
            for message in read_po(source, locale="de"):
                if message.id and message.id != message.string:
                    words |= {message.id} if isinstance(message.id, str) else set(message.id)
    case = {typeset(text) for text in lines(load("sam-priya")).values()}
    return frozenset(text for text in words | case if not re.search(r"[{}<>]|%\(", text))


@pytest.fixture
def german(visit: Callable[..., Visit]) -> Visit:
    return visit(locale="de-DE", viewport={"width": 1280, "height": 900})


def own_texts(page: Page) -> set[str]:
    found: list[str] = page.evaluate(OWN_TEXTS)
    return set(found)


def test_the_home_is_german_and_names_what_is_not(course: Course, german: Visit, english: frozenset[str]) -> None:
    page = german.open(course.address)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert own_texts(page) & english == set()
    entry = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Sam und Priya"))
    expect(entry).to_contain_text(f"{lesson(M4).minutes} Minuten")
    expect(entry).not_to_contain_text("auf Englisch")
    first = page.locator(".home-lesson").first
    expect(first).to_contain_text("auf Englisch")
    expect(first.get_by_role("heading")).to_have_attribute("lang", "en")
    assert german.violations() == []


def test_a_german_sentence_does_not_go_on_in_english(course: Course, german: Visit) -> None:
    page = german.open(course.address)
    assert short().teaser not in page.get_by_role("main").inner_text()
    expect(page.locator(".home-door").first).to_contain_text("(auf Englisch)")


def test_the_first_scenes_are_played_in_german(
    serve: Callable[..., Course], german: Visit, english: frozenset[str]
) -> None:
    page = german.open(f"{serve('--port', '0').address}lessons/{M4}")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    player = page.locator(".mr-player")
    expect(player.get_by_role("heading", name="Sam und Priya")).to_be_visible()
    assert own_texts(page) & english == set()
    player.get_by_role("button", name="Anfangen").click()
    with speaking("de"):
        titles = [scene.title for scene in load("sam-priya").scenes[:2]]
    for number, title in enumerate(titles, 1):
        expect(player.get_by_role("heading", name=title)).to_be_visible()
        expect(player).to_contain_text(f"Entscheidung {number} von 9")
        assert own_texts(page) & english == set()
        player.locator(".mr-option").first.click()
        player.get_by_role("button", name="Bestätigen").click()
        expect(player).to_have_attribute("data-screen", "consequence")
        assert own_texts(page) & english == set()
        player.get_by_role("button", name="Weiter", exact=True).click()
    expect(player).to_have_attribute("data-screen", "situation")
    assert german.violations() == []
    page.reload()
    german.ready()
    expect(player).to_contain_text("Entscheidung 3 von 9")
    assert german.wrong == []


def test_a_language_is_chosen_at_the_foot_of_a_page_and_holds(course: Course, german: Visit) -> None:
    page = german.open(f"{course.address}lessons/{M4}")
    page.get_by_role("navigation", name="Sprache").get_by_role("link", name="English").click()
    german.ready()
    assert page.url.endswith(f"/lessons/{M4}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page = german.open(course.address)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")


@pytest.mark.parametrize(
    ("path", "accepted", "lang"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("", "en-GB,de;q=0.5", "en"),
        ("", "fr", "en"),
        ("", "", "en"),
        ("nowhere", "de", "de"),
        (f"lessons/{M4}", "de", "de"),
        (f"lessons/{M1}", "de", "en"),
        ("search", "de", "de"),
        ("glossary", "de", "de"),
        ("data/delete", "de", "de"),
    ],
)
def test_a_page_speaks_the_language_that_the_browser_prefers(
    course: Course, path: str, accepted: str, lang: str
) -> None:
    page = httpx.get(course.address + path, headers={**course.headers, "Accept-Language": accepted}, timeout=60).text
    assert re.search(f'<html[^>]* lang="{lang}"', page)


def test_a_language_that_there_is_not_is_not_found(course: Course) -> None:
    answer = httpx.get(f"{course.address}language/tlh", headers=course.headers, timeout=60)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", ["nowhere", "https://example.org/", "//example.org", "../data/delete"])
def test_the_choice_of_a_language_leads_only_to_pages_of_the_course(course: Course, name: str) -> None:
    answer = httpx.get(f"{course.address}language/de", params={"lesson": name}, headers=course.headers, timeout=60)
    assert (answer.status_code, answer.headers["location"]) == (302, "/")


def test_the_course_has_a_language_for_those_who_prefer_none(serve: Callable[..., Course]) -> None:
    running = serve("--port", "0", "--lang", "de")
    headers = {**running.headers, "Accept-Language": "fr"}
    assert '<html lang="de"' in httpx.get(running.address, headers=headers, timeout=60).text


def test_one_request_does_not_speak_the_language_of_the_last(course: Course) -> None:
    with httpx.Client(base_url=course.address, headers=course.headers, timeout=60) as client:
        spoken = [
            re.search('<html lang="(..)"', client.get("", headers={"Accept-Language": tag}).text)
            for tag in ("de", "en", "de", "fr")
        ]
    assert [found and found[1] for found in spoken] == ["de", "en", "de", "en"]
