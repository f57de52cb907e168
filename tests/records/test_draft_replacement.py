"""A draft takes the place of the draft before it: in every journal, in one step, and for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_records import Event, IdTaken, Journal, Known, MemoryJournal, Replaced, SlotTaken, new_id

Make = Callable[..., Event]
Opened = Callable[..., Journal]
TAKEN_BACK = "the words that I took back"

every = pytest.mark.parametrize("address", ["memory", "file", "sqlite", "postgresql"], indirect=True)
lasting = pytest.mark.parametrize("address", ["file", "sqlite", "postgresql"], indirect=True)


@every
def test_a_draft_replaces_the_one_before_and_moves_to_the_end(journal: Journal, an_event: Make) -> None:
    draft, choice = journal.append(an_event(kind="wrote")), journal.append(an_event())
    now = an_event(kind="wrote")
    assert journal.replace(now, draft.id) == now
    assert journal.read("ada") == (choice, now)
    later = journal.append(an_event())
    assert journal.read("ada") == (choice, now, later)


@lasting
def test_what_was_replaced_is_gone_when_the_journal_is_opened_again(
    address: str, opened: Opened, an_event: Make
) -> None:
    first = opened(address)
    kept = first.append(an_event(learner="bo"))
    draft = first.append(an_event(slot="first"))
    now = first.replace(an_event(slot="first"), draft.id)
    first.close()
    again = opened(address)
    assert (again.read("ada"), again.read("bo")) == ((now,), (kept,))


@every
def test_a_draft_that_is_sent_again_after_it_took_its_place_counts_once(journal: Journal, an_event: Make) -> None:
    draft = journal.append(an_event())
    now = journal.replace(an_event(), draft.id)
    assert journal.replace(now, draft.id) == now
    assert journal.read("ada") == (now,)


@every
def test_two_who_replace_one_draft_are_told_apart(journal: Journal, an_event: Make) -> None:
    draft = journal.append(an_event())
    first = journal.replace(an_event(), draft.id)
    with pytest.raises(Replaced) as caught:
        journal.replace(an_event(), draft.id)
    assert caught.value.earlier == draft.id
    assert journal.read("ada") == (first,)


@every
@pytest.mark.parametrize("field", ["learner", "lesson"])
def test_nobody_replaces_what_is_anothers_or_of_another_lesson(journal: Journal, an_event: Make, field: str) -> None:
    theirs = journal.append(an_event(**{field: "another"}))
    with pytest.raises(Replaced):
        journal.replace(an_event(), theirs.id)
    assert journal.read(theirs.learner) == (theirs,)


@every
def test_a_draft_stays_where_the_one_after_it_may_not_be_saved(journal: Journal, an_event: Make) -> None:
    draft, other = journal.append(an_event(slot="one")), journal.append(an_event(slot="two"))
    with pytest.raises(SlotTaken):
        journal.replace(an_event(slot="two"), draft.id)
    with pytest.raises(IdTaken):
        journal.replace(an_event(id=other.id, data={"other": True}), draft.id)
    assert journal.read("ada") == (draft, other)


@every
def test_the_slot_of_a_replaced_draft_is_free_unless_the_new_one_has_it(journal: Journal, an_event: Make) -> None:
    draft = journal.append(an_event(slot="first"))
    now = journal.replace(an_event(slot="first"), draft.id)
    with pytest.raises(SlotTaken):
        journal.append(an_event(slot="first"))
    journal.replace(an_event(slot=None), now.id)
    assert journal.append(an_event(slot="first"))


@every
def test_reading_on_after_a_draft_was_replaced_never_misses_or_repeats_anything(
    journal: Journal, an_event: Make
) -> None:
    draft, last = journal.append(an_event()), journal.append(an_event())
    known = Known(2, last.id)
    now = journal.replace(an_event(), draft.id)
    assert journal.read_on("ada", "m4-sam-and-priya", known) is None
    known = Known(2, now.id)
    more = journal.append(an_event())
    assert journal.read_on("ada", "m4-sam-and-priya", known) == (more,)


@pytest.mark.parametrize("address", ["file", "sqlite"], indirect=True)
def test_no_word_of_a_replaced_draft_is_left_once_its_writer_is_forgotten(
    address: str, opened: Opened, an_event: Make, folder: Path
) -> None:
    journal = opened(address)
    journal.append(an_event(learner="bo"))
    before = journal.append(an_event(data={"text": TAKEN_BACK * 300}))
    for _ in range(20):
        before = journal.replace(an_event(data={"text": TAKEN_BACK * 300}), before.id)
    journal.replace(an_event(data={"text": "short"}), before.id)
    journal.forget("ada")
    journal.close()
    left = [path for path in folder.iterdir() if TAKEN_BACK.encode() in path.read_bytes()]
    assert left == []


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_thousand_drafts_leave_one_row(address: str, opened: Opened, an_event: Make, folder: Path) -> None:
    journal = opened(address)
    before = journal.append(an_event(data={"text": "word " * 4000}))
    for _ in range(1000):
        before = journal.replace(an_event(data={"text": "word " * 4000}), before.id)
    journal.close()
    with closing(sqlite3.connect(folder / "answers.db")) as database:
        assert database.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert (folder / "answers.db").stat().st_size < 500_000


@pytest.mark.parametrize("address", ["file"], indirect=True)
def test_a_line_that_was_cut_off_is_set_aside_when_a_draft_is_replaced(
    address: str, opened: Opened, an_event: Make
) -> None:
    draft = opened(address).append(an_event())
    path = Path(address)
    path.write_bytes(path.read_bytes() + b'{"id":"01')
    now = opened(address).replace(an_event(), draft.id)
    assert path.read_bytes() == now.to_line().encode() + b"\n"
    assert Path(f"{path}.torn").read_bytes() == b'{"id":"01\n'


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("address", ["file", "sqlite"], indirect=True)
def test_every_journal_holds_what_the_one_in_memory_does(
    address: str, opened: Opened, an_event: Make, data: st.DataObject
) -> None:
    learner = str(new_id())
    journal, model = opened(address), MemoryJournal()
    ids: list[UUID] = []
    for _ in range(data.draw(st.integers(1, 12))):
        slot = data.draw(st.sampled_from([None, "one", "two"]))
        event = an_event(learner=learner, slot=slot)
        earlier = data.draw(st.sampled_from([None, *ids]))
        outcomes: list[Event | type[Exception]] = []
        for each in (journal, model):
            try:
                outcomes.append(each.append(event) if earlier is None else each.replace(event, earlier))
            except (Replaced, SlotTaken) as error:
                outcomes.append(type(error))
        assert outcomes[0] == outcomes[1]
        ids.append(event.id)
        assert journal.read(learner) == model.read(learner)
