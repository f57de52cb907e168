"""What the `misread` command prints, and the number it exits with: 0 done, 1 problems, 2 asked in a wrong way."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from misread_course.catalogue import lessons
from misread_grading.reports import feedback
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_scenarios.exercises import exercises, forms, rated_situations, rubrics
from misread_scenarios.exercises.library import EXERCISES
from misread_scenarios.format.reader import read_file
from misread_scenarios.ideas import ideas
from misread_scenarios.library import FOLDER, library, load, path_of
from misread_scenarios.paths.counting import Case, count
from misread_scenarios.problems import Problem
from misread_web.commands import COMMANDS, check
from misread_web.main import command_line


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), list(arguments), prog_name="misread")


def said(done: Result) -> str:
    """Return what was printed, without the frame and the line breaks that a terminal's width makes."""
    return " ".join(done.output.replace("│", " ").split())


def started(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment}
    )


@pytest.fixture
def misread() -> str:
    found = shutil.which("misread", path=Path(sys.executable).parent)
    assert found
    return found


def test_the_version_is_that_of_the_package(misread: str) -> None:
    done = started(misread, "--version")
    assert (done.returncode, done.stdout) == (0, f"misread {importlib.metadata.version('misread')}\n")


def test_the_version_loads_no_room_and_no_server() -> None:
    code = "import sys, runpy; sys.argv = ['misread', '--version']\n"
    code += "try: runpy.run_module('misread_web', run_name='__main__')\nexcept SystemExit: pass\n"
    code += "print({'voila', 'pydantic', 'misread_scenarios'} & set(sys.modules))"
    assert started(sys.executable, "-c", code).stdout.splitlines()[-1] == "set()"


def test_the_module_is_the_same_command() -> None:
    assert started(sys.executable, "-m", "misread_web", "--version").stdout.startswith("misread ")


def test_a_shell_can_complete_commands_and_scenarios(misread: str) -> None:
    def complete(words: str) -> str:
        count = str(len(words.split()) - (not words.endswith(" ")))
        return started(misread, _MISREAD_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=count).stdout

    assert {"check", "play"} <= set(complete("misread ").split())
    assert complete("misread play sam").split() == ["sam-priya"]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cohort whose links fill a pipe."""
    data = tmp_path_factory.mktemp("big")
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Big", [Newcomer(f"Person {number}") for number in range(1000)])
    return data


@contextmanager
def nobody_reading() -> Iterator[int]:
    """Give a pipe whose reader has left."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)


LINKS = "cohort links Big --address https://course.example.org"
PRINTING = (
    "schema",
    "graph sam-priya",
    "check --measures",
    "doctor",
    "cohort list Big --json",
    LINKS,
    "--help",
    "--nope",
)


@pytest.mark.parametrize("arguments", PRINTING)
def test_a_command_ends_as_ever_where_nobody_reads_what_it_prints(arguments: str, misread: str, big: Path) -> None:
    command, environment = [misread, *arguments.split()], {**os.environ, "MISREAD_DATA": str(big)}
    read = started(*command, MISREAD_DATA=str(big))
    with nobody_reading() as pipe:
        unread = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    assert (unread.returncode, unread.stderr) == (read.returncode, read.stderr)


