"""The compiled form of a scenario: JSON with a published schema, for programs that do not read Markdown."""

from __future__ import annotations

import json
from typing import Any

from misread_scenarios.model import Scenario

FORMAT = "scenario/1+json"


def to_json(scenario: Scenario) -> str:
    """Return the scenario as JSON; conditions are their texts. `from_json` gives the same scenario back."""
    return scenario.model_dump_json(indent=2, exclude_none=True) + "\n"


def from_json(text: str) -> Scenario:
    """Return the scenario of its compiled form.

    Raises:
        pydantic.ValidationError: where the text does not follow the schema.
    """
    return Scenario.model_validate_json(text)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the compiled form."""
    fields = Scenario.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **fields}


def schema_text() -> str:
    """Return the schema as it is printed."""
    return json.dumps(schema(), indent=2) + "\n"
