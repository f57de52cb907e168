"""A group of commands shows the help of its commands without loading them, and loads the one that is run."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from typer.core import TyperGroup

from misread_web import commands
from misread_web.command_groups import CommandGroup, loaded, outline
from misread_web.commands import COMMANDS, cohort, grade

PACKAGES = (commands, cohort, grade)
NAMES = [(package.__name__, name) for package in PACKAGES for name in package.COMMANDS]


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_the_outline_of_a_command_has_its_name_and_help(package: str, name: str) -> None:
    real, shown = loaded(package, name), outline(package, name)
    assert (shown.name, shown.help) == (real.name, real.help)
    assert isinstance(real, TyperGroup) == (f"{package}.{name}" in {cohort.__name__, grade.__name__})


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_module_with_a_command_is_in_the_list_of_its_group(package: ModuleType) -> None:
    folder = Path(str(package.__file__)).parent
    files = {path.stem for path in folder.glob("*.py") if "\ndef run(" in path.read_text("utf-8")}
    groups = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert {name.replace("-", "_") for name in package.COMMANDS} == files | groups


@pytest.mark.parametrize("words", ["--help", "grade --help", "cohort --help", "grade nope"])
def test_the_help_of_a_group_loads_no_command_and_no_room(words: str) -> None:
    code = (
        "import json, sys\nfrom misread_web.main import command_line\n"
        f"try: command_line()({words.split()})\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    modules = set(json.loads(said.splitlines()[-1]))
    assert "misread_web.commands" in modules
    assert {f"{package}.{name.replace('-', '_')}" for package, name in NAMES} & modules <= {
        cohort.__name__,
        grade.__name__,
    }
    assert not {"sqlalchemy", "nbformat", "tornado", "misread_records", "misread_scenarios"} & modules


def test_the_commands_of_a_group_are_in_the_order_of_its_list() -> None:
    group = CommandGroup(package=commands.__name__)
    assert tuple(group.commands) == COMMANDS
    assert len(group.commands) == len(COMMANDS)
    with pytest.raises(KeyError):
        group.commands["nope"]


def test_a_module_without_a_command_has_no_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "some_commands"
    folder.mkdir()
    folder.joinpath("__init__.py").write_text('COMMANDS = ("empty",)\n')
    folder.joinpath("empty.py").write_text('"""Nothing."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    with pytest.raises(LookupError, match=r"empty\.py has neither HELP nor a function run"):
        outline("some_commands", "empty")
