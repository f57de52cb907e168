"""Parts of nbgrader and alembic that take a seventh of a second to import; each is imported when it is first used.

Releases, feedback pages, late policies and new gradebooks need them. Most commands, grading processes and most pages of
the server do not.

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
"""The module that defines each part."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - nbgrader has no types
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)
