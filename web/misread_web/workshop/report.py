"""What came of a workshop, in words: for the report's page, its PDF and the debrief deck, and as a table of votes.

Nothing here names a participant, except under a text that they agreed to have quoted. A round with fewer votes than the
workshop's least number has no counts here, and no rows in the table.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from misread_grading.reports import Table, Value
from misread_records.workshop import (
    asked,
    confidence_of,
    finished_rounds,
    legs,
    movement,
    pseudonyms,
    quotable,
    result,
    room_scores,
    stand_of,
    tokens,
    way,
)
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import BadAnswer, Scored, UnknownExercise, load_exercise, score, understood
from misread_scenarios.play import BadPick, transitions
from misread_web.language import N_, _, ngettext
from misread_web.workshop.answers import choices_at, told
from misread_web.workshop.telling import question_of, telling_of
from misread_web.workshop.views import parts_of, too_few
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from misread_records.workshop import Ballot, Note, Result, StepState, Vote, Workshop
    from misread_scenarios.play import Stand
    from misread_web.workshop.views import Part

ROUND_NAMES = {1: (N_("The vote"),), 2: (N_("First vote"), N_("Second vote"))}
MANY = 9
"""From more answers than this on, those that nobody gave are left out."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS = (
    "participant", "step", "kind", "ballot", "scene", "path", "round", "answer", "answer_text", "confidence", "points",
    "most_points",
)  # fmt: skip
"""The columns of the table of votes; `docs/facilitators.md` says what they mean."""


