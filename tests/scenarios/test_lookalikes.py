"""What was meant for the engine is never shown to learners as prose: its line is named, with the sign in it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.format.body import FACT_READERS
from misread_scenarios.format.lookalikes import BULLETS, CHOICE_FACTS, DASHES
from misread_scenarios.format.reader import read_text
from misread_scenarios.problems import Problem

CLEAN = (Path(__file__).parent / "clean.md").read_text(encoding="utf-8").split("\n")
NBSP = "\N{NO-BREAK SPACE}"


def numbered(pattern: str) -> list[int]:
    """Return the numbers of the clean file's lines that match."""
    return [number for number, line in enumerate(CLEAN, 1) if re.match(pattern, line)]


CHOICES, FACTS, NOTES = numbered(r"- [a-z-]+\. "), numbered(r"  - [a-z]+"), numbered(r"> [a-z]+:")
HEADINGS, RULES = numbered(r"## [A-Z][0-9]"), numbered(r"[0-9]+\. ")


def problems(number: int, line: str) -> tuple[Problem, ...]:
    """Return what is wrong with the clean file once one line says something else."""
    return read_text("\n".join([*CLEAN[: number - 1], line, *CLEAN[number:]]), "x.md").problems


def the_one(number: int, line: str) -> str:
    """Return the message on the one problem, which stands on the line that was changed."""
    (found,) = problems(number, line)
    assert (found.line, found.code) == (number, "SC017")
    return found.message


@given(
    number=st.sampled_from(CHOICES + FACTS),
    sign=st.sampled_from(DASHES + BULLETS),
    space=st.sampled_from(["", " ", NBSP]),
)
def test_a_dash_or_a_bullet_in_place_of_the_list_mark_is_named_on_its_line(number: int, sign: str, space: str) -> None:
    line = CLEAN[number - 1].replace("- ", sign + space, 1)
    assert f"'{sign}' ({unicodedata.name(sign).lower()})" in the_one(number, line)


@given(
    number=st.sampled_from(CHOICES + FACTS), mark=st.sampled_from(["* ", "+ ", "*", "+", "-", f"-{NBSP}", "--", "-- "])
)
def test_another_list_mark_or_a_missing_space_is_a_problem_on_its_line(number: int, mark: str) -> None:
    assert "write `" in the_one(number, CLEAN[number - 1].replace("- ", mark, 1))


@given(number=st.sampled_from(FACTS))
def test_a_fact_without_a_list_mark_or_with_odd_spaces_is_reported_on_its_line(number: int) -> None:
    assert "`  - " in the_one(number, CLEAN[number - 1].replace("- ", "", 1))
    assert "no-break space" in the_one(number, CLEAN[number - 1].replace("  - ", f"{NBSP}{NBSP}- ", 1))


@given(
    number=st.sampled_from(NOTES),
    mark=st.sampled_from(
        ["", "» ", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "\N{FULLWIDTH GREATER-THAN SIGN} ", "&gt; "]
    ),
)
def test_a_note_without_its_mark_is_a_problem_on_its_line(number: int, mark: str) -> None:
    assert "`> " in the_one(number, CLEAN[number - 1].replace("> ", mark, 1))


@given(
    number=st.sampled_from(HEADINGS),
    mark=st.sampled_from(["##", f"##{NBSP}", "  ## ", "\N{FULLWIDTH NUMBER SIGN}" * 2]),
)
def test_a_heading_that_is_none_is_a_problem_on_its_line(number: int, mark: str) -> None:
    assert "a heading" in the_one(number, CLEAN[number - 1].replace("## ", mark, 1))


@pytest.mark.parametrize("row", ["---", "***", "___", "* * *", "———", "––"])
def test_a_row_of_dashes_in_the_story_is_a_problem_on_its_line(row: str) -> None:
    assert "a row of" in the_one(NOTES[0] - 1, row)


@given(number=st.sampled_from(RULES), mark=st.sampled_from(["", "1.", "1", "(1) ", "1: "]))
def test_a_rule_without_its_number_is_a_problem_on_its_line(number: int, mark: str) -> None:
    assert "1. trust" in the_one(number, re.sub(r"^[0-9]+\. ", mark, CLEAN[number - 1]))


