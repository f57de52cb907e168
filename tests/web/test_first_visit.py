"""A first visit to a lesson costs no more than a page of words should."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_course.catalogue import lessons

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

MOST_REQUESTS = 15
MOST_BYTES = 200_000


@pytest.mark.parametrize("name", [lesson.name for lesson in lessons()])
def test_a_lesson_takes_few_requests_and_few_bytes(name: str, course: Course, visit: Callable[..., Visit]) -> None:
    reader = visit()
    network = reader.page.context.new_cdp_session(reader.page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page = reader.open(f"{course.address}lessons/{name}")
    expect(page.locator("body")).to_have_attribute("data-state", "saved")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.evaluate("document.fonts.ready")
    assert len(reader.asked) <= MOST_REQUESTS, reader.asked
    assert sum(sizes) <= MOST_BYTES
    assert len(sizes) >= len(reader.asked) - 2  # the line never ends, and the icon may still be under way
    assert reader.wrong == []


def test_a_lesson_brings_its_style_and_its_first_script_along(course: Course, visit: Callable[..., Visit]) -> None:
    reader = visit()
    reader.open(f"{course.address}lessons/m4-sam-and-priya")
    assert len([address for address in reader.asked if address.endswith(".js")]) == 1  # the other pieces
    assert not [address for address in reader.asked if address.endswith((".css", ".svg"))]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_lessons_page_is_sent_in_parts_and_whole(encoding: str, course: Course) -> None:
    page = f"{course.address}lessons/m4-sam-and-priya"
    answer = httpx.get(page, headers={**course.headers, "Accept-Encoding": encoding})
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text.rstrip().endswith("</html>")
    assert answer.text.count("<html") == 1


def test_nothing_else_inside_a_lesson_may_run(course: Course, visit: Callable[..., Visit]) -> None:
    reader = visit()
    page = reader.open(f"{course.address}lessons/m4-sam-and-priya")
    refused = page.evaluate("""() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
      const script = document.createElement("script");
      script.textContent = "document.body.dataset.ran = true";
      document.body.append(script);
    })""")
    assert refused.startswith("script-src")
    assert page.evaluate("document.body.dataset.ran") is None


def test_nothing_moves_in_the_window_when_the_rest_of_a_lesson_is_laid_out(
    course: Course, visit: Callable[..., Visit]
) -> None:
    page = visit(viewport={"width": 1280, "height": 2400}).open(f"{course.address}lessons/m4-sam-and-priya")
    places = """async (opening) => {
      document.getElementById("content").classList.toggle("is-opening", opening);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const shown = [...document.querySelectorAll(".lesson :is(h1, h2, p, .mr)")];
      return shown.map((el) => el.getBoundingClientRect().top).filter((top) => top < innerHeight);
    }"""
    while_opening = page.evaluate(places, True)  # noqa: FBT003 - Playwright's own
    assert len(while_opening) > 10
    assert page.evaluate(places, False) == while_opening  # noqa: FBT003 - likewise
