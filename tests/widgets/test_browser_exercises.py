"""Exercises in a browser: by keyboard, on a phone, in the dark, and without a word that was not earned."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_records import Event, new_id, written
from misread_scenarios.exercises import Choose, Match, Order, load_exercise
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "reduced_motion": "reduce"}


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def test_lines_are_picked_by_keyboard_noted_and_picked_again(show: Show, host: Host) -> None:
    shown = show("exercise:X2.4")
    boxes = shown.root.get_by_role("group", name="Choose every line").get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    shown.button("Confirm").press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Pick at least one line first.")
    vague = shown.root.get_by_role("checkbox", name="I am open to most things")
    vague.focus()
    shown.page.keyboard.press("Space")
    expect(shown.root.locator(".mr-count")).to_have_text("One picked")
    shown.button("Confirm").focus()
    shown.page.keyboard.press("Enter")
    expect(shown.root.locator(".mr-result")).to_be_focused()
    expect(shown.root.locator(".mr-result")).to_contain_text("This try earns none of three points.")
    expect(vague).to_be_checked()
    expect(vague).to_have_accessible_description(
        "It is friendly and puts the boss at ease. Look for the aim: could the boss write it down?"
    )
    expect(shown.root.locator(".mr-note")).to_have_count(1)
    sound(shown)
    vague.uncheck()
    for start in ("“In two years", "“The fleet chair", "“I want to move"):
        shown.root.get_by_role("checkbox", name=start).check()
    shown.button("Confirm again").click()
    shown.on("over")
    expect(shown.root.locator(".mr-result")).to_contain_text("Your best try counts: three of three points.")
    expect(shown.root.locator(".mr-outcome")).to_have_count(6)
    expect(shown.root.locator(".mr-instruction")).to_be_visible()
    sound(shown)
    assert [event.data["try"] for event in host.seat.journal.read("ada")] == [1, 2]


def test_a_grid_is_answered_by_tapping_its_cells_on_a_phone(show: Show) -> None:
    shown = show("exercise:X4.5", **PHONE, has_touch=True)
    cells = shown.root.locator(".mr-cell")
    expect(cells).to_have_count(64)
    assert all(box and min(box["width"], box["height"]) >= 44 for box in (one.bounding_box() for one in cells.all()))
    shown.button("Confirm").press("Enter")
    lacks = shown.root.locator(".mr-lack:not(:empty)")
    expect(lacks).to_have_text("Choose one for this line.")
    expect(lacks).to_be_in_viewport()
    expect(shown.root.locator(".mr-cell input").first).to_be_focused()
    expect(shown.root.locator(".mr-confirm .mr-hint")).to_have_text("Eight still to place.")
    first = shown.root.get_by_role("group", name="Wrote the test for arsenic in water")
    for pair in shown.root.locator(".mr-matched").all():
        pair.locator(".mr-cell", has=shown.page.get_by_label("Manager ladder, Rung 3")).tap()
    expect(lacks).to_have_count(0)
    shown.button("Confirm").tap()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    expect(first.get_by_role("radio", name="Manager ladder, Rung 3")).to_be_checked()
    expect(first.locator(".mr-note")).to_contain_text("Four laboratories sound like a manager’s reach.")
    sound(shown)
    first.locator(".mr-cell", has=shown.page.get_by_label("Manager ladder, Rung 2")).tap()
    shown.button("Confirm again").tap()
    shown.on("over")
    expect(shown.root.locator(".mr-outcome").first).to_contain_text("You said: Manager ladder, Rung")
    expect(shown.root.get_by_role("radio")).to_have_count(0)
    sound(shown)


def test_a_grid_is_answered_by_keyboard(show: Show, host: Host) -> None:
    shown = show("exercise:X4.5")
    for pair in shown.root.locator(".mr-matched").all():
        pair.get_by_role("radio").first.focus()
        for key in ("ArrowRight", "ArrowDown"):
            shown.page.keyboard.press(key)
        expect(pair.get_by_role("radio", name="Specialist ladder, Rung 3")).to_be_checked()
    shown.page.keyboard.press("Enter")
    expect(shown.root.locator(".mr-result")).to_be_focused()
    (event,) = host.seat.journal.read("ada")
    assert isinstance(event.data["answer"], dict)
    assert set(map(str, event.data["answer"].values())) == {"{'ladder': 'specialist', 'rung': '3'}"}


def test_the_same_answer_is_questioned_once_and_what_was_missed_comes_first(show: Show) -> None:
    shown = show("exercise:X2.4")
    shown.root.get_by_role("checkbox", name="“In two years").check()
    shown.button("Confirm").click()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    again = shown.button("Confirm again")
    again.click()
    expect(shown.root.get_by_role("alert")).to_contain_text("the answer you gave before")
    again.click()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    marks = [mark.inner_text() for mark in shown.root.locator(".mr-outcome-mark").all()]
    assert marks[:2] == ["✗Missed: you left it, and it belongs."] * 2
    assert [mark[0] for mark in marks[2:]] == ["✓"] * 4
    assert all(mark[1:].startswith("Right:") for mark in marks[2:])
    sound(shown)


def test_too_many_lines_are_said_beside_the_button(show: Show) -> None:
    shown = show("exercise:X4.2", **PHONE)
    for box in shown.root.get_by_role("checkbox").all()[:6]:
        box.check()
    shown.button("Confirm").press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Six picked; keep five")
    expect(shown.root.get_by_role("alert")).to_be_in_viewport()


def test_what_was_picked_and_not_confirmed_survives_a_reload(show: Show) -> None:
    for piece, part in (
        ("exercise:X2.4", ".mr-option input"),
        ("exercise:X4.5", ".mr-cell input"),
        ("guess:M4.try", "input"),
    ):
        shown = show(piece)
        shown.root.locator(part).nth(2).check()
        shown.page.reload()
        expect(shown.root.locator(part).nth(2)).to_be_checked()
        expect(shown.root.locator(f"{part}:checked")).to_have_count(1)
        if piece.startswith("guess"):
            shown.button("Confirm").click()
            expect(shown.root.locator(".mr-after")).to_be_visible()
            assert "misread unsent" not in str(shown.page.evaluate("Object.keys(sessionStorage)"))


def test_what_was_chosen_of_three_columns_comes_back_in_its_own(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    one = load_exercise("X2.3")
    assert isinstance(one, Match)
    (column,) = one.columns.values()
    items = tuple(each.model_copy(update={"key": dict.fromkeys("abc", each.key)}) for each in one.items)
    three = one.model_copy(update={"columns": dict.fromkeys("abc", column), "items": items})
    monkeypatch.setattr("misread_widgets.item_widgets.load_exercise", lambda _id: three)
    shown = show("exercise:X2.3")
    lists = shown.root.locator(".mr-matched").first.get_by_role("combobox")
    lists.nth(1).select_option("Proves none of the four")
    shown.page.reload()
    for place, value in enumerate(("", "5", "")):
        expect(lists.nth(place)).to_have_value(value)
    shown.button("Confirm").press("Enter")
    expect(shown.root.locator(".mr-confirm .mr-hint")).to_have_text("Six still to place.")


def test_a_text_much_shorter_than_asked_is_questioned_before_it_is_handed_in(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6", **PHONE)
    area, status = shown.root.get_by_role("textbox", name="Your text"), shown.root.locator(".mr-writing .mr-actions")
    area.fill("Two words")
    shown.button("Hand in").click()
    expect(status).to_contain_text("You have 2 words, and 100 to 300 are asked for. Hand it in as it is?")
    expect(shown.root.locator(".mr-help")).to_be_hidden()
    area.fill("Three words now")
    expect(shown.button("Hand in")).to_be_visible()
    shown.button("Hand in").click()
    shown.button("Hand in as it is").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.handed_in == "Three words now"


def test_a_text_of_enough_words_is_handed_in_without_a_question(show: Show) -> None:
    shown = show("exercise:X4.6")
    shown.root.get_by_role("textbox", name="Your text").fill("word " * 50)
    shown.button("Hand in").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()


def test_a_plan_is_written_in_fields_and_kept_as_one_text(show: Show, host: Host) -> None:
    shown = show("exercise:X2.5", **PHONE)
    fields = {name: shown.root.get_by_role("textbox", name=name) for name in ("Three years", "One year", "Half a year")}
    for name, field in fields.items():
        field.fill(f"{name} from now\n\nat the county ")
    fields["Half a year"].blur()
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    expect(fields["Half a year"]).to_have_value("Half a year from now\n\nat the county ")
    expect(shown.root.get_by_text("words; aim for 80 to 300").first).to_contain_text("22 ")
    found = written(host.seat.journal.read("ada"), "X2.5")
    assert found
    assert found.text.split("\n\n")[:2] == ["Three years: Three years from now", "at the county"]
    assert "\n\nHalf a year: Half a year from now" in found.text
    again = show("exercise:X2.5")
    for name in fields:
        expect(again.root.get_by_role("textbox", name=name)).to_have_value(f"{name} from now\n\nat the county")
    expect(again.root.get_by_role("textbox", name="What I value")).to_have_value("")
    sound(shown)


def test_a_line_that_begins_like_another_field_stays_in_its_own(show: Show) -> None:
    shown = show("exercise:X2.5")
    plan = "Two steps:\nOne year: move\n  Half a year: ask"
    shown.root.get_by_role("textbox", name="Three years").fill(plan)
    shown.root.get_by_role("textbox", name="One year").fill("One year: the county")
    shown.root.get_by_role("textbox", name="One year").blur()
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    again = show("exercise:X2.5")
    expect(again.root.get_by_role("textbox", name="Three years")).to_have_value(plan)
    expect(again.root.get_by_role("textbox", name="One year")).to_have_value("One year: the county")
    expect(again.root.get_by_role("textbox", name="Half a year")).to_have_value("")


def test_a_text_from_before_fields_is_shown_whole_and_unchanged(show: Show, host: Host) -> None:
    before = "In three years I plan water.\n\nStep: by 1 October."
    event = Event(
        id=new_id(),
        learner="ada",
        cohort=None,
        at=datetime.now(UTC),
        lesson="a-lesson",
        item="X2.5",
        kind="wrote",
        attempt=1,
        data={"question": "X2.5", "text": before, "done": False},
        content="v1",
    )
    host.seat.journal.append(event)
    shown = show("exercise:X2.5")
    last = shown.root.get_by_role("textbox", name="What I value")
    expect(last).to_have_value(before)
    last.focus()
    last.blur()
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    assert len(host.seat.journal.read("ada")) == 1


def test_a_dated_step_can_be_taken_along_as_a_calendar_file(show: Show) -> None:
    shown = show("exercise:X2.5", **PHONE)
    shown.page.clock.set_fixed_time(datetime(2026, 3, 7, 12, tzinfo=UTC))
    shown.root.get_by_text("A reminder for your calendar").click()
    shown.button("Get the calendar file").click()
    expect(shown.root.locator(".mr-reminder [role=status]")).to_have_text("Enter the step and its date first.")
    shown.root.get_by_label("The step").fill("Ask Mira; bring coffee, and " + "ä" * 60)
    shown.root.get_by_label("The day").fill("2026-12-31")
    with shown.page.expect_download() as download:
        shown.button("Get the calendar file").click()
    assert download.value.suggested_filename == "step-2026-12-31.ics"
    raw = download.value.path().read_bytes()
    lines = raw.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = raw.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in unfolded
    assert "DTEND;VALUE=DATE:20270101" in unfolded
    assert "SUMMARY:Ask Mira\\; bring coffee\\, and " + "ä" * 60 in unfolded
    assert any(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in unfolded)
    assert any(line.startswith("UID:") for line in unfolded)
    sound(shown)


def test_a_reminder_takes_a_day_that_a_calendar_can_show(show: Show) -> None:
    shown = show("exercise:X2.5", timezone_id="Pacific/Auckland")
    shown.page.clock.set_fixed_time(datetime(2026, 3, 7, 12, tzinfo=UTC))  # the 8th in Auckland
    shown.root.get_by_text("A reminder for your calendar").click()
    shown.root.get_by_label("The step").fill("Ask Mira")
    day, status = shown.root.get_by_label("The day"), shown.root.locator(".mr-reminder [role=status]")
    for wrong in ("0026-12-31", "2026-03-07", "12026-12-31"):
        day.fill(wrong)
        shown.button("Get the calendar file").click()
        expect(status).to_have_text("Enter a date from today on, with a year of four digits.")
        expect(day).to_be_focused()
    for right in ("2026-03-08", "9999-12-30"):
        day.fill(right)
        with shown.page.expect_download() as download:
            shown.button("Get the calendar file").click()
        assert download.value.suggested_filename == f"step-{right}.ics"
        expect(status).to_contain_text("The file is in your downloads.")
    assert shown.wrong == []


def test_a_text_that_nobody_marks_can_be_marked_by_its_writer(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6")
    expect(shown.root.locator(".mr-own-marks")).to_be_hidden()
    shown.root.get_by_role("textbox", name="Your text").fill("word " * 60)
    shown.button("Hand in").click()
    rows = shown.root.locator(".mr-own-row")
    expect(rows).to_have_count(4)
    shown.button("Keep my marks").click()
    expect(shown.root.locator(".mr-own-marks [role=status]")).to_have_text("Give each row its points first.")
    for number, row in enumerate(rows.all()):
        row.get_by_role("radio").nth(min(number, 2)).check()
    shown.button("Keep my marks").click()
    status = shown.root.locator(".mr-own-marks [role=status]")
    expect(status).to_contain_text("By your own marks: 5 of 8 points")
    expect(shown.button("Keep my marks")).to_be_focused()
    assert host.seat.journal.read("ada")[-1].data == {"marks": [0, 1, 2, 2]}
    again = show("exercise:X4.6")
    expect(again.root.locator(".mr-own-row").nth(1).get_by_role("radio").nth(1)).to_be_checked()
    sound(shown)


def test_on_paper_stand_the_marks_that_were_given_and_nothing_to_fill_in(show: Show) -> None:
    shown = show("exercise:X4.6")
    shown.root.get_by_role("textbox", name="Your text").fill("word " * 60)
    shown.button("Hand in").click()
    shown.page.emulate_media(media="print")
    expect(shown.root.locator(".mr-own-marks")).to_be_hidden()
    shown.page.emulate_media(media="screen")
    row = shown.root.locator(".mr-own-row").first
    row.get_by_role("radio").nth(2).check()
    shown.page.emulate_media(media="print")
    expect(row.locator("label:visible")).to_have_count(1)
    expect(row.locator("label:visible")).to_contain_text("2: ")
    expect(shown.root.locator(".mr-own-marks input:visible")).to_have_count(0)
    plan = show("exercise:X2.5")
    plan.page.emulate_media(media="print")
    expect(plan.root.locator(".mr-reminder")).to_be_hidden()


def test_marks_that_are_kept_are_announced_also_the_second_time(show: Show) -> None:
    shown = show("exercise:X4.6")
    shown.root.get_by_role("textbox", name="Your text").fill("word " * 60)
    shown.button("Hand in").click()
    rows = shown.root.locator(".mr-own-row")
    expect(rows).to_have_count(4)
    for row in rows.all():
        row.get_by_role("radio").nth(1).check()
    status = shown.root.locator(".mr-own-marks [role=status]")
    status.evaluate("""(el) => {
        window.said = [];
        new MutationObserver(() => said.push(el.textContent)).observe(el, { childList: true });
    }""")
    for times in (1, 2):
        shown.button("Keep my marks").press("Enter")
        shown.page.wait_for_function(f"said.filter((text) => text.startsWith('By your own')).length === {times}")
    expect(shown.button("Keep my marks")).to_be_focused()


def test_a_text_is_counted_saved_handed_in_and_revised(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6", **PHONE)
    area, status = shown.root.get_by_role("textbox", name="Your text"), shown.root.locator(".mr-writing .mr-actions")
    area.fill("Four weeks, and\ntwo talks")
    expect(shown.root.get_by_text("5 words; aim for 100 to 300").first).to_be_visible()
    area.blur()
    expect(status).to_contain_text("Saved")
    shown.button("Hand in").click()
    shown.button("Hand in as it is").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()
    expect(shown.root.locator(".mr-help")).to_contain_text("100 words or more; what you have handed in has 5.")
    expect(status).to_contain_text("Handed in. You may change it")
    expect(shown.button("Hand in")).to_be_hidden()
    sound(shown)
    longer = f"Four weeks, and three talks {'word ' * 95}".strip()
    area.fill(longer)
    area.blur()
    expect(status).to_contain_text("What you handed in before stands")
    shown.button("Hand in again").click()
    expect(shown.root.locator(".mr-help")).to_contain_text("A senior planner on my team")
    expect(status).to_contain_text("Handed in. You may change it")
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.handed_in == found.text == longer


def test_half_a_sign_keeps_no_text_from_being_saved(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6")
    area = shown.root.get_by_role("textbox")
    # JSON.parse, since no half of a sign comes through from here
    area.evaluate("""(area) => {
        area.value = JSON.parse('"On Monday \\\\ud83d I ask \\\\ud83d\\\\ude00"');
        area.dispatchEvent(new Event("input"));
        area.dispatchEvent(new Event("blur"));
    }""")
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    (event,) = host.seat.journal.read("ada")
    assert event.data["text"] == "On Monday \ufffd I ask \U0001f600"


def test_handing_in_while_the_text_is_still_being_saved_is_not_lost(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6")
    area = shown.root.get_by_role("textbox", name="Your text")
    area.fill("First")
    shown.button("Hand in").click()
    shown.button("Hand in as it is").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()
    area.fill("Second")
    area.blur()
    expect(shown.button("Hand in again")).to_be_visible()
    with host.lock:
        area.fill("Third")
        area.blur()
        shown.button("Hand in again").click()
        shown.button("Hand in as it is").click()
    expect(shown.root.locator(".mr-writing .mr-actions")).to_contain_text("Handed in. You may change it")
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.handed_in == "Third"


def test_a_page_that_is_loaded_again_shows_where_one_stands(show: Show) -> None:
    shown = show("exercise:X2.3")
    for one in shown.root.get_by_role("combobox").all():
        one.select_option("Proves none of the four")
    shown.button("Confirm").click()
    expect(shown.root.locator(".mr-result")).to_contain_text("Two of the six are right.")
    again = show("exercise:X2.3")
    expect(again.root.locator(".mr-result")).to_contain_text("This try earns two of six points.")
    expect(again.root.get_by_role("combobox").first).to_have_value("5")
    assert again.page.evaluate("document.activeElement === document.body")


def test_cards_are_put_in_order_by_keyboard_and_stay_after_a_reload(show: Show, host: Host) -> None:
    shown = show("exercise:X1.7")
    texts = shown.root.locator(".mr-card-text")
    first, second = texts.all_inner_texts()[:2]
    down = shown.root.get_by_role("button", name=f"Move down: {first}")
    down.focus()
    shown.page.keyboard.press("Enter")
    expect(texts.first).to_have_text(second)
    expect(down).to_be_focused()
    shown.page.keyboard.press("ArrowUp")
    expect(texts.first).to_have_text(first)
    shown.page.keyboard.press("ArrowDown")
    shown.page.reload()
    expect(texts.first).to_have_text(second)
    exercise = load_exercise("X1.7")
    assert isinstance(exercise, Order)
    by_id = {item.id: typeset(item.text) for item in exercise.items}
    for place, id_ in enumerate(exercise.key_order):
        while texts.all_inner_texts().index(by_id[id_]) > place:
            shown.root.get_by_role("button", name=f"Move up: {by_id[id_]}").press("Enter")
    sound(shown)
    shown.button("Confirm").press("Enter")
    shown.on("over")
    expect(shown.root.locator(".mr-result")).to_contain_text("All 10 pairs stand in the expected order.")
    (event,) = host.seat.journal.read("ada")
    assert event.data["answer"] == list(exercise.key_order)
    sound(shown)


def test_a_card_is_dragged_by_its_number(show: Show) -> None:
    shown = show("exercise:X6.2")
    texts, numbers = shown.root.locator(".mr-card-text"), shown.root.locator(".mr-card-number")
    first, last = texts.first.inner_text(), numbers.last.bounding_box()
    assert last
    numbers.first.hover()
    shown.page.mouse.down()
    shown.page.mouse.move(last["x"] + 5, last["y"] + last["height"], steps=40)
    shown.page.mouse.up()
    expect(texts.last).to_have_text(first)
    sound(shown)


def test_an_order_that_was_not_touched_is_questioned_once(show: Show, host: Host) -> None:
    shown = show("exercise:X1.7", **PHONE, has_touch=True)
    shown.button("Confirm").tap()
    expect(shown.root.get_by_role("alert")).to_contain_text("Nothing has been moved yet.")
    assert host.seat.journal.read("ada") == ()
    shown.button("Confirm").tap()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    sound(shown)


def test_a_loop_asks_for_its_cut_before_it_is_confirmed(show: Show, host: Host) -> None:
    shown = show("exercise:X3.4", **PHONE, has_touch=True)
    shown.button("Confirm").press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Choose one of these.")
    expect(shown.root.get_by_role("radio").first).to_be_focused()
    shown.root.get_by_role("radio", name="After the silence, before the reading").check()
    shown.root.locator(".mr-mover[aria-disabled=false]").first.tap()
    shown.button("Confirm").tap()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    (event,) = host.seat.journal.read("ada")
    assert isinstance(event.data["answer"], dict)
    assert event.data["answer"]["cut"] == "question"
    sound(shown)


@pytest.mark.parametrize(("id_", "lack"), [("X1.6", "Choose one of these."), ("X4.7", "Pick two of these.")])
def test_each_question_needs_as_many_options_as_it_asks_for(show: Show, id_: str, lack: str) -> None:
    shown = show(f"exercise:{id_}", reduced_motion="reduce")  # no colour is caught on its way
    exercise = load_exercise(id_)
    assert isinstance(exercise, Choose)
    shown.button("Confirm").press("Enter")
    expect(shown.root.locator(".mr-lack:not(:empty)")).to_have_text([lack])
    for item in exercise.items:
        question = shown.root.locator(".mr-matched", has_text=typeset(item.text))
        for option in sorted(item.keyed):
            box = question.get_by_label(typeset(item.options[option]))
            box.focus()
            shown.page.keyboard.press("Space")
            expect(box).to_be_checked()
    sound(shown)
    shown.button("Confirm").press("Enter")
    shown.on("over")
    expect(shown.root.locator(".mr-result")).to_contain_text("All")
    sound(shown)


def test_lines_of_a_talk_are_marked_and_only_marked_ones_get_notes(show: Show) -> None:
    shown = show("exercise:X5.2", **PHONE, has_touch=True)
    shown.root.get_by_label("Gil: What would the row cost, against last year?").check()
    shown.root.get_by_label("Otis: I’ll keep a loaf in the freezer.").check()
    shown.button("Confirm").tap()
    expect(shown.root.locator(".mr-result")).to_contain_text("Of the two lines you picked, one belongs.")
    expect(shown.root.locator(".mr-note")).to_have_count(1)
    sound(shown)


def test_a_page_adds_up_marks_times_weights(show: Show) -> None:
    shown = show("exercise:EL5X1")
    exercise = load_exercise("EL5X1")
    assert isinstance(exercise, Match)
    for item in exercise.items:
        row = shown.root.locator(".mr-matched", has_text=typeset(item.text))
        for name, column in exercise.columns.items():
            value = exercise.key[item.id][name]
            row.get_by_role("radiogroup", name=column.label).get_by_label(column.values[value]).check()
    expect(shown.root.locator(".mr-sums")).to_contain_text("Stay and ask 36, Take the offer 28.")
    sound(shown)


def test_figures_stand_in_a_table_that_a_screen_reader_can_read(show: Show) -> None:
    shown = show("exercise:X6.3", **PHONE)
    expect(shown.root.get_by_role("columnheader")).to_have_count(4)
    expect(shown.root.get_by_role("row")).to_have_count(13)
    sound(shown)


@pytest.mark.parametrize("kept", ['{"orders": [[1, 2, 9]], "cut": 0}', "[[1]]", '{"orders": [[1, 1, 2, 3, 4]]}'])
def test_an_order_remembered_of_another_version_is_left_aside(show: Show, kept: str) -> None:
    shown = show("exercise:X1.7")
    shown.root.get_by_role("button", name="Move down").first.press("Enter")
    shown.page.evaluate("kept => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept)
    shown.page.reload()
    expect(shown.root.locator(".mr-card-row")).to_have_count(5)
    shown.root.get_by_role("button", name="Move up").last.press("Enter")
    shown.button("Confirm").press("Enter")
    expect(shown.root.locator(".mr-result")).to_be_focused()
    assert shown.wrong == []