@dataclasses.dataclass(frozen=True)
class Round:
    """One round of a question: its name, the number of votes, and why there are no counts (empty if there are)."""

    name: str
    votes: int
    hidden: str


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer: its letter on the screens (empty if it has none), its words, and how many gave it in each round.

    The count of a hidden round is None.
    """

    letter: str
    text: str
    counts: tuple[int | None, ...]


@dataclasses.dataclass(frozen=True)
class Move:
    """How many participants changed from one answer to another between the rounds."""

    before: str
    after: str
    number: int


@dataclasses.dataclass(frozen=True)
class Question:
    """One question that the group voted on or passed.

    Attributes:
        title: what was asked: the title of a scene, or a question.
        is_again: whether the group came back to it.
        rounds: its rounds, in order.
        answers: its answers, in the order of the screen.
        moves: who changed their answer between two rounds, the most frequent change first.
        stayed: how many gave the same answer twice; None if that cannot be told or is hidden.
        followed: the answers whose consequences the group saw, in order.
        note: what a facilitator asks there, in a case.
        earned: a sentence on what the answers to an exercise earned; empty otherwise.
        ballot: the ballot.
    """

    title: str
    is_again: bool
    rounds: tuple[Round, ...]
    answers: tuple[Answer, ...]
    moves: tuple[Move, ...]
    stayed: int | None
    followed: tuple[str, ...]
    note: str
    earned: str
    ballot: Ballot


@dataclasses.dataclass(frozen=True)
class Quote:
    """A text that may be passed on; its writer is named if they agreed to that and gave a name."""

    text: str
    name: str


@dataclasses.dataclass(frozen=True)
class StepReport:
    """One step of the workshop.

    Attributes:
        title: its title.
        minutes: how long the group was at it.
        questions: its questions, in order.
        ending: the title of the ending that the group's story came to; empty if it came to none.
        words: the collected words, the most frequent first, with how often they were sent.
        quotes: longer texts.
        state: the step.
    """

    title: str
    minutes: int
    questions: tuple[Question, ...]
    ending: str
    words: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]
    state: StepState


@dataclasses.dataclass(frozen=True)
class Approach:
    """What all votes earned in one competency: a share in per cent, or None if too few people voted."""

    name: str
    share: int | None
    people: int


@dataclasses.dataclass(frozen=True)
class Report:
    """What came of a workshop.

    Attributes:
        title: the workshop's title.
        opened: when it was opened.
        is_over: whether it is over; until then, only revealed results count.
        people: how many took part, devices of trios counted once.
        least: the fewest votes whose result is shown.
        parts: the steps that the group was at, in the agenda's order.
        approach: the competencies.
        parking: the texts of the parking lot that may be passed on.
        kept: how many further texts of the parking lot are for the facilitator alone.
        next_steps: what to do next, one sentence each.
    """

    title: str
    opened: datetime | None
    is_over: bool
    people: int
    least: int
    parts: tuple[StepReport, ...]
    approach: tuple[Approach, ...]
    parking: tuple[Quote, ...]
    kept: int
    next_steps: tuple[str, ...]


def report_of(workshop: Workshop) -> Report:
    """Return what came of a workshop so far, in the spoken language."""
    parking = quotable(workshop, workshop.parking)
    return Report(
        title=typeset(workshop.title),
        opened=workshop.opened,
        is_over=workshop.is_over,
        people=len(pseudonyms(workshop)),
        least=workshop.settings.least,
        parts=tuple(_part(workshop, state) for state in workshop.steps.values() if _was_at(workshop, state)),
        approach=tuple(
            Approach(competencies()[each.competency].name, _per_cent(each.share), each.people)
            for each in room_scores(workshop)
        ),
        parking=tuple(_quote(workshop, note) for note in parking),
        kept=sum(note.participant not in workshop.removed for note in workshop.parking) - len(parking),
        next_steps=tuple(next_steps(workshop)),
    )


def _was_at(workshop: Workshop, state: StepState) -> bool:
    is_used = bool(state.used) or workshop.current == state.step.id
    return is_used or state.ballot.number > 1 or state.ballot.round > 0 or bool(state.notes)


def _part(workshop: Workshop, state: StepState) -> StepReport:
    ended = way(workshop, state)
    ending = ended.ending if ended else None
    notes = quotable(workshop, state.notes)
    words = counted_words(notes) if state.step.kind == "words" else ()
    return StepReport(
        title=typeset(state.step.title),
        minutes=round(state.used.total_seconds() / 60),
        questions=tuple(_questions(workshop, state)),
        ending=telling_of(ended.scenario).text(ending.title) if ended and ending else "",
        words=words,
        quotes=() if words else tuple(_quote(workshop, note) for note in notes),
        state=state,
    )


def counted_words(notes: Iterable[Note]) -> tuple[tuple[str, int], ...]:
    """Return how often each text was sent, in lower case, the most frequent first."""
    words = Counter(" ".join(note.text.split()).casefold() for note in notes)
    return tuple(sorted(words.items(), key=lambda each: (-each[1], each[0])))


def _quote(workshop: Workshop, note: Note) -> Quote:
    person = workshop.participants.get(note.participant)
    return Quote(note.text, person.name if person and note.share else "")


def _questions(workshop: Workshop, state: StepState) -> Iterator[Question]:
    voted = asked(workshop, state)
    if state.step.kind != "case":
        parts = parts_of(workshop, state)
        for ballot in voted:
            for place, part in enumerate(parts):
                yield question(workshop, state, ballot, part=part, with_points=place == 0)
        return
    for leg in legs(state):
        stand = stand_of(workshop, state, leg.ballot.path)
        is_scene = stand is not None and stand.scene is not None and bool(leg.ballot.followed)
        if is_scene or leg.ballot in voted:
            yield question(workshop, state, leg.ballot, is_again=leg.came == "back")


def question(  # noqa: PLR0913 - what a question depends on
    workshop: Workshop,
    state: StepState,
    ballot: Ballot,
    *,
    part: Part | None = None,
    is_again: bool = False,
    with_points: bool = False,
) -> Question:
    """Return one question of a step with its finished rounds.

    Args:
        workshop: the workshop.
        state: the step.
        ballot: the votes.
        part: which part of the question counts; None for a case, which has no parts.
        is_again: whether the group came back to it.
        with_points: whether to say what the answers to an exercise earned.
    """
    counted = part.counted(ballot) if part else ballot
    results = [result(votes, workshop.settings.least) for votes in finished_rounds(workshop, counted)]
    choices = choices_at(workshop, state, ballot)
    texts = {option.id: option.text for option in part.options} if part else choices
    letters = (
        {option.id: option.letter for option in part.options} if part else dict(zip(choices, LETTERS, strict=False))
    )
    moves = movement(workshop, counted)
    stand = stand_of(workshop, state, ballot.path)
    note = stand.scene.host[:1] if stand and stand.scene else ()
    answers = [_counted(letters[id_], text, id_, results) for id_, text in texts.items()]
    return Question(
        title=(part.title if part else "") or question_of(workshop, state, ballot),
        is_again=is_again,
        rounds=tuple(_rounds(results, workshop.settings.least)),
        answers=tuple(each for each in answers if len(answers) <= MANY or any(each.counts)),
        moves=tuple(_moves(moves, texts)),
        stayed=sum(number for (before, after), number in moves.items() if before == after) if moves else None,
        followed=tuple(_told(texts, pick) for pick in ballot.followed),
        note=telling_of(stand.scenario).text(note[0]) if stand and note else "",
        earned=_earned(workshop, state, finished_rounds(workshop, ballot)) if with_points else "",
        ballot=ballot,
    )


def _counted(letter: str, text: str, id_: str, results: list[Result]) -> Answer:
    return Answer(letter, text, tuple(None if one.is_hidden else one.by_answer.get(id_, 0) for one in results))


def _rounds(results: list[Result], least: int) -> Iterator[Round]:
    names = ROUND_NAMES.get(len(results), ())
    hidden = too_few(least)
    for name, one in zip(names, results, strict=False):
        yield Round(_(name), one.votes, hidden if one.is_hidden else "")


def _moves(moves: Mapping[tuple[str, str], int], texts: Mapping[str, str]) -> Iterator[Move]:
    changed = [(pair, number) for pair, number in moves.items() if pair[0] != pair[1]]
    for (before, after), number in sorted(changed, key=lambda each: (-each[1], each[0])):
        yield Move(_told(texts, before), _told(texts, after), number)


def _told(texts: Mapping[str, str], pick: str) -> str:
    """Return a pick in words, its choices one after the other."""
    return " ".join(texts.get(choice, choice) for choice in tokens(pick))


def _earned(workshop: Workshop, state: StepState, rounds: list[dict[str, Vote]]) -> str:
    if state.step.kind != "exercise" or not rounds or len(rounds[-1]) < workshop.settings.least:
        return ""
    shares = [share for vote in rounds[-1].values() if (share := _share(state.step.item, vote)) is not None]
    if len(shares) < workshop.settings.least:
        return ""
    return _("On average, the answers earned {share} % of the points.").format(
        share=round(100 * sum(shares) / len(shares))
    )


def _share(exercise: str, vote: Vote) -> float | None:
    try:
        loaded = load_exercise(exercise)
        return float(score(loaded, understood(loaded, vote.answer))) if isinstance(loaded, Scored) else None
    except (BadAnswer, UnknownExercise):
        return None


def _per_cent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def next_steps(workshop: Workshop) -> Iterator[str]:
    """Yield what to do next: a sentence to say at work for each scene on the group's way, and what is still open."""
    for state in workshop.steps.values():
        stand = way(workshop, state)
        for step in stand.steps if stand else ():
            for text in transitions.shown(step.scene.takeaway, step.before)[-1:]:
                yield _("On Monday, try this sentence: {sentence}").format(
                    sentence=telling_of(stand.scenario).text(text) if stand else text
                )
    if workshop.parking:
        yield ngettext(
            "Answer the text in the parking lot.",
            "Answer the {number} texts in the parking lot.",
            len(workshop.parking),
        ).format(number=len(workshop.parking))
    if any(state.step.kind == "case" for state in workshop.steps.values()):
        yield _(
            "Play the case again on your own, and take the other branch: your own page of this workshop leads there."
        )
    yield _("Set a date in four weeks, and ask what each of you has tried since.")


