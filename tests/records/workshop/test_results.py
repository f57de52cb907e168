"""Results show how a group voted, and nobody's own vote."""

from __future__ import annotations

import pytest

from misread_records.workshop import legs, movement, pseudonyms, quotable, result, room_scores
from misread_scenarios.library import load
from misread_scenarios.play import play
from tests.records.workshop.conftest import Played

GROUP = ("ada", "ben", "cem", "dee")


@pytest.fixture
def voted(played: Played) -> Played:
    """Four people vote twice on the first scene of a case, and the group follows two branches."""
    played.join(*GROUP)
    for act, data in (("begin", {"step": "sam"}), ("vote", {})):
        played.host(act, **data)
    played.vote(ada="blanks", ben="blanks", cem="name-priya", dee="colour-both")
    for act in ("close", "reveal", "vote"):
        played.host(act)
    played.vote(ada="blanks", ben="blanks", cem="blanks", dee="colour-both")
    played.host("reveal")
    return played


def test_a_round_with_too_few_votes_is_hidden(voted: Played) -> None:
    assert voted.workshop.state
    votes = voted.workshop.state.ballot.rounds[0]
    assert result(votes, 4).by_answer == {"blanks": 2, "name-priya": 1, "colour-both": 1}
    hidden = result(votes, 5)
    assert (hidden.votes, hidden.by_answer, hidden.is_hidden) == (4, {}, True)


def test_movement_needs_as_many_people_as_a_result(voted: Played) -> None:
    workshop = voted.workshop
    assert workshop.state
    assert movement(workshop, workshop.state.ballot) == {
        ("blanks", "blanks"): 2, ("name-priya", "blanks"): 1, ("colour-both", "colour-both"): 1,
    }  # fmt: skip
    voted.host("settings", settings={"names": False, "least": 5, "together": 1})
    assert movement(workshop, workshop.state.ballot) == {}


def test_votes_earn_points_only_once_they_are_revealed(played: Played) -> None:
    played.join(*GROUP)
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(**dict.fromkeys(GROUP, "blanks"))
    played.host("close")
    assert room_scores(played.workshop) == []
    played.host("reveal")
    assert {score.competency for score in room_scores(played.workshop)} == {"C2", "C3", "C7"}


def test_the_last_round_earns_the_points_and_a_scene_played_again_none(voted: Played) -> None:
    """In this world three points each are on offer in C2, C3 and C7; colouring both earns one of each."""
    scores = {score.competency: score for score in room_scores(voted.workshop)}
    assert scores["C2"].people == len(GROUP)
    best, other = _points(voted, "blanks"), _points(voted, "colour-both")
    assert scores["C2"].share == pytest.approx((3 * best + other) / (4 * 3))
    for act, data in (("follow", {"picks": ["blanks"]}), ("go_on", {"pick": "blanks"}), ("back", {"picks": []})):
        assert voted.host(act, **data) is None
    voted.host("vote")
    voted.vote(**dict.fromkeys(GROUP, "colour-both"))
    voted.host("reveal")
    assert {score.competency: score for score in room_scores(voted.workshop)} == scores
    assert voted.workshop.state
    assert [leg.came for leg in legs(voted.workshop.state)] == ["on", "on", "back"]


def _points(played: Played, pick: str) -> float:
    return play(load("sam-priya"), [pick], played.workshop.seed).points["C2"]


def test_a_share_of_too_few_people_is_hidden(voted: Played) -> None:
    voted.host("settings", settings={"names": False, "least": 5, "together": 1})
    assert {score.share for score in room_scores(voted.workshop)} == {None}


def test_pseudonyms_are_fixed_and_name_nobody(voted: Played) -> None:
    first = pseudonyms(voted.workshop)
    assert sorted(first.values()) == ["P001", "P002", "P003", "P004"]
    assert pseudonyms(voted.workshop) == first


def test_only_texts_that_were_shared_or_shown_are_passed_on(voted: Played) -> None:
    said = [
        voted.say("wrote", {"participant": who, "text": text, "share": share}, "words")
        for who, text, share in (("ada", "kept", False), ("ben", "shared", True), ("cem", "shown", False))
    ]
    voted.host("note", note=str(said[2].id), shown=True)
    notes = voted.workshop.steps["words"].notes
    assert [note.text for note in quotable(voted.workshop, notes)] == ["shared", "shown"]
    voted.host("remove", participant="ben")
    assert [note.text for note in quotable(voted.workshop, notes)] == ["shown"]
