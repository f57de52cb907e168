"""Rules about signals: learners can know the facts that decide points, and the notes agree with the points."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.conditions import State
from misread_scenarios.model import Choice, Note, Scene
from misread_scenarios.paths import NEXT_TO_NOTHING, Graph, Spot, most_from
from misread_scenarios.play import last_of, transitions
from misread_scenarios.problems import listed


def hidden_facts(checked: CheckedScenario) -> Iterator[Finding]:
    """Q30: on every path, learners can know a drawn fact before it decides points.

    `> shows: wish` in a scene says that its paragraphs tell the fact `wish`; they must then differ between worlds.
    `- asks: wish` says that the `then` of a choice tells the fact; that text must then differ between worlds. If the
    points of a scene depend on a drawn fact, the scene shows the fact itself, or every path first meets a scene that
    shows the fact or offers a choice that asks for it. The best place to show a fact is the scene where it decides, in
    somebody's own words with a detail in them.
    """
    for scene in checked.met_scenes:
        yield from _idle_marks(checked, scene)
    for fact in checked.scenario.draw:
        for scene in _unknown(checked, fact):
            message = f"the points of '{scene.id}' depend on '{fact}', and a path comes here that could not know it"
            yield (
                scene.line,
                f"{message}; tell it in the text and write `> shows: {fact}`, or let an earlier choice ask",
            )


def _idle_marks(checked: CheckedScenario, scene: Scene) -> Iterator[Finding]:
    """Yield the `shows` and `asks` marks of a scene whose texts do not tell the fact."""
    for fact in scene.shows:
        for state in checked.states[scene.id]:
            texts = [transitions.shown(scene.paragraphs, world) for world in _worlds(checked, fact, state)]
            if len({tuple(text) for text in texts}) < len(texts):
                message = f"'{scene.id}' shows '{fact}', but its text is the same in two worlds"
                yield scene.line, f"{message}; write a paragraph `(if {fact} == …)` for each but one"
                break
    for choice in scene.choices:
        for fact in choice.asks:
            for state in checked.states[scene.id]:
                texts = [transitions.shown(choice.then, world)[-1:] for world in _worlds(checked, fact, state)]
                if len({tuple(text) for text in texts}) < len(texts):
                    message = f"'{choice.id}' asks for '{fact}', but its `then` is the same in two worlds"
                    yield choice.line, f"{message}; write `then (if {fact} == …): …` for each but one"
                    break


def _worlds(checked: CheckedScenario, fact: str, state: State) -> list[State]:
    return [{**state, fact: value} for value in checked.scenario.draw[fact]]


def _unknown(checked: CheckedScenario, fact: str) -> list[Scene]:
    """Return the scenes whose points depend on a fact and which some path meets before it could be known."""
    decided = {scene.id for scene in checked.met_scenes if _decides(checked, scene, fact)}
    too_early: dict[str, Scene] = {}
    for graph in checked.graphs:
        unaware = {graph.opening}
        for number in range(graph.opening, len(graph.spots)):
            spot = graph.spots[number]
            if number not in unaware or spot.scene is None or fact in spot.scene.shows:
                continue
            if spot.scene.id in decided:
                too_early[spot.scene.id] = spot.scene
            if not any(fact in choice.asks for arc in spot.arcs for choice in arc.move.choices):
                unaware |= {arc.target for arc in spot.arcs}
    return list(too_early.values())


def _decides(checked: CheckedScenario, scene: Scene, fact: str) -> bool:
    """Return whether the points of a scene's moves depend on a fact, with the rest of the state unchanged."""
    for state in checked.states[scene.id]:
        worlds = _worlds(checked, fact, state)
        earned = [
            [transitions.points(scene, world, move) for move in transitions.moves(scene, world)] for world in worlds
        ]
        if any(other != earned[0] for other in earned[1:]):
            return True
    return False


def untrue_notes(checked: CheckedScenario) -> Iterator[Finding]:
    """Q31: a note marked as best stands on the best moves, and on no others.

    `why best: …` is the note on a best move: no other move of the scene, followed by the best play, earns more points
    in that state and world. The rule looks at every state in which a note is shown, so the debrief and the notes never
    contradict each other. Files without a marked note are left out, and so are scenes that ask for several choices or
    for a confidence. Give the state a note of its own, `why best (if …): …`, or change the points.
    """
    notes = [note for scene in checked.met_scenes for choice in scene.choices for note in choice.why]
    if not any(note.best for note in notes) or not checked.scored:
        return
    reported: set[tuple[Choice, Note]] = set()
    for graph in checked.graphs:
        for spot, state, best in situations(graph):
            for arc, is_best in zip(spot.arcs, best, strict=True):
                choice = arc.move.choices[0]
                note = last_of(choice.why, state)
                if note is None or note.best == is_best or (choice, note) in reported:
                    continue
                reported.add((choice, note))
                yield note.line, _contradiction(graph, spot, choice, state, best)


def situations(graph: Graph) -> Iterator[tuple[Spot, State, tuple[bool, ...]]]:
    """Yield one spot of each kind that notes distinguish, its state, and for each of its moves whether it is best."""
    most = most_from(graph)
    read: dict[str, tuple[int, ...]] = {}
    seen = set()
    for number in reversed(range(graph.opening, len(graph.spots))):
        spot = graph.spots[number]
        scene = spot.scene
        if scene is None or scene.pick > 1 or scene.confidence is not None:
            continue
        if scene.id not in read:
            notes = [note for choice in scene.choices for note in choice.why if note.when]
            read[scene.id] = graph.places(scene, {name for note in notes if note.when for name in note.when.names()})
        enough = most[number] - NEXT_TO_NOTHING
        best = tuple([arc.points + most[arc.target] > enough for arc in spot.arcs])
        values = spot.values
        picks = tuple([arc.move.pick for arc in spot.arcs])
        key = (scene.id, best, picks, *[values[place] for place in read[scene.id]])
        if key not in seen:
            seen.add(key)
            yield spot, graph.state(spot), best


def _contradiction(graph: Graph, spot: Spot, choice: Choice, state: State, best: tuple[bool, ...]) -> str:
    """Return a sentence about a note that contradicts the points in some state."""
    names = [arc.move.pick for arc, is_best in zip(spot.arcs, best, strict=True) if is_best]
    starts = {name: variable.start for name, variable in graph.scenario.variables.items()}
    changed = [
        f"{name} = {value}" for name, value in state.items() if name in graph.drawn or starts.get(name, value) != value
    ]
    where = f" where {', '.join(changed)}" if changed else ""
    if choice.id in names:
        return f"nothing beats '{choice.id}'{where}, and its note there is not marked; write `why best (if …): …`"
    message = f"the note on '{choice.id}' is marked as best, but {listed(names)} beats it{where}"
    return f"{message}; give that state its own note"
