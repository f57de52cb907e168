"""Parts of nbgrader and of alembic that take a seventh of a second to load; each is loaded when it is first read.

A release, feedback pages, a late policy and a new gradebook need them. Most commands, every process that grades and
most pages of the server go without.

>>> from misread_grading import lazy_imports
>>> lazy_imports.GenerateFeedback.__name__
'GenerateFeedback'
"""

from __future__ import annotations

import importlib
from typing import Any

_MODULES = {
    "AssignLatePenalties": "nbgrader.preprocessors",
    "GenerateAssignment": "nbgrader.converters",
    "GenerateFeedback": "nbgrader.converters",
    "NbGraderException": "nbgrader.converters",
    "ScriptDirectory": "alembic.script",
}
"""The module of each part."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - nbgrader has no types
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)
