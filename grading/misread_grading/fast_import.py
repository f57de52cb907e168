"""Makes a grading process start sooner if it is imported first: some packages then load only the needed parts."""

from __future__ import annotations

import importlib
import importlib.util
import sys

_PACKAGES = ("nbgrader", "setuptools")
"""Packages that load themselves entirely when any part is imported. Grading needs a few modules of nbgrader, but not
its JupyterLab extensions with their web server; nbgrader needs the part of setuptools that unpacks archives, but not
the part that builds packages.
"""


def _load_parts_alone() -> None:
    """Let parts of these packages be imported without running the packages' own `__init__`.

    Packages that are loaded already stay as they are. nbgrader's version is set, because its parts read it.
    """
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if name not in sys.modules and spec is not None:
            sys.modules[name] = importlib.util.module_from_spec(spec)
    nbgrader = sys.modules["nbgrader"]
    if not hasattr(nbgrader, "__version__"):
        nbgrader.__version__ = importlib.import_module("nbgrader._version").__version__  # type: ignore[attr-defined] # as nbgrader does


_load_parts_alone()
