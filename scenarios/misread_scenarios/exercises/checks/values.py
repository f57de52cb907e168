"""Rules about exercises on values."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.values import Values
from misread_scenarios.paths import words

NAME, CARD = 3, 14
"""The most words of a card's name, and of each of its other texts."""


def unfinished_models(subject: ExerciseSubject, exercise: Values) -> Iterator[Finding]:
    """EX047: the model answer of a values exercise completes all steps, and each mistake as many as its score says.

    Learners may stop at any step and come back, and the course home says what is complete. There are three steps: the
    cards that are kept, the ranking, and a choice in every pair. The model answer shows what a complete answer looks
    like. Each mistake stops earlier, and its score is the share of the steps that it completes, such as `1/3`.
    """
    if (done := exercise.completed(exercise.read(exercise.model))) != 1:
        yield subject.line("model"), f"the model answer completes {done} of the steps; complete all three"
    for number, mistake in enumerate(exercise.mistakes):
        done = exercise.completed(exercise.read(mistake.answer))
        line = subject.line("mistakes", number, "score")
        if done != Fraction(mistake.score):
            yield line, f"this answer completes {done} of the steps, and not {mistake.score}; correct one of the two"
        elif done == 1:
            yield line, "this answer completes every step, so nothing is missing; stop it earlier"


def unlike_value_cards(subject: ExerciseSubject, exercise: Values) -> Iterator[Finding]:
    """EX048: value cards are short, and no two texts of the cards are the same.

    Learners compare two dozen cards, and later read two jobs that are each made of two texts. A name has at most three
    words, and each other text at most fourteen. Two cards that say the same cannot be ranked against each other, and a
    job with much of a value must differ from a job with little of it.
    """
    seen: dict[str, int] = {}
    for number, card in enumerate(exercise.items):
        for field in ("name", "text", "much", "little"):
            text, most = getattr(card, field), NAME if field == "name" else CARD
            line = subject.line("items", number, field)
            if (length := len(words(text))) > most:
                yield line, f"`{field}` of '{card.id}' has {length} words; write {most} at most"
            if field != "text" and seen.get(text.casefold()):
                yield line, f"the same text stands on line {seen[text.casefold()]}; say what sets them apart"
            seen.setdefault(text.casefold(), line)
