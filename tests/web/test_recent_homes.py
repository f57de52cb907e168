"""A home that was asked for lately is the one that all events add up to, whatever has been done since."""

from __future__ import annotations

import pytest

from misread_course.catalogue import lessons, short
from misread_records import Event, Journal, MemoryJournal
from misread_records.seat import Seat
from misread_web.home.overview import Overview, overview
from misread_web.home.recent_homes import MOST, SECONDS, RecentHomes
from tests.web.home_server import M2, M4, SAM, Learner, best

MADE: list[Overview | None] = []
"""For each overview that was worked out, the earlier one that it began with."""


def whole(events: tuple[Event, ...]) -> Overview:
    return overview(lessons(), events, short())


def make(events: tuple[Event, ...], earlier: Overview | None) -> Overview:
    MADE.append(earlier)
    return overview(lessons(), events, short(), earlier)


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
    assert MADE == [None]


def test_only_the_item_in_which_something_was_done_is_looked_at_again(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    before = homes.home(seat, "en", make).overview
    Learner().guesses(M4, "M4.try").keeps_it_in(journal)
    after = homes.home(seat, "en", make).overview
    assert [None, before] == MADE
    pairs = list(zip(before.with_short_case, after.with_short_case, strict=True))
    assert [now.lesson.name for was, now in pairs if now is not was] == [M4]
    steps = [pair for was, now in pairs for pair in zip(was.steps, now.steps, strict=True)]
    assert [now.item.id for was, now in steps if now is not was] == ["M4.try"]
    assert after.profile is before.profile
    assert after.notes is before.notes


def test_a_text_or_a_finished_story_makes_notes_and_profile_anew(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    before = homes.home(seat, "en", make).overview
    Learner().begins(M4, SAM).picks(M4, SAM, best(SAM)).keeps_it_in(journal)
    played = homes.home(seat, "en", make).overview
    Learner().writes(M4, "M4.exit", "M4.exit.1", "one").keeps_it_in(journal)
    written = homes.home(seat, "en", make).overview
    assert (before.profile.stories, played.profile.stories) == (0, 1)
    assert [len(each.notes) for each in (before, played, written)] == [0, 0, 1]


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


def test_a_part_of_the_page_is_made_again_only_if_it_shows_something_else(journal: Journal, seat: Seat) -> None:
    Learner().guesses(M2, "M2.try").keeps_it_in(journal)
    homes = RecentHomes()
    parts = iter("abc")
    first = homes.home(seat, "en", make)
    assert [first.part("notes", shown, caller=parts.__next__) for shown in ((1,), (1,), (2,))] == ["a", "a", "b"]
    Learner().guesses(M4, "M4.try").keeps_it_in(journal)
    second = homes.home(seat, "en", make)
    assert second is not first
    assert second.part("notes", (2,), caller=parts.__next__) == "b"
    assert second.part("profile", (2,), caller=parts.__next__) == "c"


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
