"""Harbour & Pine: the planted counts are the same for every seed, and nothing else can be found in the data."""

from __future__ import annotations

import pytest

from misread_scenarios.practice_data import tables

SEEDS = range(20)
each_seed = pytest.mark.parametrize("seed", SEEDS)


@each_seed
def test_the_tables_have_their_sizes(seed: int) -> None:
    firm = tables(seed)
    assert {name: len(table.values) for name, table in firm.items()} == {
        "employees": 480,
        "conversations": 900,
        "intent_survey": 480,
        "stretch_offers": 242,
        "applications": 208,
        "development": 480,
        "exits": 67,
        "succession": 24,
    }
