"""`misread translate` writes what translators work on, and `misread check` says what is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_course import translating
from misread_scenarios.translating import Source
from misread_web.main import command_line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """One thing to translate, in place of the course's."""
    source = Source("a-case", tmp_path / "a-case.md", {"N1.title": "A door", "N1.text": "It opens."})
    monkeypatch.setattr(translating, "sources", lambda: {"a-case": lambda: source})
    monkeypatch.setattr("misread_web.commands.translate.sources", lambda: {"a-case": lambda: source})
    return source


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), list(arguments))


def test_the_file_is_written_and_then_brought_up_to_date(here: Source) -> None:
    first = run("translate", "a-case", "--lang", "de")
    assert first.exit_code == 0
    assert "0 of 2 lines translated, 2 missing, 0 stale" in first.output
    file = here.file("de")
    file.write_text(file.read_text("utf-8").replace('text: ""', "text: Eine Tür", 1), encoding="utf-8")
    assert "1 of 2 lines translated, 1 missing, 0 stale" in run("translate", "a-case", "--lang", "de").output
    assert "# A door" in file.read_text("utf-8")
    assert [problem.code for problem in translating.check_translations()] == ["TR002"]


def test_an_item_or_a_language_that_there_is_not_is_named(here: Source) -> None:  # noqa: ARG001 - in place of the course
    unknown = run("translate", "a-cse", "--lang", "de")
    assert unknown.exit_code == 2
    assert "a-case" in unknown.output
    assert run("translate", "a-case", "--lang", "tlh").exit_code == 2


def test_a_file_that_cannot_be_read_is_named_with_its_line(here: Source) -> None:
    here.file("de").write_text("format: translation/1\n", encoding="utf-8")
    refused = run("translate", "a-case", "--lang", "de")
    assert refused.exit_code == 1
    assert "a-case.de.yaml:1:" in refused.output
