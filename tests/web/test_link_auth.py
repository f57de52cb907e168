"""Who is let in: links and cookies that were signed here, for members who are still there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member, Newcomer
from misread_web.auth.errors import (
    AccessError,
    BrokenLink,
    CourseOver,
    EndedLink,
    NotSignedIn,
    OldLink,
    TakenOut,
)
from misread_web.auth.link_auth import LONGEST_VISIT, LinkAuth
from misread_web.auth.setup import authenticator_of
from misread_web.auth.tokens import Purpose, Token, signed
from tests.web.event_loop import run

SECRET, OTHER = "s" * 43, "t" * 43
SOON = timedelta(days=90)


@pytest.fixture
def cohorts(tmp_path: Path) -> Iterator[Cohorts]:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada", "ada@example.org"), Newcomer("Ben", "ben@example.org")])
        cohorts.create("Autumn", [Newcomer("Ada", "ada@example.org")])
        yield cohorts


@pytest.fixture
def ada(cohorts: Cohorts) -> Member:
    return cohorts.members("Spring")[0]


@pytest.fixture
def authenticator(cohorts: Cohorts) -> LinkAuth:
    return LinkAuth(cohorts, SECRET)


def link(authenticator: LinkAuth, member: Member, lasts: timedelta = SOON) -> str:
    return authenticator.link_for(member, datetime.now(UTC) + lasts)


def test_a_member_comes_in_by_their_link_and_stays_by_their_cookie(authenticator: LinkAuth, ada: Member) -> None:
    visit = authenticator.by_link(link(authenticator, ada))
    assert visit.member == ada
    assert authenticator.by_cookie(authenticator.cookie_for(visit)) == ada


def test_a_sign_in_that_is_ended_lets_nobody_in_who_copied_its_cookie(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    visit = authenticator.by_link(link(authenticator, ada))
    here, there = authenticator.cookie_for(visit), authenticator.cookie_for(visit)
    another_process = LinkAuth(cohorts, SECRET)
    run(another_process.end(here))
    assert authenticator.by_cookie(here) is None
    assert authenticator.by_cookie(there) == ada
    people = run(authenticator.people_by_cookie([here, there, "no cookie"]))
    assert {cookie: person.username for cookie, person in people.items()} == {there: ada.learner}
    run(another_process.end("no cookie"))


def test_who_is_out_is_told_why_as_long_as_their_sign_in_has_not_ended(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    cookie, ended = (authenticator.cookie_for(authenticator.by_link(link(authenticator, ada))) for _ in range(2))
    run(authenticator.end(ended))
    cohorts.close("Spring")
    assert isinstance(run(authenticator.unknown(cookie)), CourseOver)
    cohorts.remove("Spring", "ada@example.org")
    assert isinstance(run(authenticator.unknown(cookie)), NotSignedIn)
    cohorts.reopen("Spring")
    assert isinstance(run(authenticator.unknown(cookie)), TakenOut)
    for text in (ended, "no cookie", ""):
        assert isinstance(run(authenticator.unknown(text)), NotSignedIn)


def test_a_cookie_without_a_sign_in_lets_nobody_in(authenticator: LinkAuth, ada: Member) -> None:
    never_ends = signed(Token(ada.learner, ada.link, datetime.now(UTC) + SOON), SECRET, Purpose.COOKIE)
    assert authenticator.by_cookie(never_ends) is None
    made_up = signed(Token(ada.learner, ada.link, datetime.now(UTC) + SOON, "x" * 22), SECRET, Purpose.COOKIE)
    assert authenticator.by_cookie(made_up) is None


def test_those_who_are_asked_for_at_once_are_the_same_as_one_by_one(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    cookie = authenticator.cookie_for(authenticator.by_link(link(authenticator, ada)))
    assert run(authenticator.people_by_cookie([cookie])) == {cookie: run(authenticator.who(cookie))}
    for change in (
        lambda: cohorts.renew_link("Spring", "ada@example.org"),
        lambda: cohorts.close("Spring"),
        lambda: cohorts.remove("Spring", "ada@example.org"),
    ):
        change()
        assert (run(authenticator.who(cookie)), run(authenticator.people_by_cookie([cookie]))) == (None, {})


def test_a_visit_lasts_no_longer_than_its_link_and_no_longer_than_a_month(authenticator: LinkAuth, ada: Member) -> None:
    now = datetime.now(UTC)
    assert abs(authenticator.by_link(link(authenticator, ada)).until - now - LONGEST_VISIT) < timedelta(seconds=10)
    assert authenticator.by_link(link(authenticator, ada, timedelta(hours=1))).until <= now + timedelta(
        hours=1, seconds=1
    )


def test_a_link_is_no_cookie_and_a_cookie_no_link(authenticator: LinkAuth, ada: Member) -> None:
    text = link(authenticator, ada)
    assert authenticator.by_cookie(text) is None
    with pytest.raises(BrokenLink):
        authenticator.by_link(authenticator.cookie_for(authenticator.by_link(text)))


def test_an_old_link_and_an_old_cookie_end(authenticator: LinkAuth, ada: Member, cohorts: Cohorts) -> None:
    with pytest.raises(OldLink):
        authenticator.by_link(link(authenticator, ada, -timedelta(seconds=1)))
    old = signed(Token(ada.learner, ada.link, datetime(2020, 1, 1, tzinfo=UTC)), SECRET, Purpose.COOKIE)
    assert LinkAuth(cohorts, SECRET).by_cookie(old) is None


def test_a_renewed_link_ends_the_earlier_ones_and_their_cookies(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    earlier = link(authenticator, ada)
    cookie = authenticator.cookie_for(authenticator.by_link(earlier))
    newer = link(authenticator, cohorts.renew_link("Spring", "ada@example.org"))
    with pytest.raises(EndedLink):
        authenticator.by_link(earlier)
    assert authenticator.by_cookie(cookie) is None
    assert authenticator.by_link(newer).member.learner == ada.learner


def test_a_removed_member_is_told_so_by_their_own_link_alone(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    earlier = link(authenticator, ada)
    text = link(authenticator, cohorts.renew_link("Spring", "ada@example.org"))
    cookie = authenticator.cookie_for(authenticator.by_link(text))
    cohorts.remove("Spring", "ada@example.org")
    never = signed(Token("f" * 20, 1, datetime.now(UTC) + SOON), SECRET, Purpose.LINK)
    with pytest.raises(TakenOut):
        authenticator.by_link(text)
    for refused in (earlier, never):
        with pytest.raises(EndedLink):
            authenticator.by_link(refused)
    assert authenticator.by_cookie(cookie) is None


def test_somebody_who_is_added_again_comes_in_by_the_same_link(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    text = link(authenticator, ada)
    cohorts.remove("Spring", "ada@example.org")
    cohorts.add("Spring", [Newcomer("Ada", "ada@example.org")])
    assert authenticator.by_link(text).member.learner == ada.learner


def test_a_link_into_a_cohort_that_was_deleted_promises_nothing(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    text = link(authenticator, ada)
    cohorts.delete("Spring")
    with pytest.raises(EndedLink) as caught:
        authenticator.by_link(text)
    assert "safe" not in caught.value.text


@pytest.mark.parametrize("refusal", [NotSignedIn, EndedLink, TakenOut])
def test_no_page_that_a_removed_learner_may_see_says_that_their_work_is_safe(refusal: type[AccessError]) -> None:
    assert not re.search("is safe|is kept|you are where you stopped", refusal.text)


def test_a_closed_cohort_lets_nobody_in(authenticator: LinkAuth, ada: Member, cohorts: Cohorts) -> None:
    text = link(authenticator, ada)
    cookie = authenticator.cookie_for(authenticator.by_link(text))
    cohorts.close("Spring")
    with pytest.raises(CourseOver):
        authenticator.by_link(text)
    assert authenticator.by_cookie(cookie) is None
    assert authenticator.by_link(link(authenticator, cohorts.members("Autumn")[0])).member.cohort.name == "Autumn"


def test_somebody_removed_from_a_closed_cohort_is_told_no_more_than_a_stranger(
    authenticator: LinkAuth, ada: Member, cohorts: Cohorts
) -> None:
    cohorts.remove("Spring", "ada@example.org")
    cohorts.close("Spring")
    with pytest.raises(EndedLink):
        authenticator.by_link(link(authenticator, ada))


def test_an_authenticator_for_one_cohort_lets_no_other_in(
    authenticator: LinkAuth, cohorts: Cohorts, ada: Member
) -> None:
    elsewhere = LinkAuth(cohorts, SECRET, only=["Autumn"])
    text = link(authenticator, ada)
    with pytest.raises(EndedLink):
        elsewhere.by_link(text)
    assert elsewhere.by_cookie(authenticator.cookie_for(authenticator.by_link(text))) is None
    assert elsewhere.by_link(link(authenticator, cohorts.members("Autumn")[0])).member.cohort.name == "Autumn"


@pytest.mark.parametrize("spelling", ["AUTUMN", " autumn ", "\u200eAutumn"])
def test_a_server_lets_in_a_cohort_in_every_spelling_in_which_its_members_are_found(
    cohorts: Cohorts, tmp_path: Path, spelling: str
) -> None:
    (member,) = cohorts.members(spelling)
    opened = authenticator_of(cohorts, tmp_path, [spelling])
    assert isinstance(opened, LinkAuth)
    assert opened.by_link(link(opened, member)).member == member


def test_one_database_with_two_secrets_accepts_no_links_of_the_other(
    authenticator: LinkAuth, cohorts: Cohorts, ada: Member
) -> None:
    with pytest.raises(BrokenLink):
        LinkAuth(cohorts, OTHER).by_link(link(authenticator, ada))


def test_every_refusal_says_what_to_do_and_names_nobody() -> None:
    for refusal in AccessError.__subclasses__():
        assert any(word in refusal.text for word in ("Ask", "ask", "Try again", "load this page again")), refusal
        assert refusal.title
        assert str(refusal()).startswith("HTTP ")
