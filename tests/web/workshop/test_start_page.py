"""A facilitator puts a workshop together by keyboard, opens it, and finds it again; others do not get there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.web.workshop.test_joining_pages import at_work

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def titles(page: Page) -> list[str]:
    return [each.input_value() for each in page.get_by_label("Title", exact=True).all()]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a button has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent")
            == name
        ):
            return
    raise AssertionError(f"the button {name} is not reached")


@pytest.mark.parametrize("size", SIZES)
def test_the_page_keeps_the_rules_of_accessibility_and_its_width(
    size: str, served: Course, visit: Callable[..., Visit]
) -> None:
    opened = visit(viewport=SIZES[size])
    page = opened.open(f"{served.address}workshop?step=sam-priya&step=X4.3&step=nonsense")
    assert titles(page) == ["Sam and Priya", "What is missing from this trial"]
    assert opened.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.wrong == []


def test_a_workshop_is_put_together_and_opened_by_keyboard_alone(served: Course, visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{served.address}workshop")
    tab_to(page, "90 minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="90 minutes")).to_be_focused()
    before = titles(page)
    tab_to(page, f"Later: {before[0]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Later: {before[0]}")).to_be_focused()
    assert titles(page) == [before[1], before[0], *before[2:]]
    expect(page.get_by_role("status")).to_have_text(f"{before[0]} is step 2 now.")
    page.get_by_label("Title on the screens").focus()
    page.keyboard.type("Leading by asking")
    page.keyboard.press("Enter")  # works the minutes out, and opens nothing
    expect(page).to_have_url(f"{served.address}workshop")
    expect(page.get_by_label("Title on the screens")).to_have_value("Leading by asking")
    tab_to(page, "Open the workshop")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/workshop/[A-Z]{6}/host$"))
    at_work(page)
    code = page.url.split("/")[-2]
    page.goto(f"{served.address}workshop")
    expect(page.get_by_role("heading", name="Leading by asking")).to_be_visible()
    for link in ("Lead it", "Projector", "Report"):
        address = page.get_by_role("link", name=re.compile(f"^{link}.*Leading by asking")).get_attribute("href") or ""
        assert page.request.get(f"{served.address}{address.removeprefix('/')}").status == 200
        assert code in address


def test_what_cannot_be_used_is_named_beside_its_field_and_nothing_typed_is_lost(
    served: Course, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    page = opened.open(f"{served.address}workshop")
    page.get_by_label("Minutes").first.fill("a while")
    page.get_by_label("Answers, one a line").fill("Only one")
    page.get_by_label("Title on the screens").fill("<i>Morning</i>")
    page.get_by_role("button", name="Open the workshop").click()
    expect(page.get_by_role("alert")).to_contain_text("whole number from 1 to 240")
    expect(page.get_by_label("Minutes").first).to_be_focused()
    expect(page.get_by_label("Minutes").first).to_have_value("a while")
    expect(page.get_by_label("Answers, one a line")).to_have_value("Only one")
    expect(page.get_by_label("Title on the screens")).to_have_value("<i>Morning</i>")
    assert opened.violations() == []
    page.get_by_role("alert").get_by_role("link", name=re.compile("2 to 9 answers")).click()
    expect(page.get_by_label("Answers, one a line")).to_be_focused()


def test_steps_are_added_and_removed_with_the_focus_kept(served: Course, visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{served.address}workshop")
    page.get_by_role("button", name="Empty").click()
    expect(page.get_by_label("Add a step")).to_be_focused()
    page.get_by_label("Add a step").select_option("case:not-ready")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Add a step").select_option("break:")
    page.get_by_role("button", name="Add", exact=True).click()
    assert titles(page)[1] == "Break"
    page.get_by_role("button", name="Remove: Break").click()
    expect(page.get_by_role("button", name=re.compile("^Remove"))).to_be_focused()
    assert len(titles(page)) == 1


def test_a_live_page_says_what_it_needs_without_scripts_and_speaks_the_workshops_language(
    served: Course, visit: Callable[..., Visit]
) -> None:
    page = visit().open(f"{served.address}workshop")
    page.get_by_label("Language on the screens").select_option("de")
    page.get_by_role("button", name="Open the workshop").click()
    at_work(page)
    code = page.url.split("/")[-2]
    for path in ("host", "projector"):
        plain = visit(java_script_enabled=False).belong(served.address)
        plain.goto(f"{served.address}workshop/{code}/{path}")
        expect(plain.locator("noscript p")).to_be_visible()
        assert "braucht auf dieser Seite JavaScript" in plain.locator("noscript p").inner_text()
        expect(plain.locator("html")).to_have_attribute("lang", "de")
        policy = page.request.get(f"{served.address}workshop/{code}/{path}").headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
