"""Playing is a pure function of the scenario, the picks and the seed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.compiled import from_json, to_json
from misread_scenarios.format.reader import read_file
from misread_scenarios.library import library, load
from misread_scenarios.model import Change, Effect, Scenario, Scene, Variable
from misread_scenarios.names import default_names, drawn_names, shuffled
from misread_scenarios.play import transitions
from misread_scenarios.play.engine import BadPick, Stand, Step, opening, play
from misread_scenarios.play.texts import ending_paragraphs, situation, then_of, why_of

read = read_file(Path(__file__).parent / "clean.md").scenario
assert read is not None
CLEAN = read

SCENARIOS = {**{id_: load(id_) for id_ in library()}, "clean": CLEAN}
IDS = st.sampled_from(sorted(SCENARIOS))
SEEDS = st.integers(0, 2**63)
CHOICES = st.lists(st.integers(0, 10_000), min_size=20, max_size=20)


def run(scenario: Scenario, seed: int, choices: list[int]) -> Stand:
    """Play to the end, each number choosing among what is offered."""
    stand = opening(scenario, seed)
    for choice in choices:
        if stand.over:
            break
        stand = stand.after(stand.moves[choice % len(stand.moves)].pick)
    return stand


def stands(scenario: Scenario, seed: int, choices: list[int]) -> Iterator[Stand]:
    """Yield every stand on the way."""
    picks = run(scenario, seed, choices).picks
    for number in range(len(picks) + 1):
        yield play(scenario, picks[:number], seed)


def outcome(stand: Stand) -> tuple[object, ...]:
    """Return all that counts of a stand: where it is, how it stands, what was earned, how it ended."""
    scene, ending = stand.scene and stand.scene.id, stand.ending and stand.ending.id
    return scene, stand.fact_shown, stand.state, stand.points, stand.offered, stand.hours, ending, stand.picks


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_a_replay_gives_the_same_stand(id_: str, seed: int, choices: list[int]) -> None:
    stand = run(SCENARIOS[id_], seed, choices)
    assert play(SCENARIOS[id_], stand.picks, seed) == stand


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES, st.integers(0, 20))
def test_one_pick_more_is_the_same_as_playing_all_of_them(id_: str, seed: int, choices: list[int], at: int) -> None:
    picks = run(SCENARIOS[id_], seed, choices).picks
    before = min(at, len(picks) - 1)
    stand = play(SCENARIOS[id_], picks[:before], seed)
    assert stand.after(picks[before]) == play(SCENARIOS[id_], picks[: before + 1], seed)


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_where_somebody_stood_before_a_step_is_where_the_picks_until_then_lead(
    id_: str, seed: int, choices: list[int]
) -> None:
    stand = run(SCENARIOS[id_], seed, choices)
    assert [stand.before(number) for number in range(len(stand.steps))] == list(stands(SCENARIOS[id_], seed, choices))[
        :-1
    ]


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_every_story_comes_to_an_ending_of_its_own(id_: str, seed: int, choices: list[int]) -> None:
    stand = run(SCENARIOS[id_], seed, choices)
    assert stand.over
    assert stand.ending is not None or not SCENARIOS[id_].endings


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_the_state_stays_within_its_ranges(id_: str, seed: int, choices: list[int]) -> None:
    scenario = SCENARIOS[id_]
    for stand in stands(scenario, seed, choices):
        assert stand.state.keys() == {*scenario.variables, *scenario.draw, "hours"}
        for name, variable in scenario.variables.items():
            assert variable.low <= int(stand.state[name]) <= variable.high
        for name, values in scenario.draw.items():
            assert stand.state[name] in values


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_hours_are_the_sum_of_the_choices_made(id_: str, seed: int, choices: list[int]) -> None:
    stand = run(SCENARIOS[id_], seed, choices)
    counted = [step for step in stand.steps if not _asked_again_later(stand, step)]
    assert stand.hours == sum(choice.hours for step in counted for choice in step.choices)


def _asked_again_later(stand: Stand, step: Step) -> bool:
    """Return whether a step is the first answer to a scene with a fact, which changes nothing yet."""
    following = stand.steps[stand.steps.index(step) + 1 :]
    return step.scene.fact is not None and bool(following) and following[0].scene == step.scene


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_points_are_never_more_than_was_offered(id_: str, seed: int, choices: list[int]) -> None:
    for step in run(SCENARIOS[id_], seed, choices).steps:
        assert all(0 <= points <= step.offered[competency] + 1e-9 for competency, points in step.points.items())


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_there_is_a_text_to_read_everywhere(id_: str, seed: int, choices: list[int]) -> None:
    scenario = SCENARIOS[id_]
    for stand in stands(scenario, seed, choices):
        assert situation(stand) if stand.scene else (ending_paragraphs(stand) or not scenario.endings)
    for step in run(scenario, seed, choices).steps:
        for choice in step.choices:
            assert why_of(choice, step)
            assert then_of(choice, step) or step.scene.fact


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES, st.data())
def test_name_packs_change_no_state_score_or_ending(
    id_: str, seed: int, choices: list[int], data: st.DataObject
) -> None:
    scenario = SCENARIOS[id_]
    recast = {
        member.id: member.model_copy(
            update=dict(data.draw(st.sampled_from((member, *member.packs)))) | {"id": member.id}
        )
        for member in scenario.cast.values()
    }
    stand = run(scenario, seed, choices)
    for cast in (recast, {}):
        other = play(scenario.model_copy(update={"cast": cast}), stand.picks, seed)
        assert outcome(other) == outcome(stand)
    assert drawn_names(scenario, seed).by_member.keys() == default_names(scenario).by_member.keys()


def reordered(scenario: Scenario, data: st.DataObject) -> Scenario:
    """Return the scenario with the effect lines of every choice in another order."""

    def in_scene(scene: Scene) -> Scene:
        choices = tuple(
            choice.model_copy(update={"effects": tuple(data.draw(st.permutations(choice.effects)))})
            for choice in scene.choices
        )
        return scene.model_copy(update={"choices": choices})

    scenes = tuple(in_scene(scene) for scene in scenario.scenes)
    closing = tuple(data.draw(st.permutations(scenario.closing)))
    return scenario.model_copy(update={"scenes": scenes, "closing": closing})


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES, st.data())
def test_the_order_of_effects_changes_nothing(id_: str, seed: int, choices: list[int], data: st.DataObject) -> None:
    stand = run(SCENARIOS[id_], seed, choices)
    assert outcome(play(reordered(SCENARIOS[id_], data), stand.picks, seed)) == outcome(stand)


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES)
def test_the_compiled_scenario_plays_the_same(id_: str, seed: int, choices: list[int]) -> None:
    again = from_json(to_json(SCENARIOS[id_]))
    stand = run(SCENARIOS[id_], seed, choices)
    assert outcome(play(again, stand.picks, seed)) == outcome(stand)


@settings(deadline=None)
@given(IDS, SEEDS)
def test_a_seed_always_draws_the_same(id_: str, seed: int) -> None:
    assert opening(SCENARIOS[id_], seed).drawn == opening(SCENARIOS[id_], seed).drawn
    assert drawn_names(SCENARIOS[id_], seed) == drawn_names(SCENARIOS[id_], seed)


@pytest.mark.parametrize("id_", [id_ for id_, scenario in SCENARIOS.items() if scenario.draw])
def test_every_fact_is_drawn_by_some_seed(id_: str) -> None:
    drawn = [opening(SCENARIOS[id_], seed).drawn for seed in range(200)]
    assert {tuple(one.items()) for one in drawn} == {tuple(one.items()) for one in transitions.draws(SCENARIOS[id_])}


@settings(deadline=None)
@given(st.lists(st.integers()), SEEDS)
def test_shuffling_keeps_every_choice_and_is_the_same_each_time(items: list[int], seed: int) -> None:
    mixed = shuffled(items, "case", "N1", seed)
    assert sorted(mixed) == sorted(items)
    assert mixed == shuffled(items, "case", "N1", seed)


def test_shuffling_puts_every_choice_in_every_place() -> None:
    places = {(item, shuffled(range(4), "case", "N1", seed).index(item)) for seed in range(200) for item in range(4)}
    assert len(places) == 16


@settings(deadline=None)
@given(IDS, SEEDS, CHOICES, st.text())
def test_an_unknown_pick_is_refused_and_what_is_offered_is_named(
    id_: str, seed: int, choices: list[int], pick: str
) -> None:
    for stand in stands(SCENARIOS[id_], seed, choices):
        if stand.scene is not None and pick not in {move.pick for move in stand.moves}:
            with pytest.raises(BadPick) as refusal:
                stand.after(pick)
            assert f"scene '{stand.scene.id}' has no choice '{pick[:60]}'" in str(refusal.value)
            assert all(move.pick in str(refusal.value) for move in stand.moves)


def test_a_pick_too_many_is_refused() -> None:
    stand = run(CLEAN, 1, [0] * 20)
    with pytest.raises(BadPick, match="the story is over after 4 picks; 'ask' is one too many"):
        stand.after("ask")


def test_two_choices_may_be_named_in_any_order() -> None:
    stand = play(load("not-ready"), ["fix-it", "last-risk"], 1)
    one, other = stand.after("compare-misses+work-sample"), stand.after("work-sample+compare-misses")
    assert one == other


def bare(high: int, *effects: Effect) -> Scenario:
    """Return a scenario of one variable, to try effects on."""
    return Scenario(
        id="bare",
        title="Bare",
        minutes=1,
        variables={"x": Variable(kind="number", high=high, start=high // 2)},
        closing=effects,
    )


def test_a_copy_with_other_scenes_goes_on_to_its_own_next_one() -> None:
    first, second, *rest = CLEAN.scenes
    move = transitions.moves(first, opening(CLEAN, 0).state)[0]
    assert transitions.next_scene(CLEAN, first, opening(CLEAN, 0).state, move) == second
    shorter = CLEAN.model_copy(update={"scenes": (first, *rest)})
    assert transitions.next_scene(shorter, first, opening(shorter, 0).state, move) == next(iter(rest), None)


@settings(deadline=None)
@given(st.integers(1, 20), st.lists(st.integers(-30, 30), min_size=1, max_size=5), st.none() | st.integers(0, 20))
def test_effects_are_summed_and_clipped_once(high: int, added: list[int], put: int | None) -> None:
    changes = [Change(variable="x", operation="+", amount=amount) for amount in added]
    if put is not None:
        changes.append(Change(variable="x", operation="=", amount=put))
    scenario = bare(high, *(Effect(changes=(change,)) for change in changes))
    start = high // 2 if put is None else put
    state = transitions.final_state(scenario, transitions.opening_state(scenario, {}))
    assert state["x"] == min(max(start + sum(added), 0), high)


def test_conditions_read_the_state_before_the_choice() -> None:
    before = play(CLEAN, ["ask"], 0)
    assert before.state["known"] == 1
    step = before.steps[0]
    assert step.before["known"] == 0
    assert step.after["known"] == 1
    assert "confide" in {move.pick for move in before.moves}
    assert "confide" not in {move.pick for move in play(CLEAN, ["cheer"], 0).moves}


def test_closing_effects_apply_before_the_ending_is_read() -> None:
    stand = play(CLEAN, ["ask", "look", "fear@100", "fit"], 0)
    assert stand.over
    assert stand.state["calm"] == stand.steps[-1].after["calm"] + 1  # type: ignore[operator]
