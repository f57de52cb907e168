"""Merging equal states must count what walking every path one by one counts."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.format.reader import read_text
from misread_scenarios.library import load
from misread_scenarios.model import Scenario
from misread_scenarios.paths.counting import Case, Census, count
from misread_scenarios.paths.graph import Uncountable
from misread_scenarios.paths.policies import at_random, expect
from misread_scenarios.play import transitions
from misread_scenarios.play.engine import Stand

HEAD = """---
format: scenario/1
id: small
title: Small
minutes: 5
competencies: [C1, C2]
state:
  a: 0..3 = 1
  b: 0..2 = 0
  f: flag
draw: {truth: [one, two]}
---
"""
TAIL = """
## Endings
1. a >= 2 and f -> E1
2. b == 2 or truth == two -> E2
3. otherwise -> E3

## E1 One
## E2 Two
## E3 Three
"""
CONDITIONS = st.sampled_from(
    ["", " (if a >= 2)", " (if f)", " (if b == 0..1)", " (if truth == one)", " (if hours > 2)"]
)
CHANGES = st.sampled_from(["a +1", "a -2", "b = 2", "f = yes", "f = no", "a +2, b +1"])
POINTS = st.sampled_from(["C1 0", "C1 3", "C1 2, C2 1", "C2 3"])


@st.composite
def choices(draw: st.DrawFn, number: int, scene: int, scenes: int) -> str:
    lines = [f"- c{number}. Do it."]
    lines += [f"  - effect{draw(CONDITIONS)}: {draw(CHANGES)}" for _ in range(draw(st.integers(0, 2)))]
    lines += [f"  - score{draw(CONDITIONS)}: {draw(POINTS)}" for _ in range(draw(st.integers(0, 2)))]
    lines.append(f"  - hours: {draw(st.integers(0, 2))}")
    if number and draw(st.booleans()):
        lines.append("  - when: a >= 1")
    later = [f"N{other}" for other in range(scene + 1, scenes)]
    if draw(st.booleans()):
        lines.append(f"  - go{draw(CONDITIONS)}: {draw(st.sampled_from([*later, 'end']))}")
    return "\n".join(lines)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    scenes = draw(st.integers(1, 4))
    parts = [HEAD]
    for scene in range(scenes):
        parts.append(f"## N{scene} Scene\n\nText.\n")
        offered = [draw(choices(number, scene, scenes)) for number in range(draw(st.integers(2, 3)))]
        if draw(st.integers(0, 3)) == 0:
            parts.append("> pick: 2\n")
        elif draw(st.integers(0, 3)) == 0:
            parts.append("> confidence: 50..100 by 50\n")
            offered[0] += "\n  - claims: truth == one"
            offered[1] += "\n  - claims: a >= 2"
            if draw(st.booleans()):
                parts.append("> fact: It was so.\n")
        parts.append("\n".join(offered))
    text = "\n".join([*parts, TAIL])
    reading = read_text(text, "small.md")
    assert reading.scenario is not None, reading.problems
    return reading.scenario


def walked(scenario: Scenario, drawn: dict[str, str]) -> list[Stand]:
    """Every finished run, found by trying all moves at each decision."""
    going = [Stand(scenario, 0, scenario.scenes[0], fact_shown=False, state=transitions.opening_state(scenario, drawn))]
    done: list[Stand] = []
    while going:
        stand = going.pop()
        following = [stand.after(move.pick) for move in stand.moves]
        done += [after for after in following if after.over]
        going += [after for after in following if not after.over]
    return done


@settings(max_examples=150, deadline=None)
@given(scenarios())
def test_merged_counts_are_walked_counts(scenario: Scenario) -> None:
    for case in Census(scenario).cases:
        runs = walked(scenario, case.drawn)
        endings = Counter(run.ending.id for run in runs if run.ending)
        assert {ending: tally.paths for ending, tally in case.endings.items() if tally.paths} == endings
        assert case.paths == len(runs)
        scores = [transitions.total(run.points) for run in runs]
        assert case.maximum == pytest.approx(max(scores))
        assert case.most_hours == max(run.hours for run in runs)
        if case.maximum:
            assert case.mean == pytest.approx(sum(scores) / len(runs) / max(scores))


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_best_paths_are_the_walked_best(scenario: Scenario) -> None:
    for case in Census(scenario).cases:
        best = {
            run.picks for run in walked(scenario, case.drawn) if transitions.total(run.points) > case.maximum - 1e-6
        }
        found = {tuple(arc.move.pick for arc in path) for path in case.best_paths(most=10_000)}
        assert found == best
        for path in itertools.islice(case.best_paths(), 3):
            assert case.follow(tuple(arc.move.pick for arc in path)) in case.endings


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_each_ending_keeps_its_own_scores(scenario: Scenario) -> None:
    for case in Census(scenario).cases:
        expected: dict[str, Counter[float]] = {}
        for run in walked(scenario, case.drawn):
            assert run.ending
            expected.setdefault(run.ending.id, Counter())[round(transitions.total(run.points), 2)] += 1
        fine = any(value % 1 for counter in expected.values() for value in counter)
        for ending, counter in expected.items():
            tally = case.endings[ending]
            assert tally.points == pytest.approx(sum(s * n for s, n in counter.items()), abs=0.01 * tally.paths)
            if not fine:
                assert tally.scores == counter


def test_a_loop_without_a_counter_is_refused() -> None:
    text = HEAD + "## N1 A\n\nText.\n\n- on. Go on.\n  - hours: 0\n- back. Go back.\n  - go: N1\n" + TAIL
    scenario = read_text(text, "loop.md").scenario
    assert scenario
    with pytest.raises(Uncountable, match="can go round without end in N1"):
        Case(scenario, {"truth": "one"})


def test_a_loop_with_a_counter_is_counted() -> None:
    again = "- back. Go back.\n  - effect: a +1\n  - when: a < 3\n  - go: N1\n"
    text = HEAD + "## N1 A\n\nText.\n\n- on. Go on.\n  - hours: 0\n" + again + TAIL
    scenario = read_text(text, "loop.md").scenario
    assert scenario
    assert Case(scenario, {"truth": "one"}).paths == 3


def test_choosing_by_lot_earns_what_all_paths_earn_in_the_mean() -> None:
    for case in count(load("sam-priya")).cases:
        found = expect(case, at_random)
        assert found.share == pytest.approx(case.mean)
        assert sum(found.endings.values()) == pytest.approx(1)
