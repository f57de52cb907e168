"""A participant's own result: what they answered, what the room answered, why, and where to go on in the course."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from misread_course.catalogue import lessons, short
from misread_course.items import items
from misread_records.workshop import asked, choices_of, finished_rounds, stand_of
from misread_scenarios.competencies import competencies
from misread_scenarios.play import BadPick, why_of
from misread_web.language import N_, _
from misread_web.workshop.answers import choices_at, told
from misread_web.workshop.telling import question_of, telling_of
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from misread_course.catalogue import Lesson
    from misread_records.workshop import Ballot, StepState, Vote, Workshop

ROUNDS = {1: (N_("The vote"),), 2: (N_("First vote"), N_("Second vote"))}


@dataclasses.dataclass(frozen=True)
class OwnAnswer:
    """One question that a participant voted on.

    Attributes:
        step: the title of the step.
        title: what was asked.
        mine: the name of each round and the participant's own answer in it, in words.
        room: what most others answered in the last round, in words; empty if it is hidden or nothing led.
        followed: what the story followed.
        why: the reasoning about the participant's own last answer; empty while the group is still at the question.
    """

    step: str
    title: str
    mine: tuple[tuple[str, str], ...]
    room: str
    followed: tuple[str, ...]
    why: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class OwnResult:
    """A participant's own result.

    Attributes:
        title: the workshop's title.
        is_over: whether the workshop is over.
        answers: their answers, in order.
        competencies: the names of the competencies that their answers touched.
        texts: the texts that they sent.
        lessons: the lessons in which the cases of the workshop go on.
    """

    title: str
    is_over: bool
    answers: tuple[OwnAnswer, ...]
    competencies: tuple[str, ...]
    texts: tuple[str, ...]
    lessons: tuple[Lesson, ...]


def own_result(workshop: Workshop, participant: str) -> OwnResult:
    """Return the result of one participant, as far as results were revealed, in the spoken language."""
    touched: set[str] = set()
    answers = tuple(_answers(workshop, participant, touched))
    texts = [note for state in workshop.steps.values() for note in state.notes] + workshop.parking
    cases = {state.step.item for state in workshop.steps.values() if state.step.kind in ("case", "mirrors")}
    return OwnResult(
        title=typeset(workshop.title),
        is_over=workshop.is_over,
        answers=answers,
        competencies=tuple(one.name for id_, one in competencies().items() if id_ in touched),
        texts=tuple(note.text for note in texts if note.participant == participant),
        lessons=tuple(_lessons_with(cases)),
    )


def _lessons_with(cases: Iterable[str]) -> Iterator[Lesson]:
    wanted = set(cases)
    for lesson in (*lessons(), short()):
        if wanted & {item.id for item in items(lesson)}:
            yield lesson


def _answers(workshop: Workshop, participant: str, touched: set[str]) -> Iterator[OwnAnswer]:
    for state in workshop.steps.values():
        for ballot in asked(workshop, state):
            if any(participant in votes for votes in finished_rounds(workshop, ballot)):
                yield _answer(workshop, state, ballot, participant, touched)


def _answer(workshop: Workshop, state: StepState, ballot: Ballot, participant: str, touched: set[str]) -> OwnAnswer:
    rounds = finished_rounds(workshop, ballot)
    texts = choices_at(workshop, state, ballot)
    mine = [
        (_(name), told(workshop, state, ballot, votes[participant].answer)[1])
        for name, votes in zip(ROUNDS.get(len(rounds), ()), rounds, strict=False)
        if participant in votes
    ]
    last = [votes[participant].answer for votes in rounds if participant in votes][-1]
    is_settled = workshop.is_over or ballot is not state.ballot
    return OwnAnswer(
        step=typeset(state.step.title),
        title=question_of(workshop, state, ballot),
        mine=tuple((name, text or _("You answered.")) for name, text in mine),
        room=_leading(workshop, state, ballot, rounds[-1]),
        followed=tuple(" ".join(texts.get(each, each) for each in choices_of(pick)) for pick in ballot.followed),
        why=tuple(_why(workshop, state, ballot, str(last), touched)) if is_settled else (),
    )


def _leading(workshop: Workshop, state: StepState, ballot: Ballot, votes: Mapping[str, Vote]) -> str:
    """Return what most answered, in words; empty if too few voted, or if two answers are level."""
    texts: dict[str, str] = {}  # many participants give the same answer
    answers: Counter[str] = Counter()
    for vote in votes.values():
        raw = str(vote.answer)
        if raw not in texts:
            texts[raw] = told(workshop, state, ballot, vote.answer)[1]
        answers[texts[raw]] += 1
    first = answers.most_common(2)
    is_level = len(first) > 1 and first[0][1] == first[1][1]
    return "" if len(votes) < workshop.settings.least or is_level or not first else first[0][0]


def _why(workshop: Workshop, state: StepState, ballot: Ballot, pick: str, touched: set[str]) -> Iterator[str]:
    """Yield the reasoning about each choice of a pick, and note the competencies that the scene offers points in."""
    stand = stand_of(workshop, state, ballot.path)
    if stand is None:
        return
    try:
        step = stand.after(pick).steps[-1]
    except BadPick:
        return
    touched |= {id_ for id_, points in step.offered.items() if points > 0}
    for choice in step.choices:
        if text := why_of(choice, step):
            yield telling_of(stand.scenario).text(text)
