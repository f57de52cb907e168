"""A platform gives everybody's work as one archive: each learner's part is theirs, and what is nobody's is named."""

from __future__ import annotations

import io
import os
import random
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from misread_grading.assignment import release
from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook.dates import set_due
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.students import names
from misread_grading.submissions.archive import Taken, take
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from tests.grading.fake_learners import M2, M4, MORNING, Pen, everything

DAY = timedelta(days=1)
ADA, BEN = "Ada Weber_4711_assignsubmission_file_", "Ben OKri_4712_assignsubmission_file_"
CLEO = "Cleo Vance_4713_assignsubmission_file_"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    found = open_course(tmp_path / "course")
    release(found, M4)
    return found


@pytest.fixture
def cohorts(tmp_path: Path) -> Cohorts:
    found = Cohorts(f"sqlite:///{tmp_path / 'people.db'}")
    found.create("Autumn", (Newcomer("Weber, Ada", "ada@example.org", "a1"), Newcomer("Ben O'Kri", "ben@example.org")))
    return found


def pack(path: Path, files: dict[str, bytes], at: datetime = MORNING + 9 * DAY) -> Path:
    """Pack files as they were saved on one day, in an archive that was made on another."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 3, 12, 0, 0)), content)
    os.utime(path, (at.timestamp(),) * 2)
    return path


def own(seed: int, start: datetime = MORNING) -> Pen:
    dice = random.Random(seed)  # noqa: S311 - no secret
    pen = everything("me", dice)
    moved = Pen("me", start=start)
    for event in pen.events:
        moved.write(event.item, event.kind, event.data, event.content, event.slot)
    return moved


def answers_of(course: Course, student: str) -> bytes:
    return course.path("submitted", student, M4).joinpath("answers.jsonl").read_bytes()


def ids(course: Course) -> dict[str, str]:
    return {name: student for student, name in names(course).items()}


def told(report: Taken) -> dict[str, str]:
    return {f"{path.parent.name}/{path.name}": problem.partition(";")[0] for path, problem in report.problems.items()}


@pytest.mark.parametrize(
    ("ada", "ben"),
    [
        (f"{ADA}/answers.jsonl", f"{BEN}/my work/answers (1).jsonl"),
        (f"Week 4/{ADA}/answers.jsonl", f"Week 4/{BEN}/answers.jsonl"),
        (f"{ADA}answers.jsonl", f"{BEN}answers.jsonl"),
        (f"{ADA}\\answers.jsonl", f"{BEN}\\answers.jsonl"),
        ("Ada Weber/answers.jsonl", "BEN@example.org/answers.jsonl"),
        ("all/a1/m4/answers.jsonl", "all/ben o'kri/m4/answers.jsonl"),
    ],
)
def test_a_group_is_split_into_its_learners(
    course: Course, cohorts: Cohorts, tmp_path: Path, ada: str, ben: str
) -> None:
    one, two = own(1).lines(), own(2).lines()
    report = take(course, M4, [pack(tmp_path / "group.zip", {ada: one, ben: two})], cohorts=cohorts)
    assert (len(report.new), report.problems) == (2, {})
    assert answers_of(course, ids(course)["Ada Weber"]) == one
    assert answers_of(course, ids(course)["Ben O'Kri"]) == two
    assert not autograde(course, M4).notes


def test_an_unknown_learner_is_refused_by_name_and_stops_nobody(
    course: Course, cohorts: Cohorts, tmp_path: Path
) -> None:
    group = pack(tmp_path / "group.zip", {f"{ADA}/answers.jsonl": own(1).lines(), f"{CLEO}/answers.jsonl": b"{"})
    report = take(course, M4, [group], cohorts=cohorts)
    assert report.new == [ids(course)["Ada Weber"]]
    assert told(report) == {f"group.zip/{CLEO}": "nobody called 'Cleo Vance' is in the gradebook or in an open cohort"}


def test_two_folders_of_one_learner_are_both_refused(course: Course, cohorts: Cohorts, tmp_path: Path) -> None:
    again = ADA.replace("4711", "4799").replace("Ada", "ADA")
    group = pack(
        tmp_path / "group.zip", {f"{ADA}/answers.jsonl": own(1).lines(), f"{again}/answers.jsonl": own(2).lines()}
    )
    report = take(course, M4, [group], cohorts=cohorts)
    assert not report.new
    assert {problem[:41] for problem in report.problems.values()} == {"the archive has several folders of the le"}


def test_a_damaged_part_is_named_and_stops_nobody(course: Course, cohorts: Cohorts, tmp_path: Path) -> None:
    group = pack(
        tmp_path / "group.zip", {f"{ADA}/answers.jsonl": own(1).lines(), f"{BEN}/answers.jsonl": own(2).lines()}
    )
    content = bytearray(group.read_bytes())
    content[content.rindex(b'"learner"', 0, content.rindex(b"PK\x01\x02")) + 1] ^= 1
    group.write_bytes(content)
    report = take(course, M4, [group], cohorts=cohorts)
    assert report.new == [ids(course)["Ada Weber"]]
    assert [path.name for path in report.problems] == [BEN]


def test_an_archive_within_the_groups_archive_is_opened(course: Course, cohorts: Cohorts, tmp_path: Path) -> None:
    inner, pen = io.BytesIO(), own(1)
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("my work/answers.jsonl", pen.lines())
    take(course, M4, [pack(tmp_path / "group.zip", {f"{ADA}/work.zip": inner.getvalue()})], cohorts=cohorts)
    assert answers_of(course, ids(course)["Ada Weber"]) == pen.lines()


def test_copies_of_a_folder_are_one_learners_and_the_last_answer_counts(course: Course, tmp_path: Path) -> None:
    pen = own(1)
    before = pen.lines()
    pen.answer("X4.2", ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"], 2)
    for number, (old, new) in enumerate([("m4", "m4 - Copy"), ("m4 - Copy", "m4")]):
        files = {
            f"{old}/answers.jsonl": before,
            f"{new}/answers.jsonl": pen.lines(),
            f"{old}/answers (1).jsonl": before,
        }
        take(course, M4, [pack(tmp_path / f"ada{number}.zip", files)])
        assert answers_of(course, f"ada{number}") == pen.lines()


def test_a_folder_of_all_lessons_is_one_learners(course: Course, tmp_path: Path) -> None:
    pen = own(1)
    other = everything("me", random.Random(2), M2).lines()  # noqa: S311 - no secret
    for folder in (M4, "week 4"):
        files = {f"{M2}/answers.jsonl": other, f"{folder}/answers.jsonl": pen.lines()}
        assert take(course, M4, [pack(tmp_path / f"{folder[:4].strip()}.zip", files)]).new
        assert answers_of(course, folder[:4].strip()) == pen.lines()


def test_work_done_in_time_is_in_time_whenever_the_archive_was_made(course: Course, tmp_path: Path) -> None:
    set_due(course, M4, MORNING + DAY)
    take(course, M4, [pack(tmp_path / "ada.zip", {"answers.jsonl": own(1).lines()}, MORNING + 9 * DAY)])
    take(course, M4, [pack(tmp_path / "bo.zip", {"answers.jsonl": own(2, MORNING + 2 * DAY).lines()}, MORNING)])
    autograde(course, M4)
    late = {one.student: one.late > 0 for one in scorebook(course, M4).learners}
    assert late == {"ada": False, "bo": True}


def test_the_last_answer_counts_also_where_the_archive_is_older(course: Course, tmp_path: Path) -> None:
    first, last = own(1), own(2, MORNING + DAY)
    take(course, M4, [pack(tmp_path / "ada.zip", {"answers.jsonl": last.lines()}, MORNING + 2 * DAY)])
    assert take(course, M4, [pack(tmp_path / "ada.zip", {"answers.jsonl": first.lines()}, MORNING + 3 * DAY)]).unchanged
    assert answers_of(course, "ada") == last.lines()


def test_a_copy_with_less_in_it_does_not_count_as_the_first(course: Course, tmp_path: Path) -> None:
    pen = own(1)
    shorter = b"".join(pen.lines().splitlines(keepends=True)[:-1])
    take(course, M4, [pack(tmp_path / "zoe.zip", {"answers.jsonl": pen.lines()}, MORNING + DAY)])
    take(course, M4, [pack(tmp_path / "bo.zip", {"answers.jsonl": shorter}, MORNING + 2 * DAY)])
    assert list(autograde(course, M4).notes) == ["bo"]


def test_of_two_that_came_together_with_the_same_answers_neither_counts(
    course: Course, cohorts: Cohorts, tmp_path: Path
) -> None:
    lines = own(1).lines()
    group = pack(
        tmp_path / "group.zip",
        {f"{ADA}/answers.jsonl": lines, f"{BEN}/answers.jsonl": lines},
    )
    take(course, M4, [group], cohorts=cohorts)
    notes = autograde(course, M4).notes
    assert len(notes) == 2
    assert all("nothing says who was first" in note for note in notes.values())


def test_an_id_is_the_same_in_small_and_capital_letters(course: Course, tmp_path: Path) -> None:
    for name, start in (("Nora", MORNING), ("nora (1)", MORNING + DAY), ("NORA", MORNING + 2 * DAY)):
        assert take(course, M4, [pack(tmp_path / f"{name}.zip", {"answers.jsonl": own(1, start).lines()})]).new == [
            "Nora"
        ]
    assert course.students("submitted", M4) == ("Nora",)


def test_what_an_archive_has_in_place_of_the_lesson_is_named(course: Course, tmp_path: Path) -> None:
    files = {"weberada_1_2_answers.jsonl": b"", "okriben_1_3_answers.jsonl": b"", "photo.jpg": b""}
    report = take(course, M4, [pack(tmp_path / "group.zip", files)])
    (problem,) = report.problems.values()
    assert "(it has weberada_1_2_answers.jsonl, okriben_1_3_answers.jsonl)" in problem


def test_the_notebook_alone_was_handed_in_when_it_was_saved(course: Course, tmp_path: Path) -> None:
    notebook = course.notebook("release", ".", M4).read_bytes()
    take(course, M4, [pack(tmp_path / "ada.zip", {f"{M4} (1).ipynb": notebook}, MORNING + 9 * DAY)])
    saved = datetime(2026, 3, 3, 12).astimezone(UTC)
    stamp = course.path("submitted", "ada", M4).joinpath("timestamp.txt").read_text("utf-8")
    assert stamp == f"{saved:%Y-%m-%d %H:%M:%S.%f} UTC\n"
