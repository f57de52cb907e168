"""How long a run of a case takes: the words that are read on the way, and the decisions."""

from __future__ import annotations

import statistics

from misread_scenarios.model import Scenario
from misread_scenarios.paths.best_moves import played_best
from misread_scenarios.paths.measures import words
from misread_scenarios.play import Stand, ending_paragraphs, opening, then_of, transitions, why_of

READ_A_MINUTE, SECONDS_A_DECISION = 200, 25
DEBRIEF_WORDS = 300
"""Words that are read after a run: on which decision it turned, and the first of what is folded below."""
SEEDS = range(8)
"""Runs of several seeds, so that each world of a case is among them."""


def run_minutes(scenario: Scenario) -> float:
    """Return the mean minutes of a run with the best moves.

    They come to one for 200 words, the first of the debrief included, and to 25 seconds a decision.

    Raises:
        Uncountable: if the paths cannot be counted.
    """
    return statistics.fmean(_minutes(played_best(opening(scenario, seed))) for seed in SEEDS)


def _minutes(stand: Stand) -> float:
    read = [text for step in stand.steps for text in transitions.shown(step.scene.paragraphs, step.before)]
    for step in stand.steps:
        read += [choice.text for choice in step.scene.choices if choice.when is None or choice.when.holds(step.before)]
        for choice in step.move.choices:
            read += [then_of(choice, step), why_of(choice, step)]
    read += ending_paragraphs(stand)
    length = sum(len(words(text)) for text in read) + DEBRIEF_WORDS
    return length / READ_A_MINUTE + len(stand.steps) * SECONDS_A_DECISION / 60