def votes_table(workshop: Workshop) -> Table:
    """Return a table of all votes, one row per vote; a round with too few votes has no rows.

    Participants have pseudonyms, and times are left out.
    """
    names = pseudonyms(workshop)
    rows = [
        row
        for state in workshop.steps.values()
        for ballot in asked(workshop, state)
        for number, votes in enumerate(finished_rounds(workshop, ballot), 1)
        if len(votes) >= workshop.settings.least
        for row in _rows(workshop, (state, ballot, number), votes.values(), names)
    ]
    return Table(_("Votes"), COLUMNS, rows)


def _rows(
    workshop: Workshop, place: tuple[StepState, Ballot, int], votes: Iterable[Vote], names: Mapping[str, str]
) -> list[tuple[Value, ...]]:
    """Return the rows of the votes of a step's ballot in one round, by the participants' pseudonyms."""
    state, ballot, number = place
    stand = stand_of(workshop, state, ballot.path)
    scene = stand.scene.id if stand and stand.scene else ""
    head = (state.step.id, state.step.kind, ballot.number, scene, " > ".join(ballot.path), number)
    answers: dict[str, tuple[Value, ...]] = {}  # many participants give the same answer
    rows = []
    for vote in sorted(votes, key=lambda vote: names[vote.participant]):
        raw = str(vote.answer)
        if raw not in answers:
            level = confidence_of(vote.answer) if isinstance(vote.answer, str) else None
            points, most = _points(stand, vote) if stand else ("", "")
            said = told(workshop, state, ballot, vote.answer)
            answers[raw] = (*said, "" if level is None else level, points, most)
        rows.append((names[vote.participant], *head, *answers[raw]))
    return rows


def _points(stand: Stand, vote: Vote) -> tuple[Value, Value]:
    try:
        step = stand.after(str(vote.answer)).steps[-1]
    except BadPick:
        return "", ""
    return round(sum(step.points.values()), 2), round(sum(step.offered.values()), 2)
