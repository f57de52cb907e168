"""What the host page and the projector show of a case, phase by phase, and what each of them may not see."""

from __future__ import annotations

import json
from typing import Any

import pytest

from misread_records.workshop import Workshop
from misread_scenarios.library import load
from misread_web.workshop.views import host_view, projector_view
from misread_web.workshop.views.kinds import step_view
from tests.records.workshop.conftest import Played

PEOPLE = ("ada", "ben", "cem", "dora", "eli")
CHOICES = ("blanks", "name-priya", "ask-first", "colour-both")


@pytest.fixture
def played() -> Played:
    played = Played()
    played.join(*PEOPLE)
    played.host("begin", step="sam")
    return played


def host(played: Played) -> dict[str, Any]:
    return host_view(played.workshop, played.events[-1].at)


def projector(played: Played) -> dict[str, Any]:
    return projector_view(played.workshop, played.events[-1].at)


def press(played: Played, button: dict[str, Any]) -> None:
    """Do what a button of the host page sends."""
    act = dict(button["act"])
    assert played.host(act.pop("do"), **act) is None


def go_on_until(played: Played, phase: str) -> None:
    """Press the next step's button until the case is in a phase."""
    while played.workshop.state and played.workshop.state.phase != phase:
        press(played, host(played)["next"])


def texts(view: object) -> list[str]:
    """Return every text in a view."""
    if isinstance(view, dict):
        return [text for value in view.values() for text in texts(value)]
    if isinstance(view, list):
        return [text for value in view for text in texts(value)]
    return [view] if isinstance(view, str) else []


def letters(workshop: Workshop) -> dict[str, str]:
    assert workshop.state
    return {option.id: option.letter for option in step_view(workshop, workshop.state).options()}


def test_before_the_result_is_shown_the_projector_has_the_number_of_votes_and_nothing_else_of_them(
    played: Played,
) -> None:
    go_on_until(played, "vote")
    empty = projector(played)
    played.vote(ada="blanks", ben="name-priya", cem="name-priya")
    voted = projector(played)
    assert voted["step"].pop("status") == "Vote now · 3 of 5 have voted"
    empty["step"].pop("status")
    assert voted == empty
    press(played, host(played)["next"])
    closed = projector(played)
    assert closed["step"]["page"]["kind"] == "choices"
    assert "result" not in json.dumps(closed["step"]["page"])


def test_the_projector_has_neither_feedback_nor_points_before_the_consequence(played: Played) -> None:
    scene = load("sam-priya").scenes[0]
    hidden = [passage.text[:40] for choice in scene.choices for passage in (*choice.why, *choice.then)]
    notes = [note[:30] for note in scene.host]
    for phase in ("read", "vote", "closed", "revealed"):
        go_on_until(played, phase)
        if phase == "vote":
            played.vote(ada="blanks", ben="name-priya", cem="name-priya")
        shown = json.dumps(projector(played), ensure_ascii=False)
        assert [text for text in (*hidden, *notes) if text.partition("{")[0] in shown and text[0] != "{"] == []


def test_the_facilitator_sees_who_has_voted_but_never_what(played: Played) -> None:
    go_on_until(played, "vote")
    played.vote(ada="blanks", ben="name-priya", cem="name-priya")
    one = host(played)
    played.vote(ada="name-priya", ben="blanks")
    other = host(played)
    assert one == other
    assert {each["name"]: each["done"] for each in other["answered"]["people"]} == {
        "Ada": True, "Ben": True, "Cem": True, "Dora": False, "Eli": False
    }  # fmt: skip


def test_a_result_with_too_few_votes_is_hidden_from_everybody_in_words(played: Played) -> None:
    go_on_until(played, "vote")
    played.vote(ada="blanks", ben="name-priya")
    go_on_until(played, "closed")
    assert host(played)["spread"]["result"]["rounds"] == [
        {"name": "", "text": "Fewer than 3 votes: not shown", "hidden": True}
    ]
    go_on_until(played, "revealed")
    result = projector(played)["step"]["page"]["result"]
    assert result["rounds"][0]["text"] == "Fewer than 3 votes: not shown"
    assert [row["bars"] for row in result["rows"]] == [[None]] * 4
    assert host(played)["follow"]["majority"] is None


