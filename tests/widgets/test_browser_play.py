"""The player in a real browser: by keyboard alone, with focus and live region, on a phone, enlarged, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_records import JournalFull
from misread_scenarios.library import load

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}}
DESK = {"viewport": {"width": 1280, "height": 900}}
SCREENS = tuple(
    {**window, "color_scheme": scheme, "reduced_motion": "reduce"}
    for window in (DESK, PHONE)
    for scheme in ("light", "dark")
)
"""Without motion, so that no colour is looked at half-way to the next."""


def _choose_first(shown: Shown) -> None:
    shown.root.locator(".mr-option input").first.check()
    shown.button("Confirm").click()
    shown.on("consequence")


def _to_the_debrief(shown: Shown, scenario: str) -> None:
    for number in range(len(load(scenario).scenes)):
        if number:
            _choose_first(shown)
        shown.button("Go on").click()
    shown.on("debrief")


@pytest.mark.parametrize("settings", SCREENS, ids=("light", "dark", "phone-light", "phone-dark"))
def test_axe_finds_nothing_on_any_screen(show: Show, settings: dict[str, object]) -> None:
    shown = show("scenario:communications-boss", **settings)
    assert shown.violations() == []
    shown.button("Begin").click()
    shown.on("situation")
    shown.root.locator(".mr-option input").first.check()
    assert shown.violations() == []
    shown.button("Confirm").click()
    shown.on("consequence")
    shown.root.locator("summary").first.click()
    assert shown.violations() == []
    assert shown.overflow() == 0
    _to_the_debrief(shown, "communications-boss")
    for summary in shown.root.locator("summary").all():
        summary.click()
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def test_a_case_can_be_played_by_keyboard_alone(show: Show) -> None:
    shown = show("scenario:communications-employee")
    press = shown.page.keyboard.press

    def tab_to(selector: str) -> None:
        target = shown.root.locator(selector)
        while not target.evaluate_all("found => found.includes(document.activeElement)"):
            press("Tab")

    tab_to(".mr-main .mr-button")
    press("Enter")
    for number, scene in enumerate(load("communications-employee").scenes):
        shown.on("situation")
        expect(shown.root.get_by_role("heading", name=scene.title.replace("'", "’"))).to_be_focused()
        expect(shown.root.locator("> [role=status]")).to_contain_text(f"Decision {number + 1} of 7")
        tab_to(".mr-option input")
        press("Space")
        for _ in range(number % 4):
            press("ArrowDown")
        tab_to(".mr-confirm .mr-button")
        press("Enter")
        shown.on("consequence")
        expect(shown.root.locator(".mr-heading")).to_be_focused()
        expect(shown.root.locator("> [role=status]")).to_contain_text("After decision")
        tab_to(".mr-main .mr-button")
        press("Space")
    shown.on("debrief")
    expect(shown.root.locator(".mr-heading")).to_be_focused()


def test_a_decision_takes_two_keys_and_reading_on_one(show: Show, host: Host) -> None:
    shown = show("scenario:communications-employee", viewport={"width": 1280, "height": 900})
    shown.button("Begin").press("Enter")
    for number in range(len(load("communications-employee").scenes)):
        shown.on("situation")
        key = str(number % 4 + 1)
        shown.page.keyboard.press(key)
        expect(shown.root.locator(".mr-option input").nth(number % 4)).to_be_checked()
        expect(shown.root.locator(".mr-option input").nth(number % 4)).to_be_focused()
        expect(shown.root.locator(".mr-ask .mr-keys")).to_have_text("Keys: 1 to 4 choose, Enter confirms.")
        shown.page.keyboard.press("Enter")
        shown.on("consequence")
        shown.page.keyboard.press("Enter")
    shown.on("debrief")
    picked = [event for event in host.seat.journal.read("ada") if event.kind == "picked"]
    assert len(picked) == len(load("communications-employee").scenes)


def test_a_key_that_is_held_down_goes_one_step_and_no_further(show: Show) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.on("situation")
    shown.page.keyboard.press("2")
    for _ in range(4):
        shown.page.keyboard.down("Enter")
    shown.on("consequence")
    shown.page.keyboard.down("Enter")
    shown.on("consequence")
    shown.page.keyboard.up("Enter")
    shown.page.keyboard.press("Enter")
    shown.on("situation")


def test_keys_choose_only_where_the_case_has_the_focus_and_something_is_asked(show: Show, host: Host) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.on("situation")
    checked = shown.root.locator(".mr-option input:checked")
    shown.page.evaluate("document.activeElement.blur()")
    shown.page.keyboard.press("1")
    expect(checked).to_have_count(0)
    shown.root.locator(".mr-told-here").click()
    for key in ("9", "Control+1", "Alt+1", "Meta+1", "Shift+Enter"):
        shown.page.keyboard.press(key)
    shown.root.locator(".mr-told-here").dispatch_event("keydown", {"key": "1", "isComposing": True})
    expect(checked).to_have_count(0)
    expect(shown.root.get_by_role("alert")).to_be_empty()
    shown.page.keyboard.press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Choose one of them first.")
    shown.page.keyboard.press("3")
    expect(shown.root.locator(".mr-option input").nth(2)).to_be_checked()
    shown.root.locator(".mr-confirm .mr-button").focus()
    shown.page.keyboard.press("1")
    expect(shown.root.locator(".mr-option input").nth(2)).to_be_checked()
    field = shown.root.evaluate_handle("""(root) => {
        const area = document.createElement("textarea");
        root.querySelector(".mr-main").append(area);
        area.focus();
        return area;
    }""")
    for key in ("1", "Enter", "2"):
        shown.page.keyboard.press(key)
    assert field.evaluate("(area) => area.value") == "1\n2"
    expect(shown.root.locator(".mr-option input").nth(2)).to_be_checked()
    shown.on("situation")
    shown.root.locator(".mr-stop-face").first.click()
    shown.page.keyboard.press("Enter")
    shown.on("consequence")
    shown.root.locator("summary").first.focus()
    shown.page.keyboard.press("Enter")
    expect(shown.root.locator(".mr-again")).to_have_attribute("open", "")
    shown.on("consequence")
    assert [event.kind for event in host.seat.journal.read("ada")] == ["opened", "picked"]


def test_nothing_is_said_of_keys_on_paper(show: Show) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.on("situation")
    expect(shown.root.locator(".mr-keys")).to_be_visible()
    shown.page.emulate_media(media="print")
    expect(shown.root.locator(".mr-keys")).to_be_hidden()


def test_no_ring_is_drawn_round_a_case_that_was_clicked(show: Show) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.on("situation")
    shown.root.locator(".mr-told-here").click()
    shown.page.keyboard.press("ArrowDown")
    body = shown.root.locator(".mr-body")
    expect(body).to_be_focused()
    expect(body).to_have_css("outline-style", "none")


def test_nothing_is_said_of_keys_on_a_phone(show: Show) -> None:
    shown = show("scenario:sam-priya", **PHONE, has_touch=True, is_mobile=True)
    shown.button("Begin").click()
    shown.on("situation")
    expect(shown.root.locator(".mr-ask .mr-keys")).to_be_hidden()


def test_nothing_scrolls_sideways_on_a_phone_or_enlarged_to_twice_the_size(show: Show) -> None:
    for settings in (
        PHONE,
        {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
        {"viewport": {"width": 320, "height": 500}},
    ):
        shown = show("scenario:sam-priya", **settings)
        if shown.button("Begin").count():
            assert shown.overflow() == 0
            shown.button("Begin").click()
        shown.on("situation")
        assert shown.overflow() == 0


def test_the_text_enlarged_to_twice_its_size_still_fits_a_phone(show: Show) -> None:
    shown = show("scenario:sam-priya", **PHONE)
    shown.page.add_style_tag(content="html { font-size: 200% }")
    assert shown.overflow() == 0
    shown.button("Begin").click()
    shown.on("situation")
    assert shown.overflow() == 0


def test_every_target_is_at_least_24_pixels(show: Show) -> None:
    shown = show("scenario:sam-priya", **PHONE)
    shown.button("Begin").click()
    _choose_first(shown)
    for target in shown.root.locator("button:visible, summary:visible, label:visible").all():
        size = target.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 24, target.inner_text()


def test_what_is_selected_survives_a_journal_that_fails(
    show: Show, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    second = shown.root.locator(".mr-option input").nth(1)
    second.check()

    def full(_event: object) -> None:
        raise JournalFull("answers.db")

    with monkeypatch.context() as patch:
        patch.setattr(host.seat.journal, "append", full)
        shown.button("Confirm").click()
        expect(shown.root.locator(".mr-notice")).to_contain_text("no space left")
        expect(second).to_be_checked()
    shown.button("Confirm").click()
    shown.on("consequence")
    expect(shown.root.locator(".mr-notice")).to_be_hidden()


def test_a_choice_is_not_called_saved_before_the_answer_is_there(show: Show, host: Host) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.root.locator(".mr-option input").first.check()
    with host.lock:
        shown.button("Confirm").click()
        expect(shown.root.locator("> [role=status]")).to_have_text("Saving…")
        expect(shown.button("Confirm")).to_have_attribute("aria-disabled", "true")
        shown.on("situation")
    shown.on("consequence")
    assert [event.kind for event in host.seat.journal.read("ada")] == ["opened", "picked"]


def test_a_message_without_an_answer_can_be_sent_again_and_counts_once(show: Show, host: Host) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    shown.root.locator(".mr-option input").first.check()
    shown.page.clock.install()
    with host.lock:
        shown.button("Confirm").click()
        shown.page.clock.run_for(10_000)
        expect(shown.root.locator(".mr-notice")).to_contain_text("No answer yet")
        shown.button("Send again").click()
    shown.on("consequence")
    expect(shown.root.locator(".mr-notice")).to_be_hidden()
    assert [event.kind for event in host.seat.journal.read("ada")] == ["opened", "picked"]


def test_two_tabs_cannot_both_take_a_decision(show: Show, host: Host) -> None:
    first = show("scenario:sam-priya")
    first.button("Begin").click()
    first.on("situation")
    second = show("scenario:sam-priya")
    _choose_first(first)
    second.root.locator(".mr-option input").nth(2).check()
    second.button("Confirm").click()
    second.on("consequence")
    expect(second.root.locator(".mr-notice")).to_contain_text("another tab")
    assert second.root.locator(".mr-chosen").inner_text() == first.root.locator(".mr-chosen").inner_text()
    assert sum(event.kind == "picked" for event in host.seat.journal.read("ada")) == 1


def test_a_stop_of_the_path_asks_before_it_goes_back(show: Show) -> None:
    shown = show("scenario:sam-priya")
    shown.button("Begin").click()
    _choose_first(shown)
    shown.button("Go on").click()
    shown.on("situation")
    shown.root.get_by_role("button", name="Decision 1, One colour each: go back to it").click()
    expect(shown.root.locator(".mr-rewind p")).to_be_focused()
    shown.page.keyboard.press("Escape")
    expect(shown.root.locator(".mr-rewind")).to_be_hidden()
    expect(shown.root.locator(".mr-stop button")).to_be_focused()
    shown.page.keyboard.press("Enter")
    shown.button("Go back to decision 1").click()
    expect(shown.root.locator(".mr-run")).to_contain_text("Run 2, from decision 1 on.")
    shown.button("Go back to the first run").click()
    expect(shown.root.locator(".mr-heading")).to_have_text(load("sam-priya").scenes[1].title)


def _to_the_end_of_the_boss_case(show: Show, **settings: object) -> Shown:
    shown = show("scenario:communications-boss", **settings)
    shown.button("Begin").click()
    shown.on("situation")
    _choose_first(shown)
    _to_the_debrief(shown, "communications-boss")
    return shown


def test_the_debrief_keeps_all_but_its_first_screen_behind_one_disclosure(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show, **PHONE)
    expect(shown.root.locator(".mr-turning")).to_be_visible()
    expect(shown.root.locator("summary:visible")).to_have_text(["Look closer"])
    turning = shown.root.locator(".mr-turning").bounding_box()
    assert turning is not None
    assert turning["height"] < 1.5 * PHONE["viewport"]["height"]
    for width in (320, 360, 1280):
        shown.page.set_viewport_size({"width": width, "height": 740})
        assert shown.overflow() == 0


def test_points_lead_to_the_decision_that_they_come_from(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show)
    shown.page.get_by_text("Look closer").click()
    link = shown.root.locator(".mr-bar-evidence button").last
    number = link.get_attribute("aria-label")
    assert number is not None
    decision = number.partition(" (")[0]
    link.focus()
    shown.page.keyboard.press("Enter")
    opened = shown.root.locator(".mr-decision[open] > summary")
    expect(opened).to_be_focused()
    expect(opened).to_contain_text(decision)


def test_a_moment_is_tried_again_and_the_first_debrief_read_meanwhile(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show)
    ending = shown.root.locator(".mr-heading").inner_text()
    shown.page.get_by_text("Look closer").click()
    shown.root.locator(".mr-decision summary").nth(2).click()
    shown.root.get_by_role("button", name="Play on from here: Decision 3").click()
    shown.on("situation")
    expect(shown.root.locator(".mr-heading")).to_be_focused()
    expect(shown.root.locator(".mr-run")).to_contain_text("Run 2, from decision 3 on.")
    shown.button("Read its debrief").click()
    shown.on("debrief")
    expect(shown.root.locator(".mr-heading")).to_have_text(ending)
    shown.button("Go back to run 2").click()
    shown.on("situation")
    expect(shown.root.locator(".mr-kicker")).to_contain_text("Decision 3 of 6")


def test_whatever_is_named_apart_is_named_with_the_text_that_is_seen(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show)
    shown.page.get_by_text("Look closer").click()
    shown.root.locator(".mr-turning .mr-button").click()
    shown.on("situation")
    shown.button("Read its debrief").click()
    shown.on("debrief")
    shown.page.get_by_text("Look closer").click()
    expect(shown.root.get_by_role("button", name="Go on with it: run 2")).to_be_visible()
    named = shown.root.locator("button[aria-label]").evaluate_all(
        "found => found.map((one) => [one.getAttribute('aria-label'), one.textContent])"
    )
    assert len(named) > 8
    assert all(text in name for name, text in named)


def test_on_paper_notes_are_open_and_nothing_can_be_pressed(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show)
    shown.page.emulate_media(media="print")
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    details = shown.root.locator("details")
    assert details.evaluate_all("found => found.every((one) => one.open)")
    assert details.count() > 6
    expect(shown.root.locator(".mr-button:visible, .mr-runs .mr-link:visible")).to_have_count(0)
    expect(shown.root.locator(".mr-forks").last).to_be_visible()
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not details.evaluate_all("found => found.some((one) => one.open)")


def test_what_sets_parts_of_a_debrief_apart_is_seen_in_forced_colours(show: Show) -> None:
    shown = _to_the_end_of_the_boss_case(show, forced_colors="active")
    shown.page.get_by_text("Look closer").click()
    for part in (".mr-other-world", ".mr-turning", ".mr-track"):
        edge = shown.root.locator(part).first.evaluate(
            "part => [getComputedStyle(part).borderTopWidth, getComputedStyle(part).borderTopStyle]"
        )
        assert edge[0] != "0px", part
        assert edge[1] == "solid", part


def test_a_widget_that_is_put_away_leaves_nothing_behind(show: Show) -> None:
    shown = show("scenario:sam-priya")
    assert shown.page.evaluate("listening()") == 1
    shown.page.evaluate("cleanUp()")
    assert shown.page.evaluate("listening()") == 0
    assert shown.page.locator("main").inner_html() == ""


@pytest.mark.parametrize("contrast", ["more", "no-preference"])
def test_motion_and_contrast_follow_the_readers_wishes(show: Show, contrast: str) -> None:
    shown = show("scenario:sam-priya", reduced_motion="reduce", contrast=contrast)
    lasts = shown.button("Begin").evaluate("element => getComputedStyle(element).transitionDuration")
    assert set(lasts.split(", ")) == {"0s"}
    ink = shown.root.evaluate("element => getComputedStyle(element).color")
    assert (ink == "rgb(0, 0, 0)") == (contrast == "more")


def test_a_speaker_is_named_once_beside_their_words(show: Show) -> None:
    shown = show("scenario:communications-employee")
    shown.button("Begin").click()
    for _ in load("communications-employee").scenes:
        shown.on("situation")
        _choose_first(shown)
        for speech in shown.root.locator(".mr-told-here .mr-speech").all():
            label, told = speech.locator(".mr-speaker"), " ".join(speech.locator(".mr-told").all_text_contents())
            if label.count():
                assert not re.search(rf"\b{label.text_content()}\b", told)
            else:
                assert told
        shown.button("Go on").click()


def test_a_wide_table_shows_where_it_goes_on(show: Show) -> None:
    shown = show("scenario:communications-boss", **PHONE)
    shown.page.evaluate("""() => {
        const table = document.createElement("div");
        table.className = "mr-table";
        document.querySelector(".mr").append(table);
    }""")
    attached = shown.root.locator(".mr-table").evaluate("(table) => getComputedStyle(table).backgroundAttachment")
    assert attached == "local, local, scroll, scroll"
