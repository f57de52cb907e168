"""A home that was asked for lately is the one that all events add up to, whatever has been done since."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from misread_course.catalogue import lessons, short
from misread_records import Event, Journal, MemoryJournal
from misread_records.seat import Seat
from misread_web.home.overview import Overview, overview
from misread_web.home.progress import LessonProgress
from misread_web.home.recent_homes import MOST, SECONDS, RecentHomes
from tests.web.home_server import M2, M4, SAM, Learner, best

MADE: list[set[str]] = []
"""For each overview that was worked out, the lessons whose progress was known already."""


def whole(events: tuple[Event, ...]) -> Overview:
    return overview(lessons(), events, short())


def make(events: tuple[Event, ...], unchanged: Mapping[str, LessonProgress]) -> Overview:
    MADE.append(set(unchanged))
    return overview(lessons(), events, short(), unchanged)


@pytest.fixture(autouse=True)
def nothing_made() -> None:
    MADE.clear()


@pytest.fixture
def journal() -> Journal:
    return MemoryJournal()


@pytest.fixture
def seat(journal: Journal) -> Seat:
    return Seat("ada", None, journal)


def test_at_every_moment_a_home_is_what_all_events_add_up_to(journal: Journal, seat: Seat) -> None:
    learner = Learner().guesses(M2, "M2.try").guesses(M4, "M4.try").begins(M4, SAM).picks(M4, SAM, best(SAM))
    learner.answers(M4, "M4.exit").solves(M4, "X4.2").finishes_lesson(short())
    homes = RecentHomes()
    for event in learner.events:
        journal.append(event)
        found = homes.home(seat, "en", make).overview
        assert found == whole(journal.read("ada"))
        assert (found.played, found.results) == (whole(journal.read("ada")).played, whole(found.events).results)


def test_a_home_is_not_worked_out_again_while_nothing_is_new(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    first = homes.home(seat, "en", make)
    assert homes.home(seat, "en", make) is first
    assert [set()] == MADE


def test_only_the_lesson_in_which_something_was_done_is_looked_at_again(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    homes.home(seat, "en", make)
    Learner().guesses(M4, "M4.try").keeps_it_in(journal)
    homes.home(seat, "en", make)
    assert MADE[1] == {lesson.name for lesson in (*lessons(), short())} - {M4}


def test_another_language_is_another_home(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    assert homes.home(seat, "en", make) is not homes.home(seat, "de", make)


def test_a_text_that_took_the_place_of_another_is_seen(journal: Journal, seat: Seat) -> None:
    first, second = Learner().writes(M4, "M4.exit", "M4.exit.1", "one").writes(M4, "M4.exit", "M4.exit.1", "two").events
    journal.append(first)
    homes = RecentHomes()
    homes.home(seat, "en", make)
    journal.replace(second, first.id)
    assert [note.text for note in homes.home(seat, "en", make).overview.notes] == ["two"]


def test_what_was_deleted_is_gone_from_memory_too(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    homes.home(seat, "en", make)
    journal.forget("ada")
    homes.forget("ada")
    assert not homes.home(seat, "en", make).overview.begun


def test_a_page_is_made_again_only_if_it_shows_something_else(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    home = RecentHomes().home(seat, "en", make)
    pages = iter("abc")
    assert [home.page(shown, pages.__next__) for shown in ({"due": 1}, {"due": 1}, {"due": 2})] == ["a", "a", "b"]


def test_memory_holds_the_latest_homes_only_and_not_for_long(journal: Journal) -> None:
    now = [0.0]
    homes = RecentHomes(lambda: now[0])
    seats = [Seat(f"learner {number}", None, journal) for number in range(MOST + 1)]
    for seat in seats:
        Learner(seat.learner).guesses(M2, "M2.try").keeps_it_in(journal)
        homes.home(seat, "en", make)
    for seat in (seats[1], seats[0]):
        homes.home(seat, "en", make)
    assert len(MADE) == len(seats) + 1
    now[0] = SECONDS + 1
    homes.home(seats[-1], "en", make)
    assert len(MADE) == len(seats) + 2
