"""Saved events and errors of a journal are counted on their way, without a word of who or what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from misread_records import Event, JournalMissing, MemoryJournal, SlotTaken, new_id
from misread_web.operations.counted_journal import CountedJournal
from misread_web.operations.metrics import Metrics
from tests.web.fake_journals import Away
from tests.web.test_operations import in_words


def an_event(slot: str | None = None) -> Event:
    return Event(
        id=new_id(),
        learner="ada",
        cohort=None,
        at=datetime.now(UTC),
        lesson="m4",
        item="sam-priya",
        kind="opened",
        attempt=1,
        data={"seed": 1},
        content="c",
        slot=slot,
    )


def test_an_event_is_counted_once_by_its_kind_and_an_error_by_its_name() -> None:
    metrics = Metrics()
    event = an_event()
    kept = CountedJournal(MemoryJournal(), metrics)
    for _ in range(3):
        kept.append(event.model_copy())
    with pytest.raises(JournalMissing):
        CountedJournal(Away(), metrics).append(event)
    found = in_words(metrics.text().decode())
    assert found["misread_events_appended_total opened"] == 1
    assert found["misread_errors_total JournalMissing"] == 1


def test_a_place_that_was_taken_is_no_error_and_no_event() -> None:
    metrics = Metrics()
    kept = CountedJournal(MemoryJournal(), metrics)
    first, second = an_event("sam-priya/1/start"), an_event("sam-priya/1/start")
    kept.append(first)
    with pytest.raises(SlotTaken):
        kept.append(second)
    found = in_words(metrics.text().decode())
    assert found["misread_events_appended_total opened"] == 1
    assert not any(name.startswith("misread_errors_total") for name in found)
