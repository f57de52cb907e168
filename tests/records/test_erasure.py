"""A learner who wants to be forgotten leaves nothing in a journal, and everybody else's answers stay."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from filelock import FileLock

from misread_records import Event, FileJournal, Journal, JournalBusy, JournalDamaged, JournalError, JournalReadOnly

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


def test_the_lines_of_others_stay_byte_for_byte_and_the_file_keeps_its_rights(folder: Path, an_event: Make) -> None:
    path = folder / "answers.jsonl"
    mine, theirs = an_event(), an_event(learner="bo", data={"text": "Ünal \u2028"})
    spaced = theirs.to_line().replace('","', '", "').encode()
    path.write_bytes(mine.to_line().encode() + b"\n\n" + spaced + b"\r\n" + an_event().to_line().encode())
    path.chmod(0o640)
    assert FileJournal(path).forget("ada") == 2
    assert path.read_bytes() == b"\n" + spaced + b"\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_was_set_aside_after_a_crash_is_forgotten_too(folder: Path, an_event: Make) -> None:
    path, aside = folder / "answers.jsonl", folder / "answers.jsonl.torn"
    ada, bo = (an_event(learner=name, data={"text": WORDS}).to_line().encode() for name in ("ada", "bo"))
    aside.write_bytes(ada[:-9] + b"\n" + bo[:-9] + b"\n" + ada[:20] + b"\n")
    path.write_bytes(bo + b"\n" + ada[:-4])
    assert FileJournal(path).forget("ada") == 0
    assert aside.read_bytes() == bo[:-9] + b"\n"
    assert path.read_bytes() == bo + b"\n"


def test_a_link_to_the_file_stays_a_link(folder: Path, an_event: Make) -> None:
    real, link = folder / "real.jsonl", folder / "answers.jsonl"
    link.symlink_to(real)
    journal = FileJournal(link)
    journal.append(an_event())
    assert journal.forget("ada") == 1
    assert link.is_symlink()
    assert real.read_bytes() == b""


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


def test_a_disk_without_room_leaves_the_file_whole(
    folder: Path, an_event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = FileJournal(folder / "answers.jsonl")
    theirs = two_learners(journal, an_event)
    before = journal.path.read_bytes()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(JournalError, match="no room"):
            journal.forget("ada")
    assert journal.path.read_bytes() == before
    assert [path.name for path in folder.glob("*.new")] == []
    assert journal.read("bo") == theirs


def test_a_file_that_another_process_holds_is_left_alone(folder: Path, an_event: Make) -> None:
    journal = FileJournal(folder / "answers.jsonl", wait=0.05)
    kept = journal.append(an_event())
    with FileLock(f"{journal.path}.lock"), pytest.raises(JournalBusy):
        journal.forget("ada")
    assert journal.read("ada") == (kept,)
