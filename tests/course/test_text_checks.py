"""The checker's rules for the words of lessons: each is broken in a lesson of the course, and named with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import Lesson, apart, lesson, lessons
from misread_course.checks import RULES, LessonRule
from misread_course.notebook import cells, source_of
from misread_course.text_checks import minutes_taken, prose
from misread_scenarios.evidence import citations

OF_TEXTS = {rule.code: rule for rule in RULES if rule.code >= "LE004"}
CITED = "Teams that feel safe share more (Frazier and others, 2017)."


def changed(tmp_path: Path, change: Callable[[str], str], cell: str = "m4-1") -> Lesson:
    """The lesson M4 with another text in one of its cells."""
    m4 = lesson("m4-sam-and-priya")
    notebook = nbformat.read(m4.notebook, as_version=4)
    for each in notebook.cells:
        if each.id == cell:
            each.source = change(each.source)
    path = tmp_path / m4.notebook.name
    nbformat.write(notebook, path)
    return dataclasses.replace(m4, notebook=path)


@pytest.mark.parametrize("own", [*lessons(), *apart()], ids=lambda own: str(own.name))
@pytest.mark.parametrize("rule", OF_TEXTS.values(), ids=list(OF_TEXTS))
def test_every_lesson_keeps_the_rule(rule: LessonRule, own: Lesson) -> None:
    assert rule.problems(own) == []


@pytest.mark.parametrize(
    ("code", "added", "said"),
    [
        ("LE004", "Institutional organisations " * 8, "this text reads at grade"),
        ("LE005", "The chairman asks.", "'chairman' leaves somebody out"),
        ("LE006", "So it was (Nobody, 1999).", "'Nobody, 1999' is not in evidence.yaml"),
        ("LE006", "So it was (Verbruggen and De Vos, 2020).", "was not read itself"),
        ("LE007", CITED.replace("share", "cause people to share"), "'cause' names a cause, and Frazier"),
    ],
)
def test_a_text_that_breaks_a_rule_is_named_with_its_line(code: str, added: str, said: str, tmp_path: Path) -> None:
    own = changed(tmp_path, lambda text: f"{text}\n\n{added}")
    (problem,) = OF_TEXTS[code].problems(own)
    assert said in problem.message
    assert '"id": "m4-1"' in own.notebook.read_text("utf-8").splitlines()[problem.line - 1]


def test_what_goes_together_and_what_an_experiment_shows_may_be_said(tmp_path: Path) -> None:
    own = changed(tmp_path, lambda text: f"{text}\n\n{CITED}\n\nIt reduced the gap (He, Kang and Lacetera, 2021).")
    assert [problem for rule in OF_TEXTS.values() for problem in rule.problems(own)] == []


def test_a_case_whose_people_are_not_said_to_be_made_up_is_named(tmp_path: Path) -> None:
    own = changed(tmp_path, lambda text: text.replace("made up", "real"), "m4-sources")
    (problem,) = OF_TEXTS["LE008"].problems(own)
    assert "does not say at its end that people and firms are made up" in problem.message


@pytest.mark.parametrize("minutes", [60, 130])
def test_minutes_that_are_far_from_the_time_are_a_warning(minutes: int, tmp_path: Path) -> None:
    own = dataclasses.replace(changed(tmp_path, str), minutes=minutes)
    (problem,) = OF_TEXTS["LE009"].problems(own)
    assert problem.severity == "warn"
    assert problem.message.endswith(f"minutes, and says {minutes}")


def test_a_longer_text_takes_a_minute_for_every_two_hundred_words(tmp_path: Path) -> None:
    longer = changed(tmp_path, lambda text: f"{text} {'word ' * 400}")
    assert minutes_taken(longer) == pytest.approx(minutes_taken(lesson("m4-sam-and-priya")) + 2)


def test_headings_and_sources_are_no_prose() -> None:
    m4 = lesson("m4-sam-and-priya")
    texts = [each.text for each in prose(m4)]
    assert not any(text.startswith(("#", "- ")) for text in texts)
    assert not any("Quarterly Journal" in text for text in texts)


def test_every_citation_of_the_course_is_read() -> None:
    sources = [source_of(cell) for own in lessons() for cell in cells(own) if cell["cell_type"] == "markdown"]
    found = [cited for source in sources for cited, _study in citations(source)]
    assert len(found) >= 30
