"""Parts of nbgrader that load slowly are loaded when they are first used, and a wrong name is an ordinary error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from misread_grading import lazy_imports


def test_naming_the_module_loads_none_of_its_parts() -> None:
    code = "import sys, misread_grading.lazy_imports; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "misread_grading.lazy_imports" in loaded
    assert {"nbgrader.converters", "nbgrader.preprocessors", "alembic.script"} & set(loaded) == set()


@pytest.mark.parametrize("name", sorted(lazy_imports._MODULES))  # noqa: SLF001 - each part is tried
def test_each_part_is_the_one_of_its_library(name: str) -> None:
    assert getattr(lazy_imports, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'NoSuchPart'"):
        lazy_imports.NoSuchPart  # noqa: B018 - looking it up is the test
