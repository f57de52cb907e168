"""Which values of a variable are alike in a scene, so that nothing later can tell them apart.

Example: only `trust <= 2` still reads a variable from 0 to 10, and the last move changes it by at most one. Its values
up to 1 are alike, the values from 4 are alike, and 2 and 3 stand alone. Two paths with like values have the same
futures whatever is chosen, so they can be counted as one. The classes of like values are the coarsest partition that
agrees with all comparisons and all changes. R. Paige, R. E. Tarjan, "Three Partition Refinement Algorithms", SIAM
Journal on Computing 16 (1987).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence

from misread_scenarios.conditions import Condition, Value
from misread_scenarios.conditions_asked import Single, comparisons, open_comparisons, settled
from misread_scenarios.format import END
from misread_scenarios.model import Effect, Scenario, Scene
from misread_scenarios.paths.liveness import guard_conditions, text_conditions
from misread_scenarios.play import HOURS, successors

MOST_VALUES = MOST_CHANGES = 200
"""If a variable has more values, or one move can change it in more ways, no two of its values count as alike."""

Classes = Mapping[Value, int]
"""The class number of each value of a variable; like values have the same number."""

_Change = tuple[int | None, int]
"""A move's change to one variable: the value that it sets (or None), and the amount that it adds."""

_UNCHANGED: _Change = (None, 0)
_ENDING = "ending"
"""The place after the closing effects, at which the ending rules and texts are read."""


class _EachApart(dict[Value, int]):
    """Classes in which no two values are alike, numbered at their first use."""

    def __missing__(self, value: Value) -> int:
        number = self[value] = len(self)
        return number


@dataclasses.dataclass(frozen=True)
class _Place:
    """The comparisons of a scene, its possible changes to each variable, and the places that may follow it."""

    asked: tuple[Single, ...]
    changes: Mapping[str, frozenset[_Change]]
    after: tuple[str, ...]


def like_values(
    scenario: Scenario,
    drawn: Mapping[str, str],
    live: Mapping[str, Sequence[str]],
    *,
    enough_hours: int,
    with_texts: bool,
) -> dict[str, tuple[Classes, ...]]:
    """Return the classes of like values in one world, for each live name of each scene (by its id) and of the `end`.

    `live` are the names that matter there, from `live_variables`; with `with_texts`, the conditions of texts count too.
    No condition can tell hours from `enough_hours` upwards apart. All conditions of a scene count in every world, since
    checker rules ask what a scene would say in another one. The drawn facts decide which effects apply, and which
    conditions are read at the end.
    """
    bounds = {name: (variable.low, variable.high) for name, variable in scenario.variables.items()}
    bounds[HOURS] = (0, enough_hours)
    places = {scene.id: _scene(scenario, scene, drawn, with_texts=with_texts) for scene in scenario.scenes}
    places[END] = _end(scenario, drawn)
    places[_ENDING] = _ending(scenario, drawn, with_texts=with_texts)
    names = {**live, _ENDING: sorted({part.name for part in places[_ENDING].asked})}
    classes_of: dict[tuple[str, str], Classes] = {
        (id_, name): _numbered(dict.fromkeys(_values(name, bounds, drawn), ())) for id_ in places for name in names[id_]
    }
    changed = True
    while changed:
        changed = False
        for id_ in reversed(places):
            for name in names[id_]:
                classes = _refined(places[id_], name, classes_of, bounds.get(name), classes_of[id_, name])
                changed |= len(set(classes.values())) != len(set(classes_of[id_, name].values()))
                classes_of[id_, name] = classes
    return {id_: tuple(classes_of[id_, name] for name in those) for id_, those in live.items()}


def _values(name: str, bounds: Mapping[str, tuple[int, int]], drawn: Mapping[str, str]) -> Sequence[Value]:
    """Return all values of a name; none if there are too many."""
    if name in drawn:
        return (drawn[name],)
    low, high = bounds[name]
    return range(low, high + 1) if high - low < MOST_VALUES else ()


def _refined(
    place: _Place,
    name: str,
    classes_of: Mapping[tuple[str, str], Classes],
    bounds: tuple[int, int] | None,
    classes: Classes,
) -> Classes:
    """Split the classes of a name in a place whose values differ in an answer or after a change."""
    changes = place.changes.get(name, frozenset({_UNCHANGED}))
    if not classes or isinstance(classes, _EachApart) or len(changes) > MOST_CHANGES:
        return classes if isinstance(classes, _EachApart) else _EachApart()
    asked = [part for part in place.asked if part.name == name]
    after = [classes_of[id_, name] for id_ in place.after if (id_, name) in classes_of]
    signs: dict[Value, tuple[object, ...]] = {}
    for value in classes:
        arrived = _changed(value, changes, bounds)
        answers = (part.holds({name: value}) for part in asked)
        signs[value] = (*answers, *(later[then] for later in after for then in arrived))
    return _numbered(signs)


