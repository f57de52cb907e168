"""The transitions of a scenario: the moves of a scene, what they change, what they earn and where they lead.

The engine, the counter and the checker all use these functions, so each transition is written once.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping

from misread_scenarios.conditions import Condition, State, Value
from misread_scenarios.format import END
from misread_scenarios.model import Choice, Effect, Ending, Passage, Scenario, Scene, Variable
from misread_scenarios.play.confidence_scoring import open_share, share

HOURS = "hours"
PER_CENT = 100
MOST_KEPT = 4096
"""The size of the cache of moves, by scene and visible choices."""


@dataclasses.dataclass(frozen=True)
class Move:
    """One move in a scene: one choice, several choices together, or one with a confidence (per cent).

    `pick` is the move in one word: `report`, `compare-misses+work-sample` or `penalty@80`.
    """

    pick: str
    choices: tuple[Choice, ...]
    confidence: int | None = None


def opening_state(scenario: Scenario, drawn: Mapping[str, str]) -> dict[str, Value]:
    """Return the state before the first choice: every variable, the hours spent and the drawn facts."""
    start: dict[str, Value] = {name: variable.start for name, variable in scenario.variables.items()}
    return {**start, HOURS: 0, **drawn}


def draws(scenario: Scenario) -> list[dict[str, str]]:
    """Return every combination of drawn facts; one empty combination if nothing is drawn."""
    return [dict(zip(scenario.draw, values, strict=True)) for values in itertools.product(*scenario.draw.values())]


def visible(scene: Scene, state: State) -> tuple[Choice, ...]:
    """Return the choices that the scene offers in this state."""
    return tuple(choice for choice in scene.choices if choice.when is None or choice.when.holds(state))


def moves(scene: Scene, state: State) -> tuple[Move, ...]:
    """Return all moves of a scene in this state, in the file's order."""
    return tuple(_moves(scene, visible(scene, state)).values())


def move(scene: Scene, state: State, pick: str) -> Move | None:
    """Return the move that a pick names, its choices in any order; None if the scene does not offer it."""
    return _moves(scene, visible(scene, state)).get(_in_order(pick))


@functools.lru_cache(maxsize=MOST_KEPT)  # a debrief calls this some hundred times
def _moves(scene: Scene, choices: tuple[Choice, ...]) -> Mapping[str, Move]:
    """Return the moves that these choices allow, by pick, with the choices of a pick sorted."""
    moves: list[Move] = []
    if scene.pick > 1 and choices:
        groups = itertools.combinations(choices, min(scene.pick, len(choices)))
        moves = [Move("+".join(choice.id for choice in group), group) for group in groups]
        return {_in_order(move.pick): move for move in moves}
    levels = scene.confidence.levels if scene.confidence else ()
    for choice in choices:
        if choice.claims is None:
            moves.append(Move(choice.id, (choice,)))
        else:
            moves += [Move(f"{choice.id}@{level}", (choice,), level) for level in levels]
    return {move.pick: move for move in moves}


def _in_order(pick: str) -> str:
    return "+".join(sorted(pick.split("+"))) if "+" in pick else pick


def after(scenario: Scenario, state: State, choices: Iterable[Choice]) -> dict[str, Value]:
    """Return the state after the choices: all matching effects read the old state, then are summed and clipped once."""
    chosen = tuple(choices)
    changed = apply(scenario, state, (effect for choice in chosen for effect in choice.effects))
    changed[HOURS] = int(state[HOURS]) + sum(choice.hours for choice in chosen)
    return changed


def apply(scenario: Scenario, state: State, effects: Iterable[Effect]) -> dict[str, Value]:
    """Return the state after the effects whose conditions hold in `state`."""
    changed = dict(state)
    for name, change in net_changes(state, effects).items():
        changed[name] = change.apply(int(state[name]), scenario.variables[name])
    return changed


