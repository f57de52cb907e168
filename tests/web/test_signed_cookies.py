"""Words in a cookie are read for their purpose, by their own secret and in their time, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.auth.signed_cookies import sealed, unsealed
from misread_web.auth.tokens import LONGEST, BadToken, Purpose

SECRET, OTHER = "s" * 43, "t" * 43
MINUTE = timedelta(minutes=1)


@given(st.lists(st.text(max_size=50), max_size=4), st.sampled_from(Purpose))
def test_words_come_back_as_they_were_in_characters_that_a_cookie_holds(words: list[str], purpose: Purpose) -> None:
    text = sealed(words, SECRET, purpose)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert unsealed(text, SECRET, purpose, MINUTE) == words


def test_another_secret_another_purpose_and_another_time_read_nothing() -> None:
    text = sealed(["ada"], SECRET, Purpose.WAY_TO_HUB)
    for secret, purpose, lasts in (
        (OTHER, Purpose.WAY_TO_HUB, MINUTE),
        (SECRET, Purpose.HUB_COOKIE, MINUTE),
        (SECRET, Purpose.WAY_TO_HUB, -MINUTE),
    ):
        with pytest.raises(BadToken):
            unsealed(text, secret, purpose, lasts)


@given(st.integers(0, 200))
def test_a_changed_character_spoils_the_whole(place: int) -> None:
    text = sealed(["ada", "home"], SECRET, Purpose.HUB_COOKIE)
    place %= len(text)
    # The last character of each part holds spare bits, so a change there may mean the same bytes.
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    if text[place] != "." and place + 1 < len(text) and text[place + 1] != ".":
        with pytest.raises(BadToken):
            unsealed(changed, SECRET, Purpose.HUB_COOKIE, MINUTE)


def test_a_text_that_no_cookie_of_ours_can_be_is_refused_unread() -> None:
    with pytest.raises(BadToken):
        unsealed("x" * (4 * LONGEST + 1), SECRET, Purpose.HUB_COOKIE, MINUTE)
