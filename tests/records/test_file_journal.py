"""The file of lines: what a crash leaves, what an editor does to it, and what damage is reported how."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_records import Event, FileJournal, JournalDamaged

Make = Callable[..., Event]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.jsonl"


def written(path: Path, *events: Event) -> bytes:
    journal = FileJournal(path)
    for event in events:
        journal.append(event)
    return path.read_bytes()


def lines(*events: Event) -> bytes:
    return "".join(f"{event.to_line()}\n" for event in events).encode()


def test_the_file_holds_one_line_of_json_an_event(path: Path, an_event: Make) -> None:
    events = [an_event(data={"text": "two\nlines \u2028 and \x00 more"}), an_event()]
    assert written(path, *events) == lines(*events)
    assert path.read_bytes().count(b"\n") == 2


def test_reading_makes_no_file(path: Path) -> None:
    assert FileJournal(path).read("ada") == ()
    assert list(path.parent.iterdir()) == []


def test_a_file_cut_short_anywhere_keeps_every_whole_line_and_takes_new_ones(path: Path, an_event: Make) -> None:
    events = [an_event(), an_event(data={"text": "Zoë \u2028"})]
    whole = written(path, *events)
    ends = [len(lines(*events[:number])) for number in range(3)]
    for cut in range(ends[1] - 2, len(whole) + 1):
        path.write_bytes(whole[:cut])
        kept = tuple(event for event, end in zip(events, ends[1:], strict=True) if cut >= end - 1)
        assert FileJournal(path).read("ada") == kept
        new = FileJournal(path).append(an_event())
        assert FileJournal(path).read("ada") == (*kept, new)
        assert path.read_bytes() == lines(*kept, new)


def test_what_was_torn_off_is_set_aside_and_not_thrown_away(path: Path, an_event: Make) -> None:
    first, second = an_event(), an_event()
    whole = written(path, first)
    for torn in (second.to_line().encode()[:40], b"\x00\x00\x00"):
        path.write_bytes(whole + torn)
        FileJournal(path).append(an_event())
    aside = path.with_name("answers.jsonl.torn")
    assert aside.read_bytes() == second.to_line().encode()[:40] + b"\n" + b"\x00\x00\x00\n"


def test_a_torn_end_is_left_alone_by_reading(path: Path, an_event: Make) -> None:
    content = written(path, an_event()) + b'{"id":"01a2'
    path.write_bytes(content)
    assert len(FileJournal(path).read("ada")) == 1
    assert path.read_bytes() == content
    assert not path.with_name("answers.jsonl.torn").exists()


def test_the_event_of_a_torn_line_can_be_sent_again(path: Path, an_event: Make) -> None:
    first, second = an_event(slot="1"), an_event(slot="2")
    path.write_bytes(lines(first, second)[:-20])
    assert FileJournal(path).append(second) == second
    assert path.read_bytes() == lines(first, second)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\n\n") + b"  \n\t\n",
        lambda text: text + text,
    ],
    ids=["last line end taken off", "line ends of Windows", "empty lines", "every line twice"],
)
def test_what_editors_and_copies_do_to_the_file_harms_nothing(
    path: Path, an_event: Make, change: Callable[[bytes], bytes]
) -> None:
    events = (an_event(slot="1"), an_event(slot="2"))
    path.write_bytes(change(lines(*events)))
    journal = FileJournal(path)
    assert journal.read("ada") == events
    new = journal.append(an_event(slot="3"))
    assert journal.read("ada") == FileJournal(path).read("ada") == (*events, new)


def damage(path: Path) -> JournalDamaged:
    with pytest.raises(JournalDamaged) as caught:
        FileJournal(path).read("ada")
    return caught.value


@pytest.mark.parametrize(
    "junk", [b"hello", b"{}", b"[1]", b"\xff\xfe", b"\x00" * 50, b'{"id":', b'"' + b"x" * 10_000 + b'"']
)
def test_a_damaged_line_in_the_middle_is_named_and_nothing_is_changed(path: Path, an_event: Make, junk: bytes) -> None:
    content = lines(an_event(), an_event()) + junk + b"\n" + lines(an_event())
    path.write_bytes(content)
    error = damage(path)
    assert error.line == 3
    assert f"{path}:3 is not an event" in str(error)
    assert "Nothing in it was changed" in str(error)
    with pytest.raises(JournalDamaged):
        FileJournal(path).append(an_event())
    assert path.read_bytes() == content


def test_a_line_of_another_format_is_reported_by_its_fields(path: Path, an_event: Make) -> None:
    path.write_bytes(lines(an_event()) + lines(an_event()).replace(b'"picked"', b'"guessed"') + lines(an_event()))
    assert ":2 is not an event: kind: Input should be" in str(damage(path))


def test_a_slot_that_two_lines_take_is_damage(path: Path, an_event: Make) -> None:
    path.write_bytes(lines(an_event(slot="1"), an_event(slot="2"), an_event(slot="1")))
    assert damage(path).line == 3


def test_an_id_that_stands_for_two_things_is_damage(path: Path, an_event: Make) -> None:
    first = an_event()
    path.write_bytes(lines(first, an_event(id=first.id, data={})))
    assert damage(path).line == 2


def test_an_open_journal_goes_on_when_the_damage_is_repaired(path: Path, an_event: Make) -> None:
    first, last = an_event(), an_event()
    path.write_bytes(lines(first) + b"junk\n" + lines(last))
    journal = FileJournal(path)
    for _ in range(2):
        with pytest.raises(JournalDamaged, match=r"answers\.jsonl:2"):
            journal.read("ada")
    path.write_bytes(lines(first, last))
    assert journal.read("ada") == (first, last)


def test_an_open_journal_notices_that_its_file_was_replaced_or_taken_away(path: Path, an_event: Make) -> None:
    journal, other = FileJournal(path), an_event()
    for _ in range(3):
        journal.append(an_event())
    path.write_bytes(lines(other))
    assert journal.read("ada") == (other,)
    path.unlink()
    assert journal.read("ada") == ()
    new = journal.append(an_event())
    assert journal.read("ada") == (new,)


def test_only_what_was_added_is_read_again(path: Path, an_event: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes | str] = []
    journal = FileJournal(path)
    for _ in range(20):
        journal.append(an_event())
    original = Event.from_line

    def counted(line: bytes | str) -> Event:
        parsed.append(line)
        return original(line)

    monkeypatch.setattr(Event, "from_line", counted)
    journal.read("ada")
    journal.read("ada")
    assert parsed == []
    FileJournal(path).append(an_event())
    parsed.clear()
    assert len(journal.read("ada")) == 21
    assert len(parsed) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
def test_any_file_is_read_or_reported_and_never_changed(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with suppress(JournalDamaged):
        assert FileJournal(path).read("ada") == ()
    assert path.read_bytes() == content


def test_an_append_returns_only_after_the_disk_has_it(
    path: Path, an_event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced after its last byte, and once the folder that names it."""
    synced: list[tuple[int, int]] = []
    original = os.fsync

    def noted(file: int) -> None:
        status = os.fstat(file)
        synced.append((status.st_ino, status.st_size))
        original(file)

    journal = FileJournal(path)
    monkeypatch.setattr(os, "fsync", noted)
    for number in range(1, 3):
        journal.append(an_event())
        assert (path.stat().st_ino, path.stat().st_size) in synced
        assert [file for file, _ in synced].count(path.parent.stat().st_ino) == 1
        assert len([file for file, _ in synced if file == path.stat().st_ino]) == number


def test_an_event_of_another_process_is_synced_before_it_is_confirmed(
    path: Path, an_event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    path.write_bytes(lines(event))
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    FileJournal(path).append(event)
    assert path.stat().st_ino in synced