@given(number=st.sampled_from(RULES), arrow=st.sampled_from("→⇒"))
def test_another_arrow_is_named(number: int, arrow: str) -> None:
    assert any(
        (one.line, one.code) == (number, "SC015") and unicodedata.name(arrow).lower() in one.message
        for one in problems(number, CLEAN[number - 1].replace("->", arrow))
    )


@pytest.mark.parametrize(
    "prose",
    [
        "– Oui, dit-elle. Demain.",
        "— and then nothing.",
        "*Never* again.",
        "**Captain** is a joke.",
        "-5 degrees, and no coat.",
        "+49 is the code.",
        "Then: nothing.",
        "#captain, says the note.",
        "»Ja«, says the note.",
        "(If you ask me, it's too late.)",
        "(When the lift comes, nobody speaks.)",
        "If nothing happens, somebody will ask.",
        "1.5 hours later.",
    ],
)
def test_prose_that_begins_with_such_a_sign_stays_prose(prose: str) -> None:
    number = HEADINGS[0] + 2
    reading = read_text("\n".join([*CLEAN[: number - 1], prose, "", *CLEAN[number - 1 :]]), "x.md")
    assert reading.scenario is not None
    assert reading.scenario.scenes[0].paragraphs[0].text == prose


NEARLY = [
    "(If trust >= 6)",
    "(IF known)",
    "( if known)",
    f"(if{NBSP}known)",
    "[if trust >= 6]",
    "(when known)",
    "(If trust ≥ 6)",
]


@pytest.mark.parametrize("guard", NEARLY)
@pytest.mark.parametrize("place", ["paragraph", "then", "why", "effect", "takeaway", "ending"])
def test_what_is_nearly_a_condition_is_a_problem_wherever_one_may_stand(guard: str, place: str) -> None:
    patterns = {
        "paragraph": (r"[A-Z]", "{} {}"),
        "ending": (r"## E1", "{1}\n\n{0} It ends."),
        "takeaway": (r"> takeaway: ", "> takeaway {}: x"),
    }
    pattern, shape = patterns.get(place, (rf"  - {place}: ", "  - " + place + " {}: trust +1"))
    lines = [number for number in numbered(pattern) if number > HEADINGS[0]]
    written = shape.format(guard, CLEAN[lines[0] - 1])
    (found,) = problems(lines[0], written)
    assert found.line == lines[0] + written.count("\n")
    assert found.code in {"SC010", "SC012"}
    assert "(if " in found.message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("trust +2", "trust –2", "en dash"),
        ("trust +2", "trust \N{FULLWIDTH PLUS SIGN}2", "fullwidth plus sign"),
        ("(if cause == skill)", "(if trust ≥ 4)", "greater-than or equal to"),
    ],
)
def test_signs_of_other_keyboards_are_named_in_effects_and_conditions(old: str, new: str, said: str) -> None:
    number = next(number for number in FACTS if old in CLEAN[number - 1])
    (found,) = problems(number, CLEAN[number - 1].replace(old, new))
    assert found.line == number
    assert said in found.message


@pytest.mark.parametrize("row", ["———", "----", "–––", "***"])
def test_the_line_that_should_end_the_front_matter_is_named(row: str) -> None:
    end = CLEAN.index("---", 1) + 1
    (found,) = problems(end, row)
    assert (found.line, found.code) == (end, "SC002")


def test_a_tab_and_a_curly_quotation_mark_in_the_front_matter_are_named() -> None:
    number = next(number for number, line in enumerate(CLEAN, 1) if line.startswith("  trust:"))
    (tab,) = problems(number, CLEAN[number - 1].replace("  ", "\t", 1))
    assert (tab.line, tab.code) == (number, "SC002")
    assert "tab" in tab.message
    number = next(number for number, line in enumerate(CLEAN, 1) if line.startswith("title:"))
    (curly,) = problems(number, "title: “No: application”")
    assert curly.line == number
    assert "left double quotation mark" in curly.message


def test_a_condition_without_brackets_is_a_problem_at_the_head_of_a_paragraph() -> None:
    number = HEADINGS[0] + 2
    (found,) = problems(number, f"If trust >= 6: {CLEAN[number - 1]}")
    assert (found.line, found.code) == (number, "SC012")
    assert "(if trust >= 6)" in found.message


def test_every_fact_of_a_choice_is_known_by_its_name() -> None:
    assert set(CHOICE_FACTS) == set(FACT_READERS)
