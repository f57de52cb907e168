"""Whatever stands in a file, reading it gives a scenario or problems, soon and in little room."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.checks import check_text
from misread_scenarios.format.reader import read_text
from misread_scenarios.library import library, path_of

HERE = Path(__file__).parent
CLEAN = (HERE / "clean.md").read_text(encoding="utf-8")
HEAD = CLEAN[: CLEAN.index("## N1")]
SCENE = f"{HEAD}## N1 A scene\n\nText.\n\n- a. Do something.\n"
SMALL = ("warm-up", "elective-3-waiting", "first-guess-cards", "not-ready")
SECONDS, MEGABYTES = 2, 200

LETTERS = st.characters(codec=None)
SCRAPS = st.sampled_from(
    [
        *(
            "---",
            "## N1 A title",
            "## Endings",
            "## At the end",
            "1. otherwise -> E1",
            "2. trust <= 2 -> E1",
            "- a. Do",
        ),
        *(
            "  - then: So.",
            "  - why (if known): So.",
            "  - effect (if trust > 3): calm +1, known = yes",
            "  - score: C1 3",
        ),
        *(
            "> host: Ask.",
            "> pick: 2",
            "> confidence: 50..100 by 10",
            "> fact: A log.",
            "  - claims: yes",
            "  - go: N1",
        ),
        *(
            "(if (((known",
            "{ida.they}",
            "{ida:reads|read}",
            "{",
            "<!--",
            "-->",
            "\t- x",
            "# ",
            "#######",
            "1) x",
            "* x",
            "",
        ),
    ]
)
YAML = st.sampled_from(
    [
        *(
            "format: scenario/1",
            "id: x",
            "title: T",
            "minutes: 5",
            "state: {a: 0..10 = 5}",
            "state: [a]",
            "state: &a {b: *a}",
        ),
        *(
            "cast: {ida: {name: Ida, pronouns: she, packs: [[[[[[[[[x]]]]]]]]]}}",
            "cast: {1: 2}",
            "draw: {a: [x, y]}",
            "a: *b",
        ),
        *(
            "? [a, b]\n: c",
            "minutes: 99999999999999999999999999",
            "x: !!python/object:os.system y",
            "id: !!binary aGk=",
            "<<: {a: b}",
        ),
        *(
            "title: 'open",
            'title: "\\x00"',
            "title: |\n  long\n   text",
            "tiers: [[E1, [E2]], E3]",
            "good: {a: b}",
            "allow: [Q6]",
        ),
        *(
            "%YAML 9.9",
            "...",
            "--- ",
            "- x",
            "\tx: y",
            "x:\ty",
            "id: ~",
            "competencies: [C1, {a: b}]",
            "hours: 3",
            "lang: 1",
        ),
    ]
)


def lines_in(text: str) -> int:
    return max(1, len(re.split(r"\r\n|\r|\n", text)))


def reads(text: str) -> None:
    reading = read_text(text, "any.md")
    assert (reading.scenario is None) == bool(reading.problems)
    for problem in reading.problems:
        assert 1 <= problem.line <= lines_in(text), problem
        assert "\n" not in str(problem)
    if reading.scenario:
        assert len(reading.scenario.version) == 12


@settings(deadline=None)
@given(st.text(alphabet=LETTERS))
def test_any_text_reads(text: str) -> None:
    reads(text)
    reads(SCENE + text)
    reads(text + SCENE)


@settings(deadline=None)
@given(st.lists(st.one_of(SCRAPS, st.text(alphabet=LETTERS, max_size=20)), max_size=30))
def test_any_lines_of_the_format_read(lines: list[str]) -> None:
    reads(HEAD + "\n".join(lines))


@settings(deadline=None)
@given(
    st.lists(st.one_of(YAML, st.text(alphabet=LETTERS, max_size=20)), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_front_matter_reads(fields: list[str], end: str) -> None:
    reads(end.join(["---", *fields, "---", "## N1 A scene", "", "- a. Do something.", ""]))


HARMS = st.tuples(
    st.sampled_from(["lose", "double", "swap", "insert", "cut"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.sampled_from([*"{}()|:,.-#>[]'\"=+0 \t\\", "\x00", "\u2028", "\x85", "\ufeff", "\ud800", "é"]),
)


def damaged(id_: str, harms: list[tuple[str, int, int, str]]) -> str:
    """Return a library file with some lines lost, doubled, swapped or bent."""
    lines = path_of(id_).read_text(encoding="utf-8").split("\n")
    for harm, one, other, letter in harms:
        here, there = one % len(lines), other % len(lines)
        place = other % (len(lines[here]) + 1)
        if harm == "lose":
            del lines[here]
        elif harm == "double":
            lines.insert(there, lines[here])
        elif harm == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif harm == "insert":
            lines[here] = lines[here][:place] + letter + lines[here][place:]
        else:
            lines[here] = lines[here][:place]
    return "\n".join(lines)


@settings(deadline=None)
@given(st.sampled_from(library()), st.lists(HARMS, min_size=1, max_size=4))
def test_a_damaged_file_reads(id_: str, harms: list[tuple[str, int, int, str]]) -> None:
    reads(damaged(id_, harms))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SMALL), st.lists(HARMS, min_size=1, max_size=4))
def test_a_damaged_file_can_be_checked(id_: str, harms: list[tuple[str, int, int, str]]) -> None:
    text = damaged(id_, harms)
    for problem in check_text(text, "any.md"):
        assert 1 <= problem.line <= lines_in(text), problem


def many(line: str | Callable[[int], str], before: str = SCENE, most: int = 49_000) -> str:
    """Return a file of a million characters at most that says one thing again and again."""
    made = (line if isinstance(line, str) else line(number) for number in range(most))
    found, size = [before], len(before)
    for text in made:
        size += len(text) + 1
        if size > 1_000_000:
            break
        found.append(text)
    return "\n".join(found)


WORST: dict[str, Callable[[], str]] = {
    "headings": lambda: many(lambda number: f"## N{number} t", HEAD),
    "headings alike": lambda: many("## N1 t", HEAD),
    "choices": lambda: many(lambda number: f"- a{number}. t"),
    "facts": lambda: many("  - then: t"),
    "unknown facts": lambda: many("  - thne: t"),
    "effects": lambda: many("  - effect (if trust>1): calm +1"),
    "unknown variables": lambda: many("  - effect: trsut +1"),
    "jumps to nowhere": lambda: many(lambda number: f"## M{number} t\n- a. t\n  - go: X{number}", HEAD),
    "one long effect": lambda: f"{SCENE}  - effect: " + ", ".join(f"v{number} +1" for number in range(90_000)),
    "a long condition": lambda: f"{SCENE}  - when: " + " or ".join(["trust > 1"] * 70_000),
    "deep brackets": lambda: f"{SCENE}  - when: " + "(" * 450_000 + "known" + ")" * 450_000,
    "brackets that stay open": lambda: f"{SCENE}  - then (if " + "(" * 900_000,
    "a row of spaces": lambda: f"{HEAD}## N1 " + " " * 900_000 + "x",
    "a row of signs": lambda: f"{HEAD}## N1 " + " #" * 450_000 + "x",
    "one long line": lambda: SCENE + "x" * 900_000,
    "one long paragraph": lambda: many("some words that run", f"{HEAD}## N1 t\n"),
    "bad slots": lambda: f"{HEAD}## N1 t\n\n" + "{x} " * 220_000,
    "comments that stay open": lambda: many("<!-- x"),
    "rules": lambda: many(lambda number: f"1. trust >= 1 -> E{number}", f"{SCENE}\n## Endings\n"),
    "endings": lambda: many(lambda number: f"## E{number} t", f"{SCENE}\n## Endings\n1. otherwise -> E1\n"),
    "labels": lambda: "---\n  v: #" + " " * 900_000 + f"x\n{HEAD[4:]}",
    "fields": lambda: "---\n" + "\n".join(f"formt{number}: x" for number in range(4_000)) + "\n---\n",
    "nested lists": lambda: "---\na: " + "[" * 60_000 + "\n---\n",
    "a long number": lambda: "---\nminutes: " + "9" * 60_000 + "\n---\n",
}

MEASURE = """
import json, resource, sys, time
from pathlib import Path
from misread_scenarios.format.reader import read_file
path = Path(sys.argv[1])
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
problems = len(read_file(path).problems)
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"seconds": time.process_time() - start, "megabytes": used / 1024, "problems": problems}))
"""


@pytest.mark.parametrize("worst", WORST)
def test_the_worst_file_of_a_megabyte_reads_soon_and_in_little_room(worst: str, tmp_path: Path) -> None:
    path = tmp_path / "worst.md"
    path.write_text(WORST[worst](), encoding="utf-8")
    output = subprocess.run([sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True)
    measured = json.loads(output.stdout)
    assert measured["seconds"] <= SECONDS
    assert measured["megabytes"] <= MEGABYTES
