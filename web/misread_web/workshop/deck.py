"""The debrief deck of a workshop, from the group's own votes: one idea a slide, for the projector and as files."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from misread_records.workshop import stand_of, way
from misread_scenarios.paths import instead
from misread_scenarios.play import BadPick, then_of
from misread_web.language import _, ngettext
from misread_web.workshop.report import Answer, Approach, counted_words, report_of
from misread_web.workshop.telling import telling_of
from misread_web.workshop.views import how_many_moved
from misread_widgets.views import offered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records.workshop import Workshop
    from misread_web.workshop.report import Question, StepReport

MOST_STEPS = 5
"""The most next steps on a slide: more would be too small to read."""
MOST_WORDS = 12


@dataclasses.dataclass(frozen=True)
class Slide:
    """One slide: one idea.

    Attributes:
        kind: what it shows.
        title: its heading.
        kicker: the line above the heading; empty if there is none.
        lines: paragraphs, or with the kinds `moves`, `words` and `next` the items of a list.
        rounds: the names of the rounds whose votes `answers` counts.
        answers: the answers to a question with their votes.
        approach: the competencies.
        note: what the person who shows the slide may say; empty if there is nothing.
    """

    kind: Literal["title", "spread", "moves", "question", "branch", "approach", "words", "next"]
    title: str
    kicker: str = ""
    lines: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    approach: tuple[Approach, ...] = ()
    note: str = ""

    @property
    def most(self) -> int:
        """The highest count of any answer."""
        return max((count or 0 for answer in self.answers for count in answer.counts), default=0)


def deck_of(workshop: Workshop) -> tuple[Slide, ...]:
    """Return the debrief deck of a workshop as far as its results were revealed, in the spoken language."""
    report = report_of(workshop)
    slides = [Slide("title", report.title, lines=(_people(report.people),))]
    for part in report.parts:
        slides += _part(workshop, part)
    shown = tuple(each for each in report.approach if each.share is not None)
    if shown:
        slides.append(Slide("approach", _("What the room’s votes earned"), approach=shown))
    slides.append(Slide("next", _("Next steps"), lines=_steps(report.next_steps)))
    return tuple(slides)


def _people(number: int) -> str:
    return ngettext("{number} person took part", "{number} people took part", number).format(number=number)


def _steps(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first and last few next steps: sentences to try, and what to arrange."""
    others = [step for step in steps if step not in steps[:-3]]
    return (*steps[: max(0, min(MOST_STEPS, len(steps)) - len(others))], *others)


def _part(workshop: Workshop, part: StepReport) -> Iterator[Slide]:
    for question in part.questions:
        yield from _question(part, question)
    divided = most_divided(part)
    if divided is not None:
        if divided.note:
            yield Slide("question", divided.title, _("To talk about"), (divided.note,))
        other = _other_branch(workshop, part, divided)
        if other is not None:
            yield other
    if part.ending:
        yield Slide("branch", part.ending, _("Where the room’s story ended"))
    shown = counted_words(note for note in part.state.notes if note.shown)
    if part.words and shown:
        words = tuple(word if number == 1 else f"{word} × {number}" for word, number in shown[:MOST_WORDS])
        yield Slide("words", part.title, _("In your words"), words)


def _question(part: StepReport, question: Question) -> Iterator[Slide]:
    shown = [place for place, one in enumerate(question.rounds) if not one.hidden]
    if not question.rounds or not shown or not question.answers:
        return
    answers = tuple(
        dataclasses.replace(answer, counts=tuple(answer.counts[place] for place in shown))
        for answer in question.answers
    )
    rounds = tuple(question.rounds[place].name for place in shown)
    yield Slide("spread", question.title, part.title, rounds=rounds, answers=answers, note=question.note)
    if question.stayed is not None:
        lines = tuple(
            _("{number} × from “{before}” to “{after}”").format(
                number=move.number, before=move.before, after=move.after
            )
            for move in question.moves[:3]
        )
        yield Slide("moves", _moved(question), question.title, lines)


def _moved(question: Question) -> str:
    changed = sum(move.number for move in question.moves)
    return how_many_moved(changed, changed + (question.stayed or 0))


def most_divided(part: StepReport) -> Question | None:
    """Return the question whose leading answer had the smallest share of the votes; None without visible votes."""
    counted = [question for question in part.questions if _shares(question)]
    return min(counted, key=lambda question: max(_shares(question)), default=None)


def _shares(question: Question) -> list[float]:
    """Return each answer's share of the last visible round."""
    shown = [place for place, one in enumerate(question.rounds) if not one.hidden and one.votes]
    if not shown or not question.answers:
        return []
    return [(answer.counts[shown[-1]] or 0) / question.rounds[shown[-1]].votes for answer in question.answers]


def _other_branch(workshop: Workshop, part: StepReport, question: Question) -> Slide | None:
    """Return a slide on what the answer would have led to that had most votes of those not followed."""
    stand = stand_of(workshop, part.state, question.ballot.path)
    if stand is None or stand.scene is None:
        return None
    followed = {choice for pick in question.ballot.followed for choice in pick.partition("@")[0].split("+")}
    choices = [
        (share, choice)
        for share, choice in zip(_shares(question), offered(stand), strict=True)
        if choice.id not in followed
    ]
    ranked = sorted(choices, key=lambda each: -each[0])
    for _share, choice in ranked:
        try:
            after = stand.after(next(move.pick for move in stand.moves if choice in move.choices))
        except (BadPick, StopIteration):
            continue
        text = telling_of(stand.scenario).text
        happened = then_of(choice, after.steps[-1])
        lines = (text(happened) if happened else "", _ending(workshop, part, question, after.picks[-1]))
        title = text(choice.text)
        return Slide("branch", title, _("What the other branch would have led to"), tuple(filter(None, lines)))
    return None


def _ending(workshop: Workshop, part: StepReport, question: Question, pick: str) -> str:
    """Say which ending another pick would have led to, with the rest of the group's way kept; empty if unknown."""
    whole = way(workshop, part.state)
    place = len(question.ballot.path)
    if whole is None or not whole.over or whole.picks[:place] != question.ballot.path:
        return ""
    led = instead(whole, place, pick)
    if led.stand.ending is None or not led.is_kept:
        return ""
    title = telling_of(whole.scenario).text(led.stand.ending.title)
    if led.stand.ending == whole.ending:
        return _("With the rest of your way kept, the ending would have been the same: “{title}”.").format(title=title)
    return _("With the rest of your way kept, the story would have ended with “{title}”.").format(title=title)