def test_reading_only_the_first_line_of_much_output_gives_no_error(misread: str, big: Path) -> None:
    command = [misread, *LINKS.split(), "--data", str(big)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("Person 0 ")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_what_follows_a_message_that_nobody_reads_is_done(misread: str, tmp_path: Path) -> None:
    command = [misread, "cohort", "create", "Spring", "--data", str(tmp_path)]
    with nobody_reading() as pipe:
        assert subprocess.run(command, stdout=pipe, stderr=pipe, check=False).returncode == 0
    assert started(misread, "cohort", "list", "--data", str(tmp_path)).stdout.startswith("Spring")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    help_ = run(name, "--help")
    assert help_.exit_code == 0
    assert f"misread {name}" in help_.output


def test_no_command_at_all_prints_the_help_and_is_a_usage_error() -> None:
    done = run()
    assert done.exit_code == 2
    assert all(name in done.output for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [("dance",), ("play",), ("play", "sam-priya", "--loud"), ("serve", "--port", "x"), ("serve", "--port", "65536")],
)
def test_what_cannot_be_understood_exits_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_library_has_no_problems() -> None:
    done = run("check")
    assert done.exit_code == 0
    files = len(exercises()) + len(rubrics()) + len(rated_situations()) + len(forms())
    counted = f"{len(library())} scenarios, {files} exercise, rubric or form files, 0 problems"
    assert done.output.splitlines()[-1].startswith(counted)


def test_without_a_file_the_lessons_are_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Problem("told.ipynb", 1, "LE001", "an option is told above its case")
    monkeypatch.setattr(check, "check_lessons", lambda found: (told,) * (len(found) > len(lessons())))
    done = run("check")
    assert done.exit_code == 1
    assert str(told) in done.output
    assert run("check", "warm-up").exit_code == 0


def test_a_broken_scenario_is_reported_by_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text(
        path_of("sam-priya").read_text("utf-8").replace("  - effect: sp -1\n", "  - effect: so -1\n", 1), "utf-8"
    )
    line = broken.read_text("utf-8").splitlines().index("  - effect: so -1") + 1
    done = run("check", str(broken))
    assert done.exit_code == 1
    assert f"broken.md:{line}: SC" in done.output


def test_json_problems_have_every_part_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", "utf-8")
    done = run("check", str(tmp_path / "empty.md"), "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert {"source": "empty.md", "line": 1, "severity": "fail"}.items() <= problem.items()
    assert problem["code"]
    assert problem["message"]


def test_a_folder_is_checked_without_its_other_texts(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    shutil.copy(path_of("warm-up"), tmp_path / "deep" / "warm-up.md")
    (tmp_path / "readme.md").write_text("# Not a scenario\n", "utf-8")
    files = json.loads(run("check", str(tmp_path), "--json").stdout)["files"]
    assert files == [str(tmp_path / "deep" / "warm-up.md")]


def test_exercises_and_rubrics_are_checked_by_id_by_file_and_by_folder(tmp_path: Path) -> None:
    own = tmp_path / "x4-2.yaml"
    own.write_text((EXERCISES / "x4-2.yaml").read_text("utf-8").replace("minutes: 8", "minutes: eight"), "utf-8")
    assert run("check", "X4.2", "R-C").output == "2 exercise, rubric or form files, 0 problems, 0 warnings\n"
    for place in (own, tmp_path):
        done = run("check", str(place))
        assert done.exit_code == 1
        assert "x4-2.yaml:8: EX003 `minutes`" in done.output


def test_a_folder_without_scenarios_is_a_usage_error(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert done.exit_code == 2
    assert "holds no scenario" in said(done)


@pytest.mark.parametrize("id_", library())
def test_the_compiled_form_follows_the_schema(id_: str) -> None:
    compiled = json.loads(run("compile", id_).stdout)
    jsonschema.validate(compiled, json.loads(run("schema").stdout))
    assert compiled["id"] == id_


def test_a_file_and_an_id_mean_the_same_scenario() -> None:
    assert run("compile", str(path_of("sam-priya"))).stdout == run("compile", "sam-priya").stdout


@pytest.mark.parametrize("command", ["compile", "graph", "notes", "play"])
def test_a_missing_scenario_is_a_usage_error_that_lists_the_others(command: str) -> None:
    done = run(command, "sam-pria")
    assert done.exit_code == 2
    assert "sam-priya" in done.output


@pytest.mark.parametrize("command", ["compile", "graph", "notes", "play"])
def test_a_scenario_with_problems_exits_with_one(command: str, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("---\n---\n", "utf-8")
    assert run(command, str(tmp_path / "empty.md")).exit_code == 1


def test_the_graph_names_every_scene_and_ending() -> None:
    printed = run("graph", "sam-priya").stdout
    scenario = load("sam-priya")
    assert printed.startswith("flowchart")
    assert all(scene.id in printed for scene in scenario.scenes)
    assert all(ending.id in printed for ending in scenario.endings)


def test_the_practice_notebooks_are_written_once(tmp_path: Path) -> None:
    written = run("practice", str(tmp_path / "tables"))
    assert written.exit_code == 0
    assert "11 tables are in" in written.stdout
    assert "13 notebooks" in written.stdout
    assert (tmp_path / "tables" / "d13.ipynb").exists()
    again = run("practice", str(tmp_path / "tables"))
    assert again.exit_code == 1
    assert "d1.ipynb is there already, and nothing was written" in again.output
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert "cannot be written" in run("practice", str(in_the_way)).output


def best_path() -> tuple[str, str, Case]:
    """The seed of a world of Sam and Priya, its best picks, and that world."""
    seed = "3"
    world = json.loads(run("play", "sam-priya", "--seed", seed, "--json").stdout)["state"]["world"]
    case = next(case for case in count(load("sam-priya")).cases if case.drawn["world"] == world)
    return seed, ",".join(arc.move.pick for arc in case.best_paths()[0]), case


def test_the_best_path_of_sam_and_priya_earns_all_there_is() -> None:
    seed, picks, case = best_path()
    done = json.loads(run("play", "sam-priya", "--seed", seed, "--picks", picks, "--json").stdout)
    assert done["ending"]["id"] == case.follow(tuple(picks.split(",")))
    assert sum(done["score"].values()) == done["total"]["score"] == case.maximum == 81


def test_a_run_that_is_not_over_says_what_is_offered_next() -> None:
    done = json.loads(run("play", "sam-priya", "--picks", "blanks", "--json").stdout)
    assert (done["over"], done["ending"], done["scene"]) == (False, None, "N2")
    assert done["offers"] == [choice.id for choice in load("sam-priya").scenes[1].choices]


def test_the_printed_outcome_says_the_same_as_the_json() -> None:
    seed, picks, _ = best_path()
    done = json.loads(run("play", "sam-priya", "--seed", seed, "--picks", picks, "--json").stdout)
    printed = run("play", "sam-priya", "--seed", seed, "--picks", picks).stdout
    assert f"Ending {done['ending']['id']}" in printed
    assert "81 of 81" in printed
    assert f"{done['hours']} hours" in printed


@pytest.mark.parametrize("id_", [*library(), "two-mirrors"])
def test_a_facilitators_notes_are_all_there_with_names_in_place_of_slots(id_: str) -> None:
    source = (FOLDER / f"{id_}.md").read_text("utf-8")
    printed = " ".join(run("notes", id_).stdout.split())
    assert printed.count(" - ") >= source.count("\n> host: ") > 0
    assert "{" not in printed
    if id_ == "sam-priya":
        assert "each person would say to Priya, word for word. Then ask which of Priya’s sentences" in printed
        assert all(f"{scene.id} " in printed for scene in load(id_).scenes)


@pytest.fixture
def slotted(tmp_path: Path) -> Path:
    """A scenario that names its people in every title."""
    text = path_of("warm-up").read_text("utf-8").replace("title: Could", "title: Lin and {lin.them}, {lin}. Could")
    file = tmp_path / "warm-up.md"
    file.write_text(
        text.replace("Tuesday, with", "{lin}'s Tuesday, with").replace("## W1 By", "## W1 {lin} by"), "utf-8"
    )
    return file


def test_no_command_shows_a_slot_in_place_of_a_name(slotted: Path) -> None:
    for words in ("graph", "notes", "play --picks no-post", "play --json --picks no-post"):
        command, *rest = words.split()
        printed = run(command, str(slotted), *rest).stdout
        assert re.search("Lin.s Tuesday|Lin by the lift", printed), words
        assert "{lin" not in printed, words


def test_no_feedback_shows_a_slot_in_place_of_a_name(slotted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = read_file(slotted).scenario
    assert scenario
    monkeypatch.setattr(feedback, "load", lambda _: scenario)
    assert feedback.title_of("warm-up").startswith("Lin and them, Lin. Could")


def test_a_slot_in_a_title_that_names_nobody_is_a_problem(slotted: Path) -> None:
    slotted.write_text(slotted.read_text("utf-8").replace("{lin}. Could", "{nobody}. Could"), "utf-8")
    assert "warm-up.md:1: SC014 '{nobody}' names nobody of the cast" in said(run("check", str(slotted)))


def test_one_hour_is_said_as_one() -> None:
    assert "1 hour State" in said(run("play", "warm-up", "--picks", "tuesday"))
    assert "0 hours State" in said(run("play", "warm-up"))


def test_a_seed_draws_the_hidden_fact() -> None:
    drawn = {
        json.loads(run("play", "not-ready", "--seed", str(seed), "--json").stdout)["state"]["truth"]
        for seed in range(20)
    }
    assert drawn == set(load("not-ready").draw["truth"])


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1).filter(lambda text: any(part.strip() for part in text.split(","))))
def test_any_other_pick_is_a_usage_error_and_never_a_traceback(pick: str) -> None:
    offered = {choice.id for choice in load("sam-priya").scenes[0].choices}
    if pick.strip() not in offered:
        done = run("play", "sam-priya", f"--picks={pick}")
        assert done.exit_code == 2
        assert isinstance(done.exception, SystemExit)


def test_the_doctor_finds_nothing_missing_here() -> None:
    done = run("doctor", "--json")
    assert done.exit_code == 0
    assert {"Python", "voila", "kernel", "lessons", "scenarios"} <= {
        finding["name"] for finding in json.loads(done.stdout)
    }


def test_the_doctor_names_the_folder_in_which_answers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path / "variable"))
    for options, folder in (((), "variable"), (("--data", str(tmp_path / "option")), "option")):
        (line,) = (line for line in run("doctor", *options).output.splitlines() if line.split()[1] == "answers")
        assert line.endswith(f"{tmp_path}/{folder}")
        assert not (tmp_path / folder).exists()


def test_the_doctor_says_what_to_do_and_exits_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "voila":
            raise importlib.metadata.PackageNotFoundError(name)
        return "0.1"

    monkeypatch.setattr("misread_web.operations.doctor.metadata.version", version)
    done = run("doctor")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert any(line.split()[:2] == ["missing", "voila"] for line in lines)
    assert any("make course" in line for line in lines)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "128.0.0.1", "course.example"])  # noqa: S104 - refused
