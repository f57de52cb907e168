"""Every condition that a scenario asks, and the single comparisons that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from misread_scenarios.conditions import Always, Compare, Condition, Every, Flag, Not, Some, State, Within
from misread_scenarios.model import Effect, Jump, Passage, Scenario, Score

Single = Flag | Compare | Within
Joined = Every | Some


def conditions(scenario: Scenario) -> Iterator[Condition]:
    """Yield every condition of a scenario, wherever it stands."""
    yield from _guards(scenario.closing)
    yield from (rule.when for rule in scenario.rules if rule.when)
    for scene in scenario.scenes:
        yield from _guards((*scene.paragraphs, *scene.takeaway))
        for choice in scene.choices:
            yield from (condition for condition in (choice.when, choice.claims) if condition)
            yield from _guards((*choice.effects, *choice.scores, *choice.jumps, *choice.then, *choice.why))
    for ending in scenario.endings:
        yield from _guards(ending.paragraphs)


def _guards(lines: Iterable[Effect | Jump | Passage | Score]) -> Iterator[Condition]:
    return (line.when for line in lines if line.when)


def comparisons(condition: Condition) -> Iterator[Single]:
    """Yield the single comparisons of a condition."""
    if isinstance(condition, Single):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.part)
    elif isinstance(condition, Joined):
        for part in condition.parts:
            yield from comparisons(part)


def settled(condition: Condition, values: State) -> bool | None:
    """Return whether a condition holds, as far as some known values decide it; None if they leave it open."""
    if isinstance(condition, Always) or (isinstance(condition, Single) and condition.name in values):
        return condition.holds(values)
    if isinstance(condition, Not):
        answer = settled(condition.part, values)
        return None if answer is None else not answer
    if isinstance(condition, Joined):
        answers = {settled(part, values) for part in condition.parts}
        decides = isinstance(condition, Some)
        return decides if decides in answers else None if None in answers else not decides
    return None


def open_comparisons(condition: Condition, values: State) -> Iterator[Single]:
    """Yield the single comparisons on which a condition still depends once some values are known."""
    if settled(condition, values) is None:
        if isinstance(condition, Single):
            yield condition
        elif isinstance(condition, Not):
            yield from open_comparisons(condition.part, values)
        elif isinstance(condition, Joined):
            for part in condition.parts:
                yield from open_comparisons(part, values)


def numbers_asked(scenario: Scenario, name: str) -> set[int]:
    """Return the numbers with which the conditions of a scenario compare one name."""
    numbers: set[int] = set()
    for condition in conditions(scenario):
        for part in comparisons(condition):
            if part.name == name and isinstance(part, Within):
                numbers |= {part.low, part.high}
            elif part.name == name and isinstance(part, Compare) and isinstance(part.value, int):
                numbers.add(part.value)
    return numbers
