"""All paths of a scenario as a graph of spots: situations with the same possible futures share one spot."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from misread_scenarios.conditions import State, Value
from misread_scenarios.conditions_asked import numbers_asked
from misread_scenarios.format import END
from misread_scenarios.model import Scenario, Scene
from misread_scenarios.paths.likeness import Classes, like_values
from misread_scenarios.paths.liveness import decisive, guards, live_variables
from misread_scenarios.play import transitions

MOST_SPOTS = 500_000
NEXT_TO_NOTHING = 1e-6
"""Points or shares that differ by no more than this count as equal: the difference is rounding."""
Values = tuple[Value, ...]


class Uncountable(ValueError):
    """The paths cannot be counted: a loop never ends, or there are more situations than memory holds."""


@dataclasses.dataclass(slots=True, eq=False)  # there are many, and a frozen one takes three times as long to make
class Arc:
    """One move from a spot: its total points, its hours, and the number of the spot that it leads to."""

    move: transitions.Move
    points: float
    hours: int
    target: int


@dataclasses.dataclass(slots=True, eq=False)
class Spot:
    """A situation: a scene (None when the story is over), asked for the first or second time, in a state.

    `values` are the values of the variables that still matter, in the order of their names, in one of the states that
    the spot stands for. `ending` is the id of the ending reached, if any.
    """

    scene: Scene | None
    again: bool
    values: Values
    arcs: tuple[Arc, ...] = ()
    ending: str | None = None

    @property
    def offered(self) -> float:
        """The most points that any move earns here."""
        return max((arc.points for arc in self.arcs), default=0)


@dataclasses.dataclass(frozen=True, slots=True)
class _Way:
    """A move, worked out once for all spots of a scene whose guards give the same answers."""

    move: transitions.Move
    points: float
    hours: int
    target: Scene | None
    again: bool
    carried: tuple[int, ...]
    changed: tuple[tuple[int, int, int | None, int, int, int], ...]

    def values(self, values: Values) -> Values:
        """Return the values at the target: most are carried over, some are changed and clipped."""
        target_values = [values[position] for position in self.carried]
        for place, source, base, added, low, high in self.changed:
            start = values[source] if base is None else base
            target_values[place] = min(max(int(start) + added, low), high)
        return tuple(target_values)


class Graph:
    """The spots of a scenario with fixed drawn facts.

    Paths share a spot if nothing later can tell their values apart (`like_values`); the spot has the values of the
    path that reached it first.

    The endings come first, one spot each (and one for a story without endings), then the `opening`, then all others in
    an order in which every arc leads onwards or to an ending. With `with_texts`, situations that differ in a text stay
    apart, endings included. Without `with_endings`, only points matter: there are far fewer spots, and all paths lead
    to the one spot without an ending.

    Raises:
        Uncountable: if paths never end, or there are more than half a million situations.
    """

    def __init__(
        self, scenario: Scenario, drawn: Mapping[str, str], *, with_texts: bool = False, with_endings: bool = True
    ) -> None:
        """Build the graph from the opening onwards."""
        self.scenario = scenario
        self.drawn = dict(drawn)
        live = live_variables(scenario, with_texts=with_texts, with_endings=with_endings)
        self._live = {id_: tuple(sorted(names)) for id_, names in live.items()}
        self._guards = {scene.id: self.places(scene, guards(scene)) for scene in scenario.scenes}
        self._start = transitions.opening_state(scenario, drawn)
        self._ways: dict[object, tuple[_Way, ...]] = {}
        self._ends: dict[Values, int] = {}
        self._last_values: list[tuple[int, Values]] = []
        self._numbers: dict[object, int] = {}
        self._decisive = decisive(scenario)
        self._with_endings = with_endings
        self._enough_hours = 1 + max(numbers_asked(scenario, transitions.HOURS), default=0)
        self._classes: dict[str, tuple[Classes, ...]] = {}
        if with_endings:
            self._classes = like_values(
                scenario, self.drawn, self._live, enough_hours=self._enough_hours, with_texts=with_texts
            )
        endings = (*(ending.id for ending in scenario.endings), None)
        self._endings = {ending: number for number, ending in enumerate(endings)}
        self._spots = [Spot(None, again=False, values=(), ending=ending) for ending in endings]
        self.opening = len(self._spots)
        first = scenario.scenes[0]
        self._number(first, tuple(self._start[name] for name in self._live[first.id]), again=False)
        done = self.opening
        while done < len(self._spots):
            self._grow(self._spots[done])
            done += 1
        self.spots = _in_order(scenario, self._spots, self.opening)

    def state(self, spot: Spot) -> dict[str, Value]:
        """Return a state in which the spot is met; variables that no longer matter have their start values."""
        live = self._live[spot.scene.id] if spot.scene else ()
        return {**self._start, **dict(zip(live, spot.values, strict=True))}

    def places(self, scene: Scene, names: Iterable[str]) -> tuple[int, ...]:
        """Return the positions of some variables in a scene's values; variables that no longer matter are left out."""
        wanted = set(names)
        return tuple(place for place, name in enumerate(self._live[scene.id]) if name in wanted)

    def key(self, scene: Scene, state: State, *, again: bool) -> tuple[str, bool, Values]:
        """Return the key of the spot of a situation: different spots have different keys."""
        capped = {**state, transitions.HOURS: min(int(state[transitions.HOURS]), self._enough_hours)}
        return scene.id, again, self._signs(scene.id, tuple(capped[name] for name in self._live[scene.id]))

    def _signs(self, place: str, values: Values) -> Values:
        """Return the classes of the values in a place; without endings, the values themselves."""
        classes = self._classes.get(place)
        return tuple([like[value] for like, value in zip(classes, values, strict=True)]) if classes else values

    def _number(self, scene: Scene | None, values: Values, *, again: bool) -> int:
        """Return the number of the spot for a situation; a new spot is added at the end of the list."""
        if scene is None:
            return self._end(values)
        key = (scene.id, again, self._signs(scene.id, values))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._spots)
            self._spots.append(Spot(scene, again, values))
            if number > MOST_SPOTS:
                message = f"{self.scenario.id} has more than {MOST_SPOTS:,} situations; let fewer variables matter"
                raise Uncountable(message)
        return number

    def _end(self, values: Values) -> int:
        """Return the number of the spot of the ending that fits the values after the last choice."""
        if not self._with_endings:
            return self._endings[None]
        signs = self._signs(END, values)
        number = self._ends.get(signs)
        if number is None:
            state = {**self._start, **dict(zip(self._live[END], values, strict=True))}
            ending = transitions.ending(self.scenario, transitions.apply(self.scenario, state, self._decisive))
            number = self._ends[signs] = self._endings[ending.id if ending else None]
            self._last_values.append((number, values))
        return number

    def final_values(self) -> dict[str, list[dict[str, Value]]]:
        """Return the states that reach each ending, after the closing effects: one for each class of like states."""
        states: dict[str, list[dict[str, Value]]] = {ending.id: [] for ending in self.scenario.endings}
        for number, values in self._last_values:
            state = {**self._start, **dict(zip(self._live[END], values, strict=True))}
            if number < self.opening - 1:
                states[self.scenario.endings[number].id].append(transitions.final_state(self.scenario, state))
        return states

    def _grow(self, spot: Spot) -> None:
        if spot.scene is None:
            return
        signs = self._signs(spot.scene.id, spot.values)
        seen = (spot.scene.id, spot.again, *[signs[position] for position in self._guards[spot.scene.id]])
        ways = self._ways.get(seen)
        if ways is None:
            state = self.state(spot)
            ways = self._ways[seen] = tuple(
                self._way(spot, spot.scene, state, move) for move in transitions.moves(spot.scene, state)
            )
        spot.arcs = tuple(
            Arc(way.move, way.points, way.hours, self._number(way.target, way.values(spot.values), again=way.again))
            for way in ways
        )

    def _way(self, spot: Spot, scene: Scene, state: State, move: transitions.Move) -> _Way:
        """Work out one move for every spot whose guards read the same values."""
        earned = transitions.total(transitions.points(scene, state, move))
        positions = {name: position for position, name in enumerate(self._live[scene.id])}
        if scene.fact is not None and not spot.again:
            return _Way(move, earned, 0, scene, again=True, carried=tuple(positions.values()), changed=())
        target = transitions.next_scene(self.scenario, scene, state, move)
        target_names = self._live[target.id if target else END]
        hours = sum(choice.hours for choice in move.choices)
        net = transitions.net_changes(state, (effect for choice in move.choices for effect in choice.effects))
        changed = [
            (place, positions[name], net[name].base, net[name].added, variable.low, variable.high)
            for place, name in enumerate(target_names)
            if name in net and (variable := self.scenario.variables[name])
        ]
        if transitions.HOURS in target_names:
            place = target_names.index(transitions.HOURS)
            changed.append((place, positions[transitions.HOURS], None, hours, 0, self._enough_hours))
        carried = tuple(positions[name] for name in target_names)
        return _Way(move, earned, hours, target, again=False, carried=carried, changed=tuple(changed))


