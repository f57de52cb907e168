"""Every file that could hold content is read as what it is, or named as one that is not checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from misread_scenarios.exercises.library import EXERCISES
from misread_scenarios.format.content_kind import is_scenario, is_sheet, nameless, scenario_files, sheet_files
from misread_scenarios.library import path_of

SCENARIO = path_of("warm-up").read_text("utf-8")
SHEET = (EXERCISES / "x4-2.yaml").read_text("utf-8")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
MARKS = {"utf-16-le": "\N{ZERO WIDTH NO-BREAK SPACE}", "utf-16-be": "\N{ZERO WIDTH NO-BREAK SPACE}"}
ON_TOP = ["", "\n", "\r\n \r\n", "# A note to ourselves\n", "\n# One\n\n# Two\n"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("top", [*ON_TOP, "<!-- A note to ourselves -->\n"])
@pytest.mark.parametrize("name", ["story.md", "story.MD", "story.markdown"])
def test_a_scenario_is_one_however_encoded_and_called(tmp_path: Path, encoding: str, top: str, name: str) -> None:
    (tmp_path / name).write_bytes((MARKS.get(encoding, "") + top + SCENARIO).encode(encoding))
    assert scenario_files(tmp_path) == [tmp_path / name]
    assert nameless(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("top", [*ON_TOP, "---\n", "%YAML 1.2\n---\n"])
@pytest.mark.parametrize("name", ["x4-2.yaml", "x4-2.yml", "X4-2.YAML"])
def test_an_exercise_is_one_however_encoded_and_called(tmp_path: Path, encoding: str, top: str, name: str) -> None:
    (tmp_path / name).write_bytes((MARKS.get(encoding, "") + top + SHEET).encode(encoding))
    assert sheet_files(tmp_path) == [tmp_path / name]
    assert nameless(tmp_path.iterdir()) == []


@pytest.mark.parametrize("first", ["———\n", "format: scenario/1\n", "----\n", "– –\n"])
def test_a_scenario_with_a_slip_in_its_first_line_is_one(tmp_path: Path, first: str) -> None:
    path = tmp_path / "story.md"
    path.write_text(SCENARIO.replace("---\n", first, 1), "utf-8")
    assert is_scenario(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# How to write one\n\n```\n---\nformat: scenario/1\n```\n"),
        ("notes.yaml", "colours: [green, red]\n"),
        ("empty.md", ""),
    ],
)
def test_a_file_that_does_not_say_what_it_is_is_named(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert not is_scenario(path)
    assert not is_sheet(path)
    assert nameless([path, tmp_path / "picture.png"]) == [path]
