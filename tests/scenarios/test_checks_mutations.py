"""Break one rule in a scenario of the library, and its code appears where it was not before."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import pytest

from misread_scenarios.checks import RULES, check, check_all
from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.scored_scenes import items
from misread_scenarios.format.condition_parser import parse_condition
from misread_scenarios.library import library, load
from misread_scenarios.model import (
    CastMember,
    Change,
    Choice,
    Effect,
    Ending,
    EndingRule,
    Jump,
    Name,
    Note,
    Passage,
    Scenario,
    Scene,
    Score,
    Variable,
)
from misread_scenarios.play import transitions

Mutation = Callable[[Scenario], Scenario]

SOUND = "communications-boss"
NEVER, ALWAYS = parse_condition("opt >= 10 and tr <= 0"), parse_condition("opt == 0")


def with_scenes(scenario: Scenario, change: Callable[[int, Scene], Scene]) -> Scenario:
    scenes = tuple(change(number, scene) for number, scene in enumerate(scenario.scenes))
    return scenario.model_copy(update={"scenes": scenes})


def first_scene(change: Callable[[Scene], Scene]) -> Mutation:
    return lambda scenario: with_scenes(scenario, lambda number, scene: scene if number else change(scene))


def every_choice(scene: Scene, **update: object) -> Scene:
    return scene.model_copy(update={"choices": tuple(choice.model_copy(update=update) for choice in scene.choices)})


def first_choice(**update: object) -> Mutation:
    def change(scene: Scene) -> Scene:
        first, *others = scene.choices
        return scene.model_copy(update={"choices": (first.model_copy(update=update), *others)})

    return first_scene(change)


def updated(**update: object) -> Mutation:
    return lambda scenario: scenario.model_copy(update=update)


def one_world(scenario: Scenario) -> Scenario:
    """Return the first world of a scenario alone."""
    return scenario.model_copy(update={"draw": {name: values[:1] for name, values in scenario.draw.items()}})


def best_of(scenario: Scenario) -> dict[str, set[str]]:
    return {item.scene.id: set(item.best) for item in items(CheckedScenario(scenario)) if item.world == 0}


def best_choices(change: Callable[[Choice], Choice]) -> Mutation:
    """Change the best choices of the first world, and leave that world alone."""

    def mutation(scenario: Scenario) -> Scenario:
        best = best_of(scenario)

        def in_scene(_: int, scene: Scene) -> Scene:
            chosen = best.get(scene.id, set())
            changed = tuple(change(choice) if choice.id in chosen else choice for choice in scene.choices)
            return scene.model_copy(update={"choices": changed})

        return with_scenes(one_world(scenario), in_scene)

    return mutation


def best_first(scenario: Scenario) -> Scenario:
    """Put the best choices of the first world first, and leave that world alone."""
    best = best_of(scenario)

    def in_scene(_: int, scene: Scene) -> Scene:
        chosen = best.get(scene.id, set())
        return scene.model_copy(update={"choices": tuple(sorted(scene.choices, key=lambda one: one.id not in chosen))})

    return with_scenes(one_world(scenario), in_scene)


def scene_in_front(scenario: Scenario, scene: Scene, **jump: object) -> Scenario:
    """Put a scene after the first one and let the first one jump over it."""
    first, *others = scenario.scenes
    over = every_choice(first, jumps=(Jump(target=others[0].id),), **jump)
    return scenario.model_copy(update={"scenes": (over, scene, *others)})


def jump_over(scenario: Scenario) -> Scenario:
    return scene_in_front(scenario, scenario.scenes[0].model_copy(update={"id": "X1"}))


def empty_scene(scenario: Scenario) -> Scenario:
    return scene_in_front(scenario, scenario.scenes[0].model_copy(update={"id": "X1", "choices": ()}))


def ending_without_rule(scenario: Scenario) -> Scenario:
    extra = Ending(id="X9", title="Nobody's", paragraphs=(Passage(text="Nobody reads this."),))
    return scenario.model_copy(update={"endings": (*scenario.endings, extra)})


def ending_out_of_reach(scenario: Scenario) -> Scenario:
    rule = EndingRule(when=NEVER, target="X9")
    return ending_without_rule(scenario).model_copy(update={"rules": (rule, *scenario.rules)})


def rule_twice(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"rules": (scenario.rules[0], *scenario.rules)})


def plain_ending(scenario: Scenario) -> Scenario:
    hidden = tuple(
        ending.model_copy(update={"paragraphs": tuple(Passage(when=NEVER, text=p.text) for p in ending.paragraphs)})
        for ending in scenario.endings
    )
    return scenario.model_copy(update={"endings": hidden})


def extra_variable(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"variables": {**scenario.variables, "seen": Variable(kind="flag")}})


def worthless(choice: Choice) -> Choice:
    return choice.model_copy(update={"effects": (), "hours": 9})


def weaker_options(change: Callable[[Choice], Choice]) -> Mutation:
    """Change the choices that are best in no world."""

    def mutation(scenario: Scenario) -> Scenario:
        best: dict[str, set[str]] = {}
        for item in items(CheckedScenario(scenario)):
            best.setdefault(item.scene.id, set()).update(item.best)

        def in_scene(_: int, scene: Scene) -> Scene:
            chosen = best.get(scene.id, set())
            changed = tuple(choice if choice.id in chosen else change(choice) for choice in scene.choices)
            return scene.model_copy(update={"choices": changed})

        return with_scenes(scenario, in_scene)

    return mutation


def one_name_each(scenario: Scenario) -> Scenario:
    cast = {id_: member.model_copy(update={"packs": ()}) for id_, member in scenario.cast.items()}
    return scenario.model_copy(update={"cast": cast})


def flat(scene: Scene) -> Scene:
    return every_choice(scene, scores=(Score(points={"C1": 1}),))


def dear_best(scenario: Scenario) -> Scenario:
    """Let every choice take as many hours as it earns points in the first world, and leave that world alone."""

    def in_scene(_: int, scene: Scene) -> Scene:
        state = transitions.opening_state(scenario, transitions.draws(scenario)[0])
        choices = tuple(
            choice.model_copy(update={"hours": int(transitions.total(transitions.points(scene, state, move)))})
            for choice in scene.choices
            for move in [transitions.Move(choice.id, (choice,))]
        )
        return scene.model_copy(update={"choices": choices})

    return with_scenes(one_world(scenario), in_scene)


def richer_world(scenario: Scenario) -> Scenario:
    """Let each choice of the first scene earn the most in one world."""
    (name, values), *_ = scenario.draw.items()
    when = parse_condition(f"{name} == {values[0]}")
    rich = Score(when=when, points=dict.fromkeys(scenario.competencies, 3))
    return first_scene(
        lambda scene: scene.model_copy(
            update={
                "choices": tuple(
                    choice.model_copy(update={"scores": (*choice.scores, rich)}) for choice in scene.choices
                )
            }
        )
    )(scenario)


def every_note(change: Callable[[Note], Note]) -> Mutation:
    def in_scene(_: int, scene: Scene) -> Scene:
        choices = tuple(
            choice.model_copy(update={"why": tuple(change(note) for note in choice.why)}) for choice in scene.choices
        )
        return scene.model_copy(update={"choices": choices})

    return lambda scenario: with_scenes(scenario, in_scene)


def longer(choice: Choice) -> Choice:
    return choice.model_copy(update={"text": f"{choice.text} And say so to all of them."})


def cued(choice: Choice) -> Choice:
    return choice.model_copy(update={"text": f"Together: {choice.text}"})


def claiming(scene: Scene) -> Scene:
    return every_choice(scene, claims=parse_condition("yes"))


def women_only(member: CastMember) -> CastMember:
    packs = tuple(Name(name=name.name, pronouns="she") for name in member.packs)
    return member.model_copy(update={"pronouns": "she", "packs": packs})


def all_women(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"cast": {id_: women_only(member) for id_, member in scenario.cast.items()}})


def without_first_competency(scenario: Scenario) -> Scenario:
    def scoreless(_: int, scene: Scene) -> Scene:
        choices = tuple(
            choice.model_copy(update={"scores": tuple(_without_c1(score) for score in choice.scores)})
            for choice in scene.choices
        )
        return scene.model_copy(update={"choices": choices})

    return with_scenes(scenario, scoreless)


def _without_c1(score: Score) -> Score:
    return score.model_copy(update={"points": {id_: points for id_, points in score.points.items() if id_ != "C1"}})


MUTATIONS: dict[str, tuple[str, Mutation]] = {
    "SC030": (SOUND, jump_over),
    "SC031": (SOUND, empty_scene),
    "SC032": (SOUND, first_choice(jumps=(Jump(target="N1"),))),
    "SC033": (SOUND, first_scene(lambda scene: every_choice(scene, when=NEVER))),
    "SC034": (SOUND, first_choice(when=NEVER)),
    "SC035": (SOUND, ending_without_rule),
    "SC036": (SOUND, rule_twice),
    "SC037": ("first-guess-cards", first_scene(claiming)),
    "SC038": (SOUND, updated(tiers=())),
    "SC039": (
        SOUND,
        first_choice(effects=tuple(Effect(changes=(Change(variable="opt", operation="=", amount=n),)) for n in (1, 2))),
    ),
    "SC040": (SOUND, first_scene(lambda s: s.model_copy(update={"paragraphs": (Passage(when=NEVER, text="Now."),)}))),
    "SC041": (SOUND, first_scene(lambda s: s.model_copy(update={"paragraphs": (Passage(when=ALWAYS, text="Now."),)}))),
    "SC042": (SOUND, first_choice(then=(Passage(when=NEVER, text="Later."),))),
    "SC043": (SOUND, plain_ending),
    "SC044": (SOUND, extra_variable),
    "SC045": (SOUND, extra_variable),
    "SC046": (SOUND, first_choice(why=())),
    "SC047": (SOUND, first_choice(tags=())),
    "SC048": (SOUND, first_scene(lambda scene: scene.model_copy(update={"host": ()}))),
    "SC049": (SOUND, updated(allow={"Q6": "no reason"})),
    "Q2": (SOUND, first_scene(lambda s: s.model_copy(update={"paragraphs": (Passage(text="Institutional " * 12),)}))),
    "Q3": (SOUND, first_choice(text=" ".join(["word"] * 40))),
    "Q4": (SOUND, best_first),
    "Q5": (SOUND, ending_out_of_reach),
    "Q6": (SOUND, best_choices(lambda choice: choice.model_copy(update={"tags": ("lazy",)}))),
    "Q7": (SOUND, weaker_options(worthless)),
    "Q9": (SOUND, first_choice(text="Say that it is good.")),
    "Q10": (SOUND, first_choice(then=(Passage(text="The chairman asks."),))),
    "Q11": (SOUND, first_choice(why=(Note(text="You are naive."),))),
    "Q14": (SOUND, one_name_each),
    "Q17": (SOUND, first_choice(covers=("S84", "E28"))),
    "Q20": (SOUND, lambda scenario: scenario.model_copy(update={"tiers": scenario.tiers[::-1]})),
    "Q21": (SOUND, lambda scenario: scenario.model_copy(update={"good": scenario.tiers[-1]})),
    "Q22": (SOUND, first_scene(flat)),
    "Q25": (SOUND, one_world),
    "Q26": (SOUND, best_first),
    "Q27": (SOUND, dear_best),
    "Q28": (SOUND, one_world),
    "Q29": (SOUND, richer_world),
    "Q30": (SOUND, first_scene(lambda scene: scene.model_copy(update={"shows": ()}))),
    "Q31": (SOUND, every_note(lambda note: note.model_copy(update={"best": True}))),
    "Q32": (SOUND, every_note(lambda note: note.model_copy(update={"text": f"This assumed that {note.text}"}))),
}
LIBRARY_MUTATIONS: dict[str, Mutation] = {
    "Q3-bank": best_choices(longer),
    "Q4-bank": best_first,
    "Q9-bank": best_choices(cued),
    "Q14-bank": all_women,
    "Q22-bank": without_first_competency,
}


@functools.cache
def shelf() -> tuple[Scenario, ...]:
    """Return the library without its longest case, which takes most of the time and changes nothing here."""
    return tuple(load(id_) for id_ in library() if id_ != "sam-priya")


def codes(scenario: Scenario) -> set[str]:
    return {problem.code for problem in check(scenario)}


def codes_together(scenarios: Iterable[Scenario]) -> set[str]:
    return {problem.code for problem in check_all(scenarios)}


@functools.cache
def codes_before() -> frozenset[str]:
    """Return the codes that the unbroken library is told."""
    return frozenset(codes_together(shelf()))


@pytest.mark.parametrize("code", MUTATIONS)
def test_breaking_a_rule_is_reported(code: str) -> None:
    id_, mutation = MUTATIONS[code]
    assert code not in codes(load(id_))
    assert code in codes(mutation(load(id_)))


@pytest.mark.parametrize("code", LIBRARY_MUTATIONS)
def test_breaking_a_rule_of_libraries_is_reported(code: str) -> None:
    assert code not in codes_before()
    assert code in codes_together(LIBRARY_MUTATIONS[code](scenario) for scenario in shelf())


def test_every_rule_is_broken_once() -> None:
    assert {*MUTATIONS, *LIBRARY_MUTATIONS} == {rule.code for rule in RULES}
