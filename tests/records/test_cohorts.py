"""Cohorts and their members: who may be in one, and that a change happens whole or not at all."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from misread_records import Event, Journal, JournalMissing
from misread_records.database.connection import Database
from misread_records.database.people_tables import MEMBERS
from misread_records.people.cohorts import Cohorts
from misread_records.people.errors import (
    AlreadyThere,
    BadCohortName,
    BadNewcomer,
    Clashes,
    CohortClosed,
    CohortExists,
    PeopleError,
    SeveralMembers,
    UnknownCohort,
    UnknownMember,
)
from misread_records.people.members import Member, Newcomer, Role

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
ADA = Newcomer("Ada Lovelace", "Ada@Example.org")
BEN = Newcomer("Ben Okri", number="4711", role=Role.FACILITATOR)
CY = Newcomer("Cy")


@pytest.fixture
def cohorts(address: str) -> Iterator[Cohorts]:
    with Cohorts(address) as cohorts:
        yield cohorts


def names(members: tuple[Member, ...]) -> list[str]:
    return [member.name for member in members]


@both
def test_a_cohort_has_the_people_it_was_created_with(cohorts: Cohorts) -> None:
    made = cohorts.create("Spring 2026", [ADA, BEN, CY])
    assert cohorts.cohorts() == (made,)
    ada, ben, cy = cohorts.members("Spring 2026")
    assert (ada.name, ada.email, ada.number, ada.role) == ("Ada Lovelace", "Ada@Example.org", None, Role.LEARNER)
    assert (ben.email, ben.number, ben.role) == (None, "4711", Role.FACILITATOR)
    assert (cy.cohort, cy.removed, cy.link) == (made, None, 1)


@both
def test_moments_are_those_of_the_change_in_utc(cohorts: Cohorts) -> None:
    before = datetime.now(UTC)
    cohorts.create("Spring", [ADA])
    cohorts.close("Spring")
    (cohort,) = cohorts.cohorts()
    (member,) = cohorts.members("Spring")
    assert cohort.closed
    assert before <= cohort.created == member.added <= cohort.closed <= datetime.now(UTC)
    assert cohort.created.utcoffset() == timedelta(0)


@both
def test_a_learner_has_another_name_in_each_cohort_and_it_tells_nothing(cohorts: Cohorts) -> None:
    for name in ("Spring", "Autumn"):
        cohorts.create(name, [ADA, BEN])
    learners = [member.learner for name in ("Spring", "Autumn") for member in cohorts.members(name)]
    assert len(set(learners)) == 4
    assert all(re.fullmatch("[0-9a-f]{20}", learner) for learner in learners)


@both
@pytest.mark.parametrize("name", ["spring 2026", "SPRING  2026", " Spring 2026 ", "\u200eSpring 2026"])
def test_a_cohort_is_found_however_its_name_is_written_and_made_once(cohorts: Cohorts, name: str) -> None:
    cohorts.create("Spring 2026", [ADA])
    assert names(cohorts.members(name)) == ["Ada Lovelace"]
    with pytest.raises(CohortExists):
        cohorts.create(name, [BEN])
    assert names(cohorts.members("Spring 2026")) == ["Ada Lovelace"]


@both
@pytest.mark.parametrize("name", ["", "  ", "\u202e", "a\x00b", "x" * 201])
def test_a_name_that_nobody_could_read_is_refused(cohorts: Cohorts, name: str) -> None:
    with pytest.raises(BadCohortName):
        cohorts.create(name)
    assert cohorts.cohorts() == ()


@both
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ADA, Newcomer("A. Lovelace", "ADA@example.org")),
        (BEN, Newcomer("Someone else", "other@example.org", "4711")),
        (CY, Newcomer("CY")),
    ],
)
def test_one_person_is_not_enrolled_twice(cohorts: Cohorts, first: Newcomer, second: Newcomer) -> None:
    new = Newcomer("Di", "di@example.org")
    with pytest.raises(AlreadyThere) as caught:
        cohorts.create("Spring", [first, new, second])
    assert caught.value.people == (second,)
    assert cohorts.cohorts() == ()
    cohorts.create("Spring", [first])
    with pytest.raises(AlreadyThere, match="nobody was added") as caught:
        cohorts.add("Spring", [new, second])
    assert caught.value.people == (second,)
    assert names(cohorts.members("Spring")) == [first.name]


@both
def test_people_of_one_name_are_kept_apart_by_their_addresses(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [Newcomer("Ana García", f"ana{number}@example.org") for number in range(2)])
    with pytest.raises(SeveralMembers, match=r"ana0@example\.org, ana1@example\.org"):
        cohorts.remove("Spring", "ana garcía")
    assert cohorts.remove("Spring", "ANA1@example.org").email == "ana1@example.org"
    assert cohorts.remove("Spring", "Ana García").email == "ana0@example.org"


@both
@pytest.mark.parametrize("who", ["ada lovelace", "ADA@EXAMPLE.ORG", " ada@example.org "])
def test_a_removed_member_is_out_and_is_still_known_by_what_they_did(cohorts: Cohorts, who: str) -> None:
    cohorts.create("Spring", [ADA, BEN])
    gone = cohorts.remove("Spring", who)
    assert gone.removed is not None
    assert names(cohorts.members("Spring")) == ["Ben Okri"]
    assert cohorts.find(gone.learner) == gone
    assert cohorts.removed() == {gone.learner}
    with pytest.raises(UnknownMember, match=r"was removed from the cohort 'Spring' on .*: misread cohort add"):
        cohorts.remove("Spring", who)
    with pytest.raises(UnknownMember, match="misread cohort list"):
        cohorts.remove("Spring", "nobody")


@both
@pytest.mark.parametrize(
    ("person", "again"),
    [
        (ADA, Newcomer("Ada King", "ADA@example.org")),
        (BEN, Newcomer("Benjamin Okri", number="4711", role=Role.GRADER)),
        (ADA, Newcomer("Ada Lovelace")),
        (CY, Newcomer("cy", "cy@example.org")),
    ],
)
def test_adding_somebody_again_who_was_removed_brings_back_their_work_and_link(
    cohorts: Cohorts, journal: Journal, an_event: Callable[..., Event], person: Newcomer, again: Newcomer
) -> None:
    cohorts.create("Spring", [person, Newcomer("Di", "di@example.org")])
    (member,) = (one for one in cohorts.members("Spring") if one.name == person.name)
    event = journal.append(an_event(learner=member.learner))
    cohorts.remove("Spring", member.learner)
    (back,) = cohorts.add("Spring", [again])
    assert (back.learner, back.link, back.removed) == (member.learner, member.link, None)
    assert (back.name, back.role) == (again.name, again.role)
    assert (back.email, back.number) == (again.email or person.email, again.number or person.number)
    assert journal.read(back.learner) == (event,)
    assert not cohorts.removed()


@both
def test_of_several_removals_the_one_with_work_is_restored(
    address: str, cohorts: Cohorts, journal: Journal, an_event: Callable[..., Event]
) -> None:
    cohorts.create("Spring", [ADA])
    first = cohorts.remove("Spring", "ada@example.org")
    journal.append(an_event(learner=first.learner))
    # as versions before this one did, which enrolled somebody anew
    with contextlib.closing(Database(address)) as database, database.changing() as connection:
        connection.execute(update(MEMBERS).values(email="other@example.org", name="Other"))
    cohorts.add("Spring", [ADA])
    second = cohorts.remove("Spring", "ada@example.org")
    with contextlib.closing(Database(address)) as database, database.changing() as connection:
        connection.execute(update(MEMBERS).values(email="ada@example.org", name="Ada Lovelace"))
    assert second.learner != first.learner
    assert cohorts.add("Spring", [ADA])[0].learner == first.learner


@both
def test_names_stored_family_name_first_are_read_as_all_others(address: str, cohorts: Cohorts) -> None:
    cohorts.create("Spring", [ADA])
    with contextlib.closing(Database(address)) as database, database.changing() as connection:
        connection.execute(update(MEMBERS).values(name="García Márquez, Gabriel", family=None))
    (member,) = cohorts.members("Spring")
    assert (member.name, member.family) == ("Gabriel García Márquez", "García Márquez")
    assert cohorts.remove("Spring", "García Márquez, Gabriel").name == "Gabriel García Márquez"


@both
def test_what_somebody_else_has_since_does_not_come_back(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [Newcomer("Ada", "ada@example.org", "1"), BEN])
    cohorts.remove("Spring", "1")
    cohorts.add("Spring", [Newcomer("Eve", "eve@example.org", "1")])
    assert [member.name for member in cohorts.members("Spring")] == ["Eve", "Ben Okri"]
    assert cohorts.members("Spring")[0].email == "eve@example.org"


@both
def test_a_name_alone_that_several_had_who_were_removed_brings_nobody_back(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [Newcomer("Ana García", f"ana{number}@example.org") for number in range(2)])
    for number in range(2):
        cohorts.remove("Spring", f"ana{number}@example.org")
    with pytest.raises(Clashes, match=r"2 people are called 'Ana García' .*ana1@example\.org"):
        cohorts.add("Spring", [Newcomer("Ana García")])
    assert cohorts.members("Spring") == ()


@both
def test_a_closed_cohort_takes_nobody_and_stays_as_it_is(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [ADA])
    closed = cohorts.close("spring")
    with pytest.raises(CohortClosed):
        cohorts.add("Spring", [BEN])
    assert cohorts.close("Spring") == closed
    assert names(cohorts.members("Spring")) == ["Ada Lovelace"]
    assert cohorts.members("Spring")[0].cohort == closed


@both
def test_a_renewed_link_is_that_of_one_member(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [ADA, BEN])
    assert cohorts.renew_link("Spring", "4711").link == 2
    assert cohorts.renew_link("Spring", "4711").link == 3
    assert [member.link for member in cohorts.members("Spring")] == [1, 3]


@both
def test_an_unknown_cohort_is_named_with_those_that_exist(cohorts: Cohorts) -> None:
    with pytest.raises(UnknownCohort, match="none was created yet"):
        cohorts.members("Spring")
    cohorts.create("Spring")
    cohorts.create("Autumn")
    attempts: list[Callable[[], object]] = [
        lambda: cohorts.members("Winter"),
        lambda: cohorts.add("Winter", [ADA]),
        lambda: cohorts.remove("Winter", "ada"),
        lambda: cohorts.renew_link("Winter", "ada"),
        lambda: cohorts.close("Winter"),
    ]
    for attempt in attempts:
        with pytest.raises(UnknownCohort, match="there are: Spring, Autumn"):
            attempt()


@both
def test_nobody_is_found_by_a_learner_that_was_never_given(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [ADA])
    assert cohorts.find("ada") is None


@both
def test_of_many_who_enrol_one_person_at_once_one_does(address: str, cohorts: Cohorts) -> None:
    cohorts.create("Spring")
    together = Barrier(4)

    def enrol(_number: int) -> bool:
        with Cohorts(address) as mine:
            together.wait()
            try:
                mine.add("Spring", [ADA])
            except AlreadyThere:
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(enrol, range(4))) == [False, False, False, True]
    assert names(cohorts.members("Spring")) == ["Ada Lovelace"]


@both
def test_of_many_who_create_one_cohort_at_once_one_does(address: str, cohorts: Cohorts) -> None:
    cohorts.cohorts()
    together = Barrier(4)

    def create(_number: int) -> bool:
        with Cohorts(address) as mine:
            together.wait()
            try:
                mine.create("Spring", [ADA])
            except CohortExists:
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(create, range(4))) == [False, False, False, True]
    assert len(cohorts.members("Spring")) == 1


@both
def test_answers_and_people_live_in_one_database(
    cohorts: Cohorts, journal: Journal, an_event: Callable[..., Event]
) -> None:
    cohorts.create("Spring", [ADA])
    (ada,) = cohorts.members("Spring")
    event = journal.append(an_event(learner=ada.learner, cohort=ada.cohort.name))
    cohorts.remove("Spring", ada.learner)
    assert journal.read(ada.learner) == (event,)


def test_a_database_that_is_not_there_is_named(tmp_path: object) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/nowhere/misread.db", 0.2) as cohorts, pytest.raises(JournalMissing):
        cohorts.cohorts()


def test_a_newcomer_is_put_in_order() -> None:
    person = Newcomer(" \ufeffJose\u0301\u00a0 Ñúñez\u202e ", " Jose@Example.ORG ", " 47 ")
    assert (person.name, person.email, person.number) == ("José Ñúñez", "Jose@Example.ORG", "47")


@pytest.mark.parametrize(
    "name", ["Ñandú Öz", "=1+1", "O'Neil, Jr.", "Ana Weber, MBA", "ශ්\u200dරී", "王小明", "X Æ A-12"]
)
def test_people_may_be_called_what_they_are_called(name: str) -> None:
    assert Newcomer(name).name == name


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"name": " "}, ["the name is missing"]),
        ({"name": "", "email": "ada"}, ["the name is missing", "'ada' is not an e-mail address"]),
        ({"name": "Ada", "email": "ada@x.org; ben@x.org"}, ["is not an e-mail address"]),
        ({"name": "Ada", "email": "Ada <ada@x.org>"}, ["is not an e-mail address"]),
        ({"name": "Ada\x00"}, ["'Ada\\x00' holds a character that cannot be shown"]),
        ({"name": "x" * 201, "number": "1" * 300}, ["201 characters", "the id has 300 characters"]),
    ],
)
def test_what_cannot_be_is_said_all_at_once(fields: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(BadNewcomer) as caught:
        Newcomer(**fields)
    assert len(caught.value.problems) == len(problems)
    for found, expected in zip(caught.value.problems, problems, strict=True):
        assert expected in found
        assert len(found) < 2000


@settings(deadline=None)
@given(st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_text_makes_a_newcomer_who_stays_the_same_or_a_list_of_problems(
    name: str, email: str | None, number: str | None
) -> None:
    try:
        person = Newcomer(name, email, number)
    except BadNewcomer:
        return
    assert person == Newcomer(person.name, person.email, person.number)
    assert person.marks


def test_every_error_of_people_belongs_to_one_family() -> None:
    kinds = (AlreadyThere, BadCohortName, BadNewcomer, Clashes, CohortClosed, CohortExists, SeveralMembers,
             UnknownCohort, UnknownMember)  # fmt: skip
    assert all(issubclass(kind, PeopleError) for kind in kinds)


@both
def test_an_admitted_person_is_enrolled_once_and_keeps_their_learner_id(cohorts: Cohorts) -> None:
    cohorts.create("Spring", [BEN])
    with pytest.raises(UnknownCohort):
        cohorts.admit("Summer", "ada", Role.LEARNER)
    ada = cohorts.admit("spring ", "ada", Role.LEARNER)
    assert (ada.name, ada.number, ada.email, ada.role) == ("ada", "ada", None, Role.LEARNER)
    assert cohorts.admit("Spring", "ada", Role.LEARNER) == ada
    assert cohorts.admit("Spring", "ada", Role.ADMIN).learner == ada.learner
    ben = cohorts.admit("Spring", "4711", Role.GRADER)
    assert (ben.name, ben.role) == ("Ben Okri", Role.GRADER)
    assert [(each.number, each.role) for each in cohorts.members("Spring")] == [("4711", "grader"), ("ada", "admin")]


@both
def test_who_was_removed_is_not_admitted_again_by_themselves(cohorts: Cohorts) -> None:
    cohorts.create("Spring")
    first = cohorts.admit("Spring", "ada", Role.LEARNER)
    cohorts.remove("Spring", "ada")
    assert cohorts.admit("Spring", "ada", Role.ADMIN).removed is not None
    cohorts.add("Spring", [Newcomer("Ada", number="ada")])
    back = cohorts.admit("Spring", "ada", Role.LEARNER)
    assert (back.removed, back.learner == first.learner) == (None, True)
    cohorts.close("Spring")
    assert cohorts.admit("Spring", "ada", Role.LEARNER).cohort.closed is not None
    with pytest.raises(CohortClosed):
        cohorts.admit("Spring", "ben", Role.LEARNER)
    with pytest.raises(BadNewcomer):
        cohorts.admit("Spring", "x" * 201, Role.LEARNER)


@both
def test_of_several_who_admit_somebody_at_once_one_enrols_them(address: str) -> None:
    with Cohorts(address) as cohorts:
        cohorts.create("Spring")
        ready = Barrier(4)

        def admit(_: int) -> str:
            ready.wait()
            return cohorts.admit("Spring", "ada", Role.LEARNER).learner

        with ThreadPoolExecutor(4) as threads:
            assert len(set(threads.map(admit, range(4)))) == 1
        assert names(cohorts.members("Spring")) == ["ada"]