def _changed(value: Value, changes: Iterable[_Change], bounds: tuple[int, int] | None) -> list[Value]:
    """Return the value after each change, clipped to the bounds; a drawn fact never changes."""
    if bounds is None:
        return [value]
    low, high = bounds
    return [min(max((int(value) if base is None else base) + added, low), high) for base, added in changes]


def _numbered(signs: Mapping[Value, tuple[object, ...]]) -> Classes:
    """Return the classes of values with equal signs."""
    numbers: dict[tuple[object, ...], int] = {}
    return {value: numbers.setdefault(sign, len(numbers)) for value, sign in signs.items()}


def _scene(scenario: Scenario, scene: Scene, drawn: Mapping[str, str], *, with_texts: bool) -> _Place:
    conditions = [*guard_conditions(scene), *(text_conditions(scene) if with_texts else ())]
    changes = _by_moves(scene, [_possible(choice.effects, drawn) for choice in scene.choices])
    hours = [choice.hours for choice in scene.choices]
    sizes = range(scene.pick + 1) if scene.pick > 1 else (1,)  # if choices are hidden, fewer are made together
    changes[HOURS] = frozenset((None, sum(group)) for size in sizes for group in itertools.combinations(hours, size))
    asked = dict.fromkeys(part for condition in conditions if condition for part in comparisons(condition))
    return _Place(tuple(asked), changes, tuple(sorted(successors(scenario, scene))))


def _end(scenario: Scenario, drawn: Mapping[str, str]) -> _Place:
    guards = [effect.when for effect in scenario.closing]
    return _Place(_open(guards, drawn), _possible(scenario.closing, drawn), (_ENDING,))


def _ending(scenario: Scenario, drawn: Mapping[str, str], *, with_texts: bool) -> _Place:
    conditions = [rule.when for rule in scenario.rules]
    if with_texts:
        conditions += [passage.when for ending in scenario.endings for passage in ending.paragraphs]
    return _Place(_open(conditions, drawn), {}, ())


def _open(conditions: Iterable[Condition | None], drawn: Mapping[str, str]) -> tuple[Single, ...]:
    return tuple(
        dict.fromkeys(part for condition in conditions if condition for part in open_comparisons(condition, drawn))
    )


def _possible(effects: Iterable[Effect], drawn: Mapping[str, str]) -> dict[str, frozenset[_Change]]:
    """Return the possible total changes of each variable by these effects, for all answers of the open conditions."""
    possible: dict[str, frozenset[_Change]] = {}
    for effect in effects:
        applies = settled(effect.when, drawn) if effect.when else True
        for change in effect.changes if applies is not False else ():
            effect_change = (change.amount, 0) if change.operation == "=" else (None, change.amount)
            before = possible.get(change.variable, frozenset({_UNCHANGED}))
            together = frozenset(_joined(first, effect_change) for first in before)
            possible[change.variable] = _bounded(together if applies else before | together)
    return possible


def _by_moves(scene: Scene, choices: Sequence[Mapping[str, frozenset[_Change]]]) -> dict[str, frozenset[_Change]]:
    """Return the possible changes of each variable by any move of a scene: `pick` choices together, or fewer."""
    by_name: dict[str, frozenset[_Change]] = {}
    for name in dict.fromkeys(name for changes in choices for name in changes):
        single = frozenset({_UNCHANGED}).union(*(changes.get(name, ()) for changes in choices))
        together = frozenset({_UNCHANGED})
        for _ in range(scene.pick):
            together = _bounded(frozenset(_joined(first, other) for first in together for other in single))
        by_name[name] = together
    return by_name


def _bounded(changes: frozenset[_Change]) -> frozenset[_Change]:
    """Return the changes, cut to one more than the limit if there are too many."""
    return frozenset(itertools.islice(changes, MOST_CHANGES + 1))


def _joined(first: _Change, other: _Change) -> _Change:
    """Return two changes as one: the last value that is set, and the sum of what is added."""
    return (first[0] if other[0] is None else other[0], first[1] + other[1])
