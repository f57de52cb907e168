"""Every rule for exercises, rubrics and forms: a broken file, its report, and what becomes of it without the rule.

Each broken file is one of `sheets/` with a change or two (`broken_sheets/CODE.change`, see `changes.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.exercises.checks import RULES, SheetRule, check_sheets, checking
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.exercise import LibraryFile
from misread_scenarios.exercises.library import FOLDERS, InvalidExercise, load_exercise, shelf_of
from misread_scenarios.exercises.reading import READING_CODES, read_sheet
from misread_scenarios.format.content_kind import is_sheet
from misread_scenarios.format.yaml_data import LONGEST
from tests.scenarios.changes import SUFFIX, changed

HERE = Path(__file__).parent
SOUND = sorted((HERE / "sheets").glob("*.yaml"))
LIBRARY = sorted(path for folder in FOLDERS for path in folder.glob("*.yaml") if "." not in path.stem)
BROKEN = {path.stem: path for path in sorted((HERE / "broken_sheets").glob(f"*{SUFFIX}"))}
CODES = [rule.code for rule in RULES]

Change = Callable[[dict[str, Any]], object]


def report(*paths: Path) -> str:
    return "".join(f"{problem}\n" for problem in check_sheets(paths))


def broken(code: str, folder: Path) -> Path:
    """Write the broken file of a code into a folder as the checker will read it."""
    written = folder / f"{code}.yaml"
    written.write_bytes(changed(BROKEN[code]))
    return written


@pytest.mark.parametrize("code", BROKEN)
def test_reports(code: str, tmp_path: Path) -> None:
    expected = BROKEN[code].with_suffix(".txt").read_text("utf-8")
    assert report(broken(code, tmp_path)) == expected
    assert {line.split()[1] for line in expected.splitlines()} == {code}


def test_every_code_has_a_broken_file() -> None:
    assert list(BROKEN) == [*READING_CODES, *CODES]


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_rule_is_its_own_page(rule: SheetRule) -> None:
    assert (rule.find.__doc__ or "").startswith(f"{rule.code}: {rule.summary}\n")
    assert rule.summary.endswith(".")
    assert len(rule.text.split()) >= 20


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_without_the_rule_its_report_is_empty(rule: SheetRule, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checking, "RULES", tuple(other for other in RULES if other is not rule))
    assert report(broken(rule.code, tmp_path)) == ""


def test_sound_files_have_no_findings() -> None:
    assert report(*SOUND) == ""


def test_the_library_has_no_findings() -> None:
    assert report(*LIBRARY) == ""


def with_feedback(data: dict[str, Any], text: str) -> None:
    data["items"][0]["feedback"] = dict.fromkeys(data["items"][0]["feedback"], text)


def second_text(data: dict[str, Any]) -> None:
    data["items"][1]["text"] = data["items"][0]["text"].upper()


MUTATIONS: dict[str, tuple[str, Change]] = {
    "EX030": ("X2.3", lambda data: data["model"].update({"X2.3.a": "none"})),
    "EX031": ("X4.5", lambda data: data["mistakes"][0].update(score="0.62")),
    "EX032": ("X4.2", lambda data: data["items"][1].update(feedback={})),
    "EX033": ("X2.4", second_text),
    "EX034": (
        "X4.5",
        lambda data: with_feedback(data, "Look at the specialist ladder, where such a reach is at home."),
    ),
    "EX035": ("X4.2", lambda data: data["items"][0].update(explain="Nobody can see it.")),
    "EX036": ("X4.2", lambda data: data["items"][0].update(text="Has presence.")),
    "EX037": ("X4.6", lambda data: data.update(prompt="Institutionalise developmental " * 10)),
    "EX038": ("X2.5", lambda data: data.update(minutes=20)),
    "EX039": ("X2.5", lambda data: data.update(competency="C9")),
    "EX040": ("X2.5", lambda data: data["mistakes"][0].update(marks={"R-B.1": 1}, score=1)),
    "EX041": ("R-C", lambda data: data.update(used_by=[])),
    "EX042": ("J1", lambda data: data["forms"]["a"].update(best="s")),
    "EX043": ("J2", lambda data: data["forms"]["b"].update(best=data["forms"]["a"]["best"])),
    "EX044": ("J3", lambda data: data["options"].update(q=data["options"]["p"])),
    "EX045": ("J4", lambda data: data["forms"]["b"].update(rationale="Joon has said so.")),
    "EX046": ("J5", lambda data: data.update(key_from="panel", raters=12)),
    "EX047": ("X2.1", lambda data: data["model"].pop("pairs")),
    "EX048": ("X2.1", lambda data: data["items"][1].update(name="Freedom")),
    "EX049": ("X4.6", lambda data: data.update(prompt="Turn a blind eye to it.")),
    "EX060": ("T4", lambda data: data.update(seen_by="It is private.")),
    "EX061": ("T4", lambda data: data["sections"][0]["fields"][0].update(label="Who it is about", help="")),
    "EX062": ("T4", lambda data: data["example"].update(about="Dana Whitfield")),
    "EX063": ("T4", lambda data: data.update(slips=[])),
    "EX064": ("T7", lambda data: data["from_run"].update(scenario="sam-and-priya")),
    "EX070": ("D1", lambda data: data["measures"]["wants-more"]["where"].update(want_type="job")),
    "EX071": ("D1", lambda data: data["items"][0].update(key=50.2)),
    "EX072": ("D1", lambda data: data["items"][0]["slips"]["firm"].update(value=61)),
    "EX073": ("D1", lambda data: data.update(about="480 people work at Harbour & Pine.")),
    "EX074": ("D2", lambda data: data["chart"].update(filters={"gender": "nonbinary", "visibility_band": "high"})),
}


def test_a_panel_of_eight_that_agrees_may_stand_for_a_key() -> None:
    def rated(data: dict[str, Any], key_from: str) -> None:
        data.update(key_from=key_from, raters=8)
        for form in data["forms"].values():
            form["spread"] = dict.fromkeys(data["options"], 1.0)

    assert codes_after("J6", lambda data: rated(data, "panel")) == set()
    assert codes_after("J6", lambda data: rated(data, "designers")) == {"EX046"}


def test_a_reflection_says_of_every_row_what_it_means_or_of_none() -> None:
    assert codes_after("X2.5", lambda data: data["rows"].pop()) == {"EX040"}
    assert codes_after("X2.5", lambda data: data.update(rows=[])) == set()


def codes_after(id_: str, change: Change) -> set[str]:
    """Return the codes found in a file of the library whose content was changed, with its lines as they were."""
    path = next(path for path in LIBRARY if path.stem == id_.lower().replace(".", "-"))
    sheet = read_sheet(path)
    assert sheet.content
    data = sheet.content.model_dump(mode="json")
    change(data)
    changed: LibraryFile = type(sheet.content).model_validate(data)
    subject = ExerciseSubject(dataclasses.replace(sheet, content=changed), changed, checking.known_with([changed]))
    return {problem.code for rule in RULES for problem in rule.problems(subject)}


@pytest.mark.parametrize("code", MUTATIONS)
def test_breaking_a_rule_in_the_library_is_reported(code: str) -> None:
    assert code in codes_after(*MUTATIONS[code])


def test_every_rule_is_broken_once() -> None:
    assert list(MUTATIONS) == CODES


@given(
    text=st.text(max_size=200),
    start=st.sampled_from(["", "format: exercise/1\nkind: match\n", "format: rubric/1\n", "format: form/1\n"]),
)
def test_any_text_gives_problems_and_raises_nothing(
    text: str, start: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes((start + text).encode("utf-8", "surrogatepass"))
    sheet = read_sheet(path)
    assert sheet.problems
    assert sheet.content is None


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
@given(data=st.data())
def test_a_file_with_one_line_taken_out_is_read_or_refused(
    path: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = path.read_text("utf-8").splitlines()
    gone = data.draw(st.integers(0, len(lines) - 1))
    other = tmp_path_factory.getbasetemp() / path.name
    other.write_text("\n".join(lines[:gone] + lines[gone + 1 :]), "utf-8")
    sheet = read_sheet(other)
    assert (sheet.content is None) == bool(sheet.problems)
    assert all(1 <= problem.line <= len(lines) for problem in check_sheets([other]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "does not say what it is"),
        ("format: exercise/1\nkind: [match]", "`kind` is not a kind of exercise"),
        ("format: exercise/1\nkind: mach", "did you mean 'match'?"),
        ("x" * (LONGEST + 1), "longer than"),
    ],
)
def test_a_file_of_no_known_kind_says_what_would_work(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    assert message in report(tmp_path / "x.yaml")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "cannot be opened" in report(tmp_path / "nowhere.yaml")
    assert not is_sheet(tmp_path / "nowhere.yaml")


def test_a_file_is_called_after_its_id(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_bytes((HERE / "sheets" / "pick-1.yaml").read_bytes())
    assert "must be called pick-1.yaml" in report(tmp_path / "other.yaml")


def test_a_library_with_a_broken_file_names_its_problems(tmp_path: Path) -> None:
    broken("EX001", tmp_path)
    with pytest.raises(InvalidExercise, match=r"EX001\.yaml:1: EX001"):
        shelf_of(tmp_path)


def test_the_library_is_read_once() -> None:
    assert load_exercise("X4.2") is load_exercise("X4.2")
