"""Loaded first, lets a process that grades start sooner: it does without what packages load for others."""

from __future__ import annotations

import importlib
import importlib.util
import sys

_PACKAGES = ("nbgrader", "setuptools")
"""Packages that load all of themselves for any part. Grading needs a few modules of nbgrader, and not its extensions of
JupyterLab with their web server; and nbgrader needs the part of setuptools that unpacks archives, not the build."""


def _load_parts_alone() -> None:
    """Let parts of those packages be loaded without what the packages do as they are loaded.

    What was loaded before stays as it is. nbgrader's version is still said, since its parts ask for it.
    """
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if name not in sys.modules and spec is not None:
            sys.modules[name] = importlib.util.module_from_spec(spec)
    nbgrader = sys.modules["nbgrader"]
    if not hasattr(nbgrader, "__version__"):
        nbgrader.__version__ = importlib.import_module("nbgrader._version").__version__  # type: ignore[attr-defined] # as nbgrader does


_load_parts_alone()
