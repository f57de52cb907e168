"""A ticket says who somebody is, for one purpose and until its time; changed anywhere, it is worth nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.auth.tokens import LONGEST, BadToken, ExpiredToken, Purpose, Token, opened, signed, unspoiled

SECRET, OTHER = "s" * 43, "t" * 43
TICKET = Token("4f0c", 2, datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
BEFORE = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_ticket_is_read_back_as_it_was_signed(purpose: Purpose) -> None:
    assert opened(signed(TICKET, SECRET, purpose), SECRET, purpose, BEFORE) == TICKET


def test_a_ticket_may_stand_in_an_address() -> None:
    assert all(sign.isalnum() or sign in "-_." for sign in signed(TICKET, SECRET, Purpose.LINK))


def test_a_ticket_ends_at_its_time() -> None:
    text = signed(TICKET, SECRET, Purpose.LINK)
    assert opened(text, SECRET, Purpose.LINK, TICKET.until - timedelta(seconds=1)) == TICKET
    with pytest.raises(ExpiredToken):
        opened(text, SECRET, Purpose.LINK, TICKET.until)


def test_a_ticket_for_one_purpose_is_worth_nothing_for_another() -> None:
    with pytest.raises(BadToken):
        opened(signed(TICKET, SECRET, Purpose.LINK), SECRET, Purpose.COOKIE, BEFORE)


def test_a_ticket_of_another_secret_is_worth_nothing() -> None:
    with pytest.raises(BadToken):
        opened(signed(TICKET, OTHER, Purpose.LINK), SECRET, Purpose.LINK, BEFORE)


@given(st.data())
def test_a_ticket_with_one_letter_changed_is_worth_nothing(data: st.DataObject) -> None:
    text = signed(TICKET, SECRET, Purpose.LINK)
    # The last letter of each part holds bits that are not used.
    place = data.draw(st.integers(0, len(text) - 1).filter(lambda place: text[place + 1 : place + 2] not in {"", "."}))
    letter = data.draw(st.characters().filter(lambda letter: letter != text[place]))
    with pytest.raises(BadToken):
        opened(text[:place] + letter + text[place + 1 :], SECRET, Purpose.LINK, BEFORE)


def test_a_sign_that_would_be_read_as_another_is_no_ticket_either() -> None:
    text = signed(Token("~~~???>>>", 1, TICKET.until), SECRET, Purpose.LINK)
    for sign, other in (("_", "/"), ("-", "+")):
        for place in (place for place, found in enumerate(text) if found == sign):
            with pytest.raises(BadToken):
                opened(text[:place] + other + text[place + 1 :], SECRET, Purpose.LINK, BEFORE)


@given(st.text(max_size=1000) | st.text("abcXYZ019-_.", max_size=600))
def test_any_text_is_no_ticket(text: str) -> None:
    with pytest.raises(BadToken):
        opened(text, SECRET, Purpose.LINK, BEFORE)


@given(st.text(max_size=200), st.integers(0, 10**6), st.none() | st.text("abcXYZ019-_", min_size=1, max_size=22))
def test_any_name_is_read_back_from_its_ticket_or_is_too_long_for_one(
    learner: str, link: int, sign_in: str | None
) -> None:
    ticket = Token(learner, link, TICKET.until, sign_in)
    text = signed(ticket, SECRET, Purpose.COOKIE)
    if len(text) > LONGEST:
        with pytest.raises(BadToken):
            opened(text, SECRET, Purpose.COOKIE, BEFORE)
    else:
        assert opened(text, SECRET, Purpose.COOKIE, BEFORE) == ticket


@pytest.mark.parametrize("end", ["", ".", ",", ">", ")", "...", '"', "\u201d", ">."])
def test_punctuation_that_a_mail_program_left_behind_a_link_is_no_part_of_it(end: str) -> None:
    text = signed(TICKET, SECRET, Purpose.LINK)
    assert unspoiled(text + end) == text


@pytest.mark.parametrize("text", ["", "...", "?!", "(none)"])
def test_a_text_without_a_ticket_is_left_as_it_is(text: str) -> None:
    assert unspoiled(text) == text
