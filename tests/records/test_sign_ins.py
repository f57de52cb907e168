"""A sign-in holds until it is ended, which ends it for everybody who has its cookie; and no longer than it has to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from misread_records.database.sign_in_tables import SIGN_INS
from misread_records.people import sign_ins as module
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member, Newcomer
from misread_records.people.sign_ins import KEPT, Device, SignIn

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
DAY = timedelta(days=1)
LAPTOP, PHONE = Device("Firefox on Windows", "a" * 64), Device("Safari on iPhone", "b" * 64)


@pytest.fixture
def cohorts(address: str) -> Iterator[Cohorts]:
    with Cohorts(address) as cohorts:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Ben")])
        yield cohorts


def member(cohorts: Cohorts, name: str) -> Member:
    return next(each for each in cohorts.members("Spring") if each.name == name)


def signs_in(cohorts: Cohorts, name: str = "Ada", device: Device = LAPTOP, lasts: timedelta = DAY) -> SignIn:
    who = member(cohorts, name)
    return cohorts.sign_ins.begin(who.learner, who.link, datetime.now(UTC) + lasts, device)


@both
def test_a_sign_in_is_its_members_until_it_is_ended(cohorts: Cohorts) -> None:
    ada, other = signs_in(cohorts), signs_in(cohorts, device=PHONE)
    who = member(cohorts, "Ada")
    assert cohorts.signed_in(who.learner, ada.id) == who
    assert cohorts.signed_in(member(cohorts, "Ben").learner, ada.id) is None
    assert cohorts.all_signed_in([ada.id, other.id, "x"]) == {ada.id: who, other.id: who}
    cohorts.sign_ins.end(ada.id)
    cohorts.sign_ins.end(ada.id)
    assert cohorts.signed_in(who.learner, ada.id) is None
    assert cohorts.signed_in(who.learner, other.id) == who
    assert cohorts.all_signed_in([ada.id, other.id]) == {other.id: who}
    assert cohorts.sign_ins.ended([ada.id, other.id, "x"]) == {ada.id, "x"}
    assert [each.is_open for each in cohorts.sign_ins.of(who.learner)] == [True, False]


@both
def test_nobody_ends_the_sign_in_of_somebody_else(cohorts: Cohorts) -> None:
    ada, ben = signs_in(cohorts), signs_in(cohorts, "Ben")
    cohorts.sign_ins.end_of(member(cohorts, "Ben").learner, [ada.id, ben.id])
    assert cohorts.sign_ins.ended([ada.id, ben.id]) == {ben.id}


@both
def test_a_device_is_new_once_for_each_person(cohorts: Cohorts) -> None:
    devices = [LAPTOP, LAPTOP, PHONE, LAPTOP]
    assert [signs_in(cohorts, device=device).new_device for device in devices] == [True, False, True, False]
    ada = member(cohorts, "Ada").learner
    cohorts.sign_ins.note(ada)
    assert [each.noted is not None for each in cohorts.sign_ins.of(ada)] == [False, True, False, True]
    assert signs_in(cohorts, "Ben").new_device


@both
def test_what_is_over_is_deleted_after_its_time_with_what_it_said_of_a_device(cohorts: Cohorts) -> None:
    old, lasting = signs_in(cohorts), signs_in(cohorts, lasts=KEPT)
    before = datetime.now(UTC) - KEPT - DAY
    with cohorts._database.changing() as connection:  # noqa: SLF001 - time passes
        connection.execute(update(SIGN_INS).where(SIGN_INS.c.id == old.id).values(at=before, until=before))
    newest = signs_in(cohorts, "Ben")
    assert cohorts.sign_ins.find(old.id) is None
    assert cohorts.sign_ins.find(lasting.id) is not None
    assert cohorts.sign_ins.find(newest.id) == newest


@both
def test_a_forgotten_member_is_signed_out_everywhere_but_where_they_ask(cohorts: Cohorts) -> None:
    here, there, ben = signs_in(cohorts), signs_in(cohorts, device=PHONE), signs_in(cohorts, "Ben")
    ada = member(cohorts, "Ada").learner
    assert cohorts.sign_ins.forget(ada, keep=here.id) == 1
    (kept,) = cohorts.sign_ins.of(ada)
    assert (kept.id, kept.browser, kept.new_device, kept.is_open) == (here.id, "", False, True)
    assert cohorts.sign_ins.ended([here.id, there.id, ben.id]) == {there.id}
    assert cohorts.sign_ins.forget(ada) == 1
    assert cohorts.sign_ins.of(ada) == ()


@both
def test_somebody_who_comes_into_a_cohort_later_keeps_their_sign_in(cohorts: Cohorts) -> None:
    nobodys = cohorts.sign_ins.begin(None, None, datetime.now(UTC) + DAY, LAPTOP)
    for learner in ("first", "second"):
        cohorts.sign_ins.belongs_to(nobodys.id, learner)
    found = cohorts.sign_ins.find(nobodys.id)
    assert found
    assert found.learner == "first"


def test_nothing_that_is_shown_of_a_sign_in_knows_the_device_again() -> None:
    assert "device" not in {column.name for column in module._SHOWN}  # noqa: SLF001 - what is read