def test_two_rounds_stand_side_by_side(played: Played) -> None:
    go_on_until(played, "vote")
    played.vote(ada="blanks", ben="name-priya", cem="name-priya", dora="ask-first")
    go_on_until(played, "talk")
    assert projector(played)["timer"]["left"] == 180
    press(played, host(played)["next"])
    played.vote(ada="name-priya", ben="name-priya", cem="name-priya", dora="ask-first")
    go_on_until(played, "revealed")
    result = projector(played)["step"]["page"]["result"]
    named = letters(played.workshop)
    rows = {row["letter"]: [bar["count"] for bar in row["bars"]] for row in result["rows"]}
    assert rows[named["name-priya"]] == ["2", "3"]
    assert rows[named["blanks"]] == ["1", "0"]
    assert result["moved"] == "1 of the 4 who voted twice has changed their vote."
    assert host(played)["next"]["text"] == f"Follow the majority: {named['name-priya']}"


def test_how_a_room_moved_is_hidden_where_too_few_voted_twice(played: Played) -> None:
    go_on_until(played, "vote")
    played.vote(ada="blanks", ben="name-priya", cem="name-priya")
    go_on_until(played, "talk")
    press(played, host(played)["next"])
    played.vote(ada="name-priya", ben="name-priya", dora="ask-first")
    go_on_until(played, "revealed")
    result = projector(played)["step"]["page"]["result"]
    assert [each["hidden"] for each in result["rounds"]] == [False, False]
    assert result["moved"] == ""


def test_a_tie_is_the_facilitators_to_decide_and_the_page_says_so(played: Played) -> None:
    played.host("vote")
    played.vote(ada="blanks", ben="name-priya", cem="blanks", dora="name-priya")
    for act in ("reveal", "vote"):
        played.host(act)
    played.vote(ada="blanks", ben="name-priya", cem="blanks", dora="name-priya")
    played.host("reveal")
    view = host(played)
    named = letters(played.workshop)
    tied = sorted((named["blanks"], named["name-priya"]))
    assert view["next"] is None
    assert view["decide"]
    assert projector(played)["step"]["status"].endswith(" are level: the facilitator decides.")
    assert sorted(view["follow"]["says"].partition(" have ")[0].split(" and ")) == tied
    assert len(view["follow"]["picks"]) == 4


def test_both_branches_are_told_one_after_the_other_and_either_leads_on(played: Played) -> None:
    played.host("vote")
    played.vote(ada="blanks", ben="name-priya", cem="name-priya")
    played.host("reveal")
    press(played, host(played)["follow"]["both"][0])
    assert projector(played)["step"]["page"]["label"] == "Branch 1 of 2"
    while (step := host(played)["next"])["act"]["do"] != "go_on":
        press(played, step)
    buttons = [step, *host(played)["others"]["buttons"]]
    assert sum(each["act"]["do"] == "go_on" for each in buttons) == 2


def test_every_fork_on_the_way_leads_back_to_itself(played: Played) -> None:
    for pick in ("blanks", "drawing"):
        played.host("follow", picks=[pick])
        played.host("go_on", pick=pick)
    path = host(played)["path"]
    assert [stop["here"] for stop in path["stops"]] == [False, False, True]
    press(played, path["stops"][0]["back"])
    assert played.workshop.state
    assert played.workshop.state.picks == ()
    assert len(host(played)["path"]["left"]) == 2


def test_a_text_is_on_the_projector_from_when_the_facilitator_shows_it_and_without_a_name(played: Played) -> None:
    note = played.say("wrote", {"participant": "ada", "text": "Who asked Sam?", "share": False}, item="sam")
    parked = played.say("wrote", {"participant": "ben", "text": "What about pay?", "share": False})
    assert not any(text in texts(pages(played)) for text in ("Who asked Sam?", "What about pay?"))
    played.host("note", note=str(note.id), shown=True)
    assert "Who asked Sam?" in texts(pages(played))
    assert "– Ada" not in texts(pages(played))
    played.host("settings", settings={"names": True})
    assert "– Ada" in texts(pages(played))
    played.host("note", note=str(note.id), shown=False)
    played.host("note", note=str(parked.id), shown=True)
    assert pages(played)[-1]["label"] == "Parking lot"
    assert "Who asked Sam?" not in texts(pages(played))


def pages(played: Played) -> list[dict[str, Any]]:
    """Return all pages of the projector's present screen."""
    assert played.workshop.state
    return step_view(played.workshop, played.workshop.state).all_pages


def test_the_deck_and_the_report_are_a_link_away_and_come_first_after_the_end(played: Played) -> None:
    links = host(played)["links"]
    assert [link["href"] for link in links["items"]] == ["projector", "deck", "report"]
    played.say("finished", {}, slot="finished")
    links = host(played)["links"]
    assert (links["first"], [link["href"] for link in links["items"]]) == (True, ["deck", "report"])


def test_where_three_share_a_device_devices_are_counted(played: Played) -> None:
    assert projector(played)["join"]["here"] == "5 people are here"
    played.host("settings", settings={"together": 3})
    assert projector(played)["join"]["here"] == host(played)["participants"]["text"] == "5 devices are here"
