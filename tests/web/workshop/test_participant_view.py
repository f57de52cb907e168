"""What stands on the phones, phase by phase, and what never does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from misread_web.workshop.views.kinds_on_phones import step_on_phones
from misread_web.workshop.views.on_phones import BadVote
from misread_web.workshop.views.participant import own_view, participant_view, shared_view
from tests.records.workshop.conftest import Played

PEOPLE = ("ada", "ben", "cem", "dora", "eli")


@pytest.fixture
def played() -> Played:
    played = Played()
    played.join(*PEOPLE)
    return played


def seen(played: Played, who: str = "ada") -> dict[str, Any]:
    """Return the two parts of what somebody's page shows."""
    shared = participant_view(played.workshop, played.events[-1].at)
    return {"shared": shared, "own": own_view(played.workshop, who, own_code="DFGHJKMN"), "timer": shared["timer"]}


def voting(played: Played) -> None:
    played.host("begin", step="sam")
    played.host("vote")


def kept(played: Played, sent: object) -> object:
    """Return the vote that is kept for what a page sends."""
    assert played.workshop.state
    return step_on_phones(played.workshop, played.workshop.state).kept("ada", json.loads(json.dumps(sent)))


def test_before_the_first_step_the_phone_waits_and_tells_ones_own_code(played: Played) -> None:
    view = seen(played)
    assert (view["shared"]["screen"], view["shared"]["heading"]) == ("waiting", "A morning")
    assert (view["own"]["name"], view["own"]["code"]) == ("Ada", "DFGH JKMN")


def test_the_situation_is_read_before_there_is_a_form(played: Played) -> None:
    played.host("begin", step="sam")
    step = seen(played)["shared"]["step"]
    assert step["told"]["paragraphs"]
    assert (step["form"], step["voting"]) == (None, None)


def test_a_form_on_the_phone_has_the_letters_of_the_projector_and_no_ids(played: Played) -> None:
    voting(played)
    form = seen(played)["shared"]["step"]["form"]
    assert [option["letter"] for option in form["options"]] == list("ABCD")
    assert "blanks" not in json.dumps(form)


def test_what_the_form_sends_is_kept_as_a_pick_and_told_back(played: Played) -> None:
    voting(played)
    form = seen(played)["shared"]["step"]["form"]
    pick = kept(played, {"options": ["2"], "confidence": None})
    assert played.vote(ada=pick) == [None]  # type: ignore[arg-type]
    vote = seen(played)["own"]["vote"]
    assert vote["chosen"] == [form["options"][1]["text"]]
    assert (vote["letters"], vote["fill"]) == (["B"], {"options": ["2"], "confidence": None})
    assert vote["change"]


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"options": ["9"]}, {"options": []}, {"options": "1"}, {"options": ["1"], "confidence": "x"},
             {"options": ["1", "2"]}, {"options": [1, {}]}],
)  # fmt: skip
def test_a_vote_that_no_page_could_have_sent_is_refused_in_words(played: Played, sent: object) -> None:
    voting(played)
    with pytest.raises(BadVote, match="does not fit the question"):
        kept(played, sent)


@pytest.mark.parametrize("phase", ["vote", "closed"])
def test_before_the_result_a_phone_gets_nothing_of_others_votes(played: Played, phase: str) -> None:
    """The views of two rooms that voted in opposite ways are the same, to the byte, for somebody who has not voted."""
    other = Played()
    other.join(*PEOPLE)
    for room, answers in ((played, ("blanks",) * 4), (other, ("colour-both", "ask-first", "blanks", "ask-first"))):
        voting(room)
        room.vote(**dict(zip(PEOPLE[1:], answers, strict=True)))
        if phase == "closed":
            room.host("close")
    assert seen(played) == seen(other)


def test_after_the_result_the_phone_shows_the_spread_and_marks_ones_own_vote(played: Played) -> None:
    voting(played)
    played.vote(ada="blanks", ben="blanks", cem="ask-first")
    played.host("reveal")
    view = seen(played)
    rows = view["shared"]["step"]["results"][0]["rows"]
    own = next(row for row in rows if row["letter"] in view["own"]["vote"]["letters"])
    assert own["bars"][0]["count"] == "2"


def test_a_result_of_too_few_votes_is_hidden_on_phones(played: Played) -> None:
    voting(played)
    played.vote(ada="blanks", ben="ask-first")
    played.host("reveal")
    shown = seen(played, "cem")["shared"]["step"]["results"][0]
    assert all(bar is None for row in shown["rows"] for bar in row["bars"])
    assert shown["rounds"][0]["hidden"]


def test_the_second_vote_shows_ones_own_first_one(played: Played) -> None:
    voting(played)
    played.vote(ada="blanks")
    played.host("reveal")
    played.host("talk", seconds=120, people=2)
    assert seen(played)["timer"]["left"] == 120
    played.host("vote")
    vote = seen(played)["own"]["vote"]
    assert vote["chosen"] == []
    assert vote["before"]["chosen"]


def test_the_consequence_and_its_reasoning_stand_on_the_phone(played: Played) -> None:
    voting(played)
    played.vote(ada="blanks", ben="blanks", cem="ask-first")
    played.host("reveal")
    played.host("follow", picks=["blanks"])
    consequence = seen(played)["shared"]["step"]["consequence"]
    assert consequence["happened"]
    assert consequence["feedback"]["notes"]


def test_a_pause_freezes_the_phone_and_keeps_nothing_of_the_step_on_it(played: Played) -> None:
    voting(played)
    played.host("pause")
    view = seen(played)
    assert (view["shared"]["screen"], view["shared"]["step"]) == ("pause", None)


def test_the_shared_part_is_made_once_for_all_and_not_again_for_votes(played: Played) -> None:
    voting(played)
    before = shared_view(played.workshop)
    played.vote(ada="blanks", ben="ask-first")
    played.say("wrote", {"participant": "ada", "text": "Why now?", "share": False})
    assert shared_view(played.workshop) is before
    played.host("close")
    assert shared_view(played.workshop) is not before


def test_texts_are_ones_own(played: Played) -> None:
    played.say("wrote", {"participant": "ben", "text": "Who decides?", "share": False})
    assert seen(played, "ben")["own"]["notes"][0]["text"] == "Who decides?"
    assert "Who decides?" not in json.dumps(seen(played, "ada"))


def test_after_the_end_ones_own_result_is_linked(played: Played) -> None:
    played.say("finished", {}, slot="finished")
    own = own_view(played.workshop, "ada", result_link="/workshop/KFRDGH/result")
    assert own["result"]["link"] == "/workshop/KFRDGH/result"


def test_somebody_who_was_taken_out_is_told_so(played: Played) -> None:
    played.host("remove", participant="ada")
    assert seen(played)["own"]["is_removed"]


def test_a_trio_is_asked_for_one_choice_and_told_it_is_the_trios(played: Played) -> None:
    played.host("settings", settings={"names": False, "least": 3, "together": 3})
    assert "trio shares this phone" in " ".join(seen(played)["shared"]["lead"])
    voting(played)
    assert "Agree on one choice" in seen(played)["shared"]["lead"][0]
    played.vote(ada="blanks")
    assert seen(played)["own"]["vote"]["label"] == "Your trio’s choice"
