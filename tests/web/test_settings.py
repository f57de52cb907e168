"""Settings of `misread serve` by file, variable and option: which counts, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from misread_grading.course import CONFIG, open_course
from misread_web.commands import serve
from misread_web.commands.serve_options import LISTS
from misread_web.main import command_line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "course.toml"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the command would start the server with."""
    found: dict[str, object] = {}

    class Server:
        def __init__(self, place: str, **given: object) -> None:
            found.update(given, place=place)

        def start(self) -> None:
            """Start nothing."""

    monkeypatch.setattr("misread_web.commands.serving.course_server", Server)
    monkeypatch.setattr(serve, "start_logging", lambda how, level: found.update(log=(str(how), str(level))))
    return found


def start(*options: str, **environment: str) -> Result:
    arguments = ["serve", *options]
    return CliRunner().invoke(command_line(), arguments, prog_name="misread", env=environment)


def said(done: Result) -> str:
    return "".join(done.output.replace("│", " ").split())


def test_an_option_counts_before_a_variable_and_a_variable_before_the_file(
    file: Path, tmp_path: Path, seen: dict[str, object]
) -> None:
    file.write_text(f'port = 9001\ndata = "{tmp_path}/answers"\nlog-format = "json"\nlog-level = "info"\n')
    with file.open("a") as more:
        more.write("browser = true\n")
    config = ("--config", str(file))
    for options, environment, port in (
        ((), {}, 9001),
        ((), {"MISREAD_PORT": "9002"}, 9002),
        (("--port", "9003"), {"MISREAD_PORT": "9002"}, 9003),
    ):
        done = start(*config, *options, **environment)
        assert done.exit_code == 0, done.output
        assert seen["port"] == port
    assert seen["place"] == f"sqlite:///{tmp_path}/answers/misread.db"
    assert seen["log"] == ("json", "info")
    assert seen["open_browser"] is True
    assert start("--no-browser", MISREAD_CONFIG=str(file)).exit_code == 0
    assert seen["open_browser"] is False


def test_cohorts_are_named_by_option_variable_or_file(file: Path, tmp_path: Path, seen: dict[str, object]) -> None:
    file.write_text('cohort = ["Early summer", "Autumn"]\n')
    options = ("--data", str(tmp_path), "--config", str(file))
    assert "EarlysummerAutumn" not in said(start(*options))
    assert "'Earlysummer'" in said(start(*options))
    assert "'LateJuly'" in said(start(*options, MISREAD_COHORTS="Late July, Autumn"))
    assert "'May'" in said(start(*options, "--cohort", "May", MISREAD_COHORTS="Late July"))
    assert seen == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# mine\nprot = 8100\n", "course.toml:2: there is no setting 'prot'. Is 'port' meant?"),
        ("secret_thing = 1\n", "course.toml:1: there is no setting 'secret_thing'. It may be one of browser, cohort"),
        ("log_format = 'json'\n", "Is 'log-format' meant?"),
        ("\nport = '8100'\n", "course.toml:2: port = '8100', but it takes a whole number."),
        ("port = true\n", "course.toml:1: port = True, but it takes a whole number."),
        ("host = 7\n", "course.toml:1: host = 7, but it takes text in quotes."),
        ("browser = 'no'\n", "course.toml:1: browser = 'no', but it takes true or false."),
        ("cohort = 'Spring'\n", "course.toml:1: cohort = 'Spring', but it takes a list, each text in quotes."),
        ("\ndata = ''\n", "course.toml:2: data is empty. Fill it in, or delete the line."),
        ("host = ''\n", "course.toml:1: host is empty."),
        ("cohort = ['Spring', '']\n", "course.toml:1: cohort is empty."),
        ("log-level = 'loud'\n", "course.toml:1: log-level = 'loud':"),
        ("[serve]\nport = 1\n", "course.toml:1: there is no setting 'serve'."),
        ("port = \n", "course.toml: this is not TOML:"),
        ("config = 'other.toml'\n", "course.toml:1: there is no setting 'config'."),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_its_place_with_what_would_do(
    text: str, wanted: str, file: Path, seen: dict[str, object]
) -> None:
    file.write_text(text)
    done = start("--config", str(file))
    assert done.exit_code == 2
    assert wanted.replace(" ", "") in said(done)
    assert seen == {}


def test_a_file_may_begin_with_the_mark_of_an_editor(file: Path, tmp_path: Path, seen: dict[str, object]) -> None:
    file.write_text("port = 9001\n", "utf-8-sig")
    assert start("--config", str(file), "--data", str(tmp_path)).exit_code == 0
    assert seen["port"] == 9001


def test_a_file_that_is_not_there_is_named(file: Path, seen: dict[str, object]) -> None:
    done = start("--config", str(file))
    assert done.exit_code == 2
    assert "cannotberead" in said(done)
    assert seen == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.255.255.254", "::1", "localhost"])
def test_every_address_of_the_machine_itself_needs_no_sign_in(
    host: str, tmp_path: Path, seen: dict[str, object]
) -> None:
    assert start("--host", host, "--data", str(tmp_path)).exit_code == 0
    assert seen["host"] == host


@pytest.mark.parametrize("option", ["--data", "--grading"])
def test_a_folder_without_a_name_is_not_the_one_that_a_script_runs_in(option: str, seen: dict[str, object]) -> None:
    done = start(option, "")
    assert (done.exit_code, "thenameofthefolderisempty" in said(done)) == (2, True)
    assert seen == {}


def test_a_bad_variable_is_named(seen: dict[str, object]) -> None:
    done = start(MISREAD_PORT="tcp://10.0.0.1:8100")
    assert done.exit_code == 2
    assert "MISREAD_PORT" in said(done)
    assert seen == {}


def test_grades_in_the_data_folder_are_served_without_being_named(tmp_path: Path, seen: dict[str, object]) -> None:
    assert start("--data", str(tmp_path)).exit_code == 0
    assert (seen["grading"], (tmp_path / "grading").exists()) == (None, False)
    own, other = (open_course(tmp_path / name).folder for name in ("grading", "grades"))
    done = start("--data", str(tmp_path))
    assert (seen["grading"], f"come from {own}" in done.stdout) == (own, True)
    done = start("--data", str(tmp_path), MISREAD_GRADING=str(other))
    assert (seen["grading"], "come from" in done.stdout) == (other, False)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        (None, "has no nbgrader_config.py; make it a course first: misread grade init"),
        ("c = get_config()\nc.Panel.second = (\n", "SyntaxError: '(' was never closed (nbgrader_config.py, line 2)"),
        ("c = get_config()\nc.Panel.second = 7\n", "second must be a share from 0 to 1"),
    ],
)
def test_unusable_grades_stop_a_start_only_if_the_operator_named_them(
    config: str | None, reason: str, tmp_path: Path, seen: dict[str, object]
) -> None:
    folder = tmp_path / "grading"
    folder.mkdir()
    if config:
        (folder / CONFIG).write_text(config, "utf-8")
    named = start("--data", str(tmp_path), "--grading", str(folder))
    assert (named.exit_code, "place" in seen, reason.replace(" ", "") in said(named)) == (2, False, True)
    done = start("--data", str(tmp_path))
    assert (done.exit_code, seen["grading"], len(done.stderr.splitlines())) == (0, None, 1)
    assert done.stderr.startswith("Marking, feedback and due dates are not shown")
    assert reason in done.stderr


def test_every_setting_has_a_variable() -> None:
    command = typer.main.get_command(command_line()).commands["serve"]  # type: ignore[attr-defined]
    for option in command.params:
        assert option.name in LISTS or option.envvar == f"MISREAD_{option.name.upper()}"
