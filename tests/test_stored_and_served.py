"""Names that are kept in databases, bookmarks and lessons: each is still there, and a new one is listed.

`stored_and_served.yaml` is the list. Renaming something in it breaks what people have: their database, a link that they
saved, a notebook. A new name is added to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Table

import misread_widgets
from misread_records import Event
from misread_records.database.schema import REVISIONS
from misread_records.database.tables import METADATA
from misread_records.event import KINDS
from misread_records.people.members import Role
from misread_web.auth.permissions import PERMISSIONS

LIST = Path(__file__).with_suffix("").with_name("stored_and_served.yaml")


def columns(table: Table) -> dict[str, str]:
    """Return each column's type, with `?` where it may be empty."""
    return {str(column.name): f"{column.type}{'?' if column.nullable else ''}" for column in table.columns}


def now() -> dict[str, Any]:
    everybody = frozenset(Role)
    who = {None: "anybody", everybody: "members"}
    return {
        "event fields": list(Event.model_fields),
        "event kinds": sorted(KINDS),
        "tables": {str(name): columns(table) for name, table in sorted(METADATA.tables.items())},
        "migrations": list(REVISIONS),
        "routes": {
            route: who.get(rule.roles) or ", ".join(sorted(rule.roles or ()))
            for route, rule in sorted(PERMISSIONS.items())
        },
        "names for lessons": sorted(misread_widgets.__all__),
    }


@pytest.mark.parametrize("part", now())
def test_every_name_that_is_stored_or_served_is_on_the_list(part: str) -> None:
    assert now()[part] == yaml.safe_load(LIST.read_text("utf-8"))[part]
