"""The picture of the house, held against what the code imports."""

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[1]
BELOW = {
    "scenarios": set[str](),
    "records": {"scenarios"},
    "widgets": {"records", "scenarios"},
    "course": {"records", "scenarios"},
    "grading": {"course", "records", "scenarios"},
    "web": {"grading", "course", "widgets", "records", "scenarios"},
}
ROOMS = sorted(BELOW)
LONGEST_BODY = 40
"""Lines of a function's statements; arguments, such as the options of a command, and the docstring come on top."""
NOT_ROOMS = {"benchmarks", "deploy", "docs", "findings", "tests"}
JUPYTER = {"IPython", "anywidget", "comm", "ipykernel", "ipywidgets", "jupyter_client", "jupyter_server", "nbclient",
           "nbformat", "tornado", "traitlets", "voila"}  # fmt: skip


def modules(room: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((HOUSE / room / f"misread_{room}").rglob("*.py")):
        yield path.relative_to(HOUSE), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Top-level names of every absolute import, those inside functions included."""
    names = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    allowed = {f"misread_{below}" for below in BELOW[room] | {room}}
    upward = {str(path): found for path, tree in modules(room) if (found := ours(imported(tree)) - allowed)}
    assert upward == {}


def test_few_functions_import_and_each_of_them_says_why() -> None:
    late = [
        (path, before, line)
        for room in ROOMS
        for path, _ in modules(room)
        for before, line in pairwise((HOUSE / path).read_text("utf-8").splitlines())
        if "PLC0415" in line
    ]
    assert len(late) < 10
    assert [
        path for path, before, line in late if "PLC0415 - " not in line and not before.strip().startswith("#")
    ] == []


def ours(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("misread_")}


def packages() -> set[str]:
    """Every package within a room, by its whole name; commands are loaded by their names and give nothing to others."""
    found = set[str]()
    for room in ROOMS:
        top = HOUSE / room / f"misread_{room}"
        for path in top.rglob("__init__.py"):
            name = ".".join(path.parent.relative_to(HOUSE / room).parts)
            if "." in name and not name.startswith(("misread_web.commands", "misread_records.migrations")):
                found.add(name)
    return found


def package_of(module: str, known: set[str]) -> str | None:
    """Return the innermost package that a module is in, or is."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((name for name in names if name in known), None)


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_reaches_past_the_face_of_a_package(room: str) -> None:
    known = packages()
    past = list[str]()
    for path, tree in modules(room):
        here = ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module
                and not node.level
                and ours({node.module.split(".")[0]})
            ):
                package = package_of(node.module, known)
                inside = package is None or here == package or here.startswith(f"{package}.")
                if not inside and node.module != package:
                    past.append(f"{path}:{node.lineno} {node.module}")
                elif not inside:
                    face = set(importlib.import_module(node.module).__all__)
                    past += [f"{path}:{node.lineno} {node.module}.{a.name}" for a in node.names if a.name not in face]
    assert past == []


@pytest.mark.parametrize("package", sorted(packages()))
def test_a_face_gives_what_it_names(package: str) -> None:
    face = importlib.import_module(package)
    assert face.__all__
    assert [name for name in face.__all__ if not hasattr(face, name)] == []


@pytest.mark.parametrize("room", ["scenarios", "records"])
def test_the_lower_rooms_know_nothing_of_jupyter(room: str) -> None:
    assert {str(path): found for path, tree in modules(room) if (found := imported(tree) & JUPYTER)} == {}


def test_grading_loads_no_widget() -> None:
    code = "import sys, misread_grading.autograding.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"misread_course.time_limit", "misread_grading.running"} <= set(loaded)
    assert {"anywidget", "ipywidgets", "misread_widgets"} & set(loaded) == set()


def test_progress_is_computed_without_a_widget() -> None:
    progress = ", ".join(f"misread_web.home.{name}" for name in ("item_summaries", "progress", "profile", "results"))
    code = f"import sys, {progress}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"ipywidgets", "anywidget"} & set(loaded) == set()


def test_lessons_import_the_widgets_and_nothing_else() -> None:
    notebooks = sorted((HOUSE / "course").rglob("*.ipynb"))
    for path in notebooks:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert imported(ast.parse("\n".join(sources))) == {"misread_widgets"}, path.name
    assert notebooks


