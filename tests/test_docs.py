"""The documents against the code: what one names, the other has."""

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.testing import CliRunner

from misread_course.catalogue import lessons
from misread_course.checks import COURSE_RULES
from misread_course.checks import RULES as LESSON_RULES
from misread_course.items import items
from misread_scenarios import names
from misread_scenarios.checks.checking import check_text
from misread_scenarios.checks.rules import RULES
from misread_scenarios.conditions import Comparison
from misread_scenarios.exercises import RULES as RULES_OF_SCORING
from misread_scenarios.exercises import Exercise, Rate, Scored, SituationForm, checks, reading
from misread_scenarios.format import body, front_matter, lookalikes
from misread_scenarios.format.reader import read_text
from misread_scenarios.library import load
from misread_scenarios.play.engine import play
from misread_scenarios.plays import Play
from misread_scenarios.problems import READING_CODES
from misread_scenarios.released import RELEASED_CODES
from misread_scenarios.review_checks import RULES as REVIEW_RULES
from misread_web.commands import COMMANDS
from misread_web.commands.serve_options import LISTS
from misread_web.main import command_line
from misread_web.operations import unknown_variables

HOUSE = Path(__file__).parents[1]
DOCS = {path.name: path.read_text("utf-8") for path in sorted((HOUSE / "docs").glob("*.md"))}
AUTHORS, OPERATORS = DOCS["authors.md"], DOCS["operators.md"]
README = (HOUSE / "README.md").read_text("utf-8")
ROOMS = [
    HOUSE / name for name in ("scenarios", "records", "widgets", "course", "grading", "web", "tests", "benchmarks")
]


def section(page: str, heading: str) -> str:
    """Return what stands between a heading and the next one of its level."""
    level = heading.partition(" ")[0]
    after = page.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n{level} ", after)[0]


def first_cells(table: str) -> list[str]:
    """Return what the first column of a table names in code."""
    return [name for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)]


def plain(written: Iterable[str]) -> set[str]:
    return {name.strip("> :") for name in written}


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("## The front matter", front_matter.READERS),
        ("## Scenes", lookalikes.SCENE_FACTS),
        ("## Choices", body.FACT_READERS),
        ("## Plays", Play.model_fields),
    ],
)
def test_the_authors_page_names_every_field_and_no_other(heading: str, known: Iterable[str]) -> None:
    assert plain(first_cells(section(AUTHORS, heading))) == set(known)


def test_the_authors_page_names_every_exercise_field_and_scoring_rule() -> None:
    known = {name: set(kind.model_fields) for name, kind in reading.KINDS.items() if issubclass(kind, Exercise)}
    fields, rules = re.split(r"\n\| rule \|", section(AUTHORS, "## The fields of an exercise"))
    assert set(first_cells(rules)) == set(RULES_OF_SCORING)
    rows = re.findall(r"^\| (`.*?) \| ([\w-]+) \|", fields, re.MULTILINE)
    scored = {name for name, kind in reading.KINDS.items() if issubclass(kind, Scored)}
    kinds = {"all": set(known), "scored": scored, **{name: {name} for name in known}}
    written: dict[str, set[str]] = {name: set() for name in known}
    for cell, where in rows:
        for name in kinds[where]:
            written[name] |= set(re.findall(r"`(\w+)`", cell))
    assert written == known


def test_the_authors_page_names_every_field_of_a_situation_to_rate() -> None:
    named = first_cells(section(AUTHORS, "## Situations to rate"))
    assert sorted(named) == sorted([*Rate.model_fields, *SituationForm.model_fields])


def test_the_authors_page_says_which_lines_take_a_condition() -> None:
    rows = re.findall(r"^\| `([\w ]+)` \| (yes|no)", section(AUTHORS, "## Choices"), re.MULTILINE)
    assert {name for name, takes in rows if takes == "yes"} == set(body.REPEATED)


def test_the_authors_page_names_what_must_be_given() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (yes|no)", section(AUTHORS, "## The front matter"), re.MULTILINE)
    assert {name for name, needed in rows if needed == "yes"} == set(front_matter.NEEDED)


def test_the_authors_page_shows_every_comparison_and_pronoun() -> None:
    assert all(f" {sign} " in section(AUTHORS, "## Conditions") for sign in get_args(Comparison))
    assert all(f"`{{sam.{form}}}`" in section(AUTHORS, "## Names and pronouns") for form in names.PRONOUNS["they"])


