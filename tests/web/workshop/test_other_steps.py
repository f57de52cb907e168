"""Steps that are not a case: what each of the three views shows of them, and what none of them may see too early."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from misread_records import new_id
from misread_records.workshop import Step
from misread_scenarios.exercises import Scored, exercises, understood
from misread_scenarios.format import load_mirrors
from misread_web.workshop.views import BadVote, host_view, own_view, participant_view, projector_view, step_on_phones
from misread_web.workshop.views.exercise import can_be_voted_on
from misread_web.workshop.views.kinds import step_view
from misread_web.workshop.views.parts import Part
from tests.records.workshop.conftest import Played

if TYPE_CHECKING:
    from pydantic import JsonValue

PEOPLE = ("ada", "ben", "cem", "dora", "eli")
STEPS: dict[str, dict[str, JsonValue]] = {
    "poll": {"question": "When did you last ask?", "options": ["This month", "This year", "Longer ago"]},
    "confidence": {"question": "How sure are you?"},
    "words": {"question": "One word"},
    "rating": {"item": "J1"},
    "mirrors": {"item": "two-mirrors"},
    "exercise": {"item": "X4.2"},
    "talk": {"question": "Whom will you ask?"},
    "break": {},
}
VOTED = [kind for kind in STEPS if kind not in ("words", "talk", "break")]
EXERCISES = [id_ for id_, exercise in exercises().items() if can_be_voted_on(exercise)]


def at(kind: str, item: str = "", seed: int = 0) -> Played:
    """Return a workshop that has begun a step of a kind."""
    data: dict[str, JsonValue] = {
        "id": "one",
        "kind": kind,
        "title": "A step",
        **STEPS[kind],
        **({"item": item} if item else {}),
    }
    played = Played([data], seed=seed)
    played.join(*PEOPLE)
    assert played.host("begin", step="one") is None
    return played


def phone(played: Played, who: str = "ada") -> dict[str, Any]:
    shared = participant_view(played.workshop, played.events[-1].at)
    return {"shared": shared, "own": own_view(played.workshop, who)}


def projector(played: Played) -> dict[str, Any]:
    return projector_view(played.workshop, played.events[-1].at)


def pages(played: Played) -> list[dict[str, Any]]:
    assert played.workshop.state
    return step_view(played.workshop, played.workshop.state).all_pages


def kept(played: Played, sent: JsonValue) -> JsonValue:
    assert played.workshop.state
    return step_on_phones(played.workshop, played.workshop.state).kept("ada", sent)


def message(do: str, **data: JsonValue) -> JsonValue:
    """Return what a hosted widget sends."""
    return {"id": str(new_id()), "turn": "0", "do": do, **data}


def answers(kind: str) -> list[JsonValue]:
    """Return two votes that differ, as pages send them."""
    by_kind: dict[str, list[JsonValue]] = {
        "poll": [{"options": ["1"], "confidence": None}, {"options": ["3"], "confidence": None}],
        "confidence": [{"options": ["2"], "confidence": None}, {"options": ["6"], "confidence": None}],
        "rating": [message("rate", ratings=[1, 2, 3, 4], best=1), message("rate", ratings=[4, 3, 2, 1], best=2)],
        "mirrors": [message("answer", question="mark", option=3), message("answer", question="mark", option=7)],
        "exercise": [message("pick", lines=[1, 2, 3, 4, 5]), message("pick", lines=[4, 5, 6, 7, 8])],
    }
    return by_kind[kind]


def voted(kind: str, *votes: int) -> Played:
    """Return a workshop in which people voted for the first or the second of `answers`."""
    played = at(kind)
    played.host("vote")
    given = answers(kind)
    for who, which in zip(PEOPLE, votes, strict=False):
        assert played.vote(**{who: kept(played, given[which])}) == [None]
    return played


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_view_of_every_kind_can_be_made(kind: str, lang: str) -> None:
    played = at(kind)
    played.workshop.lang = lang
    for view in (phone(played), projector(played), host_view(played.workshop, played.events[-1].at)):
        assert json.loads(json.dumps(view, allow_nan=False)) == view


@pytest.mark.parametrize("kind", VOTED)
def test_what_a_page_sends_is_kept_told_back_and_counted(kind: str) -> None:
    played = voted(kind, 0, 0, 1)
    own = phone(played)["own"]["vote"]
    assert own["chosen"]
    assert own["fill"] is not None
    played.host("reveal")
    results = phone(played)["shared"]["step"]["results"]
    assert results[0]["rounds"][0]["text"] == "3 votes"
    assert {bar["count"] for result in results for row in result["rows"] for bar in row["bars"]} >= {"2", "1"}


@pytest.mark.parametrize("kind", VOTED)
@pytest.mark.parametrize("phase", ["vote", "closed"])
def test_before_the_result_phones_and_projector_get_the_number_of_votes_alone(kind: str, phase: str) -> None:
    """Two rooms that voted in opposite ways look the same to everybody who has not voted, and on the projector."""
    one, other = voted(kind, 0, 0, 0, 0), voted(kind, 1, 1, 0, 1)
    for room in (one, other):
        if phase == "closed":
            room.host("close")
    assert phone(one, "eli") == phone(other, "eli")
    assert projector(one) == projector(other)
    assert pages(one) == pages(other)


@pytest.mark.parametrize("kind", VOTED)
def test_a_result_of_too_few_votes_is_hidden_on_every_page(kind: str) -> None:
    played = voted(kind, 0, 1)
    played.host("reveal")
    shown = json.dumps([phone(played, "eli")["shared"]["step"]["results"], pages(played)])
    assert "Fewer than 3 votes: not shown" in shown
    assert '"share": 50' not in shown
    assert "On average" not in shown


@pytest.mark.parametrize("kind", VOTED)
@pytest.mark.parametrize("sent", [None, {}, {"options": ["99"]}, {"do": "rate"}, "0", [1]])
def test_a_vote_that_no_page_could_have_sent_is_refused(kind: str, sent: JsonValue) -> None:
    played = at(kind)
    played.host("vote")
    with pytest.raises(BadVote):
        kept(played, sent)


@pytest.mark.parametrize("kind", ["exercise", "rating", "mirrors"])
def test_the_key_comes_with_the_pages_after_the_result_and_not_before(kind: str) -> None:
    played = voted(kind, 0, 0, 1)
    played.host("reveal")
    assert "The answer" not in json.dumps([phone(played), projector(played)])
    first = next(number for number, page in enumerate(pages(played)) if "The answer" in json.dumps(page))
    played.host("page", number=first)
    assert "The answer" in json.dumps(phone(played)["shared"])
    assert "The answer" in json.dumps(projector(played))


@pytest.mark.parametrize("item", EXERCISES)
def test_every_exercise_that_can_be_voted_on_counts_its_model_answer_as_right(item: str) -> None:
    """The key that the projector marks has all votes, when all give the model answer, in every part."""
    played = at("exercise", item)
    exercise = exercises()[item]
    assert isinstance(exercise, Scored)
    played.host("vote")
    played.vote(**dict.fromkeys(PEOPLE, exercise.model))
    played.host("reveal")
    assert understood(exercise, exercise.model)
    results = [page["result"]["rows"] for page in pages(played) if page["kind"] == "result"]
    keyed = [row for rows in results if any(row["answer"] for row in rows) for row in rows]
    listed = [item for page in pages(played) if page["kind"] == "bars" for item in page["items"]]
    assert all(bool(row["answer"]) == (row["bars"][0]["share"] == 100) for row in keyed)
    assert all(item["share"] == 100 for item in listed)
    assert keyed or listed


@pytest.mark.parametrize("item", EXERCISES)
def test_no_exercise_tells_its_key_or_explanations_before_the_result(item: str) -> None:
    played = at("exercise", item)
    exercise = exercises()[item]
    assert isinstance(exercise, Scored)
    told = []
    for act in ("", "vote", "close"):
        if act:
            played.host(act)
        told.append(json.dumps([phone(played), projector(played), pages(played)], ensure_ascii=False))
    explained = [line.explain for line in exercise.lines]
    assert not any(text in shown for shown in told for text in explained)


def test_an_exercise_that_was_voted_on_is_explained_item_by_item_after_the_key() -> None:
    played = voted("exercise", 0, 0, 1)
    played.host("reveal")
    played.host("page", number=9)
    widget = phone(played)["own"]["step"]["widget"]["view"]
    assert widget["screen"] == "over"
    assert all(outcome["explain"] for outcome in widget["outcomes"])


def test_texts_data_and_ones_own_values_cannot_be_voted_on() -> None:
    left = {exercise.kind for id_, exercise in exercises().items() if id_ not in EXERCISES}
    assert left == {"reflection", "data", "values"}


def test_half_of_the_room_reads_each_side_of_the_mirrors_and_then_all_read_both() -> None:
    played = at("mirrors")
    lines = {who: phone(played, who)["own"]["step"]["widget"]["view"]["lines"] for who in PEOPLE}
    labels = {who: {thought["label"] for line in each for thought in line["thoughts"]} for who, each in lines.items()}
    assert labels["ada"] == labels["cem"] == labels["eli"] != labels["ben"] == labels["dora"]
    assert all(len(each) == 1 for each in labels.values())
    thoughts = [
        text for line in load_mirrors("two-mirrors").lines for text in line.thoughts.values() if "{" not in text
    ]
    shared = json.dumps([phone(played)["shared"], projector(played), pages(played)])
    assert not any(text in shared for text in thoughts if "{" not in text)
    played.host("vote")
    played.vote(ada=3, ben=3, cem=7)
    played.host("reveal")
    after = phone(played)["own"]["step"]["widget"]["view"]["lines"]
    assert {len(line["thoughts"]) for line in after} == {2}


def test_words_are_seen_by_all_once_the_facilitator_shows_them() -> None:
    played = at("words")
    sent = [
        played.say("wrote", {"participant": who, "text": text, "share": False}, "one")
        for who, text in (("ada", "Courage"), ("ben", "courage"), ("cem", "<b>Trust</b>"))
    ]
    assert "ourage" not in json.dumps([projector(played), pages(played), phone(played, "eli")])
    assert phone(played)["own"]["texts"][0]["text"] == "Courage"
    for event in sent:
        played.host("note", note=str(event.id), shown=True)
    (page,) = pages(played)
    assert page["items"] == [{"text": "Courage", "size": 2}, {"text": "<b>Trust</b>", "size": 1}]
    assert phone(played, "eli")["shared"]["step"]["words"]["shown"] == ["Courage", "<b>Trust</b>"]


def test_confidence_tells_the_middle_of_the_room() -> None:
    played = voted("confidence", 0, 0, 1)
    played.host("reveal")
    assert "at most 60 % sure" in phone(played)["shared"]["step"]["results"][0]["moved"]


def test_ratings_stand_beside_the_key_only_after_the_spread() -> None:
    played = voted("rating", 0, 0, 1)
    played.host("reveal")
    assert "and the key" not in json.dumps(pages(played)[: len(pages(played)) // 3])
    played.host("page", number=len(pages(played)) - 1)
    step = phone(played)["shared"]["step"]
    assert "and the key" in step["results"][1]["moved"]
    assert step["later"]["texts"]


def test_a_step_can_be_any_kind_there_is() -> None:
    assert set(STEPS) | {"case"} == set(Step.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


def test_what_one_phone_shows_costs_no_count_of_all_votes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the key begins is worked out once for all phones, and again only after the facilitator has acted."""
    played = voted("exercise", 0, 0, 1, 0, 1)
    played.host("reveal")
    played.host("page", number=9)
    counted = []
    result = Part.result

    def counting(part: Part, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever the method takes
        counted.append(part)
        return result(part, *given, **more)

    monkeypatch.setattr(Part, "result", counting)
    for who in PEOPLE:
        own_view(played.workshop, who)
    assert len(counted) == 1
