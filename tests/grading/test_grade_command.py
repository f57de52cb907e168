"""`misread grade`: from a cohort to grades, each command as it is typed."""

from __future__ import annotations

import random
import shlex
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading import course as course_module
from misread_grading.course import CONFIG, Course
from misread_grading.reports.cohort_tables import grades
from misread_grading.reports.feedback import title_of
from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from misread_scenarios.exercises import library
from misread_web.command_groups import CommandGroup
from misread_web.commands.next_command import TypedOptions
from misread_web.main import command_line
from tests.grading.fake_learners import EXERCISES, M4, Pen, everything
from tests.grading.graded_cohort import looked_at, wrote
from tests.grading.nbgrader_reference import rows


def misread(*words: str) -> Result:
    return CliRunner().invoke(command_line(), list(words))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a cohort of three learners: two have played, and one of these has left since."""
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path))
    people = [Newcomer(name, f"{name}@example.org") for name in ("ada", "bo", "cy")]
    url = f"sqlite:///{tmp_path / 'misread.db'}"
    with Cohorts(url) as cohorts:
        cohorts.create("Spring", [*people, Newcomer("dee", role=Role.GRADER)])
        ada, bo, *_ = cohorts.members("Spring")
        journal = open_journal(url)
        for member in (ada, bo):
            for event in everything(member.learner, random.Random(1)).events:  # noqa: S311 - no secret
                journal.append(event)
        journal.close()
        cohorts.remove("Spring", "bo")
    return tmp_path


OF_X46 = title_of("X4.6")


def learner_called(name: str, data: Path) -> str:
    with Cohorts(f"sqlite:///{data / 'misread.db'}") as cohorts:
        return next(member.learner for member in cohorts.members("Spring") if member.name == name)


def test_a_cohort_is_collected_graded_and_graded_no_second_time(data: Path) -> None:
    collected = misread("grade", "collect", "Spring", "m4")
    assert (collected.exit_code, collected.output.splitlines()) == (
        0,
        ["1 new submission, 0 as before.", f"1 learner not begun: cy ({learner_called('cy', data)})"],
    )
    graded = misread("grade", "autograde", "m4", "--workers", "1")
    assert (graded.exit_code, graded.output.splitlines()[-1]) == (0, "1 submission graded, 0 as before.")
    again = misread("grade", "autograde", "m4", "--workers", "1")
    assert again.output.splitlines()[-1] == "0 submissions graded, 1 as before."
    course = Course.at(data / "grading")
    (student,) = rows(course, M4)
    with course.gradebook() as gradebook:
        assert gradebook.find_student(student).email == "ada@example.org"


def untried() -> str:
    """Say that none of the exercises that score themselves were tried."""
    return "; ".join(f"{title_of(exercise)}: not tried" for exercise in EXERCISES[M4])


def test_a_text_that_is_not_handed_in_stays_with_its_writer(data: Path) -> None:
    url = f"sqlite:///{data / 'misread.db'}"
    with Cohorts(url) as cohorts:
        (cy,) = (member.learner for member in cohorts.members("Spring") if member.name == "cy")
    journal = open_journal(url)
    journal.append(wrote(cy, "Only begun.", done=False))
    journal.close()
    said = misread("grade", "collect", "Spring", "m4").output.splitlines()
    assert said[1:] == [
        "1 learner not finished:",
        f"  cy ({cy}): Sam and Priya: not tried; {untried()}; {OF_X46}: begun, not handed in",
        "Texts that were begun but not handed in stay with their writers.",
    ]


def test_who_stopped_in_the_middle_is_named_with_what_is_missing(data: Path) -> None:
    cy, pen = learner_called("cy", data), Pen(learner_called("cy", data))
    pen.play("sam-priya", random.Random(3), most=4)  # noqa: S311 - no secret
    pen.hand_in("X4.6", "By Friday.")
    journal = open_journal(f"sqlite:///{data / 'misread.db'}")
    for event in pen.events:
        journal.append(event)
    journal.close()
    missing = f"  cy ({cy}): Sam and Priya: not finished (4 of 9 decisions); {untried()}"
    assert misread("grade", "collect", "Spring", "m4").output.splitlines()[1:] == ["1 learner not finished:", missing]
    misread("grade", "autograde", "m4", "--workers", "1")
    exported = misread("grade", "export", "m4", "--to", str(data / "grades.xlsx")).output.splitlines()
    assert exported[1:] == ["1 learner not finished:", missing]


def test_an_export_names_what_is_not_graded_yet_and_who_has_not_handed_in(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    cy = learner_called("cy", data)
    journal = open_journal(f"sqlite:///{data / 'misread.db'}")
    journal.append(wrote(learner_called("ada", data), "Another text."))
    journal.close()
    misread("grade", "collect", "Spring", "m4")
    said = misread("grade", "export", "m4", "--to", str(data / "grades.xlsx")).output.splitlines()
    assert said[1:] == [
        f"1 learner handed in something that is not graded yet: ada ({learner_called('ada', data)})",
        f"The tables lack this work, or have its earlier scores: misread grade autograde {M4}",
        f"1 learner not handed in: cy ({cy})",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("grade", "export", "m4", "--to"),
        ("grade", "marks", "Spring", "--to"),
        ("grade", "regrade", "m4", "--to"),
        ("cohort", "links", "Spring", "--address", "https://learn.example.org", "--csv"),
    ],
)
def test_no_table_is_written_under_a_name_that_promises_another_format(data: Path, words: tuple[str, ...]) -> None:
    for name in ("grades.xls", "grades.ods"):
        done = misread(*words, str(data / name))
        assert (done.exit_code, "end the name in .xlsx or .csv" in done.output) == (2, True)
        assert not (data / name).exists()


def test_who_leaves_the_cohort_is_in_no_table_and_can_be_forgotten(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    (student,) = Course.at(data / "grading").students("autograded", M4)
    misread("cohort", "remove", "Spring", "ada")
    table = data / "grades.csv"
    exported = misread("grade", "export", "m4", "--to", str(table))
    assert exported.output.startswith(f"1 learner left the cohort: ada ({student}). ")
    assert student not in table.with_name(f"grades-{M4}-grades.csv").read_text("utf-8")
    assert misread("grade", "export", "m4", "--to", str(table)).output.startswith(str(data))
    assert misread("grade", "forget", "--withdrawn", "--yes").stdout.startswith(f"Everything of ada ({student})")
    assert rows(Course.at(data / "grading"), M4) == {}


def test_a_regrade_can_be_looked_at_before(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    kept = list((data / "grading" / "history").rglob("*.json"))
    done = misread("grade", "regrade", "m4", "--preview", "--workers", "1")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "0 learners would move. Nothing has changed.")
    assert list((data / "grading" / "history").rglob("*.json")) == kept


def test_a_regrade_stops_where_a_run_does_not_fit_and_says_whose(data: Path) -> None:
    cy, pen = learner_called("cy", data), Pen(learner_called("cy", data))
    pen.play("sam-priya", random.Random(3), most=4)  # noqa: S311 - no secret
    last = pen.events[-1]
    pen.events[-1] = last.model_copy(update={"content": "0123456789ab", "data": {**last.data, "pick": "renamed"}})
    journal = open_journal(f"sqlite:///{data / 'misread.db'}")
    for event in pen.events:
        journal.append(event)
    journal.close()
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    done = misread("grade", "regrade", "m4", "--workers", "1")
    assert done.exit_code == 1
    assert f"  cy ({cy}): Sam and Priya: 3 of 4 still fit\nNothing has changed. " in done.stderr
    assert misread("grade", "regrade", "m4", "--workers", "1", "--anyway").exit_code == 0


@pytest.mark.usefixtures("data")
def test_marks_say_why_texts_wait() -> None:
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    assert "  1 text without a first grader yet.\n" in misread("grade", "marks", "Spring").output
    misread("cohort", "remove", "Spring", "dee")
    said = misread("grade", "marks", "Spring").output
    assert "  For 1 text the cohort has nobody for that: it has no grader. Enrol a grader: " in said
    assert said.count("misread cohort add Spring --name NAME --role grader") == 1
    assert misread("cohort", "add", "Spring", "--name", "NAME", "--role", "grader").exit_code == 0
    assert "the cohort has nobody" not in misread("grade", "marks", "Spring").output


def test_a_date_names_grading_again_only_where_something_is_graded(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MISREAD_DATA")
    place = ("--grading", str(data / "the grades"), "--data", str(data))
    misread("grade", "init", place[1])
    assert "autograde" not in misread("grade", "due", "m4", "2126-03-31", *place).output
    misread("grade", "collect", "Spring", "m4", *place)
    assert "autograde" not in misread("grade", "due", "m4", "2126-04-01", *place).output
    misread("grade", "autograde", "m4", "--workers", "1", *place)
    said = misread("grade", "due", "m4", "2126-04-02", *place).output
    _, found, command = said.strip().rpartition("To apply this to work that is already graded: misread ")
    assert (bool(found), misread(*shlex.split(command)).exit_code) == (True, 0)


def test_an_export_from_a_named_folder_names_it_in_the_command_to_type_next(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("--grading", str(data / "the grades"))
    misread("grade", "init", place[1])
    misread("grade", "collect", "Spring", "m4", *place)
    words = ("grade", "export", "m4", "--to", str(data / "grades.xlsx"))
    assert f"misread grade autograde {M4} --grading '{data / 'the grades'}'\n" in misread(*words, *place).output
    monkeypatch.setenv("MISREAD_GRADING", place[1])
    assert f"misread grade autograde {M4}\n" in misread(*words).output


@pytest.mark.parametrize("group", ["cohort", "grade"])
def test_a_command_to_type_next_has_only_options_that_the_command_takes(group: str, data: Path) -> None:
    place = TypedOptions(data / "grades", data / "other", "sqlite:///other.db")
    for name, command in CommandGroup(package=f"misread_web.commands.{group}").commands.items():
        taken = {option for parameter in command.params for option in parameter.opts}
        typed = {word for word in shlex.split(place.command(group, name)) if word.startswith("--")}
        assert typed == taken & {"--grading", "--data", "--database"}, name


def test_an_error_names_the_command_to_type_next_with_the_folders_that_were_typed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MISREAD_DATA")
    place = ("--grading", str(tmp_path / "grades"), "--data", str(data))
    misread("grade", "init", place[1])
    options = shlex.join(place)
    steps = f"misread grade collect COHORT {M4} {options}, then misread grade autograde {M4} {options}\n"
    for command in ("export", "feedback", "regrade"):
        assert misread("grade", command, "m4", *place).output.endswith(steps), command
    said = misread("grade", "due", "m4", "2026-03-31", "--cohort", "Spring", *place).output
    assert said.endswith(f"set it first: misread grade due {M4} WHEN {options}\n")
    said = misread("grade", "collect", "Spring", "m4", "--as-of", "due", *place).output
    assert said.endswith(f"misread grade due {M4} WHEN {options}\n")


def test_a_command_to_type_next_says_no_password() -> None:
    place = TypedOptions(None, None, "postgresql+psycopg://ann:secret@host/name")
    assert place.command("grade", "marks", "Spring") == "misread grade marks Spring --database …"
    assert place.command("grade", "autograde", "m4") == "misread grade autograde m4"


@pytest.mark.parametrize("words", [[], ["ada", "--withdrawn"]])
def test_who_is_to_be_forgotten_has_to_be_said_once(data: Path, words: list[str]) -> None:
    done = misread("grade", "forget", *words)
    assert (done.exit_code, "name either a learner" in done.output) == (2, True)
    assert not (data / "grading").exists()


def test_what_cannot_be_graded_is_named_and_the_command_exits_with_1(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    course = Course.at(data / "grading")
    (student,) = course.students("submitted", M4)
    course.notebook("submitted", student, M4).write_text("{", "utf-8")
    done = misread("grade", "autograde", "m4", "--workers", "1")
    assert done.exit_code == 1
    assert f"ada ({student}): not graded: the notebook cannot be read" in done.output
    table = grades(*looked_at(course))
    row = dict(zip(table.columns, next(row for row in table.rows if row[0] == student), strict=True))
    assert (row["total"], row["waits"]) == (None, "could not be graded")


def test_answers_that_are_cut_off_count_as_far_as_they_go_and_say_so(data: Path) -> None:
    with zipfile.ZipFile(data / "zoe.zip", "w") as archive:
        archive.writestr("answers.jsonl", everything("me", random.Random(1)).lines()[:-40])  # noqa: S311 - no secret
    misread("grade", "take", "m4", str(data / "zoe.zip"))
    done = misread("grade", "autograde", "m4", "--workers", "1")
    assert done.exit_code == 0
    assert "zoe: answers.jsonl ends in the middle of a line; the lines before it count." in done.output
    grades = rows(Course.at(data / "grading"), M4)["zoe"]["grades"]
    assert sum(auto or 0 for auto, _, _ in grades.values()) > 0


def test_a_slip_in_a_key_is_named_and_nobody_loses_points_by_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    course = Course.at(data / "grading")
    before = rows(course, M4)
    broken = Path(shutil.copytree(library.EXERCISES, data / "exercises")) / "x4-2.yaml"
    broken.write_text(broken.read_text("utf-8").replace("key: true", "key: ture"), "utf-8")
    monkeypatch.setattr(library, "EXERCISES", broken.parent)
    for words in (["autograde", "m4", "--force", "--workers", "1"], ["regrade", "m4"], ["export", "m4"]):
        said = misread("grade", *words)
        assert (said.exit_code, "x4-2.yaml:" in said.output) == (1, True)
    assert rows(course, M4) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["collect", "Autumn", "m4"], "there is no cohort 'Autumn'; there are: Spring"),
        (["collect", "Spring", "m9"], "there is no lesson 'm9'; the course has: "),
        (["extend", "m4", "../ada", "3", "--account"], "'../ada' cannot be a learner's id"),
        (["autograde", "m4", "--gradings", "x"], "No such option"),
        (
            ["autograde", "m4", "--scheduler", "x"],
            "'x' is not the address of a scheduler; it looks like tcp://host:8786",
        ),
        (["regrade", "m4", "--to", "nowhere/moves.csv"], "'nowhere/moves.csv' cannot be a file"),
        (["feedback", "m4", "--letters", "ada"], "'ada' is not an address that e-mail can come from"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(data: Path, words: list[str], said: str) -> None:
    done = misread("grade", *words)
    assert done.exit_code in {1, 2}
    assert said in done.output
    assert data.is_dir()


def test_a_folder_that_is_no_course_is_not_made_one_by_a_slip(data: Path) -> None:
    done = misread("grade", "collect", "Spring", "m4", "--grading", str(data / "my gradse"))
    said = f"make it a course first: misread grade init '{data}/my gradse'"
    assert (done.exit_code, said in done.output) == (1, True)
    assert not (data / "my gradse").exists()


def test_a_configuration_that_cannot_be_read_is_named_with_its_line(data: Path) -> None:
    misread("grade", "init", str(data / "grading"))
    (data / "grading" / CONFIG).write_text("c = get_config()\nc.Panel.second = (\n", "utf-8")
    done = misread("grade", "autograde", "m4")
    assert (done.exit_code, len(done.output.splitlines())) == (1, 1)
    assert "SyntaxError: '(' was never closed (nbgrader_config.py, line 2)" in done.output


def test_a_gradebook_that_cannot_be_used_is_named_with_what_to_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data / "grading"
    misread("grade", "init", str(folder))
    monkeypatch.setattr(course_module, "WAIT", 0.01)
    with closing(sqlite3.connect(folder / "gradebook.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        said = misread("grade", "collect", "Spring", "m4")
    assert (said.exit_code, "wait until it is done, then start this again" in said.output) == (1, True)
    folder.joinpath("gradebook.db").write_bytes(b"no database")
    said = misread("grade", "collect", "Spring", "m4")
    assert f"The gradebook at sqlite:///{folder}/gradebook.db cannot be used: " in said.output


def test_a_late_policy_that_is_none_is_said_in_a_line(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    with (data / "grading" / CONFIG).open("a", encoding="utf-8") as file:
        file.write('c.AssignLatePenalties.plugin_class = "nowhere.Policy"\n')
    done = misread("grade", "autograde", "m4", "--workers", "1")
    assert (done.exit_code, "what late work costs cannot be read from nbgrader_config.py" in done.output) == (1, True)


@pytest.mark.parametrize("section", ["Exchange", "ExchangeSubmit"])
def test_a_time_zone_whose_times_nbgrader_cannot_read_back_is_refused(data: Path, section: str) -> None:
    misread("grade", "collect", "Spring", "m4")
    with (data / "grading" / CONFIG).open("a", encoding="utf-8") as file:
        file.write(f'c.{section}.timezone = "Europe/Berlin"\n')
    done = misread("grade", "collect", "Spring", "m4")
    assert done.exit_code == 1
    assert f"c.{section}.timezone to 'Europe/Berlin'" in " ".join(done.output.split())


def test_a_course_keeps_the_gradebook_that_it_was_made_with(data: Path) -> None:
    folder = str(data / "grading")
    assert misread("grade", "init", folder).exit_code == 0
    again = misread("grade", "init", folder, "--gradebook", f"sqlite:///{data}/other.db")
    assert (again.exit_code, "is a course already, and keeps its gradebook" in again.output) == (1, True)


def test_feedback_reaches_all_others_where_a_graded_notebook_cannot_be_read(data: Path) -> None:
    with zipfile.ZipFile(data / "zoe.zip", "w") as archive:
        archive.writestr("answers.jsonl", everything("me", random.Random(2)).lines())  # noqa: S311 - no secret
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "take", "m4", str(data / "zoe.zip"))
    misread("grade", "autograde", "m4", "--workers", "1")
    course = Course.at(data / "grading")
    graded = course.notebook("autograded", "zoe", M4)
    graded.chmod(0o644)
    graded.write_text("{", "utf-8")
    done = misread("grade", "feedback", "m4", "--letters", "courses@example.org")
    assert done.exit_code == 1
    assert f"cannot be read any more: zoe. Grade it again: misread grade autograde {M4} --force" in done.output
    assert "Traceback" not in done.output
    assert len(list((course.folder / "letters").rglob("*.eml"))) == 1


@pytest.mark.parametrize("place", ["course/nbgrader_config.py", "course"])
def test_a_configuration_that_anybody_may_write_is_not_run(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "course"
    assert misread("grade", "init", str(folder)).exit_code == 0
    run = tmp_path / "run"
    with folder.joinpath("nbgrader_config.py").open("a") as config:
        config.write(f"Path({str(run)!r}).touch()\n")
    common = (tmp_path / place).resolve()
    mode = common.stat().st_mode
    common.chmod(mode | 0o002)
    said = misread("grade", "export", "--grading", str(folder), "--to", str(tmp_path / "grades.xlsx"), "m4")
    assert (said.exit_code, run.exists()) == (1, False)
    assert f"chmod o-w {common}" in said.output
    # a folder in which nobody may replace what is another's, and one that a group shares, are good
    common.chmod(mode | (0o1002 if common.is_dir() else 0o020))
    misread("grade", "export", "--grading", str(folder), "--to", str(tmp_path / "grades.xlsx"), "m4")
    assert run.exists()


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://ada:hu@sh@host/x", "postgresql+psycopg://ada:hush@host:5x/x"]
)
def test_a_wrong_gradebook_address_is_refused_without_showing_its_password(data: Path, address: str) -> None:
    said = misread("grade", "init", str(data / "course"), "--gradebook", address)
    assert (said.exit_code, "not written correctly" in said.output, "sh@" in said.output) == (1, True, False)
    assert "ada" not in said.output
    assert not (data / "course" / "nbgrader_config.py").exists()


def test_a_gradebook_that_cannot_be_made_leaves_no_course_behind(data: Path) -> None:
    folder = data / "grades"
    done = misread("grade", "init", str(folder), "--gradebook", "nonsense")
    assert (done.exit_code, "Examples: postgresql+psycopg://user@host/name" in done.output) == (1, True)
    done = misread("grade", "init", str(folder), "--gradebook", f"sqlite:///{data}/missing/gradebook.db")
    assert (done.exit_code, "The gradebook cannot be used" in done.output) == (1, True)
    assert misread("grade", "init", str(folder)).exit_code == 0
    assert (folder / "gradebook.db").is_file()


def test_grades_come_out_also_where_the_cohorts_cannot_be_looked_at(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    away = f"sqlite:///{data}/missing/misread.db"
    done = misread("grade", "export", "m4", "--database", away, "--to", str(data / "grades.xlsx"))
    assert (done.exit_code, "Newer changes in the cohorts are left out" in done.output) == (0, True)
    assert (data / "grades.xlsx").is_file()


def test_a_learner_is_found_by_e_mail_or_name_once_they_were_collected(data: Path) -> None:
    misread("grade", "collect", "Spring", "m4")
    with Cohorts(f"sqlite:///{data / 'misread.db'}") as cohorts:
        ids = {member.name: member.learner for member in cohorts.members("Spring")}
    assert misread("grade", "extend", "m4", "ADA@example.org", "2").output.startswith(f"ada ({ids['ada']}) has 2 days")
    assert misread("grade", "extend", "m4", "cy", "1").output.startswith(f"cy ({ids['cy']}) has 1 day ")
    asked = misread("grade", "forget", "ada")
    assert (
        asked.exit_code,
        f"To delete of ada ({ids['ada']}): the row in the gradebook; submitted/" in asked.stderr,
    ) == (
        1,
        True,
    )
    assert Course.at(data / "grading").students("submitted", M4) == (ids["ada"],)
    done = misread("grade", "forget", "ada", "--yes")
    assert done.stdout == f"Everything of ada ({ids['ada']}) was deleted here.\n"
    gone = misread("grade", "forget", "ada")
    assert (gone.exit_code, "There is nobody called 'ada'" in gone.output) == (1, True)
    assert misread("grade", "forget", "--withdrawn").output == "Nobody has left.\n"


@pytest.mark.parametrize("days", ["nan", "inf", "1e12", "-1"])
def test_an_extension_is_a_number_of_days(data: Path, days: str) -> None:
    assert misread("grade", "extend", "m4", "ada", "--", days).exit_code == 2
    assert not (data / "grading").exists()


def test_two_commands_do_not_change_a_folder_at_the_same_time(data: Path) -> None:
    misread("grade", "init", str(data / "grading"))
    with Course.at(data / "grading").lock():
        done = misread("grade", "collect", "Spring", "m4")
    assert (done.exit_code, done.output) == (1, "Another command is at work in this folder; wait until it is done.\n")


def test_an_address_that_nobody_has_gets_no_longer_and_no_row(data: Path) -> None:
    refused = misread("grade", "extend", "m4", "adda@example.org", "2")
    assert (refused.exit_code, "nobody called 'adda@example.org'" in refused.output) == (1, True)
    with Course.at(data / "grading").gradebook() as gradebook:
        assert gradebook.students == []


def test_an_account_in_a_roster_is_extended_under_its_own_name(data: Path) -> None:
    misread("grade", "extend", "m4", "ada", "2", "--account")
    with Course.at(data / "grading").gradebook() as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]


@pytest.mark.parametrize("when", ["tomorrow", "31.3.2026", "2026-02-30", "0001-01-01T00:00+23:59"])
def test_a_lesson_is_due_at_a_time(data: Path, when: str) -> None:
    done = misread("grade", "due", "m4", when)
    assert (done.exit_code, "2026-03-31T17:00" in done.output) == (2, True)
    assert not (data / "grading").exists()


def test_a_learner_gets_longer_also_before_anybody_was_collected(data: Path) -> None:
    with Cohorts(f"sqlite:///{data / 'misread.db'}") as cohorts:
        (ada,) = (member.learner for member in cohorts.members("Spring") if member.name == "ada")
        cohorts.create("Autumn", [Newcomer("cy", "cy@example.org")])
    ends = "the lesson has no due date yet, and the days count from the date it gets"
    said = misread("grade", "extend", "m4", "ADA@example.org", "7").output
    assert said == f"ada ({ada}) has 7 days longer for {M4}: {ends}.\n"
    assert (
        "'cy@example.org' could be several learners" in misread("grade", "extend", "m4", "cy@example.org", "7").output
    )
    misread("grade", "collect", "Spring", "m4")
    assert misread("grade", "extend", "m4", "ada", "1").output.startswith(f"ada ({ada}) has 1 day longer for {M4}: ")
