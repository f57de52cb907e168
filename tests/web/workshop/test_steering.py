"""Whatever a facilitator presses, the page offers only what can be done, and the projector never knows too much."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from misread_records.workshop import act_of
from misread_records.workshop.agenda import MOST_STEPS
from misread_web.workshop.agendas import offers, step_of
from misread_web.workshop.views import host_view, participant_view, projector_view
from misread_web.workshop.views.case import CaseView
from misread_web.workshop.views.paging import prose_pages
from misread_web.workshop.views.steering import FINISH
from misread_widgets.views import plain
from tests.records.workshop.conftest import Played

if TYPE_CHECKING:
    from pydantic import JsonValue

PEOPLE = ("ada", "ben", "cem", "dora")
STEPS: list[JsonValue] = [
    {"id": "cards", "kind": "case", "title": "First guesses", "item": "first-guess-cards", "minutes": 15},
    {"id": "break", "kind": "break", "title": "Coffee", "minutes": 10},
    {"id": "ready", "kind": "case", "title": "Not ready", "item": "not-ready", "minutes": 30},
    {"id": "round", "kind": "talk", "title": "A last round", "minutes": 5, "question": "What will you try on Monday?"},
]


def host(played: Played) -> dict[str, Any]:
    return host_view(played.workshop, played.events[-1].at)


def press(played: Played, button: dict[str, Any]) -> None:
    act = dict(button["act"])
    if act["do"] == FINISH:
        played.say("finished", {}, slot="finished")
    else:
        assert played.host(act.pop("do"), **act) is None


def buttons(view: object) -> list[dict[str, Any]]:
    """Return every button in a view."""
    if isinstance(view, list):
        return [found for each in view for found in buttons(each)]
    if not isinstance(view, dict):
        return []
    own = [view] if "act" in view else []
    return own + [found for each in view.values() for found in buttons(each)]


def case_of(played: Played) -> CaseView | None:
    state = played.workshop.state
    return CaseView(played.workshop, state) if state and state.step.kind == "case" else None


def vote(played: Played, picks: list[int]) -> None:
    """Let everybody vote for one of the moves of the present scene."""
    case = case_of(played)
    if case and case.state.phase == "vote" and not case.stand.over:
        moves = case.stand.moves
        answers = {who: moves[pick % len(moves)].pick for who, pick in zip(PEOPLE, picks, strict=False)}
        played.vote(**answers)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 200), st.lists(st.integers(0, 50), max_size=4)), max_size=30))
def test_whatever_was_pressed_every_button_on_the_page_can_be_pressed(presses: list[tuple[int, list[int]]]) -> None:
    played = Played(STEPS)
    played.join(*PEOPLE)
    for place, picks in presses:
        view = host(played)
        json.dumps([view, projector_view(played.workshop, played.events[-1].at)], allow_nan=False)
        offered = [each for each in buttons(view) if each["act"]["do"] not in (FINISH, "remove")]
        for each in offered:
            act = dict(each["act"])
            played.workshop.check(act_of(act))
        press(played, offered[place % len(offered)])
        vote(played, picks)


@settings(max_examples=5)
@given(st.lists(st.lists(st.integers(0, 50), max_size=4), min_size=80, max_size=80))
def test_the_next_step_alone_leads_through_the_whole_agenda_to_the_end(votes: list[list[int]]) -> None:
    """If the vote is tied, or too few have voted, the facilitator has to decide; nothing else stops the way."""
    played = Played(STEPS)
    played.join(*PEOPLE)
    for picks in [*votes, *votes, *votes]:
        if played.workshop.is_over:
            break
        view = host(played)
        if view["next"]:
            press(played, view["next"])
        else:
            assert view["decide"]
            press(played, view["follow"]["picks"][0])
        vote(played, picks)
    assert played.workshop.is_over
    cases = [each for each in played.workshop.steps.values() if each.step.kind == "case"]
    assert all(CaseView(played.workshop, each).stand.over for each in cases)


def test_a_paragraph_longer_than_a_page_is_cut_between_sentences_and_whole_in_all() -> None:
    sentence = "She asks what would have to be true for it to work out well for everybody in the room. "
    (paragraph,) = plain([sentence * 20])
    pages = prose_pages([paragraph])
    assert len(pages) > 1
    said = "".join(part["text"] for page in pages for each in page for part in each["parts"])
    assert said.split() == (sentence * 20).split()


@settings(max_examples=25)
@given(st.lists(st.integers(0, 50), min_size=4, max_size=4), st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_whatever_was_voted_the_projector_does_not_change_before_the_result(one: list[int], other: list[int]) -> None:
    shown = []
    for picks in (one, other):
        played = Played(STEPS)
        played.join(*PEOPLE)
        played.host("begin", step="cards")
        played.host("vote")
        vote(played, picks)
        open_ = projector_view(played.workshop, played.events[-1].at)
        played.host("close")
        shown.append((open_, projector_view(played.workshop, played.events[-1].at)))
    assert shown[0] == shown[1]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=2), st.lists(st.integers(0, 50), min_size=2, max_size=2))
def test_votes_that_are_too_few_change_nothing_on_the_host_page_but_who_has_voted(
    one: list[int], other: list[int]
) -> None:
    shown = []
    for picks in (one, other):
        played = Played(STEPS)
        played.join(*PEOPLE)
        played.host("begin", step="cards")
        played.host("vote")
        vote(played, picks)
        views = []
        for act in ("close", "reveal"):
            played.host(act)
            views.append(host(played))
        shown.append(views)
    assert shown[0] == shown[1]


def test_a_first_guess_is_followed_by_one_more_fact_and_a_second_vote_of_its_own() -> None:
    played = Played(STEPS)
    played.join(*PEOPLE)
    played.host("begin", step="cards")
    while not (case := case_of(played)) or not case.stand.fact_shown:
        press(played, host(played)["next"] or host(played)["follow"]["picks"][0])
        vote(played, [0, 0, 0, 1])
    assert case.state.picks
    assert projector_view(played.workshop, played.events[-1].at)["step"]["page"]["label"] == (
        "Knowing this, how do you read it now?"
    )
    assert host(played)["next"]["act"]["do"] == "vote"
    assert case.ballot.round == 0


def test_two_choices_of_a_scene_are_counted_each_and_followed_together() -> None:
    played = Played(STEPS)
    played.join(*PEOPLE)
    played.host("begin", step="ready")
    while (case := case_of(played)) and case.stand.scene and case.stand.scene.pick == 1:
        pick = case.stand.moves[0].pick
        played.host("follow", picks=[pick])
        played.host("go_on", pick=pick)
    played.host("vote")
    vote(played, [0, 0, 0, 1])
    played.host("reveal")
    result = projector_view(played.workshop, played.events[-1].at)["step"]["page"]["result"]
    assert sum(int(row["bars"][0]["count"]) for row in result["rows"]) == 2 * len(PEOPLE)
    follow = host(played)["follow"]
    assert " + " in follow["majority"]["text"]
    press(played, follow["majority"])
    page = projector_view(played.workshop, played.events[-1].at)["step"]["page"]
    assert (page["kind"], len(page["texts"])) == ("chosen", 3)


def test_a_majority_has_the_confidence_of_those_who_voted_for_it() -> None:
    played = Played(STEPS)
    played.join(*PEOPLE)
    played.host("begin", step="cards")
    case = case_of(played)
    assert case
    choice = case.options()[0].id
    played.host("vote")
    played.vote(ada=f"{choice}@60", ben=f"{choice}@80", cem=f"{choice}@90", dora=f"{case.options()[1].id}@50")
    played.host("reveal")
    result = projector_view(played.workshop, played.events[-1].at)["step"]["page"]["result"]
    assert [row["sure"] for row in result["rows"]][:2] == ["(80 % sure)", "(50 % sure)"]
    assert host(played)["follow"]["majority"]["act"]["picks"] == [f"{choice}@80"]


def test_everything_that_an_agenda_may_offer_is_shown_on_all_pages_and_led_to_the_end() -> None:
    """The next step alone leads through all of it, and the phones have something to show at each of its screens."""
    steps: list[JsonValue] = []
    for one in (each for group in offers().values() for each in group if each.kind != "case"):
        steps.append(
            step_of(one, [str(step["id"]) for step in steps if isinstance(step, dict)]).model_dump(mode="json")
        )
    for part in range(0, len(steps), MOST_STEPS):
        played = Played(steps[part : part + MOST_STEPS])
        played.join(*PEOPLE)
        begun = set()
        while not played.workshop.is_over:
            view = host(played)
            press(played, view["next"] or view["follow"]["picks"][0])
            now = played.events[-1].at
            begun.add(played.workshop.current)
            phone = participant_view(played.workshop, now)
            assert json.dumps([projector_view(played.workshop, now), phone], allow_nan=False)
        assert begun == set(played.workshop.steps)
