"""Plays beside a scenario are read strictly, compared in full and collected by pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from misread_scenarios.format.content_kind import play_files
from misread_scenarios.library import FOLDER, library, load, path_of
from misread_scenarios.paths.counting import count
from misread_scenarios.plays import InvalidPlays, Play, check_plays, differences, read_plays

RIGHT = "- {name: right, picks: [tuesday], ending: WE3}\n"
SHIPPED = ("sam-priya", "communications-employee", "communications-boss")
BEST = read_plays(path_of("communications-boss").with_suffix(".play"))[0]
CONFTEST = Path(__file__).parents[2] / "scenarios" / "conftest.py"


def plays_of(scenario: str) -> tuple[Play, ...]:
    return read_plays(path_of(scenario).with_suffix(".play"))


@pytest.mark.parametrize("scenario", library())
def test_every_scenario_has_its_best_path_and_a_poor_one_as_plays(scenario: str) -> None:
    cases = count(load(scenario)).cases
    totals = [play.total or 0 for play in plays_of(scenario)]
    assert max(totals) == pytest.approx(max(case.maximum for case in cases))
    if load(scenario).competencies:
        assert min(totals) < max(totals) / 2


@pytest.mark.parametrize("scenario", SHIPPED)
def test_every_ending_of_the_shipped_cases_has_a_play(scenario: str) -> None:
    assert {play.ending for play in plays_of(scenario)} == {ending.id for ending in load(scenario).endings}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ending": "BE2"}, "the run ends with BE1, and the play says BE2"),
        ({"total": 48}, "the run earns 49 points in all, and the play says 48"),
        ({"points": {**(BEST.points or {}), "C1": 8}}, "C1 earns 9 points, and the play says 8"),
        ({"hours": 11}, f"the run takes {BEST.hours} hours, and the play says 11"),
        ({"state": {"team": 2}}, f"team ends at {(BEST.state or {})['team']}, and the play says 2"),
        ({"picks": (*BEST.picks[:5], "shrug")}, "communications-boss: scene 'N6' has no choice 'shrug'"),
        ({"picks": BEST.picks[:5]}, "the picks stop before scene 'N6'; a play must reach the end"),
    ],
)
def test_what_differs_is_said(change: dict[str, object], said: str) -> None:
    scenario = load("communications-boss")
    assert not list(differences(scenario, BEST))
    (found,) = differences(scenario, BEST.model_copy(update=change))
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: [", "a list of plays is expected"),
        ("name: one", "a list of plays is expected"),
        ("- {name: one, picks: [a], endng: E1}", "endng"),
        ("- {name: one, picks: [a]}\n- {name: one, picks: [b]}", "two plays are called 'one'"),
        ("\N{SNOWMAN}".encode("utf-16"), "a list of plays is expected"),
    ],
)
def test_a_file_that_is_no_list_of_plays_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    file = tmp_path / "story.play"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InvalidPlays, match=said):
        read_plays(file)


@pytest.mark.parametrize(
    ("plays", "line", "code", "said"),
    [
        (
            "- {name: right, picks: [tuesday], ending: WE3}\n\n- {name: off, picks: [no-post], ending: WE3}\n",
            3,
            "PL003",
            "WE1",
        ),
        ("- name: off\n  picks: [tuesday]\n  endng: WE3\n", 3, "PL001", "endng"),
        ("- name: one\n  picks: [tuesday\n", 3, "PL001", "a list of plays"),
        ("- name: off\n  picks: [nobody]\n  ending: WE3\n", 1, "PL003", "nobody"),
    ],
)
def test_what_is_wrong_with_a_play_is_told_with_its_line(
    tmp_path: Path, plays: str, line: int, code: str, said: str
) -> None:
    shutil.copy(path_of("warm-up"), tmp_path / "story.md")
    (tmp_path / "story.play").write_text(plays, encoding="utf-8")
    (found,) = check_plays(tmp_path / "story.play")
    assert (found.source, found.line, found.code) == ("story.play", line, code)
    assert said in found.message


def test_plays_without_their_scenario_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "story.play").write_text("- {name: one, picks: [a]}\n", encoding="utf-8")
    (found,) = check_plays(tmp_path / "story.play")
    assert (found.code, "story.md" in found.message) == ("PL002", True)


def test_yes_and_no_are_words_in_plays_as_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "story.play"
    file.write_text("- {name: no, picks: [yes, no, on], state: {known: yes, told: no, team: 3}, seed: 1}\n", "utf-8")
    (found,) = read_plays(file)
    assert (found.name, found.picks, found.seed) == ("no", ("yes", "no", "on"), 1)
    assert found.state == {"known": 1, "told": 0, "team": 3}


def test_the_librarys_plays_come_to_what_they_say() -> None:
    assert [problem for file in play_files(FOLDER) for problem in check_plays(file)] == []


def test_pytest_collects_plays_and_shows_what_differs(tmp_path: Path) -> None:
    shutil.copy(CONFTEST, tmp_path)
    shutil.copy(path_of("warm-up"), tmp_path / "story.md")
    plays = "- {name: a fair start, picks: [tuesday], ending: WE3}\n- {name: in error, picks: [no-post], ending: WE3}\n"
    (tmp_path / "story.play").write_text(plays, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "the run ends with WE1, and the play says WE3" in done.stdout
    assert "story.play: in error" in done.stdout
