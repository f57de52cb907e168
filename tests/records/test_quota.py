"""Nobody fills the place where everybody's answers are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from misread_records import Event, QuotaReached, check_quota
from misread_records.quota import MOST_EVENTS, MOST_TEXT

Make = Callable[..., Event]


def wrote(an_event: Make, text: str) -> Event:
    return an_event(kind="wrote", data={"question": "X4.6", "text": text, "done": True})


def test_texts_of_a_lesson_fit_up_to_their_quota_and_no_byte_more(an_event: Make) -> None:
    kept = [wrote(an_event, "x" * 20_000) for _ in range(49)]
    check_quota(kept, wrote(an_event, "x" * (MOST_TEXT - 49 * 20_000)))
    with pytest.raises(QuotaReached, match=r"at most 1,000,000 bytes of text") as caught:
        check_quota(kept, wrote(an_event, "é" * (MOST_TEXT - 49 * 20_000)))
    assert "Copy what you wrote last" in str(caught.value)


def test_a_draft_whose_place_is_taken_does_not_count(an_event: Make) -> None:
    kept = [wrote(an_event, "x" * 20_000) for _ in range(50)]
    with pytest.raises(QuotaReached):
        check_quota(kept, wrote(an_event, "y"))
    check_quota(kept, wrote(an_event, "y" * 20_000), instead_of=kept[3].id)


def test_choices_are_kept_where_no_more_texts_are(an_event: Make) -> None:
    check_quota([wrote(an_event, "x" * 100_000)] * 10, an_event())


def test_so_many_events_of_a_lesson_are_kept_and_no_more(an_event: Make) -> None:
    event = an_event()
    check_quota([event] * (MOST_EVENTS - 1), event)
    with pytest.raises(QuotaReached, match="at most 10,000 answers"):
        check_quota([event] * MOST_EVENTS, event)
