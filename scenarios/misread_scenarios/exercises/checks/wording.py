"""Texts that stand twice, and feedback that tells the key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.exercise import Item, Place, Scored
from misread_scenarios.exercises.match import Match
from misread_scenarios.paths import words

LONGEST_RUN = 6
"""Feedback gives the explanation away if it shares a run of this many words with it."""
VERDICT = re.compile(
    r"\b(?:wrong|incorrect|correct|right answer|the key|should have (?:been|picked)|nonsense)\b", re.IGNORECASE
)


def repeated_texts(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX033: no two items read the same, and no two values of a column.

    Two lines with the same words and two keys cannot be told apart; with the same key, one of them is enough. Capitals
    and punctuation make no difference here. Say what sets the one apart from the other, or take one out.
    """
    listed: list[list[tuple[Place, str]]] = [
        [(("items", number, "text"), item.text) for number, item in enumerate(exercise.lines)]
    ]
    if isinstance(exercise, Match):
        for name, column in exercise.columns.items():
            listed.append([(("columns", name, "values", value), text) for value, text in column.values.items()])
    for texts in listed:
        seen: dict[str, int] = {}
        for place, text in texts:
            line, bare = subject.line(*place), " ".join(_bare(text))
            if bare in seen:
                yield line, f"the same text stands on line {seen[bare]}; say what sets them apart, or take one out"
            seen.setdefault(bare, line)


def feedback_that_tells_the_key(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX034: feedback between tries says why an answer tempts, and leaves the key to be found.

    Feedback contains neither the label of the right value, nor six words in a row of the item's explanation, which
    learners see when no try is left. It also gives no verdict (wrong, correct, should have been), because the mark
    beside the item already shows that. Say what makes the answer look good, and where to look again.
    """
    for number, item in enumerate(exercise.lines):
        for name, text in item.feedback.items():
            for fault in _tells(exercise, item, text):
                yield subject.line("items", number, "feedback", name), f"the feedback '{name}' of '{item.id}' {fault}"
    if verdict := VERDICT.search(exercise.other):
        yield subject.line("other"), f"`other` says '{verdict[0]}'; say where to look instead"


def _tells(exercise: Scored, item: Item, text: str) -> Iterator[str]:
    if verdict := VERDICT.search(text):
        yield f"says '{verdict[0]}'; say why the answer tempts, and where to look"
    labels = [exercise.label(item.id, column, value) for column, value in exercise.key[item.id].items()]
    for label in labels if isinstance(exercise, Match) else []:
        if _run(_bare(label), _bare(text)):
            yield f"names the key, '{label}'; leave it to be found"
    shared = _runs(_bare(item.explain)) & _runs(_bare(text))
    if shared:
        yield f"tells the explanation: '{' '.join(min(shared))}'; keep that for the end"


def _bare(text: str) -> list[str]:
    """Return the words of a text in small letters, without punctuation."""
    return [re.sub(r"^\W+|\W+$", "", word).lower() for word in words(text)]


def _runs(bare: list[str]) -> set[tuple[str, ...]]:
    return {tuple(bare[start : start + LONGEST_RUN]) for start in range(len(bare) - LONGEST_RUN + 1)}


def _run(short: list[str], long: list[str]) -> bool:
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))
