"""Whose lesson it is: the seat named, else the host's, else the environment's, else one's own file."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from misread_records import FileJournal, MemoryJournal
from misread_scenarios.cards import UnknownCard
from misread_scenarios.format.mirrors_reader import InvalidMirrors
from misread_scenarios.library import UnknownScenario
from misread_widgets import Lesson, Seat, current_seat, open_lesson, seated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.widgets.conftest import Hand


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MISREAD_JOURNAL", "MISREAD_LEARNER", "MISREAD_COHORT"):
        monkeypatch.delenv(name, raising=False)


def test_alone_the_answers_lie_beside_the_notebook(tmp_path: Path, hand: type[Hand]) -> None:
    lesson = open_lesson("m4")
    assert lesson.seat.learner == "me"
    assert isinstance(lesson.seat.journal, FileJournal)
    hand(lesson.scenario("sam-priya")).do("begin")
    assert '"opened"' in (tmp_path / "answers.jsonl").read_text(encoding="utf-8")


def test_looking_at_a_lesson_writes_nothing(tmp_path: Path) -> None:
    lesson = open_lesson("m4")
    for piece in (
        lesson.scenario("sam-priya"),
        lesson.guess("M4.try"),
        lesson.recall("M4.exit"),
        lesson.mirrors("two-mirrors"),
    ):
        assert piece.view["notice"] is None
    assert list(tmp_path.iterdir()) == []


def test_the_environment_is_asked_when_a_lesson_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hand: type[Hand]
) -> None:
    monkeypatch.setenv("MISREAD_JOURNAL", f"sqlite:///{tmp_path}/answers.db")
    monkeypatch.setenv("MISREAD_LEARNER", "ada")
    monkeypatch.setenv("MISREAD_COHORT", "spring")
    lesson = open_lesson("m4")
    hand(lesson.scenario("sam-priya")).do("begin")
    (event,) = lesson.seat.journal.read("ada", "m4")
    lesson.seat.journal.close()
    assert (event.learner, event.cohort, event.lesson, event.item) == ("ada", "spring", "m4", "sam-priya")


def test_a_journal_that_cannot_be_opened_is_told_on_every_widget(
    monkeypatch: pytest.MonkeyPatch, hand: type[Hand]
) -> None:
    monkeypatch.setenv("MISREAD_JOURNAL", "carrier-pigeon://loft/7")
    lesson = open_lesson("m4")
    for piece in (lesson.scenario("sam-priya"), lesson.guess("M4.try")):
        assert "address of the database is not written correctly" in piece.view["notice"]["text"]
    said = hand(lesson.scenario("sam-priya")).do("begin")["notice"]["text"]
    assert "it does not begin like postgresql+psycopg:// or sqlite:///" in said


def test_a_host_seats_several_learners_in_one_process() -> None:
    seats = [Seat(name, None, MemoryJournal()) for name in ("ada", "ben")]
    found: dict[str, Seat] = {}

    def sit(seat: Seat) -> None:
        with seated(seat):
            found[seat.learner] = open_lesson("m4").seat

    threads = [threading.Thread(target=sit, args=[seat]) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"ada": seats[0], "ben": seats[1]}
    assert current_seat().learner == "me"


def test_a_named_seat_goes_first(seat: Seat) -> None:
    with seated(Seat("ben", None, MemoryJournal())):
        assert open_lesson("m4", seat).seat is seat


def test_names_that_the_library_does_not_have_are_told(lesson: Lesson) -> None:
    with pytest.raises(UnknownScenario, match="did you mean 'sam-priya'"):
        lesson.scenario("sam-pria")
    with pytest.raises(UnknownCard, match=r"did you mean 'M4\.try'"):
        lesson.guess("M4.tri")
    with pytest.raises(UnknownCard, match=r"no recall 'M4\.try'"):
        lesson.recall("M4.try")
    with pytest.raises(InvalidMirrors, match="there are no mirrors"):
        lesson.mirrors("../../secrets")


def test_who_opens_a_lesson_for_its_points_alone_loads_no_widget() -> None:
    asked = [sys.executable, "-c", _LOADED]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.splitlines()[-2:] == ["0.0 False", "Player True"]


_LOADED = """
import sys
import misread_widgets

print(misread_widgets.open_lesson("m4").points("X4.2", out_of=6), "ipywidgets" in sys.modules)
print(misread_widgets.Player.__name__, "ipywidgets" in sys.modules)
"""