@dataclasses.dataclass(slots=True)
class NetChange:
    """The total change of one variable by several effects: a value that is set, if any, then a sum that is added."""

    base: int | None = None
    added: int = 0

    def apply(self, value: int, variable: Variable) -> int:
        """Return the variable's value afterwards, clipped once to its range."""
        start = value if self.base is None else self.base
        return min(max(start + self.added, variable.low), variable.high)


def net_changes(state: State, effects: Iterable[Effect]) -> dict[str, NetChange]:
    """Return the net change of each variable by the effects whose conditions hold in `state`."""
    changes: dict[str, NetChange] = {}
    for effect in effects:
        if effect.when is None or effect.when.holds(state):
            for change in effect.changes:
                net = changes.setdefault(change.variable, NetChange())
                if change.operation == "=":
                    net.base = change.amount
                else:
                    net.added += change.amount
    return changes


def points(scene: Scene, state: State, move: Move) -> dict[str, float]:
    """Return a move's points per competency; a later matching score replaces the competencies that it names."""
    earned: dict[str, float] = {}
    for choice in move.choices:
        choice_points: dict[str, int] = {}
        for score in choice.scores:
            if score.when is None or score.when.holds(state):
                choice_points |= score.points
        part = _share(scene, state, choice, move.confidence)
        for competency, number in choice_points.items():
            earned[competency] = earned.get(competency, 0) + number * part
    return earned


def _share(scene: Scene, state: State, choice: Choice, confidence: int | None) -> float:
    """Return the share of its points that a choice earns, given its claim and confidence."""
    if scene.confidence is None:
        return 1
    claims = sum(other.claims is not None for other in scene.choices)
    if choice.claims is None or confidence is None:
        return open_share(claims)
    return share(confidence / PER_CENT, claims, holds=choice.claims.holds(state))


def total(earned: Mapping[str, float]) -> float:
    """Return the sum over the competencies, free of rounding noise."""
    return round(sum(earned.values()), 6)


def offered(scene: Scene, state: State) -> dict[str, float]:
    """Return the most that any move of the scene earns for each competency in this state."""
    most: dict[str, float] = {}
    for move in moves(scene, state):
        for competency, number in points(scene, state, move).items():
            most[competency] = max(most.get(competency, 0), number)
    return most


def next_scene(scenario: Scenario, scene: Scene, state: State, move: Move) -> Scene | None:
    """Return the scene that a move leads to (jumps read the state before the choice); None when the story is over."""
    ways = exits(scenario, scene, move.choices)
    target = next(target for when, target in ways if when is None or when.holds(state))
    return None if target == END else scenario.scene(target)


def exits(scenario: Scenario, scene: Scene, choices: Iterable[Choice]) -> Iterator[tuple[Condition | None, str]]:
    """Yield the exits of some choices made together: each a condition, and the id of a scene or `end`.

    A run takes the first exit whose condition holds before the choice. The last exit has no condition: it is a jump
    without one, or else the next scene of the file. Jumps after it can never be reached and are left out.
    """
    for choice in choices:
        for jump in choice.jumps:
            yield jump.when, jump.target
            if jump.when is None:
                return
    following = scenario.following[scene.id]
    yield None, following.id if following else END


def successors(scenario: Scenario, scene: Scene) -> set[str]:
    """Return the ids of the scenes that the choices of a scene may lead to, with `end` if the story may be over.

    The state is not considered, so no path may lead to some of these scenes. A scene without choices leads nowhere.
    """
    return {target for choice in scene.choices for _, target in exits(scenario, scene, (choice,))}


def final_state(scenario: Scenario, state: State) -> dict[str, Value]:
    """Return the state after the closing effects."""
    return apply(scenario, state, scenario.closing)


def ending(scenario: Scenario, state: State) -> Ending | None:
    """Return the first ending whose rule fits the final state (after the closing effects)."""
    for rule in scenario.rules:
        if rule.when is None or rule.when.holds(state):
            return scenario.ending(rule.target)
    return None


def shown(passages: Iterable[Passage], state: State) -> list[str]:
    """Return the texts whose conditions hold, in order."""
    return [passage.text for passage in passages if passage.when is None or passage.when.holds(state)]
