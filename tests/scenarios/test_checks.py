"""Every rule of the checker, and every code of the reader: a broken file, and the report as its author sees it.

Most broken files are `clean.md` with a change or two (`broken/CODE.change`, see `changes.py`). The others stand there
whole. The report is in `broken/CODE.txt`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from misread_scenarios.checks import RULES, LibraryRule, Rule, check, check_files, check_library, checking
from misread_scenarios.format.reader import read_file
from misread_scenarios.library import load
from misread_scenarios.problems import READING_CODES
from tests.scenarios.changes import SUFFIX, changed

HERE = Path(__file__).parent
BROKEN = {path.stem: path for path in sorted((HERE / "broken").iterdir()) if path.suffix != ".txt"}
CODES = [rule.code for rule in RULES]


def report(path: Path) -> str:
    return "".join(f"{problem}\n" for problem in check_files([path]))


def broken(path: Path, folder: Path) -> Path:
    """Write a broken file, or a folder of them, into another folder as the checker will read it."""
    if path.is_dir():
        (folder / path.name).mkdir()
        for file in path.iterdir():
            broken(file, folder / path.name)
        return folder / path.name
    written = folder / path.with_suffix(".md").name
    written.write_bytes(changed(path) if path.suffix == SUFFIX else path.read_bytes())
    return written


def expected(code: str) -> str:
    return (HERE / "broken" / f"{code}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", BROKEN)
def test_reports(code: str, tmp_path: Path) -> None:
    assert report(broken(BROKEN[code], tmp_path)) == expected(code)
    assert f" {code} " in expected(code)


def test_every_code_has_a_broken_file() -> None:
    assert set(BROKEN) == {*CODES, *READING_CODES}


def test_codes_are_used_once() -> None:
    assert len(set(CODES)) == len(CODES)
    assert not set(CODES) & set(READING_CODES)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_rule_is_its_own_page(rule: Rule | LibraryRule) -> None:
    assert (rule.find.__doc__ or "").startswith(f"{rule.code}: {rule.summary}\n")
    assert rule.summary.endswith(".")
    assert len(rule.text.split()) >= 20


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_without_the_rule_its_code_is_gone(
    rule: Rule | LibraryRule, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checking, "RULES", tuple(other for other in RULES if other is not rule))
    assert f" {rule.code} " not in report(broken(BROKEN[rule.code], tmp_path))


def test_a_clean_scenario_has_no_findings() -> None:
    assert report(HERE / "clean.md") == ""


def test_the_library_has_no_failures() -> None:
    assert [str(problem) for problem in check_library() if problem.severity == "fail"] == []


def test_findings_stand_in_the_order_of_their_lines(tmp_path: Path) -> None:
    problems = check_files([broken(BROKEN["SC047"], tmp_path)])
    assert len(problems) > 1
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_reason_turns_a_failure_into_a_warning_that_carries_it(tmp_path: Path) -> None:
    scenario = read_file(broken(BROKEN["Q22"], tmp_path)).scenario
    assert scenario is not None
    allowed = scenario.model_copy(update={"allow": {"Q22": "kept as it was"}})
    before, after = check(scenario), check(allowed)
    assert [problem.line for problem in after] == [problem.line for problem in before]
    assert {problem.severity for problem in before} == {"fail"}
    assert {problem.severity for problem in after} == {"warn"}
    assert all(problem.message.endswith("(allowed: kept as it was)") for problem in after)


def test_a_reason_for_a_library_rule_is_not_called_idle_in_one_file() -> None:
    scenario = load("warm-up").model_copy(update={"allow": {"Q22-bank": "unscored"}})
    assert check(scenario) == ()


def test_a_folder_is_checked_as_a_library_and_leaves_other_texts_alone(tmp_path: Path) -> None:
    for file in BROKEN["Q22-bank"].iterdir():
        broken(file, tmp_path)
    (tmp_path / "notes.md").write_text("# Notes\n\nNo scenario.\n", encoding="utf-8")
    (tmp_path / "torn.md").write_text("---\nformat: scenario/1\n", encoding="utf-8")
    problems = check_files([tmp_path])
    assert {problem.source for problem in problems} == {"first.md", "torn.md"}
    assert check_files(sorted(tmp_path.glob("[ft]*d.md"))) == ()


def test_a_file_that_is_not_there_is_a_problem() -> None:
    (problem,) = check_files([HERE / "nowhere.md"])
    assert problem.code == "SC001"
