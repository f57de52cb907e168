"""A workshop's state is what its events say, in whatever order people press things."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_records.workshop import BadAct, act_of, counts, leading, moved, workshop_of
from tests.records.workshop.conftest import Played


def test_a_vote_counts_until_voting_closes_and_a_later_one_replaces_it(played: Played) -> None:
    played.join("ada", "ben")
    played.host("begin", step="sam")
    assert played.vote(ada="blanks") == ["Voting is not open."]
    played.host("vote")
    assert played.vote(ada="blanks", ben="drawing") == [None, None]
    assert played.vote(ada="drawing") == [None]
    played.host("close")
    assert played.vote(ben="blanks") == ["Voting is not open."]
    assert played.workshop.state
    assert counts(played.workshop.state.ballot.votes.values()).by_choice == {"drawing": 2}


def test_two_rounds_show_how_the_group_moved(played: Played) -> None:
    played.join("ada", "ben", "cem")
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks", ben="drawing", cem="drawing")
    for act in ("close", "reveal", "vote"):
        assert played.host(act) is None
    played.vote(ada="drawing", ben="drawing")
    assert played.workshop.state
    assert moved(played.workshop.state.ballot) == {("blanks", "drawing"): 1, ("drawing", "drawing"): 1}
    played.host("reveal")
    assert played.host("vote") == "A question has at most 2 rounds."


def test_both_branches_are_shown_and_a_fork_that_was_left_is_voted_on_anew(played: Played) -> None:
    played.join("ada")
    played.host("begin", step="sam")
    assert played.host("follow", picks=["blanks", "drawing"]) is None
    assert played.host("next_branch") is None
    assert played.workshop.state
    assert played.workshop.state.pick == "drawing"
    assert played.host("next_branch") == "There is no other branch to show."
    assert played.host("go_on", pick="blanks") is None
    assert played.workshop.state.picks == ("blanks",)
    assert played.host("back", picks=["drawing"]) == "The group has not been there."
    assert played.host("back", picks=[]) is None
    assert [ballot.path for ballot in played.workshop.state.ballots] == [(), ("blanks",), ()]


def test_a_pause_lets_no_vote_in_and_loses_none(played: Played) -> None:
    played.join("ada", "ben")
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks")
    played.host("pause")
    assert played.vote(ben="blanks") == ["Voting is not open."]
    played.host("resume")
    assert played.vote(ben="blanks") == [None]
    assert played.workshop.state
    assert set(played.workshop.state.ballot.votes) == {"ada", "ben"}


def test_a_timer_stands_still_in_a_pause(played: Played) -> None:
    played.host("begin", step="sam")
    played.host("timer", seconds=60)
    played.host("pause")
    at = played.events[-1].at
    assert played.workshop.left(at + timedelta(hours=1)) == 59
    played.host("resume")
    resumed = played.events[-1].at
    assert played.workshop.left(resumed) == 59
    assert played.workshop.left(resumed + timedelta(seconds=60)) == 0
    played.host("timer", seconds=0)
    assert played.workshop.left(resumed) is None


def test_the_minutes_of_a_step_add_up_over_all_visits(played: Played) -> None:
    for step in ("sam", "words", "sam"):
        played.host("begin", step=step)
    now = played.events[-1].at + timedelta(seconds=10)
    used = {step: played.workshop.used(step, now).total_seconds() for step in played.workshop.steps}
    assert used == {"sam": 11, "words": 1}
    played.say("finished", {}, slot="finished")
    assert played.workshop.used("sam", now + timedelta(hours=1)).total_seconds() == 2


def test_a_new_screen_begins_at_its_first_page(played: Played) -> None:
    played.host("begin", step="sam")
    played.host("page", number=2)
    assert played.workshop.page == 2
    played.host("timer", seconds=60)
    assert played.workshop.page == 2
    played.host("vote")
    assert played.workshop.page == 0


def test_a_participant_who_is_taken_out_no_longer_counts(played: Played) -> None:
    played.join("ada", "ben")
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks", ben="drawing")
    played.host("remove", participant="ben")
    assert played.workshop.state
    assert counts(played.workshop.state.ballot.votes.values()).by_choice == {"blanks": 1}
    assert played.vote(ben="drawing") == ["Nobody with this id takes part."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"do": "dance"}, "'dance' is not an act"),
        ({"do": "timer", "seconds": -1}, "seconds must be a whole number from 0"),
        ({"do": "follow", "picks": "blanks"}, "picks must be a list"),
        ({"do": "settings", "settings": {"least": 0}}, "settings must have only"),
    ],
)
def test_an_act_that_cannot_be_used_says_what_would_do(data: dict[str, JsonValue], says: str) -> None:
    with pytest.raises(BadAct, match=says):
        act_of(data)


def test_picks_with_a_confidence_count_together() -> None:
    played = Played()
    played.join("ada", "ben", "cem")
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="gap@60", ben="gap@90", cem="wish")
    assert played.workshop.state
    votes = played.workshop.state.ballot.votes.values()
    assert leading(votes) == ("gap@60",)
    assert (counts(votes).by_choice, counts(votes).confidence) == ({"gap": 2, "wish": 1}, {"gap": 75})


ACTS: list[dict[str, JsonValue]] = [
    {"do": "vote"},
    {"do": "close"},
    {"do": "reveal"},
    {"do": "next_branch"},
    {"do": "pause"},
    {"do": "resume"},
    {"do": "begin", "step": "sam"},
    {"do": "begin", "step": "words"},
    {"do": "talk", "seconds": 60, "people": 2},
    {"do": "follow", "picks": ["blanks", "drawing"]},
    {"do": "go_on", "pick": "blanks"},
    {"do": "back", "picks": []},
    {"do": "remove", "participant": "ben"},
]
DEEDS = st.one_of(
    st.tuples(st.just("act"), st.sampled_from(ACTS)),
    st.tuples(st.just("vote"), st.sampled_from([{"ada": "blanks"}, {"ben": "drawing"}, {"eve": "blanks"}])),
)


@given(st.lists(DEEDS, max_size=40))
def test_what_an_act_would_be_refused_for_is_known_before_it_is_saved(deeds: list[tuple[str, dict[str, str]]]) -> None:
    played = Played()
    played.join("ada", "ben")
    for kind, deed in deeds:
        if kind == "vote" and played.workshop.state:
            played.vote(**deed)
        elif kind == "act":
            why = None
            try:
                played.workshop.check(act_of(deed))
            except BadAct as error:
                why = str(error)
            assert played.host(**deed) == why


@given(st.lists(DEEDS, max_size=40), st.integers(0, 40))
def test_a_state_does_not_depend_on_where_the_reading_paused(deeds: list[tuple[str, dict[str, str]]], at: int) -> None:
    played = Played()
    played.join("ada", "ben")
    for kind, deed in deeds:
        if kind == "vote" and played.workshop.state:
            played.vote(**deed)
        elif kind == "act":
            played.host(**deed)
    later = workshop_of(played.workshop.code, played.events[:at])
    for event in played.events[at:]:
        later.take(event)
    assert later.steps == played.workshop.steps
    votes = Counter(len(round_) for state in later.steps.values() for each in state.ballots for round_ in each.rounds)
    assert max(votes, default=0) <= 2
