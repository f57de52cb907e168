"""Loaded first, lets a process that grades start sooner: it does without what packages load for others."""

from __future__ import annotations

import importlib
import importlib.util
import sys

_PACKAGES = ("nbgrader", "setuptools")
"""Packages of which grading asks for some parts, and which load everything else too, whatever part is asked for:
nbgrader its extensions of JupyterLab, with a web server and all that belongs to it, and setuptools, of which nbgrader
needs the part that unpacks archives, how packages are built."""


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
