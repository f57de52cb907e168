"""The figures that ship with the library are those that counting gives."""

import pytest

from misread_scenarios.library import library, load
from misread_scenarios.paths.ending_figures import SHIPPED, count_figures, figures


@pytest.mark.parametrize("id_", library())
def test_shipped_figures_are_counted_figures(id_: str) -> None:
    scenario = load(id_)
    assert figures(scenario) == count_figures(scenario), (
        "run `python -m misread_scenarios.paths.ending_figures` after changing a scenario"
    )


def test_every_scenario_has_shipped_figures_of_its_version() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert all(f'"version": "{load(id_).version}"' in text for id_ in library())


def test_a_changed_scenario_is_counted_again() -> None:
    changed = load("warm-up").model_copy(update={"title": "Another title"})
    assert figures(changed).version == changed.version
    assert figures(changed).cases == figures(load("warm-up")).cases


def test_each_drawn_fact_has_its_own_endings() -> None:
    found = figures(load("not-ready"))
    assert set(found.case({"truth": "gap"}).endings) == {"MG1", "MG2", "MG3"}
    assert all(sum(case.endings.values()) == case.paths for case in found.cases)
