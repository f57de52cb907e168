"""Rules about the order of options, which must not give away the best option."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.options import SMALLEST_BANK, banks, named
from misread_scenarios.checks.rule import Finding, Placed
from misread_scenarios.checks.scored_scenes import ScoredScene, items
from misread_scenarios.paths import expect, same_letter

FEWEST_SCENES = 3
MOST_FOR_A_LETTER = 0.60
FEWEST_AT_A_PLACE, MOST_AT_A_PLACE = 0.15, 0.35
USUAL_OPTIONS = 4
LONGEST_RUN = 3
LETTERS = "ABCDEFGHIJ"


def rewarded_letters(checked: CheckedScenario) -> Iterator[Finding]:
    """Q4: taking the same letter each time earns at most 0.60 of the best path's points.

    Learners see the choices in random order, but print and votes by letter keep the file's order. The score is that of
    a player who takes the first (second, third …) choice in every scene, averaged over all drawn facts, confidences and
    second picks. Move a best option to another place. Scenarios with fewer than three scored scenes are left out.
    """
    cases = checked.census.cases
    if len({item.scene.id for item in items(checked)}) < FEWEST_SCENES:
        return
    for position in range(max(len(scene.choices) for scene in checked.scenario.scenes)):
        share = sum(expect(case, same_letter(position)).share for case in cases) / len(cases)
        if share > MOST_FOR_A_LETTER:
            item = max(items(checked), key=lambda item: _at_place(item, position))
            message = f"always choosing {LETTERS[position]} earns {share:.2f} of the best path's points"
            yield item.scene.line, f"{message} (at most {MOST_FOR_A_LETTER:.2f}); move the best option, here for one"


def place(item: ScoredScene) -> int | None:
    """Return the position of the best option in the file's order; None if several options are best."""
    positions = [position for position, choice in enumerate(item.scene.choices) if choice.id in item.best]
    return positions[0] if len(positions) == 1 else None


def telling_places(checked_scenarios: tuple[CheckedScenario, ...]) -> Iterator[Placed]:
    """Q4-bank: over a bank, each place holds the best option about equally often.

    In scenes with four choices, each place holds the best one in 15 to 35 % of the cases. This is judged over each
    scenario with at least eight such scenes, and over all scenarios of a library together; with fewer scenes the limits
    cannot be met. In no scenario is the same place best more than three times in a row. Swap the choices of the scene
    in the report.
    """
    for checked in checked_scenarios:
        yield from _runs(checked)
    for bank in banks(checked_scenarios):
        usual = tuple(item for item in bank if len(item.scene.choices) == USUAL_OPTIONS)
        for position in range(USUAL_OPTIONS if len(usual) >= SMALLEST_BANK else 0):
            share = sum(_at_place(item, position) for item in usual) / len(usual)
            if not FEWEST_AT_A_PLACE <= share <= MOST_AT_A_PLACE:
                most = max(range(USUAL_OPTIONS), key=lambda at: sum(_at_place(item, at) for item in usual))
                item = max(usual, key=lambda item: _at_place(item, most))
                fault = f"{LETTERS[position]} is best in {share:.0%} of cases"
                allowed = f"({FEWEST_AT_A_PLACE:.0%} to {MOST_AT_A_PLACE:.0%})"
                yield item.checked, item.scene.line, f"{named(usual)} {fault} {allowed}; swap choices, here for one"


def _at_place(item: ScoredScene, position: int) -> float:
    """Return the share (0-1) of being best that the choice at a position has."""
    choices = item.scene.choices
    return item.best.get(choices[position].id, 0) if position < len(choices) else 0


def _runs(checked: CheckedScenario) -> Iterator[Placed]:
    """Yield each scene that makes a run of equal best places too long."""
    run, last = 0, None
    for item in items(checked):
        now = (item.world, place(item))
        run = run + 1 if now[1] is not None and now == last else 1
        last = now
        if run > LONGEST_RUN and now[1] is not None:
            message = f"{LETTERS[now[1]]} is best {run} times in a row (at most {LONGEST_RUN})"
            yield checked, item.scene.line, f"{message}; swap choices in one of these scenes"
