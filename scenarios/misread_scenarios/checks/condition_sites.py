"""The places where a scenario reads a condition, and the answers on all paths."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Sequence

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.value_bounds import Values, possible_answers, possible_values
from misread_scenarios.conditions import Condition, State
from misread_scenarios.format import END
from misread_scenarios.model import Choice, Effect, Passage, Scene
from misread_scenarios.paths import live_variables
from misread_scenarios.play import successors, transitions


@dataclasses.dataclass(eq=False)
class Site:
    """One condition at one place of the file, and its answers so far."""

    what: str
    when: Condition
    line: int
    answers: set[bool] = dataclasses.field(default_factory=set)

    def ask(self, state: State) -> None:
        """Record the condition's answer in a state."""
        self.answers.add(self.when.holds(state))

    @property
    def settled(self) -> bool:
        """Whether both answers were seen."""
        return len(self.answers) > 1


@functools.lru_cache(maxsize=4)
def sites(checked: CheckedScenario) -> tuple[Site, ...]:
    """Return every guard of a scenario that some path reads, with its answers on all paths."""
    return (*_of_scenes(checked), *_of_endings(checked), *_of_other_effects(checked))


def _of_scenes(checked: CheckedScenario) -> Iterator[Site]:
    live = live_variables(checked.scenario, with_texts=True)
    for scene in checked.met_scenes:
        states = checked.states[scene.id]
        text_sites = _passages(scene.paragraphs, f"a paragraph of '{scene.id}'")
        text_sites += _passages(scene.takeaway, f"a takeaway of '{scene.id}'")
        _ask(text_sites, states)
        yield from text_sites
        after = frozenset[str]().union(*(live[target] for target in successors(checked.scenario, scene)))
        for choice in scene.choices:
            guards = _guards(choice, after)
            _ask(guards, _states(checked, scene, choice))
            yield from (site for site in guards if site.answers)


def _guards(choice: Choice, live_after: frozenset[str]) -> list[Site]:
    """Return the guards below a choice, without those of effects that nothing reads later."""
    guards = [
        Site(f"an effect of '{choice.id}'", effect.when, effect.line)
        for effect in choice.effects
        if effect.when and _matters(effect, live_after)
    ]
    guards += [Site(f"a score of '{choice.id}'", score.when, score.line) for score in choice.scores if score.when]
    guards += [Site(f"a jump of '{choice.id}'", jump.when, jump.line) for jump in choice.jumps if jump.when]
    guards += _passages(choice.then, f"a `then` of '{choice.id}'")
    return guards + _passages(choice.why, f"a `why` of '{choice.id}'")


def _matters(effect: Effect, live: frozenset[str]) -> bool:
    return any(change.variable in live for change in effect.changes)


def _of_endings(checked: CheckedScenario) -> Iterator[Site]:
    for ending in checked.met_endings:
        text_sites = _passages(ending.paragraphs, f"a paragraph of '{ending.id}'")
        _ask(text_sites, checked.final_states[ending.id])
        yield from text_sites


def _of_other_effects(checked: CheckedScenario) -> Iterator[Site]:
    """Yield the guards that do not keep paths apart: of closing effects, and of effects that nothing reads.

    Their answers come from a bound on each variable's values. The bound may overlook that a condition never holds, but
    never reports it wrongly.
    """
    scenario = checked.scenario
    live = live_variables(scenario, with_texts=True)
    values = possible_values(scenario)
    for scene in checked.met_scenes:
        after = frozenset[str]().union(*(live[target] for target in successors(scenario, scene)))
        for choice in scene.choices:
            idle = (effect for effect in choice.effects if not _matters(effect, after))
            yield from _bounded(idle, f"an effect of '{choice.id}'", values[scene.id])
    yield from _bounded(scenario.closing, "an effect at the end", values[END])


def _bounded(effects: Iterable[Effect], what: str, values: Values) -> Iterator[Site]:
    for effect in effects:
        if effect.when:
            yield Site(what, effect.when, effect.line, possible_answers(effect.when, values))


def _passages(passages: Sequence[Passage], what: str) -> list[Site]:
    return [Site(what, passage.when, passage.line) for passage in passages if passage.when]


def _ask(sites: Sequence[Site], states: Iterable[State]) -> None:
    """Test all sites in all states, each until both answers were seen."""
    open_sites = list(sites)
    for state in states:
        if not open_sites:
            return
        for site in open_sites:
            site.ask(state)
        open_sites = [site for site in open_sites if not site.settled]


def unseen_texts(checked: CheckedScenario) -> Iterator[Passage]:
    """Yield each `then` and `why` that matches on some path, but always together with a later one that is shown."""
    for scene in checked.met_scenes:
        for choice in scene.choices:
            for passages in (choice.then, choice.why):
                yield from _overtaken(passages, _states(checked, scene, choice))


def _overtaken(passages: Sequence[Passage], states: Iterable[State]) -> Iterator[Passage]:
    if len(passages) > 1:
        matched: set[int] = set()
        shown: set[int] = set()
        for state in states:
            fits = [number for number, passage in enumerate(passages) if not passage.when or passage.when.holds(state)]
            matched.update(fits)
            shown.update(fits[-1:])
            if len(shown) == len(passages):
                return
        yield from (passages[number] for number in sorted(matched - shown))


def _states(checked: CheckedScenario, scene: Scene, choice: Choice) -> Iterator[State]:
    """Return the states in which a choice can be made."""
    return (state for state in checked.states[scene.id] if choice.when is None or choice.when.holds(state))


def uncovered(checked: CheckedScenario, scene: Scene, choice: Choice, passages: Sequence[Passage]) -> State | None:
    """Return a state in which the choice can be made but none of its texts is shown; None if there is none."""
    if not passages or any(passage.when is None for passage in passages):
        return None
    states = _states(checked, scene, choice)
    return next((state for state in states if not transitions.shown(passages, state)), None)
