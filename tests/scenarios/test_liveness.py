"""Which variables still matter in a scene: all that something from there on reads, and no others."""

from __future__ import annotations

import pytest

from misread_scenarios.format.reader import read_text
from misread_scenarios.format.references import END
from misread_scenarios.library import library, load
from misread_scenarios.model import Scenario
from misread_scenarios.paths.liveness import decisive, guards, live_variables
from misread_scenarios.play import successors

STORY = """---
format: scenario/1
id: small
title: Small
minutes: 5
competencies: [C1]
state:
  known: flag
  trust: 0..3 = 1
  mood: 0..3 = 0
---

## S1 One

First.

- a. Do it.
  - effect: known = yes
  - score: C1 1
- b. Leave it.
  - effect: trust +1
  - score: C1 0
  - go: S3

## S2 Two

Second.

(if mood >= 2) All are in good spirits.

- c. Say so.
  - when: known
  - score: C1 2
- d. Go on.
  - score: C1 0

## S3 Three

Third.

- e. Ask.
  - effect (if trust >= 2): mood +1
  - score: C1 1
- f. Wait.
  - score: C1 0

## Endings
1. trust >= 2 -> E1
2. otherwise -> E2

## E1 One
## E2 Two
"""


@pytest.fixture(scope="module")
def story() -> Scenario:
    read = read_text(STORY, "small.md")
    assert read.scenario, [str(problem) for problem in read.problems]
    return read.scenario


def test_a_variable_matters_until_its_last_reader(story: Scenario) -> None:
    assert live_variables(story) == {
        "S1": {"known", "trust"},
        "S2": {"known", "trust"},
        "S3": {"trust"},
        END: {"trust"},
    }


def test_what_only_texts_read_matters_to_texts_alone(story: Scenario) -> None:
    assert "mood" in live_variables(story, with_texts=True)["S2"]
    assert "mood" not in live_variables(story, with_texts=True)["S3"]


def test_without_the_endings_nothing_matters_after_the_last_choice(story: Scenario) -> None:
    live = live_variables(story, with_endings=False)
    assert (live["S3"], live[END]) == (frozenset(), frozenset())
    assert live["S1"] == {"known"}


def test_a_jump_leads_past_the_next_scene(story: Scenario) -> None:
    first, second, third = story.scenes
    assert [successors(story, scene) for scene in (first, second, third)] == [{"S2", "S3"}, {"S3"}, {END}]


@pytest.mark.parametrize("id_", library())
def test_what_matters_later_and_what_a_scene_asks_matters_on_entry(id_: str) -> None:
    scenario = load(id_)
    for with_texts in (False, True):
        live = live_variables(scenario, with_texts=with_texts)
        for scene in scenario.scenes:
            assert live[scene.id] >= frozenset().union(*(live[after] for after in successors(scenario, scene)))
            rules = [choice.when for choice in scene.choices if choice.when]
            assert live[scene.id] >= {name for rule in rules for name in rule.names()}
            assert guards(scene) >= {name for rule in rules for name in rule.names()}
    without, with_all = live_variables(scenario), live_variables(scenario, with_texts=True)
    assert all(without[scene] <= with_all[scene] for scene in without)


@pytest.mark.parametrize("id_", library())
def test_a_closing_effect_decides_where_an_ending_rule_reads_what_it_changes(id_: str) -> None:
    scenario = load(id_)
    read = {name for rule in scenario.rules if rule.when for name in rule.when.names()}
    for effect in scenario.closing:
        assert (effect in decisive(scenario)) == any(change.variable in read for change in effect.changes)
