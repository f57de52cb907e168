"""The rows of cohorts and members: locked while they change, compared with a list, counted and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from misread_records.database import COHORTS, MEMBERS
from misread_records.database.connection import Database
from misread_records.people import cohort_rows
from misread_records.people.cohort_rows import Contents, checked_name, cohort_key
from misread_records.people.cohorts import Cohorts
from misread_records.people.errors import AlreadyThere, BadCohortName, CohortClosed, UnknownCohort
from misread_records.people.members import Newcomer

ADA, BEN = Newcomer("Ada Lovelace", "ada@example.org"), Newcomer("Ben Okri", number="4711")


@pytest.fixture
def place(tmp_path: Path) -> str:
    place = f"sqlite:///{tmp_path}/misread.db"
    with Cohorts(place) as cohorts:
        cohorts.create("Spring", [ADA])
        cohorts.create("Autumn", [BEN])
    return place


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    with closing(Database(place)) as database:
        yield database


@given(st.text("aAbB ßéÅ\u200e\t", min_size=1))
def test_every_spelling_of_a_name_has_the_key_of_the_name_that_is_kept(name: str) -> None:
    try:
        kept = checked_name(name)
    except BadCohortName:
        assert not cohort_key(name)
    else:
        assert cohort_key(name) == cohort_key(kept) == cohort_key(f"  {kept.swapcase().swapcase()} ")
        assert checked_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "problem"),
    [("  ", "is not a name"), ("x" * 300, "has 300 characters"), ("Spring\x07", "cannot be shown")],
)
def test_a_name_that_cannot_be_kept_is_refused_with_the_reason(name: str, problem: str) -> None:
    with pytest.raises(BadCohortName, match=problem):
        checked_name(name)


def test_an_unknown_cohort_is_named_with_all_that_exist(database: Database) -> None:
    with database.reading() as connection, pytest.raises(UnknownCohort, match="Spring, Autumn"):
        cohort_rows.row_of_cohort(connection, "Winter")


def test_a_closed_cohort_cannot_be_held_open_but_can_be_held(place: str, database: Database) -> None:
    with Cohorts(place) as cohorts:
        cohorts.close("Spring")
    with database.changing() as connection:
        assert cohort_rows.held(connection, "SPRING")["name"] == "Spring"
        with pytest.raises(CohortClosed):
            cohort_rows.held_open(connection, "spring")


def test_one_list_cannot_name_a_person_twice_or_a_member_again(database: Database) -> None:
    with database.reading() as connection:
        spring = cohort_rows.row_of_cohort(connection, "Spring")
        cohort_rows.check_nobody_is_there(connection, spring, [BEN])
        for people in ([BEN, BEN], [BEN, Newcomer("A. Lovelace", "ADA@example.org")]):
            with pytest.raises(AlreadyThere):
                cohort_rows.check_nobody_is_there(connection, spring, people)


def test_deleting_a_cohort_leaves_the_rows_of_every_other(database: Database) -> None:
    with database.changing() as connection:
        spring = cohort_rows.held(connection, "Spring")
        cohort_rows.enrol(connection, spring, [BEN], datetime.now(UTC))
        contents = cohort_rows.contents_of(connection, spring)
        assert contents == Contents(cohort_rows.cohort_of(spring), people=2, removed=0, events=0, markings=0)
        cohort_rows.delete_all_of(connection, spring)
        assert connection.execute(select(COHORTS.c.name)).scalars().all() == ["Autumn"]
        assert connection.execute(select(MEMBERS.c.name)).scalars().all() == ["Ben Okri"]


def test_a_row_from_before_family_names_is_read_as_it_is_spoken(database: Database) -> None:
    with database.changing() as connection:
        spring = cohort_rows.held(connection, "Spring")
        (learner,) = cohort_rows.enrol(connection, spring, [Newcomer("Cy")], datetime.now(UTC))
        connection.execute(MEMBERS.update().where(MEMBERS.c.learner == learner).values(name="Weber, Cy", family=None))
        (member,) = cohort_rows.members_of(connection, MEMBERS.c.learner == learner)
        assert (member.name, member.family) == ("Cy Weber", "Weber")
