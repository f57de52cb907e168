"""Which values of a variable are alike in a scene: nothing from here on can tell them apart.

Take a variable from 0 to 10 that only `trust <= 2` still reads, before a last move that changes it by one at most. Its
values up to 1 are alike, so are those from 4, and 2 and 3 stand alone. Two paths whose values are alike go on alike
whatever is chosen, so they can be counted as one. The classes of like values are the coarsest partition that agrees
with all comparisons and all changes. R. Paige, R. E. Tarjan, "Three Partition Refinement Algorithms", SIAM Journal on
Computing 16 (1987).
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
"""A variable with more values, or that one move can change in more ways, keeps all its values apart."""

Classes = Mapping[Value, int]
"""For each value of a variable, the number of its class: like values have the same."""

_Change = tuple[int | None, int]
"""What a move does to one variable: the value that it sets, if any, and what it adds."""

_UNCHANGED: _Change = (None, 0)
_ENDING = "ending"
"""The place after the closing effects, where the rules and the texts of the endings are read."""


class _EachApart(dict[Value, int]):
    """Classes in which no two values are alike, numbered as they are asked for."""

    def __missing__(self, value: Value) -> int:
        number = self[value] = len(self)
        return number


@dataclasses.dataclass(frozen=True)
class _Place:
    """What a scene asks, how it can change each variable, and the places that may come after it."""

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
    """Return the classes of like values for each live name of each scene, by its id, and of the `end`, in one world.

    `live` are the names that matter there, as `live_variables` gives them; with `with_texts` the texts ask, too. No
    condition can tell hours apart from `enough_hours` on. What a scene asks counts whatever was drawn, for rules ask
    what a scene would say in another world. The drawn facts settle which effects apply, and what is asked at the end.
    """
    bounds = {name: (variable.low, variable.high) for name, variable in scenario.variables.items()}
    bounds[HOURS] = (0, enough_hours)
    places = {scene.id: _scene(scenario, scene, drawn, with_texts=with_texts) for scene in scenario.scenes}
    places[END] = _end(scenario, drawn)
    places[_ENDING] = _ending(scenario, drawn, with_texts=with_texts)
    names = {**live, _ENDING: sorted({part.name for part in places[_ENDING].asked})}
    found: dict[tuple[str, str], Classes] = {
        (id_, name): _numbered(dict.fromkeys(_values(name, bounds, drawn), ())) for id_ in places for name in names[id_]
    }
    changed = True
    while changed:
        changed = False
        for id_ in reversed(places):
            for name in names[id_]:
                classes = _refined(places[id_], name, found, bounds.get(name), found[id_, name])
                changed |= len(set(classes.values())) != len(set(found[id_, name].values()))
                found[id_, name] = classes
    return {id_: tuple(found[id_, name] for name in those) for id_, those in live.items()}


def _values(name: str, bounds: Mapping[str, tuple[int, int]], drawn: Mapping[str, str]) -> Sequence[Value]:
    """Return all values of a name; nothing if they are too many to go through."""
    if name in drawn:
        return (drawn[name],)
    low, high = bounds[name]
    return range(low, high + 1) if high - low < MOST_VALUES else ()


def _refined(
    place: _Place,
    name: str,
    found: Mapping[tuple[str, str], Classes],
    bounds: tuple[int, int] | None,
    classes: Classes,
) -> Classes:
    """Return the classes of a name in a place, with those parted that an answer or a change tells apart."""
    changes = place.changes.get(name, frozenset({_UNCHANGED}))
    if not classes or isinstance(classes, _EachApart) or len(changes) > MOST_CHANGES:
        return classes if isinstance(classes, _EachApart) else _EachApart()
    asked = [part for part in place.asked if part.name == name]
    after = [found[id_, name] for id_ in place.after if (id_, name) in found]
    signs: dict[Value, tuple[object, ...]] = {}
    for value in classes:
        arrived = _changed(value, changes, bounds)
        answers = (part.holds({name: value}) for part in asked)
        signs[value] = (*answers, *(later[then] for later in after for then in arrived))
    return _numbered(signs)


def _changed(value: Value, changes: Iterable[_Change], bounds: tuple[int, int] | None) -> list[Value]:
    """Return what each change makes of a value, clipped to the bounds; a drawn fact never changes."""
    if bounds is None:
        return [value]
    low, high = bounds
    return [min(max((int(value) if base is None else base) + added, low), high) for base, added in changes]


def _numbered(signs: Mapping[Value, tuple[object, ...]]) -> Classes:
    """Return the classes of the values that have the same signs."""
    numbers: dict[tuple[object, ...], int] = {}
    return {value: numbers.setdefault(sign, len(numbers)) for value, sign in signs.items()}


def _scene(scenario: Scenario, scene: Scene, drawn: Mapping[str, str], *, with_texts: bool) -> _Place:
    conditions = [*guard_conditions(scene), *(text_conditions(scene) if with_texts else ())]
    changes = _by_moves(scene, [_possible(choice.effects, drawn) for choice in scene.choices])
    hours = [choice.hours for choice in scene.choices]
    sizes = range(scene.pick + 1) if scene.pick > 1 else (1,)  # where choices are hidden, fewer are made together
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
    """Return for each variable what the effects may do to it together, whichever of the open conditions hold."""
    found: dict[str, frozenset[_Change]] = {}
    for effect in effects:
        applies = settled(effect.when, drawn) if effect.when else True
        for change in effect.changes if applies is not False else ():
            own = (change.amount, 0) if change.operation == "=" else (None, change.amount)
            before = found.get(change.variable, frozenset({_UNCHANGED}))
            together = frozenset(_joined(first, own) for first in before)
            found[change.variable] = _bounded(together if applies else before | together)
    return found


def _by_moves(scene: Scene, choices: Sequence[Mapping[str, frozenset[_Change]]]) -> dict[str, frozenset[_Change]]:
    """Return for each variable what any move of a scene may do to it: `pick` choices together, or fewer."""
    found: dict[str, frozenset[_Change]] = {}
    for name in dict.fromkeys(name for changes in choices for name in changes):
        single = frozenset({_UNCHANGED}).union(*(changes.get(name, ()) for changes in choices))
        together = frozenset({_UNCHANGED})
        for _ in range(scene.pick):
            together = _bounded(frozenset(_joined(first, other) for first in together for other in single))
        found[name] = together
    return found


def _bounded(changes: frozenset[_Change]) -> frozenset[_Change]:
    """Return the changes, or of too many just one more than can be gone through."""
    return frozenset(itertools.islice(changes, MOST_CHANGES + 1))


def _joined(first: _Change, other: _Change) -> _Change:
    """Return what two changes do together: the last value that is set, and all that is added."""
    return (first[0] if other[0] is None else other[0], first[1] + other[1])