def test_checking_and_starting_load_no_nbformat() -> None:
    code = (
        "import sys, misread_web.commands.check, misread_course.steps, misread_course.graded_cells; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"misread_course.notebook", "misread_course.graded_cells"} <= set(loaded)
    assert {"nbformat", "jsonschema"} & set(loaded) == set()


READS_NOTEBOOKS = {
    "course/misread_course/notebook.py": {'"cells"'},  # the reader of lessons, without nbformat, which loads slowly
    "course/misread_course/notebook_node.py": {"nbformat.convert", "nbformat.reader"},  # the same with it
    "course/misread_course/run_cell.py": {"ast.parse", "compile", "exec", "eval"},  # the one that makes Python of cells
    # What a learner handed in may be any JSON, so these take nothing in it for granted, and run nothing of it:
    "grading/misread_grading/submissions/submission.py": {'"cells"'},
    "grading/misread_grading/submissions/normalise.py": {'"cells"'},
    "web/misread_web/command_groups.py": {"ast.parse"},  # commands' own modules, whose help it reads; no cells
}
"""The modules that read notebooks or make Python of a text, and by what."""


def reads(tree: ast.Module) -> set[str]:
    """What a module reads notebooks with, or makes Python of a text with, or looks for in a lesson's text."""
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="ast"), attr="parse" | "literal_eval" as name):
                found.add(f"ast.{name}")
            case ast.Attribute(value=ast.Name(id="nbformat"), attr="read" | "reads" | "reader" | "convert" as name):
                found.add(f"nbformat.{name}")
            case ast.ImportFrom(module="ast" | "nbformat" | "nbformat.reader" as module, names=names):
                harmless = {"NotebookNode", "ValidationError"}
                found |= {f"{module}.{alias.name}" for alias in names if alias.name not in harmless}
            case ast.Call(func=ast.Name(id="compile" | "exec" | "eval" as name)):
                found.add(name)
            case ast.Subscript(slice=ast.Constant(value="cells")):
                found.add('"cells"')
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="cells"), *_]):
                found.add('"cells"')
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(text)), *_]):
                found |= {"a pattern of calls"} if re.search(r"\\\.\w+\\\(", text) else set()
    return found


def test_only_the_room_of_lessons_reads_notebooks_and_makes_python_of_cells() -> None:
    found = {path.as_posix(): reads(tree) for room in ROOMS for path, tree in modules(room)}
    assert {path: names for path, names in found.items() if names} == READS_NOTEBOOKS


@pytest.mark.parametrize(
    "source",
    [
        "tree = ast.parse(source)",
        "from ast import parse",
        "notebook = nbformat.read(path, as_version=4)",
        "from nbformat import NotebookNode, reader",
        "from nbformat.reader import reads",
        "code = compile(tree, '<cell>', 'exec')",
        "cells = json.loads(text)['cells']",
        "cells = notebook.get('cells', [])",
        'asks = re.compile(r\'lesson\\.points\\("([^"]+)"\')',
    ],
)
def test_each_way_to_read_a_notebook_is_noticed(source: str) -> None:
    assert len(reads(ast.parse(source))) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_imports_is_a_declared_dependency(room: str) -> None:
    homes = packages_distributions()
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [lines for name, lines in project["optional-dependencies"].items() if name != "test"]
    lines = sum(extras, project["dependencies"])
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    foreign = {name for _, tree in modules(room) for name in imported(tree)} - sys.stdlib_module_names
    missing = {
        name
        for name in foreign - {f"misread_{room}" for room in ROOMS}
        if not declared & {canonicalize_name(home) for home in homes.get(name, [])}
    }
    assert missing == set()


def test_every_top_level_folder_is_a_room() -> None:
    folders = {path.name for path in HOUSE.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert folders - {"build", "dist"} <= set(ROOMS) | NOT_ROOMS


def test_every_room_is_a_package_of_its_own() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == [f"{room}/misread_{room}" for room in BELOW]


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert [str(path) for room in ROOMS for path, _ in modules(room) if path.stem in drawers] == []


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines from the first statement after the docstring to the function's last line."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    statements = function.body[has_docstring:]
    return (function.end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def test_no_function_is_longer_than_a_screen() -> None:
    scripts = [*HOUSE.glob("benchmarks/**/*.py"), *HOUSE.glob("docs/**/*.py"), *HOUSE.glob("deploy/**/*.py")]
    trees = [*((path, ast.parse(path.read_text("utf-8"))) for path in scripts), *(m for r in ROOMS for m in modules(r))]
    functions = [
        (f"{path}:{node.lineno} {node.name}", body_lines(node))
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [(name, lines) for name, lines in functions if lines > LONGEST_BODY] == []
    assert max(lines for _, lines in functions) > LONGEST_BODY / 2  # they were counted
