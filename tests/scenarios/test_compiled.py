"""The compiled form is the scenario, nothing less, and follows its published schema."""

import json

import jsonschema
import pytest

from misread_scenarios.compiled import from_json, schema, to_json
from misread_scenarios.library import library, load
from misread_scenarios.play.engine import opening


@pytest.mark.parametrize("id_", library())
def test_compiling_and_reading_back_loses_nothing(id_: str) -> None:
    scenario = load(id_)
    again = from_json(to_json(scenario))
    assert again == scenario
    assert again.version == scenario.version
    stand = opening(again, seed=3)
    while not stand.over:
        stand = stand.after(stand.moves[0].pick)
    assert stand.picks


@pytest.mark.parametrize("id_", library())
def test_the_compiled_form_follows_the_schema(id_: str) -> None:
    jsonschema.validate(json.loads(to_json(load(id_))), schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_scenario() -> None:
    compiled = json.loads(to_json(load("warm-up")))
    for broken in ({**compiled, "extra": 1}, {**compiled, "minutes": "long"}, {"id": "x"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema())


def test_the_version_follows_the_words_and_not_their_place() -> None:
    scenario = load("warm-up")
    moved = scenario.model_copy(update={"line": 99, "source": "elsewhere.md"})
    renamed = scenario.model_copy(update={"title": "Another title"})
    assert moved.version == scenario.version
    assert renamed.version != scenario.version