@pytest.mark.parametrize("name", ["commands", "coverage", "rules"])
def test_a_page_that_is_written_from_the_code_says_what_the_code_says(name: str) -> None:
    specification = importlib.util.spec_from_file_location(f"{name}_page", HOUSE / "docs" / f"{name}.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert DOCS[f"{name}.md"] == module.page(), f"run: python docs/{name}.py"


def test_the_rules_page_has_every_code_once() -> None:
    written = re.findall(r"^(?:\| |### )((?:SC|Q|RE|EX|LE|RV)\d+(?:-bank)?)\b", DOCS["rules.md"], re.MULTILINE)
    scenarios, sheets = (rule.code for rule in RULES), (rule.code for rule in checks.RULES)
    lessons, reviews = (rule.code for rule in (*LESSON_RULES, *COURSE_RULES)), (rule.code for rule in REVIEW_RULES)
    assert written == [*READING_CODES, *scenarios, *RELEASED_CODES, *reading.READING_CODES, *sheets, *lessons, *reviews]


@pytest.fixture
def first_scenario() -> str:
    (found,) = re.findall(r"```markdown\n(.*?)```", AUTHORS, re.DOTALL)
    return str(found)


def test_the_first_scenario_has_no_problem_and_no_warning(first_scenario: str) -> None:
    assert check_text(first_scenario, "no-application.md") == ()


def test_the_first_scenario_and_exercise_answer_as_the_page_shows(
    first_scenario: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("no-application.md").write_text(first_scenario, "utf-8")
    (exercise,) = re.findall(r"```yaml\n(format: exercise/1.*?)```", AUTHORS, re.DOTALL)
    Path("own-1.yaml").write_text(exercise, "utf-8")
    shown = re.findall(r"```console\n\$ misread (.*?)\n(.*?)```", AUTHORS, re.DOTALL)
    assert shown
    for command, answer in shown:
        done = CliRunner().invoke(command_line(), command.split())
        assert (done.exit_code, done.output) == (0, answer), command


def test_the_first_scenario_can_be_played_to_each_of_its_endings(first_scenario: str) -> None:
    scenario = read_text(first_scenario, "no-application.md").scenario
    assert scenario
    found = {play(scenario, [choice.id]).ending for choice in scenario.scenes[0].choices}
    assert found == set(scenario.endings)


def test_the_command_page_has_every_command() -> None:
    assert set(COMMANDS) <= set(re.findall(r"^## `misread ([\w-]+)", DOCS["commands.md"], re.MULTILINE))


def test_the_page_on_architecture_names_every_room() -> None:
    rooms = section(DOCS["architecture.md"], "## The rooms")
    assert set(re.findall(r"^\| `(\w+)/` \|", rooms, re.MULTILINE)) == {
        path.parents[1].name for path in HOUSE.glob("*/misread_*/__init__.py")
    }


def test_the_readme_lists_every_lesson_with_its_minutes() -> None:
    rows = re.findall(r"^\| (\w+) \| (.*?) \| (\d+) \|", README, re.MULTILINE)
    assert rows == [(each.module, each.title, str(each.minutes)) for each in lessons()]


def test_the_facilitators_page_lists_every_case_of_the_lessons() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (\d+) \| (\d+) \|", DOCS["facilitators.md"], re.MULTILINE)
    there = {
        (item.id, each.module, str(len(load(item.id).scenes)), str(load(item.id).minutes))
        for each in lessons()
        for item in items(each)
        if item.kind == "scenario"
    }
    assert set(rows) == there


ENDLESS = {"workshop", "workshop-rehearse"}
"""The commands that serve, or take part, until they are stopped."""


def test_the_commands_of_the_facilitators_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = re.findall(r"^\$ misread (.*)$", DOCS["facilitators.md"], re.MULTILINE)
    assert shown
    for command in shown:
        words = command.split()
        asked = [*words, "--help"] if words[0] in ENDLESS else words
        assert CliRunner().invoke(command_line(), asked).exit_code == 0, command
    assert "notes sam-priya" in shown


def test_the_operators_page_names_exactly_the_variables_that_are_read() -> None:
    sources = [
        path.read_text("utf-8") for room in ("records", "widgets", "web") for path in (HOUSE / room).rglob("*.py")
    ]
    assert set(re.findall(r"`(MISREAD_\w+)`", OPERATORS)) == set(re.findall(r'"(MISREAD_\w+)"', "\n".join(sources)))


def test_a_variable_that_is_read_is_not_taken_for_a_typing_error() -> None:
    sources = [path for room in ("records", "widgets", "web") for path in (HOUSE / room).rglob("*.py")]
    read = "\n".join(path.read_text("utf-8") for path in sources if path.name != "variables.py")
    assert (
        set(re.findall(r'"(MISREAD_\w+)"', read)) == unknown_variables.SETTINGS | unknown_variables.IN_NOTEBOOKS.keys()
    )


def test_the_operators_page_has_every_setting_with_its_option_and_its_variable() -> None:
    serve = typer.main.get_command(command_line()).commands["serve"]  # type: ignore[attr-defined]
    options = [option for option in serve.params if "--help" not in option.opts]
    known = {(option.opts[0], option.envvar or LISTS[option.name]) for option in options}
    rows = re.findall(
        r"^\| (?:`([a-z-]+)`|not in it) \| `(--[a-z-]+)` \| `(MISREAD_\w+)` \|",
        section(OPERATORS, "## Settings of `misread serve`"),
        re.MULTILINE,
    )
    assert {(option, variable) for _, option, variable in rows} == known
    assert all(option == f"--{key}" for key, option, _ in rows if key)
    assert [option for key, option, _ in rows if not key] == ["--config"]


@pytest.mark.parametrize("page", [*sorted(DOCS), "../README.md", "../CONTRIBUTING.md"])
def test_every_link_between_the_pages_leads_somewhere(page: str) -> None:
    text = (HOUSE / "docs" / page).read_text("utf-8")
    for target, anchor in re.findall(r"\]\((?!https:)([^)#]*)(#[^)]*)?\)", text):
        path = ((HOUSE / "docs" / page).parent / target).resolve() if target else HOUSE / "docs" / page
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)", path.read_text("utf-8"), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_page_of_measures_is_what_the_library_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(HOUSE / "docs")
    assert importlib.import_module("measures").page() == DOCS["measures.md"], "run `python docs/measures.py`"


def test_the_page_on_architecture_names_files_that_are_there() -> None:
    named = set(re.findall(r"`([\w./-]+(?:\.py|\.js|\.pyi|/))`", DOCS["architecture.md"]))
    there = {
        f"/{path.relative_to(HOUSE).as_posix()}{'/' if path.is_dir() else ''}"
        for room in ROOMS
        for path in room.rglob("*")
    }
    assert len(named) > 50
    assert {name for name in named if not any(path.endswith(f"/{name}") for path in there)} == set()
