"""People are put right, a newer list is taken, and cohorts get another name or go; everybody's work stays with them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from misread_records import Event, Journal
from misread_records.database.connection import Database
from misread_records.database.people_tables import COHORTS, MEMBERS
from misread_records.database.sign_in_tables import SIGN_INS
from misread_records.marking import Marking
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.errors import (
    AlreadyThere,
    BadCohortName,
    BadNewcomer,
    Clashes,
    CohortClosed,
    CohortExists,
    UnknownCohort,
    UnknownMember,
)
from misread_records.people.members import Member, Newcomer, Role
from misread_records.uuid7 import new_id

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
ADA, BEN = Newcomer("Ada Weber", "ada@example.org", "1"), Newcomer("Ben Okri", "ben@example.org", "2")


@pytest.fixture
def cohorts(address: str) -> Iterator[Cohorts]:
    with Cohorts(address) as cohorts:
        cohorts.create("Spring", [ADA, BEN])
        yield cohorts


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('lists')}/misread.db"


def member(cohorts: Cohorts, number: str) -> Member:
    return next(one for one in cohorts.members("Spring") if one.number == number)


def marking(learner: str, cohort: str = "Spring") -> Marking:
    return Marking(
        id=new_id(),
        at=datetime.now(UTC),
        marker="hope",
        cohort=cohort,
        lesson="m4",
        item="X4-6",
        learner=learner,
        text="t",
        rubric="r",
        rows={"a": 1},
        final=True,
    )


@both
@pytest.mark.parametrize(
    ("values", "after"),
    [
        ({"name": "Weber-Lang, Ada"}, ("Ada Weber-Lang", "ada@example.org", "1", Role.LEARNER)),
        ({"email": "Ada.Lang@Example.org"}, ("Ada Weber", "Ada.Lang@Example.org", "1", Role.LEARNER)),
        ({"email": None}, ("Ada Weber", None, "1", Role.LEARNER)),
        ({"number": "007"}, ("Ada Weber", "ada@example.org", "007", Role.LEARNER)),
        ({"role": Role.GRADER, "number": None}, ("Ada Weber", "ada@example.org", None, Role.GRADER)),
        ({"email": "ADA@example.org"}, ("Ada Weber", "ADA@example.org", "1", Role.LEARNER)),
    ],
)
def test_somebody_who_is_put_right_keeps_their_work_and_their_link(
    cohorts: Cohorts,
    journal: Journal,
    an_event: Callable[..., Event],
    values: dict[str, Any],
    after: tuple[object, ...],
) -> None:
    before = member(cohorts, "1")
    event = journal.append(an_event(learner=before.learner))
    change = cohorts.change("spring", "ADA@example.org", **values)
    now = cohorts.find(before.learner)
    assert now is not None
    assert (change.member, change.after) == (before, now)
    assert (now.name, now.email, now.number, now.role) == after
    assert (now.learner, now.link, now.added) == (before.learner, before.link, before.added)
    assert journal.read(now.learner) == (event,)
    assert [one.name for one in cohorts.members("Spring")] == [after[0], "Ben Okri"]


@both
def test_a_correction_that_changes_nothing_says_so(cohorts: Cohorts) -> None:
    assert not cohorts.change("Spring", "1", name="Weber, Ada", role=Role.LEARNER).values


@both
@pytest.mark.parametrize("values", [{"email": "BEN@example.org"}, {"number": "2"}, {"number": "2", "email": None}])
def test_nobody_gets_the_address_or_id_of_somebody_else(cohorts: Cohorts, values: dict[str, Any]) -> None:
    before = cohorts.members("Spring")
    with pytest.raises(Clashes, match=r"belongs to Ben Okri \(ben@example\.org\)"):
        cohorts.change("Spring", "1", **values)
    assert cohorts.members("Spring") == before


@both
def test_what_tells_two_people_of_one_name_apart_is_not_taken_away(cohorts: Cohorts) -> None:
    cohorts.add("Spring", [Newcomer("Cy"), Newcomer("Cy", number="3")])
    with pytest.raises(Clashes, match="the name 'cy' belongs to Cy"):
        cohorts.change("Spring", "3", number=None)
    assert member(cohorts, "3").name == "Cy"


@both
def test_a_value_that_cannot_be_and_somebody_who_is_not_there_change_nothing(cohorts: Cohorts) -> None:
    with pytest.raises(BadNewcomer, match="the name is missing"):
        cohorts.change("Spring", "1", name="")
    with pytest.raises(UnknownMember):
        cohorts.change("Spring", "Eve", name="Eva")
    assert member(cohorts, "1").name == "Ada Weber"


@both
def test_a_newer_list_takes_newcomers_and_corrections_and_lets_the_rest_be(cohorts: Cohorts) -> None:
    cohorts.change("Spring", "2", role=Role.FACILITATOR)
    before = cohorts.members("Spring")
    people = [
        Newcomer("Ada Weber-Lang", "ADA@example.org", says_role=False),
        Newcomer("Ben Okri", number="2", says_role=False),
        Newcomer("Cleo Park", "cleo@example.org", says_role=False),
    ]
    planned = cohorts.preview("Spring", people, corrects=True)
    assert cohorts.members("Spring") == before
    assert cohorts.update("Spring", people) == planned
    assert [person.name for person in planned.joined] == ["Cleo Park"]
    assert [(one.member, one.after.name) for one in planned.changed] == [(before[0], "Ada Weber-Lang")]
    assert (planned.same, planned.unnamed, planned.back, planned.namesakes) == ((before[1],), (), (), ())
    after = cohorts.members("Spring")
    assert [one.learner for one in after[:2]] == [one.learner for one in before]
    assert (after[0].email, after[0].number) == ("ADA@example.org", "1")
    assert [one.role for one in after] == [Role.LEARNER, Role.FACILITATOR, Role.LEARNER]
    assert [one.name for one in cohorts.update("Spring", people).same] == ["Ada Weber-Lang", "Ben Okri", "Cleo Park"]


@both
def test_a_newer_list_brings_back_who_was_removed_and_names_who_is_not_on_it(cohorts: Cohorts) -> None:
    gone = cohorts.remove("Spring", "1")
    planned = cohorts.update("Spring", [Newcomer("Ada Lang", "ada@example.org", says_role=False)])
    assert [(one.member.learner, one.after.name) for one in planned.back] == [(gone.learner, "Ada Lang")]
    assert [one.name for one in planned.unnamed] == ["Ben Okri"]
    assert {one.name for one in cohorts.members("Spring")} == {"Ada Lang", "Ben Okri"}


@both
def test_somebody_without_an_address_is_known_by_the_name_and_gets_one(cohorts: Cohorts) -> None:
    cohorts.add("Spring", [Newcomer("Cy")])
    planned = cohorts.update("Spring", [Newcomer("Cy", "cy@example.org"), Newcomer("Ada Weber"), Newcomer("Di")])
    assert [dict(one.values) for one in planned.changed] == [{"email": "cy@example.org"}]
    assert [one.name for one in planned.same] == ["Ada Weber"]
    assert [one.name for one in planned.joined] == ["Di"]


@both
def test_somebody_of_a_known_name_with_another_address_joins_and_is_named(cohorts: Cohorts) -> None:
    planned = cohorts.preview("Spring", [Newcomer("Ada Weber", "ada@new.example")], corrects=True)
    assert [(person.email, one.email) for person, one in planned.namesakes] == [("ada@new.example", "ada@example.org")]
    assert len(planned.joined) == 1


@both
@pytest.mark.parametrize(
    ("people", "text"),
    [
        ([Newcomer("Ada", "ada@example.org", "2")], r"'Ada' could be several people: .*id belongs to Ben Okri"),
        ([Newcomer("A", "ada@example.org"), Newcomer("B", number="1")], "'B' and 'A' are both Ada Weber"),
    ],
)
def test_a_list_on_which_it_is_not_clear_who_is_who_changes_nothing(
    cohorts: Cohorts, people: list[Newcomer], text: str
) -> None:
    before = cohorts.members("Spring")
    with pytest.raises(Clashes, match=text) as caught:
        cohorts.update("Spring", [*people, Newcomer("New", "new@example.org")])
    assert [person for person, _ in caught.value.problems] == people[-1:]
    assert cohorts.members("Spring") == before
    with pytest.raises(AlreadyThere):
        cohorts.update("Spring", [Newcomer("X", number="9"), Newcomer("Y", number="9")])
    cohorts.close("Spring")
    with pytest.raises(CohortClosed):
        cohorts.update("Spring", [])
    with pytest.raises(CohortClosed):
        cohorts.preview("Spring", [])


ROWS = st.builds(
    Newcomer,
    st.sampled_from(["Ada Weber", "Ben Okri", "Cy", "Di"]),
    st.sampled_from([None, "a@x.org", "A@x.org", "b@x.org", "c@x.org"]),
    st.sampled_from([None, "1", "2", "3"]),
)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=4), st.lists(ROWS, max_size=4), st.sets(st.integers(0, 3)))
def test_whatever_lists_come_nobody_is_in_twice_and_no_work_loses_its_owner(
    place: str, first: list[Newcomer], second: list[Newcomer], removed: set[int]
) -> None:
    spring = str(new_id())
    with Cohorts(place) as cohorts:
        try:
            cohorts.create(spring, first)
        except AlreadyThere:
            return
        before = cohorts.members(spring)
        for number, one in enumerate(before):
            if number in removed:
                cohorts.remove(spring, one.learner)
        try:
            planned = cohorts.update(spring, second)
        except (AlreadyThere, Clashes):
            return
        after = cohorts.members(spring)
        marks = [mark for one in after for mark in one.marks]
        assert len(marks) == len(set(marks))
        stayed = {one.learner for number, one in enumerate(before) if number not in removed}
        assert stayed <= {one.learner for one in after}
        assert len(planned.joined) + len(planned.back) + len(planned.changed) + len(planned.same) == len(second)
        assert not cohorts.update(spring, second).joined


@both
def test_a_cohort_with_another_name_keeps_its_people_their_work_and_its_marks(
    cohorts: Cohorts, journal: Journal, address: str, an_event: Callable[..., Event]
) -> None:
    before = cohorts.members("Spring")
    event = journal.append(an_event(learner=before[0].learner, cohort="Spring"))
    cohorts.create("Autumn", [ADA])
    other = journal.append(an_event(learner=cohorts.members("Autumn")[0].learner, cohort="Autumn"))
    with Markings(address) as markings:
        given = markings.append(marking(before[0].learner))
        renamed = cohorts.rename("spring", " Spring  2026 ")
        assert renamed.name == "Spring 2026"
        assert [one.name for one in cohorts.cohorts()] == ["Spring 2026", "Autumn"]
        assert [(one.learner, one.cohort) for one in cohorts.members("Spring 2026")] == [
            (one.learner, renamed) for one in before
        ]
        assert journal.read(event.learner)[0].cohort == "Spring 2026"
        assert journal.read(other.learner)[0].cohort == "Autumn"
        assert [one.id for one in markings.of_item("Spring 2026", "m4", "X4-6")] == [given.id]
    with pytest.raises(UnknownCohort, match="there are: Spring 2026, Autumn"):
        cohorts.members("Spring")


@both
def test_a_cohorts_new_name_may_equal_only_its_own_in_other_letters(cohorts: Cohorts) -> None:
    cohorts.create("Autumn")
    with pytest.raises(CohortExists):
        cohorts.rename("Spring", "AUTUMN")
    with pytest.raises(BadCohortName):
        cohorts.rename("Spring", " ")
    assert cohorts.rename("Spring", "SPRING").name == "SPRING"
    assert len(cohorts.members("spring")) == 2


@both
def test_a_deleted_cohort_takes_its_people_work_and_marks_and_nothing_of_others(
    cohorts: Cohorts, journal: Journal, address: str, an_event: Callable[..., Event]
) -> None:
    ada, ben = cohorts.members("Spring")
    cohorts.create("Autumn", [ADA])
    (other,) = cohorts.members("Autumn")
    for one in (ada, ben, ben, other):
        journal.append(an_event(learner=one.learner, cohort=one.cohort.name))
    cohorts.remove("Spring", "2")
    with Markings(address) as markings:
        markings.append(marking(ben.learner))
        kept = markings.append(marking(other.learner, "Autumn"))
        contents = cohorts.contents("spring")
        assert (contents.cohort.name, *contents[1:]) == ("Spring", 1, 1, 3, 1)
        assert cohorts.delete("Spring") == contents
        assert markings.of_learner(ben.learner) == ()
        assert markings.of_learner(other.learner) == (kept,)
    assert [one.name for one in cohorts.cohorts()] == ["Autumn"]
    assert (cohorts.find(ada.learner), cohorts.find(ben.learner)) == (None, None)
    assert [len(journal.read(one.learner)) for one in (ada, ben, other)] == [0, 0, 1]
    with pytest.raises(UnknownCohort, match="there are: Autumn"):
        cohorts.delete("Spring")


@both
def test_that_there_was_a_cohort_stays_known_and_its_name_is_free(address: str, cohorts: Cohorts) -> None:
    (ada, _) = cohorts.members("Spring")
    now = datetime.now(UTC)
    with contextlib.closing(Database(address)) as database:
        for learner in (ada.learner, "somebody else"):
            values = {"learner": learner, "at": now, "until": now, "browser": "b", "device": "d", "new_device": True}
            with database.changing() as connection:
                connection.execute(insert(SIGN_INS).values(id=learner, **values))
        cohorts.delete("Spring")
        with database.reading() as connection:
            left = [connection.execute(select(func.count()).select_from(one)).scalar() for one in (COHORTS, MEMBERS)]
            assert left == [0, 0]
            assert connection.execute(select(SIGN_INS.c.learner)).scalars().all() == ["somebody else"]
    assert (cohorts.cohorts(), cohorts.were_ever()) == ((), True)
    cohorts.create("Spring", [ADA])
    assert len(cohorts.cohorts()) == 1
