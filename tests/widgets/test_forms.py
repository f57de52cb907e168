"""Forms: what is saved, what advice is given and held back, what blocks, and how versions are kept and compared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from misread_records import Event, new_id, written
from misread_scenarios.exercises import forms
from misread_widgets import Lesson, Seat, open_lesson

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_widgets.form import FormWidget
    from tests.widgets.conftest import Hand

TRIAL = forms()["T7"].example


def fill(hand: type[Hand], piece: FormWidget, values: dict[str, Any], *, done: bool = False) -> dict[str, Any]:
    """Send what a page sends after somebody has written."""
    seen = [id_ for version in piece.view["writings"][0]["versions"] for id_ in version["seen"]]
    text = json.dumps(values) if values else ""
    view: dict[str, Any] = hand(piece).do(
        "write", question=piece.view["writings"][0]["question"], text=text, done=done, on=seen
    )
    return view


def said(view: dict[str, Any]) -> set[tuple[str, bool]]:
    return {(advice["part"], advice["late"]) for advice in view["advice"]}


@pytest.mark.parametrize("id_", forms())
def test_a_form_opens_blank_with_who_may_see_it_and_the_request_for_no_names(lesson: Lesson, id_: str) -> None:
    view = lesson.tool(id_).view
    form = forms()[id_]
    assert view["title"] == form.title
    assert [name for name, _ in view["privacy"]] == ["Who can see this", "No names, please"]
    assert view["writings"][0]["text"] == ""
    assert view["standing"] == {"how_far": "ahead", "resting": False}
    assert view["take_away"] is None
    assert all(advice["late"] for advice in view["advice"])


def test_what_is_filled_in_is_saved_as_a_draft_and_is_there_again(lesson: Lesson, hand: type[Hand], seat: Seat) -> None:
    view = fill(hand, lesson.tool("T7"), {"task": "Run the rota"})
    assert view["notice"] is None
    assert view["writings"][0]["saved"] == "Saved"
    again = lesson.tool("T7").view
    assert json.loads(again["writings"][0]["text"]) == {"task": "Run the rota"}
    assert again["standing"]["how_far"] == "begun"
    assert [event.kind for event in seat.journal.read("ada")] == ["wrote"]


def test_a_trial_without_its_end_is_saved_and_not_finished(lesson: Lesson, hand: type[Hand], seat: Seat) -> None:
    piece = lesson.tool("T7")
    view = fill(hand, piece, {**TRIAL, "ends": "", "support": ""}, done=True)
    assert view["writings"][0]["blocked"]
    assert not view["writings"][0]["done"]
    assert {advice["part"] for advice in view["advice"] if advice["blocks"]} == {"ends", "support"}
    text = written(seat.journal.read("ada"), "T7")
    assert text is not None
    assert text.handed is None
    assert json.loads(text.text)["ends"] == ""
    view = fill(hand, piece, TRIAL, done=True)
    assert view["writings"][0]["done"]
    assert view["advice"] == []
    assert view["standing"] == {"how_far": "done", "resting": True}


def test_advice_that_does_not_block_lets_a_form_be_finished(lesson: Lesson, hand: type[Hand]) -> None:
    view = fill(hand, lesson.tool("T11"), {"purpose": "Coffee"}, done=True)
    assert view["writings"][0]["done"]
    assert said(view) == {("route", True)}
    assert view["warned"]


def test_a_name_is_asked_about_and_saved_all_the_same(lesson: Lesson, hand: type[Hand]) -> None:
    view = fill(hand, lesson.tool("T4"), {"about": "Dana Whitfield"})
    assert [advice["text"] for advice in view["advice"] if not advice["late"]] == [
        "“Dana Whitfield” looks like a name or an address. Would initials or a role do?"
    ]
    assert view["writings"][0]["saved"]


def test_finished_versions_are_kept_and_compared_field_by_field(lesson: Lesson, hand: type[Hand]) -> None:
    piece = lesson.tool("T7")
    assert fill(hand, piece, TRIAL, done=True)["versions"] is None
    fill(hand, piece, {**TRIAL, "length": "Six weeks"})
    view = fill(hand, piece, {**TRIAL, "length": "Six weeks", "decides": "R"}, done=True)
    assert [one["name"] for one in view["versions"]["listed"]] == ["Version 1", "Version 2"]
    compared = hand(piece).do("compare", versions=[1, 2])["versions"]["compared"]
    changes = {change["name"]: change["pieces"] for change in compared["changes"]}
    assert changes["How long it lasts"] == [["removed", "Four"], ["added", "Six"], ["kept", " weeks"]]
    assert list(changes) == ["How long it lasts", "Who decides"]
    draft = fill(hand, piece, {**TRIAL, "length": "Eight weeks"})
    assert [one["name"] for one in draft["versions"]["listed"]] == ["Version 1", "Version 2", "As it is now"]


@pytest.mark.parametrize("versions", [[1, 1], [2, 1], [1, 3], [0, 1], [1]])
def test_versions_that_there_are_not_are_not_compared(lesson: Lesson, hand: type[Hand], versions: list[int]) -> None:
    piece = lesson.tool("T7")
    fill(hand, piece, TRIAL, done=True)
    fill(hand, piece, {**TRIAL, "length": "Six weeks"}, done=True)
    view = hand(piece).do("compare", versions=versions)
    assert view["notice"] is not None
    assert view["versions"]["compared"] is None


@pytest.mark.parametrize("text", ["Run the rota", "[]", '{"task": 3}', '{"task": ["x"]}', "{", "7"])
def test_a_text_that_is_no_form_is_refused_and_nothing_is_saved(
    lesson: Lesson, hand: type[Hand], seat: Seat, text: str
) -> None:
    piece = lesson.tool("T7")
    view = hand(piece).do("write", question="T7", text=text, done=False, on=[])
    assert view["notice"] is not None
    assert seat.journal.read("ada") == ()


def test_a_field_that_the_form_no_longer_has_stays_in_what_was_saved(lesson: Lesson, hand: type[Hand]) -> None:
    view = fill(hand, lesson.tool("T7"), {"task": "Run the rota", "gone": "kept"})
    assert json.loads(view["writings"][0]["text"])["gone"] == "kept"


def test_forms_filled_in_apart_stand_side_by_side_in_words(lesson: Lesson, hand: type[Hand]) -> None:
    first, second = lesson.tool("T7"), lesson.tool("T7")
    fill(hand, first, {"task": "Run the rota", "about": "ability"})
    view = hand(second).do("write", question="T7", text=json.dumps({"task": "Lead the crew"}), done=False, on=[])
    shown = {version["shown"] for version in view["writings"][0]["versions"]}
    assert shown == {
        "The task: Lead the crew",
        "What the question is about: Ability: can they do it?\nThe task: Run the rota",
    }


def test_without_a_run_nothing_is_offered(lesson: Lesson) -> None:
    assert lesson.tool("T7").view["starting"] is None
    assert lesson.tool("T2").view["starting"] is None


def test_what_was_chosen_in_the_case_is_offered_and_not_filled_in(lesson: Lesson, hand: type[Hand]) -> None:
    played = hand(lesson.scenario("sam-priya"))
    played.do("begin")
    for pick in ("blanks", "same-three", "next-step", "public-page", "squad"):
        played.pick(pick)
    view = lesson.tool("T7").view
    starting = view["starting"]
    assert [(line["scene"], line["into"]) for line in starting["lines"]] == [
        ("One move a quarter", "task"),
        ("What do we need?", "measures"),
    ]
    assert starting["lines"][0]["text"].startswith("Give Priya the card for six weeks")
    assert starting["lines"][0]["take"] == "Take over into “The task”"
    assert "Sam and Priya" in starting["say"]
    assert view["writings"][0]["text"] == ""


def test_a_case_of_another_lesson_is_found(seat: Seat, hand: type[Hand]) -> None:
    played = hand(open_lesson("another", seat).scenario("communications-boss"))
    played.do("begin")
    for pick in ("file", "if-yours"):
        played.pick(pick)
    lines = open_lesson("this", seat).tool("T1").view["starting"]["lines"]
    assert [line["into"] for line in lines] == ["open"]


def test_a_text_of_an_event_that_was_made_by_hand_reads_as_a_blank_form(lesson: Lesson, seat: Seat) -> None:
    data: dict[str, JsonValue] = {"question": "T7", "text": "Not a form", "done": True, "on": []}
    seat.journal.append(
        Event(
            id=new_id(),
            learner="ada",
            cohort=None,
            at=datetime.now(UTC),
            lesson="a-lesson",
            item="T7",
            kind="wrote",
            data=data,
            content="x",
            attempt=1,
        )
    )
    view = lesson.tool("T7").view
    assert view["notice"] is None
    assert view["writings"][0]["text"] == "Not a form"
