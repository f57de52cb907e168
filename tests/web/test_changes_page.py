"""The page about changes: every command of its examples prints what the page shows, in the order of the page."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misread_web.main import command_line

PAGE = (Path(__file__).parents[2] / "docs" / "changes.md").read_text("utf-8")
BLOCKS = re.compile(r"(?:`(?P<file>[\w-]+\.csv)`[^\n]*:\n\n)?```(?P<kind>csv|console)\n(?P<text>.*?)```", re.DOTALL)


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give the commands of a block, each with the lines below it."""
    for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = step.splitlines()
        yield command, shown


def test_the_examples_of_the_page_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path / "try"))
    tried = 0
    for block in BLOCKS.finditer(PAGE):
        if block["kind"] == "csv":
            (tmp_path / block["file"]).write_text(block["text"], "utf-8")
            continue
        for command, shown in steps(block["text"]):
            words = shlex.split(command)
            if words[:2] != ["misread", "cohort"]:
                continue
            done = CliRunner().invoke(command_line(), words[1:], prog_name="misread")
            assert done.exit_code == 0, done.output
            printed = [*done.stderr.splitlines(), *done.stdout.splitlines()]
            assert printed[: len(shown)] == shown
            tried += 1
    assert tried >= 8
