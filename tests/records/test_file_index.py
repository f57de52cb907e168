"""The picture in memory of a file of events: it reads each line once, and notices a file that did not only grow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from misread_records import Event, JournalDamaged
from misread_records.journals.file_index import FileIndex

Make = Callable[..., Event]


def lines(*events: Event) -> bytes:
    return "".join(f"{event.to_line()}\n" for event in events).encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.jsonl"


def looked(picture: FileIndex) -> tuple[Event, ...]:
    picture.look()
    return picture.known.read("ada")


def test_a_file_that_is_not_there_is_empty(path: Path) -> None:
    picture = FileIndex(path)
    assert (looked(picture), picture.end, picture.torn, picture.is_open) == ((), 0, b"", False)


def test_a_file_that_grew_is_read_from_where_it_ended(path: Path, an_event: Make) -> None:
    first, second = an_event(), an_event()
    picture = FileIndex(path)
    path.write_bytes(lines(first))
    assert looked(picture) == (first,)
    known = picture.known
    path.write_bytes(lines(first, second))
    assert looked(picture) == (first, second)
    assert picture.known is known
    assert picture.end == len(lines(first, second))


def test_a_file_cut_anywhere_gives_its_whole_lines_and_the_torn_rest(path: Path, an_event: Make) -> None:
    events = [an_event(), an_event(data={"text": "Zoë \u2028"})]
    whole, first = lines(*events), len(lines(events[0]))
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        picture = FileIndex(path)
        found = looked(picture)
        assert len(found) == (cut >= first - 1) + (cut >= len(whole) - 1)
        assert whole[: picture.end] + picture.torn == whole[:cut]
        assert picture.is_open == (cut in {first - 1, len(whole) - 1})


@pytest.mark.parametrize("is_shorter", [True, False])
def test_a_file_that_was_replaced_is_read_anew(is_shorter: bool, path: Path, an_event: Make) -> None:  # noqa: FBT001
    before, after = [an_event(), an_event()], [an_event()] if is_shorter else [an_event(), an_event(), an_event()]
    picture = FileIndex(path)
    path.write_bytes(lines(*before))
    assert looked(picture) == tuple(before)
    path.write_bytes(lines(*after))
    assert looked(picture) == tuple(after)
    path.unlink()
    assert looked(picture) == ()


def test_a_damaged_line_is_named_by_its_number(path: Path, an_event: Make) -> None:
    event = an_event()
    for broken in (b"{}\n", lines(event.model_copy(update={"attempt": 2})), b"\xff\n"):
        path.write_bytes(lines(event) + b"\n" + broken)
        with pytest.raises(JournalDamaged, match=r"answers\.jsonl:3 "):
            FileIndex(path).look()