def test_serving_other_machines_is_refused_with_the_reason(host: str, tmp_path: Path) -> None:
    done = run("serve", "--host", host, "--data", str(tmp_path))
    assert done.exit_code == 2
    assert "nobody signs in" in said(done)


def test_a_place_that_cannot_be_is_named_and_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run("serve", "--no-browser", "--data", str(tmp_path / "file" / "answers"))
    assert done.exit_code == 1
    assert said(done).startswith(f"the folder {tmp_path}/file/answers cannot be made")


def test_no_file_of_a_folder_is_passed_over_in_silence(tmp_path: Path) -> None:
    broken = (EXERCISES / "x4-2.yaml").read_text("utf-8").replace("minutes: 8", "minutes: eight")
    (tmp_path / "x4-2.yml").write_text(broken, encoding="utf-8-sig")
    (tmp_path / "warm-up.MD").write_text("\n" + path_of("warm-up").read_text("utf-8"), encoding="utf-16")
    (tmp_path / "warm-up.play").write_text("- {name: off, picks: [nobody], ending: WE3}\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# How we write\n", encoding="utf-8")
    done = run("check", str(tmp_path))
    assert done.exit_code == 1
    for line in ("warm-up.MD:1: SC001 the file is not UTF-8", "x4-2.yml:", "README.md: not checked"):
        assert line in done.output
    report = json.loads(run("check", "--json", str(tmp_path)).output)
    assert {Path(file).name for file in report["files"]} == {"x4-2.yml", "warm-up.MD", "warm-up.play"}
    assert [Path(file).name for file in report["not_checked"]] == ["README.md"]


