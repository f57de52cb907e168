"""The kind of content that a file holds, judged by its first lines, in any encoding and below any comments."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from misread_scenarios.format.lookalikes import ROW

MARKDOWN, YAML, PLAYS = frozenset({".md", ".markdown"}), frozenset({".yaml", ".yml"}), ".play"
"""The extensions of files that may hold scenarios, of those that may hold exercises, rubrics or forms, and of plays."""
BEGINNING = 8192
"""The number of bytes of a file that are searched for its format."""
FIRST_LINES = 40
FORMAT = re.compile(r"format[ \t]*:[ \t]*[\"'“]?(scenario|exercise|rubric|form|translation)\b", re.IGNORECASE)
COMMENT = ("#", "<!--", "%")
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def is_scenario(path: Path) -> bool:
    """Tell a scenario, of any version and however broken, from other kinds of text."""
    if path.suffix.lower() not in MARKDOWN or not (lines := _first_lines(path)):
        return False
    return (ROW.match(lines[0]) or FORMAT.match(lines[0])) is not None and _format(lines) == "scenario"


def is_sheet(path: Path) -> bool:
    """Tell an exercise, a rubric or a form, of any version and however broken, from other files."""
    return path.suffix.lower() in YAML and _format(_first_lines(path)) in {"exercise", "rubric", "form"}


def is_translation(path: Path) -> bool:
    """Tell a file of translations, of any version and however broken, from other files."""
    return path.suffix.lower() in YAML and _format(_first_lines(path)) == "translation"


def scenario_files(folder: Path) -> list[Path]:
    """Return the files of a folder that say they are scenarios, in order."""
    return sorted(file for file in folder.iterdir() if is_scenario(file))


def sheet_files(folder: Path) -> list[Path]:
    """Return the files of a folder that say they are exercises, rubrics or forms, in order."""
    return sorted(file for file in folder.iterdir() if is_sheet(file))


def play_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold plays, in order."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() == PLAYS)


def nameless(files: Iterable[Path]) -> list[Path]:
    """Return the files that could hold content by their extension, but do not say what they hold."""
    kinds = MARKDOWN | YAML
    return sorted(
        file
        for file in files
        if file.suffix.lower() in kinds
        and file.is_file()
        and not (is_scenario(file) or is_sheet(file) or is_translation(file))
    )


def _format(lines: Iterable[str]) -> str:
    """Return the format that the first lines of a file name; empty if they name none."""
    return next((match[1].lower() for line in lines if (match := FORMAT.match(line))), "")


def _first_lines(path: Path) -> list[str]:
    """Return the first lines of a file that are neither blank nor comments; none if the file cannot be read."""
    if not path.is_file():
        return []
    try:
        with path.open("rb") as file:
            raw = file.read(BEGINNING)
    except OSError:
        return []
    encoding = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "utf-8")
    lines = (line.strip() for line in raw.decode(encoding, errors="replace").splitlines())
    return list(itertools.islice((line for line in lines if line and not line.startswith(COMMENT)), FIRST_LINES))
