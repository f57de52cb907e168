"""A learner who wants to be forgotten leaves nothing in a journal, and everybody else's answers stay."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from filelock import FileLock

from misread_records import Event, FileJournal, Journal, JournalBusy, JournalDamaged, JournalReadOnly

Make = Callable[..., Event]
Opened = Callable[..., Journal]

every = pytest.mark.parametrize("address", ["memory", "file", "sqlite", "postgresql"], indirect=True)
lasting = pytest.mark.parametrize("address", ["file", "sqlite", "postgresql"], indirect=True)
on_disk = pytest.mark.parametrize("address", ["file", "sqlite"], indirect=True)
WORDS = "a text about Marta that nobody else may read"


def two_learners(journal: Journal, an_event: Make) -> tuple[Event, ...]:
    """Let Ada and Bo take turns; return Bo's events."""
    for turn in range(6):
        journal.append(an_event(learner="ada", lesson=f"m{turn % 2}", slot=f"s/{turn}", data={"text": WORDS}))
        journal.append(an_event(learner="bo", lesson=f"m{turn % 2}", slot=f"s/{turn}"))
    return journal.read("bo")


@every
def test_every_event_of_the_learner_goes_and_nobody_elses(journal: Journal, an_event: Make) -> None:
    theirs = two_learners(journal, an_event)
    assert journal.forget("ada") == 6
    assert journal.read("ada") == journal.read("ada", "m1") == ()
    assert journal.read("bo") == theirs


@every
def test_forgetting_again_or_a_stranger_deletes_nothing(journal: Journal, an_event: Make) -> None:
    theirs = two_learners(journal, an_event)
    journal.forget("ada")
    assert [journal.forget(learner) for learner in ("ada", "a%", "b", "nobody")] == [0, 0, 0, 0]
    assert journal.read("bo") == theirs


@every
def test_an_empty_journal_has_nothing_to_forget(journal: Journal) -> None:
    assert journal.forget("ada") == 0
    assert journal.read("ada") == ()


@every
def test_ids_and_slots_are_free_again(journal: Journal, an_event: Make) -> None:
    first = journal.append(an_event(slot="sam-priya/1/1"))
    journal.forget("ada")
    other = journal.append(an_event(id=first.id, slot="sam-priya/1/1", data={"scene": "N1", "pick": "shout"}))
    assert journal.read("ada") == (other,)


@lasting
def test_what_is_forgotten_stays_so_when_the_journal_is_opened_again(
    address: str, opened: Opened, an_event: Make
) -> None:
    first = opened(address)
    theirs = two_learners(first, an_event)
    first.forget("ada")
    first.close()
    again = opened(address)
    assert again.read("ada") == ()
    assert again.read("bo") == theirs


@lasting
@pytest.mark.parametrize("last", ["ada", "bo"])
def test_a_journal_that_was_open_all_along_forgets_too(address: str, last: str, opened: Opened, an_event: Make) -> None:
    here, there = opened(address), opened(address)
    two_learners(here, an_event)
    here.append(an_event(learner=last, slot="last"))
    theirs = there.read("bo")
    assert there.read("ada")
    here.forget("ada")
    assert there.read("ada") == ()
    assert there.read("bo") == theirs
    fresh = there.append(an_event(learner="ada", slot="s/0"))
    assert here.read("ada") == there.read("ada") == (fresh,)


@on_disk
def test_no_file_beside_the_journal_holds_the_words_any_more(
    address: str, folder: Path, opened: Opened, an_event: Make
) -> None:
    journal = opened(address)
    two_learners(journal, an_event)
    assert any(WORDS.encode() in path.read_bytes() for path in folder.iterdir())
    journal.forget("ada")
    assert [path.name for path in folder.iterdir() if WORDS.encode() in path.read_bytes()] == []


def test_a_damaged_file_is_left_as_it_is(folder: Path, an_event: Make) -> None:
    path = folder / "answers.jsonl"
    path.write_bytes(an_event().to_line().encode() + b"\nnot an event\n")
    before = path.read_bytes()
    with pytest.raises(JournalDamaged):
        FileJournal(path).forget("ada")
    assert path.read_bytes() == before


@on_disk
def test_what_may_not_be_written_is_not_forgotten(
    address: str,
    folder: Path,
    opened: Opened,
    an_event: Make,
    few_rights: Callable[[], AbstractContextManager[None]],
) -> None:
    journal = opened(address)
    kept = journal.append(an_event())
    journal.close()
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    again = opened(address)
    with few_rights(), pytest.raises(JournalReadOnly):
        again.forget("ada")
    folder.chmod(0o777)
    for path in folder.iterdir():
        path.chmod(0o666)
    assert opened(address).read("ada") == (kept,)
    assert not list(folder.glob("*.new"))


def test_a_file_that_another_process_holds_is_left_alone(folder: Path, an_event: Make) -> None:
    journal = FileJournal(folder / "answers.jsonl", wait=0.05)
    kept = journal.append(an_event())
    with FileLock(f"{journal.path}.lock"), pytest.raises(JournalBusy):
        journal.forget("ada")
    assert journal.read("ada") == (kept,)
