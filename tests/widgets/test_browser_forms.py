"""Forms in a browser: by keyboard, on a phone, with advice beside the fields, and with versions to compare."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_records import written
from misread_scenarios.exercises import forms
from misread_widgets import form_files

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from misread_widgets import Lesson
    from tests.widgets.conftest import Hand, Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "reduced_motion": "reduce"}
SAVED = "Saved"


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def field(shown: Shown, label: str) -> Locator:
    return shown.root.get_by_label(label, exact=True)


def kept(host: Host, form: str) -> dict[str, object]:
    text = written(host.seat.journal.read("ada"), form)
    assert text is not None
    values: dict[str, object] = json.loads(text.text)
    return values


def state(shown: Shown) -> Locator:
    return shown.root.locator(".mr-writing > .mr-actions [role=status]")


def test_a_form_is_filled_by_keyboard_saved_finished_changed_and_compared(show: Show, host: Host) -> None:
    shown = show("tool:T4")
    keyboard = shown.page.keyboard
    field(shown, "Who it is about").focus()
    keyboard.type("Dana Whitfield")
    keyboard.press("Tab")
    keyboard.type("K said no.")
    expect(field(shown, "Who it is about")).to_have_accessible_description(
        "Initials or a role. “Dana Whitfield” looks like a name or an address. Would initials or a role do?"
    )
    keyboard.press("Tab")
    expect(state(shown)).to_have_text(SAVED)
    assert kept(host, "T4") == {"about": "Dana Whitfield", "signal": "K said no."}

    shown.page.reload()
    expect(field(shown, "What happened, and what I am about to do")).to_have_value("K said no.")
    shown.button("Finish").press("Enter")
    summary = shown.root.locator(".mr-form-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Not finished yet")
    expect(summary.get_by_role("button")).to_have_count(1)
    sound(shown)
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(shown.root.get_by_role("radio", name="Yes, and I know when")).to_be_focused()
    keyboard.press("Space")
    expect(shown.root.get_by_role("radio", name="Yes, and I know when")).to_be_checked()
    shown.button("Finish").press("Enter")
    expect(state(shown)).to_contain_text("Finished and saved.")
    expect(shown.button("Finish")).to_be_hidden()

    field(shown, "Who it is about").fill("K")
    field(shown, "What I will do now").fill("Ask K on Thursday.")
    shown.button("Finish again").press("Enter")
    expect(state(shown)).to_contain_text("Finished and saved.")
    shown.button("Compare").press("Enter")
    compared = shown.root.locator(".mr-form-compared")
    expect(compared).to_be_focused()
    expect(compared.get_by_role("row")).to_have_count(3)
    expect(compared.get_by_role("row", name="Who it is about")).to_contain_text("[removed: Dana Whitfield] [added: K]")
    expect(compared.get_by_role("row", name="What I will do now")).to_contain_text("[added: Ask K on Thursday.]")
    sound(shown)
    text = written(host.seat.journal.read("ada"), "T4")
    assert text is not None
    assert [version.done for version in text.kept if version.done] == [True, True]


def test_rows_are_added_removed_and_named_on_a_phone(show: Show, host: Host) -> None:
    shown = show("tool:T10", **PHONE, has_touch=True)
    rows = shown.root.locator(".mr-form-row")
    expect(rows).to_have_count(2)
    shown.button("Add: Signal").tap()
    expect(rows).to_have_count(3)
    third = shown.root.get_by_role("group", name="Signal 3")
    expect(third.get_by_label("Date", exact=True)).to_be_focused()
    third.get_by_label("What was seen, without motives").fill("Left early")
    third.get_by_label("A reading that comes to mind").fill("Bored")
    why = third.get_by_label("Why, as far as you can tell")
    expect(why).to_be_hidden()
    expect(third).to_contain_text("Opens once these are filled in: “A rival reading that would fit as well”")
    third.get_by_label("A rival reading that would fit as well").fill("The bus")
    expect(why).to_be_visible()
    why.fill("It was the bus")
    expect(state(shown)).to_have_text(SAVED)
    assert kept(host, "T10")["signals"] == [
        {},
        {},
        {"seen": "Left early", "reading": "Bored", "rival": "The bus", "why": "It was the bus"},
    ]
    sound(shown)
    shown.button("Remove Signal 1").tap()
    expect(rows).to_have_count(2)
    expect(shown.root.get_by_role("group", name="Signal 1").get_by_label("Date", exact=True)).to_be_focused()
    expect(shown.root.get_by_role("group", name="Signal 2").get_by_label("Why, as far")).to_have_value("It was the bus")
    for box in (button.bounding_box() for button in shown.root.get_by_role("button").all() if button.is_visible()):
        assert box
        assert box["height"] >= 24


def test_a_number_outside_its_limits_is_named_and_the_sums_are_shown(show: Show) -> None:
    shown = show("tool:T9")
    first = shown.root.get_by_role("group", name="Value 1")
    first.get_by_label("What I value").fill("Quiet")
    weight = first.get_by_label("Weight (1 to 3)")
    weight.fill("7")
    expect(weight).to_have_accessible_description("This number is not saved. Enter a whole number from 1–3.")
    expect(weight).to_have_attribute("aria-invalid", "true")
    weight.fill("3")
    first.get_by_label("Stay and ask (0 to 5)").fill("2")
    first.get_by_label("The scores rest on").select_option("A feeling only")
    expect(shown.root.locator(".mr-form-worked")).to_have_text(
        "Weighted totals: Stay and ask 6, Move within the firm 0, Leave 0."
    )
    expect(first.locator(".mr-note")).to_contain_text("rests on a feeling only")
    sound(shown)


def test_a_line_from_the_run_is_taken_over_with_one_button(
    show: Show, host: Host, lesson: Lesson, hand: type[Hand]
) -> None:
    played = hand(lesson.scenario("sam-priya"))
    played.do("begin")
    for pick in ("blanks", "same-three", "next-step", "public-page", "squad"):
        played.pick(pick)
    shown = show("tool:T7")
    task = field(shown, "The task")
    expect(task).to_have_value("")
    field(shown, "Who the trial is for").fill("R")
    take = shown.button("Take over into “The task”")
    expect(take).to_have_accessible_description(re.compile("Give Priya the card for six weeks"))
    take.press("Enter")
    expect(task).to_be_focused()
    expect(state(shown)).to_have_text(SAVED)
    assert str(kept(host, "T7")["task"]).startswith("Give Priya the card for six weeks")
    assert kept(host, "T7")["person"] == "R"
    sound(shown)


def test_every_form_is_sound_when_it_is_filled_in(show: Show) -> None:
    for id_ in forms():
        shown = show(f"tool:{id_}")
        sound(shown)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is installed and says that it makes the files of forms."""
    about = tmp_path / "some_course-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: some-course\nVersion: 1.0\n", "utf-8")
    named = f"[{form_files.GROUP}]\nhome = misread_web.home.form_downloads:form_download\n"
    (about / "entry_points.txt").write_text(named, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
def test_without_the_web_course_the_notebook_hands_over_the_files_of_a_form(show: Show) -> None:
    shown = show("tool:T4", **PHONE)
    expect(shown.root.locator(".mr-form-away")).to_be_hidden()
    field(shown, "Who it is about").fill("K")
    expect(state(shown)).to_have_text(SAVED)
    with shown.page.expect_download() as found:
        shown.button("Word").press("Enter")
    assert found.value.suggested_filename == "T4.docx"
    assert zipfile.is_zipfile(found.value.path())
    expect(shown.root.get_by_text("Downloaded as T4.docx.")).to_be_visible()
    shown.button("Calendar entries").press("Enter")
    expect(shown.root.get_by_text("No date has been filled in yet")).to_be_visible()
    sound(shown)


def test_where_no_package_makes_files_the_form_says_where_they_are(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_files, "entry_points", lambda **_: ())
    shown = show("tool:T4")
    field(shown, "Who it is about").fill("K")
    shown.button("Word").press("Enter")
    expect(shown.root.get_by_text("Open the course with “misread serve”")).to_be_visible()
