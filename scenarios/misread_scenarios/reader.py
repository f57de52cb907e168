"""From an author's file to a scenario, or to the list of everything that is wrong with it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from misread_scenarios.findings import Findings
from misread_scenarios.header import Header
from misread_scenarios.model import Scenario
from misread_scenarios.outline import LONGEST_FILE, MOST_LINES, blocks
from misread_scenarios.problems import Problem
from misread_scenarios.references import check_references
from misread_scenarios.story import read_story
from misread_scenarios.yaml_data import Fields, YamlError, read_yaml

FENCE = "---"


@dataclasses.dataclass(frozen=True)
class Reading:
    """What came of reading a file: a scenario where nothing is wrong, and the problems in the order of their lines."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]


def read_file(path: Path) -> Reading:
    """Read a scenario file. What is wrong comes back as problems; nothing is raised for bad content."""
    source = path.name
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return _unreadable(source, f"the file cannot be opened ({error.strerror}); check the path and its rights")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _unreadable(source, "the file is not UTF-8 text; save it as UTF-8", line)
    return read_text(text, source)


def read_text(text: str, source: str) -> Reading:
    """Read the text of a scenario. `source` is the name that problems carry.

    Any text gives a scenario or problems, in time and memory that grow with its length alone.
    """
    findings = Findings(source)
    if len(text) > LONGEST_FILE or text.count("\n") > MOST_LINES:
        message = f"the file is longer than {LONGEST_FILE:,} characters or {MOST_LINES:,} lines; split it"
        return _unreadable(source, message)
    lines = text.splitlines()
    parts = _front_matter(lines, findings)
    if parts is None:
        return Reading(None, tuple(findings.problems))
    fields, first = parts
    header = Header(fields, lines[:first], findings).read()
    story = read_story(list(blocks("\n".join(lines[first:]), first + 1)), findings)
    given: dict[str, Any] = {"id": "", "title": "", "minutes": 0, "source": source, **header}
    scenario = Scenario(
        **given, **{field.name: tuple(getattr(story, field.name)) for field in dataclasses.fields(story)}
    )
    if not scenario.scenes:
        findings.add("SC007", len(lines) or 1, "there is no scene; begin one with `## N1 A title`")
    check_references(scenario, findings)
    problems = tuple(sorted(set(findings.problems)))
    return Reading(None if problems else scenario, problems)


def _unreadable(source: str, message: str, line: int = 1) -> Reading:
    return Reading(None, (Problem(source, line, "SC001", message),))


def _front_matter(lines: list[str], findings: Findings) -> tuple[Fields, int] | None:
    """Return the fields and the number of lines that they take, both fences included."""
    if not lines or lines[0].strip() != FENCE:
        findings.add("SC002", 1, "the file begins with a line of three dashes, then the fields, then three dashes")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        findings.add("SC002", 1, "the front matter is not closed; put a line of three dashes below the fields")
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
