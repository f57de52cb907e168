"""What is read of a file is what stands in it, line by line, and what any Markdown viewer shows."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from misread_scenarios.format.blocks import LONGEST_FILE, blocks, lines_of
from misread_scenarios.format.reader import read_file, read_text
from misread_scenarios.library import library, path_of
from misread_scenarios.problems import MOST_PROBLEMS

CLEAN = Path(__file__).parent / "clean.md"
FILES = {**{id_: path_of(id_) for id_ in library()}, "clean": CLEAN}


def body(path: Path) -> tuple[str, int]:
    """Return the text below the front matter and the number of its first line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    end = lines.index("---", 1) + 1
    return "\n".join(lines[end:]), end + 1


def lines_of_tokens(tokens: list[Token], kind: str, first: int) -> list[int]:
    return [token.map[0] + first for token in tokens if token.type == kind and token.map]


@pytest.mark.parametrize("id_", FILES)
def test_a_markdown_viewer_sees_the_same_pieces(id_: str) -> None:
    text, first = body(FILES[id_])
    tokens = MarkdownIt("commonmark").parse(text)
    found = list(blocks(text, first))
    headings = [token for token in tokens if token.type == "heading_open"]
    assert [(token.map[0] + first, token.tag) for token in headings if token.map] == [
        (block.line, f"h{block.level}") for block in found if block.kind == "heading"
    ]
    items = {block.line for block in found if block.kind in {"item", "fact", "rule"}}
    assert set(lines_of_tokens(tokens, "list_item_open", first)) == items
    titles = [tokens[number + 1].content for number, token in enumerate(tokens) if token.type == "heading_open"]
    assert titles == [block.text for block in found if block.kind == "heading"]


@pytest.mark.parametrize("id_", FILES)
def test_a_markdown_viewer_nests_facts_below_their_choices(id_: str) -> None:
    text, first = body(FILES[id_])
    depth, nested = 0, {}
    for token in MarkdownIt("commonmark").parse(text):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "list_item_open" and token.map:
            nested[token.map[0] + first] = depth
    levels = {"item": 1, "rule": 1, "fact": 2}
    assert nested == {block.line: levels[block.kind] for block in blocks(text, first) if block.kind in levels}


@pytest.mark.parametrize("id_", FILES)
def test_every_authored_thing_knows_its_line(id_: str) -> None:
    lines = FILES[id_].read_text(encoding="utf-8").split("\n")
    scenario = read_file(FILES[id_]).scenario
    assert scenario is not None
    for scene in scenario.scenes:
        assert lines[scene.line - 1] == f"## {scene.id} {scene.title}"
        for choice in scene.choices:
            assert lines[choice.line - 1] == f"- {choice.id}. {choice.text}"
            assert all(lines[passage.line - 1].endswith(passage.text) for passage in (*choice.then, *choice.why))
    for ending in scenario.endings:
        assert lines[ending.line - 1] == f"## {ending.id} {ending.title}"
    for rule in scenario.rules:
        assert lines[rule.line - 1].endswith(f"-> {rule.target}")


def test_lines_that_run_on_are_joined() -> None:
    text = CLEAN.read_text(encoding="utf-8")
    broken = text.replace("The client wants a name by Friday. ", "The client wants\na name by Friday.\n")
    assert broken != text
    first, second = read_text(text, "x.md").scenario, read_text(broken, "x.md").scenario
    assert first is not None
    assert second is not None
    assert first.version == second.version


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_other_systems_read_the_same(end: str) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    assert read_text(text.replace("\n", end), "x.md") == read_text(text, "x.md")


def test_lines_end_where_markdown_ends_them() -> None:
    assert lines_of("a\nb\r\nc\rd\u2028e\x85f\x0bg\n") == ["a", "b", "c", "d\u2028e\x85f\x0bg"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "clean.md"
    path.write_bytes(b"\xef\xbb\xbf" + CLEAN.read_bytes())
    assert read_file(path).scenario is not None
    assert read_text("\ufeff" + CLEAN.read_text(encoding="utf-8"), "x.md").scenario is not None


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x85", "\u2028", "\u2029", "\ud800", "\x1b"])
def test_an_invisible_character_is_named_with_its_line(letter: str) -> None:
    text = CLEAN.read_text(encoding="utf-8").replace("Two days later", f"Two{letter}days later")
    (problem,) = read_text(text, "x.md").problems
    assert (problem.code, problem.line) == ("SC001", text[: text.index(letter)].count("\n") + 1)
    assert f"U+{ord(letter):04X}" in problem.message


def test_all_problems_are_told_at_once() -> None:
    text = re.sub(r"(?m)^  - hours: \d$", "  - hour: 1", CLEAN.read_text(encoding="utf-8"))
    problems = read_text(text, "x.md").problems
    assert len(problems) == text.count("- hour: 1") > 10
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_after_a_thousand_problems_reading_stops_and_says_so() -> None:
    text = CLEAN.read_text(encoding="utf-8") + "\n# wrong" * 5_000
    problems = read_text(text, "x.md").problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert "put the first ones right" in problems[-1].message


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_bytes(CLEAN.read_bytes() + b"x" * 5 * LONGEST_FILE)
    (problem,) = read_file(path).problems
    assert (problem.code, problem.line) == ("SC001", 1)


def test_an_undeclared_variable_is_told_and_a_badly_declared_one_is_told_once() -> None:
    text = CLEAN.read_text(encoding="utf-8")
    undeclared = read_text(re.sub(r"(?m)^  calm: .*\n", "", text), "x.md").problems
    assert {problem.code for problem in undeclared} == {"SC013"}
    assert len(undeclared) > 5
    (badly,) = read_text(text.replace("  calm: 0..10 = 5", "  calm: ten"), "x.md").problems
    assert badly.code == "SC004"


def test_a_confidence_needs_two_claims() -> None:
    text = CLEAN.read_text(encoding="utf-8").replace("  - claims: cause == skill\n", "")
    (problem,) = read_text(text, "x.md").problems
    assert problem.code == "SC010"
    assert "two claims" in problem.message
