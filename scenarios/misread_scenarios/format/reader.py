"""The reader of scenarios: from an author's file to a scenario, or to the list of its problems."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from pathlib import Path
from typing import Any

from misread_scenarios.format.blocks import LONGEST_FILE, MOST_LINES, blocks, lines_of
from misread_scenarios.format.body import read_story
from misread_scenarios.format.front_matter import Header
from misread_scenarios.format.lookalikes import ROW, instead
from misread_scenarios.format.references import check_references
from misread_scenarios.format.yaml_data import Fields, YamlError, read_yaml
from misread_scenarios.model import Scenario
from misread_scenarios.problems import Findings, Problem, TooManyProblems

FENCE = "---"
MOST_BYTES = 4 * LONGEST_FILE + 1
TOO_LONG = f"the file is longer than {LONGEST_FILE:,} characters or {MOST_LINES:,} lines; split it"
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, unusual line separators and lone surrogates: no author types them on purpose."""


@dataclasses.dataclass(frozen=True)
class Reading:
    """The result of reading a file: a scenario (None if there are problems), and the problems by line."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]


def read_file(path: Path) -> Reading:
    """Read a scenario file. Bad content is returned as problems and never raised."""
    source = path.name
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return _unreadable(source, f"the file cannot be opened ({error.strerror}); check the path and its rights")
    except UnicodeDecodeError as error:
        if len(raw) == MOST_BYTES:
            return _unreadable(source, TOO_LONG)
        line = raw[: error.start].count(b"\n") + 1
        return _unreadable(source, "the file is not UTF-8 text; save it as UTF-8", line)
    return read_text(text, source)


def read_text(text: str, source: str) -> Reading:
    """Read the text of a scenario; `source` is the file name in its problems.

    Any text gives a scenario or problems. Time and memory depend only on its length.
    """
    findings = Findings(source)
    if len(text) > LONGEST_FILE or max(text.count("\n"), text.count("\r")) > MOST_LINES:
        return _unreadable(source, TOO_LONG)
    lines = lines_of(text.removeprefix("\ufeff"))
    scenario = None
    with contextlib.suppress(TooManyProblems):
        scenario = _scenario(lines, findings)
    problems = tuple(sorted(set(findings.problems)))
    return Reading(None if problems else scenario, problems)


def _scenario(lines: list[str], findings: Findings) -> Scenario | None:
    _note_hidden(lines, findings)
    parts = _front_matter(lines, findings) if not findings.problems else None
    if parts is None:
        return None
    fields, first = parts
    header = Header(fields, lines[:first], findings)
    read = header.read()
    story = read_story(list(blocks("\n".join(lines[first:]), first + 1)), findings)
    values: dict[str, Any] = {"id": "", "title": "", "minutes": 0, "source": findings.source, **read}
    scenario = Scenario(
        **values, **{field.name: tuple(getattr(story, field.name)) for field in dataclasses.fields(story)}
    )
    if not scenario.scenes:
        findings.add("SC007", len(lines) or 1, "there is no scene; begin one with `## N1 A title`")
    if not any(
        problem.code == "SC017" for problem in findings.problems
    ):  # after SC017, many names are missing because their lines were not read
        check_references(scenario, findings, frozenset(header.unread))
    return scenario


def _note_hidden(lines: list[str], findings: Findings) -> None:
    """Report each line with an invisible character; one search of the whole text comes first, as they are rare."""
    if not HIDDEN.search("\n".join(lines)):
        return
    for number, line in enumerate(lines, 1):
        if hidden := HIDDEN.search(line):
            message = f"an invisible character (U+{ord(hidden[0]):04X}) that programs read differently; delete it"
            findings.add("SC001", number, message)


def _unreadable(source: str, message: str, line: int = 1) -> Reading:
    return Reading(None, (Problem(source, line, "SC001", message),))


def _front_matter(lines: list[str], findings: Findings) -> tuple[Fields, int] | None:
    """Return the fields and the number of lines that they take, including both fences."""
    if not lines or lines[0].strip() != FENCE:
        message = "the file begins with a line of three dashes, then the fields, then three dashes"
        findings.add("SC002", 1, message + instead(lines[0].strip()[:20] if lines else ""))
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        findings.add("SC002", *_unclosed(lines))
        return None
    try:
        data = read_yaml("\n".join(lines[1:end]), first_line=2)
    except YamlError as error:
        findings.add("SC002", error.line, str(error))
        return None
    if not isinstance(data, Fields):
        findings.add("SC002", data.line, "the front matter holds fields, one a line: `title: Sam and Priya`")
        return None
    return data, end + 1


def _unclosed(lines: list[str]) -> tuple[int, str]:
    """Return the line on which the front matter was meant to end (else the first), and what would have worked."""
    for number, line in enumerate(lines[1:], 2):
        if ROW.match(row := line.strip()):
            return number, f"the front matter ends with three dashes, but this line is '{row[:20]}'{instead(row[:20])}"
    return 1, "the front matter is not closed; put a line of three dashes below the fields"