def test_a_folder_that_leads_back_into_itself_is_checked_once(tmp_path: Path) -> None:
    (tmp_path / "warm-up.md").write_text(path_of("warm-up").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert "1 scenario, 0 problems" in run("check", str(tmp_path)).output


def test_plays_are_checked_with_their_scenario_and_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "warm-up.md").write_text(path_of("warm-up").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "warm-up.play").write_text("\n- {name: off, picks: [nobody], ending: WE3}\n", encoding="utf-8")
    for place in ("warm-up.md", "warm-up.play", ""):
        done = run("check", str(tmp_path / place))
        assert done.exit_code == 1
        assert "warm-up.play:2: PL003 'off': " in done.output


def test_a_folder_with_texts_of_another_encoding_is_checked(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_bytes(b"\xe9t\xe9\n")
    (tmp_path / "story.md").write_bytes(b"---\nformat: scenario/1\nid: caf\xe9\n---\n")
    done = run("check", str(tmp_path))
    assert done.exit_code == 1
    assert "story.md:3: SC001" in done.output
    assert "notes.md: not checked" in done.output


def test_coverage_says_where_each_idea_is_used_and_what_is_missing() -> None:
    shown = CliRunner().invoke(command_line(), ["coverage"])
    assert shown.exit_code == 0
    assert "\nS101* " in shown.output
    assert f"{len(ideas())} ideas have all that they need" in shown.output
    rows = json.loads(CliRunner().invoke(command_line(), ["coverage", "--json"]).output)
    assert [row["idea"] for row in rows] == list(ideas())
    gaps = json.loads(CliRunner().invoke(command_line(), ["coverage", "--json", "--gaps"]).output)
    assert gaps == [row for row in rows if row["missing"]]
    counted = f"{len(rows) - len(gaps)} of {len(rows)} ideas have all that they need"
    for asked in ([], ["--gaps"]):
        assert CliRunner().invoke(command_line(), ["coverage", *asked]).output.splitlines()[-1] == counted