def most_from(graph: Graph) -> list[float]:
    """Return the most points that can still be earned from each spot."""
    most = [0.0] * len(graph.spots)
    for number in reversed(range(graph.opening, len(graph.spots))):
        most[number] = max((arc.points + most[arc.target] for arc in graph.spots[number].arcs), default=0)
    return most


def _in_order(scenario: Scenario, spots: list[Spot], opening: int) -> tuple[Spot, ...]:
    """Return the spots in an order in which every arc leads to a later spot or to an ending."""
    numbered = range(opening, len(spots))
    if all(arc.target > number or arc.target < opening for number in numbered for arc in spots[number].arcs):
        return tuple(spots)
    order = [*range(opening), *_sorted(scenario, spots, opening)]
    new = {old: number for number, old in enumerate(order)}
    for spot in spots:
        spot.arcs = tuple(dataclasses.replace(arc, target=new[arc.target]) for arc in spot.arcs)
    return tuple(spots[old] for old in order)


def _sorted(scenario: Scenario, spots: list[Spot], opening: int) -> list[int]:
    """Return the numbers of all spots but the endings, each before its arcs' targets (Kahn's algorithm)."""
    arriving = [0] * len(spots)
    for spot in spots:
        for arc in spot.arcs:
            arriving[arc.target] += 1
    order, position = [opening] if arriving[opening] == 0 else [], 0
    while position < len(order):
        for arc in spots[order[position]].arcs:
            arriving[arc.target] -= 1
            if arriving[arc.target] == 0 and arc.target >= opening:
                order.append(arc.target)
        position += 1
    if len(order) < len(spots) - opening:
        left = set(range(opening, len(spots))) - set(order)
        scenes = sorted({scene.id for number in left if (scene := spots[number].scene)})
        message = f"{scenario.id} can go round without end in {', '.join(scenes)}; let a variable count the rounds"
        raise Uncountable(message)
    return order
