"""What came of a workshop: results that may be shown, how votes moved, the way through a case, and points earned."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import JsonValue

from misread_records.workshop.ballot import ROUNDS, Ballot, Vote, choices_of, moved
from misread_records.workshop.workshop import Note, StepState, Workshop
from misread_scenarios.competencies import competencies
from misread_scenarios.library import library, load
from misread_scenarios.play import BadPick, Stand, Step, play


@dataclasses.dataclass(frozen=True)
class Result:
    """The result of one round.

    Attributes:
        votes: how many participants voted.
        by_answer: how many gave each answer, in a text as `tokens` makes it; empty if the result is hidden.
        is_hidden: whether there are votes, but too few to be shown.
    """

    votes: int
    by_answer: Mapping[str, int]
    is_hidden: bool


@dataclasses.dataclass(frozen=True)
class RoomScore:
    """What the votes of all participants together earned in one competency.

    Attributes:
        competency: its id.
        people: how many participants voted where points of the competency were on offer.
        share: what their votes earned, as a share (0-1) of the most that they could have earned; None if `people` are
            too few for it to be shown.
    """

    competency: str
    people: int
    share: float | None


@dataclasses.dataclass(frozen=True)
class Leg:
    """One stop on a group's way through a case: the ballot, and how the group came to it.

    `came` is `on` for the next scene of the story, and `back` for a scene that the group had left before.
    """

    ballot: Ballot
    came: Literal["on", "back"]


def finished_rounds(workshop: Workshop, ballot: Ballot) -> list[dict[str, Vote]]:
    """Return the votes of each round whose result was revealed; after the workshop, of every round."""
    return ballot.rounds if workshop.is_over else ballot.rounds[: ballot.revealed]


def tokens(answer: JsonValue) -> tuple[str, ...]:
    """Return an answer as the texts to count it under: choices of a case, the number of an option, or JSON."""
    if isinstance(answer, str):
        return choices_of(answer)
    if isinstance(answer, list) and all(isinstance(each, str | int) for each in answer):
        return tuple(str(each) for each in answer)
    return (json.dumps(answer, ensure_ascii=False, sort_keys=True),)


def result(votes: Mapping[str, Vote], least: int) -> Result:
    """Return the result of a round; hidden with fewer votes than `least`."""
    if len(votes) < least:
        return Result(len(votes), {}, is_hidden=bool(votes))
    return Result(len(votes), Counter(each for vote in votes.values() for each in tokens(vote.answer)), is_hidden=False)


def movement(workshop: Workshop, ballot: Ballot) -> Mapping[tuple[str, str], int]:
    """Return how many went from one answer to another between two rounds.

    It is empty unless both rounds are finished, and unless at least as many people voted in both as a result needs.
    """
    if len(finished_rounds(workshop, ballot)) < ROUNDS:
        return {}
    moves = moved(ballot)
    return moves if sum(moves.values()) >= workshop.settings.least else {}


def stand_of(workshop: Workshop, state: StepState, path: Iterable[str]) -> Stand | None:
    """Return the stand of a case after some picks; None for another kind of step, or if the case has changed since."""
    if state.step.kind != "case" or state.step.item not in library():
        return None
    try:
        return play(load(state.step.item), path, workshop.seed)
    except BadPick:
        return None


def asked(workshop: Workshop, state: StepState) -> list[Ballot]:
    """Return the ballots of a step with at least one finished round that has votes."""
    return [ballot for ballot in state.ballots if any(finished_rounds(workshop, ballot))]


def legs(state: StepState) -> list[Leg]:
    """Return a group's way through a case, scene by scene, with the scenes that it came back to."""
    stops: list[Leg] = []
    seen: set[tuple[str, ...]] = set()
    for ballot in state.ballots:
        stops.append(Leg(ballot, "back" if ballot.path in seen else "on"))
        seen.add(ballot.path)
    return stops


def way(workshop: Workshop, state: StepState) -> Stand | None:
    """Return a group's way through a case: the last one that came to an ending, or else the longest; None if none."""
    stands = [stand for ballot in state.ballots if (stand := stand_of(workshop, state, ballot.path)) is not None]
    return max(stands, key=lambda stand: (stand.over, len(stand.picks) if not stand.over else 0), default=None)


def room_scores(workshop: Workshop) -> list[RoomScore]:
    """Return what all votes in the cases earned, per competency.

    Of each scene the last round counts, and of a scene that was voted on again the first time: later on, the group had
    seen what follows. Competencies without points on offer are left out.
    """
    earned: dict[str, float] = {}
    most: dict[str, float] = {}
    people: dict[str, set[str]] = {}
    for participant, points, offered in _scored(workshop):
        for id_, number in offered.items():
            if number > 0:
                earned[id_] = earned.get(id_, 0) + points.get(id_, 0)
                most[id_] = most.get(id_, 0) + number
                people.setdefault(id_, set()).add(participant)
    least = workshop.settings.least
    return [
        RoomScore(id_, len(people[id_]), earned[id_] / most[id_] if len(people[id_]) >= least else None)
        for id_ in competencies()
        if id_ in people
    ]


def _scored(workshop: Workshop) -> Iterator[tuple[str, Mapping[str, float], Mapping[str, float]]]:
    """Yield each vote that counts, as the participant, the points earned and the points on offer."""
    for state in workshop.steps.values():
        for ballot in first_time(asked(workshop, state)):
            stand = stand_of(workshop, state, ballot.path)
            if stand is not None and not stand.over:
                yield from _scored_at(stand, finished_rounds(workshop, ballot)[-1].values())


def first_time(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Return the ballots without those on a scene that an earlier one was on, reached by the same picks."""
    by_path: dict[tuple[str, ...], Ballot] = {}
    for ballot in ballots:
        by_path.setdefault(ballot.path, ballot)
    return list(by_path.values())


def _scored_at(stand: Stand, votes: Iterable[Vote]) -> Iterator[tuple[str, Mapping[str, float], Mapping[str, float]]]:
    steps: dict[str, Step | None] = {}  # many participants give the same answer
    for vote in votes:
        pick = str(vote.answer)
        if pick not in steps:
            steps[pick] = step_after(stand, pick)
        if (step := steps[pick]) is not None:
            yield vote.participant, step.points, step.offered


def step_after(stand: Stand, pick: str) -> Step | None:
    """Return the step that a pick makes; None if its scene does not offer it."""
    try:
        return stand.after(pick).steps[-1]
    except BadPick:
        return None


def pseudonyms(workshop: Workshop) -> Mapping[str, str]:
    """Return a pseudonym for everybody who takes part; its number says nothing about names or the order of joining."""
    present = [id_ for id_ in workshop.participants if id_ not in workshop.removed]
    drawn = sorted(present, key=lambda id_: hashlib.sha256(f"{workshop.code}/{id_}".encode()).digest())
    return {id_: f"P{number:03}" for number, id_ in enumerate(drawn, 1)}


def quotable(workshop: Workshop, notes: Iterable[Note]) -> list[Note]:
    """Return the texts that may be passed on: their writers agreed, or everybody has seen them on the projector."""
    return [note for note in notes if (note.share or note.shown) and note.participant not in workshop.removed]
