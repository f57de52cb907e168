"""Lines are taken out of a file of events whole, and the file is replaced whole or stays as it was."""

from __future__ import annotations

import itertools
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import Event, FileJournal, JournalError, new_id
from misread_records.journals.file_erasure import replace_safely, without, without_beginnings, without_event

Make = Callable[..., Event]

WORDS = "a text about Marta that nobody else may read"
LEARNERS = ("ada", "adam", 'a "da\\', "ünal", "bo")
WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda line: json.dumps(json.loads(line), separators=(", ", ": ")),
    lambda line: json.dumps(json.loads(line), separators=(",\r", ":\t")),
    lambda line: line.replace(json.loads(line)["id"], json.loads(line)["id"].upper()),
    lambda line: f"  {line} \r",
)
"""How a line of an event may be written: as the course writes it, and as an editor or a script leaves it."""
BETWEEN = ("", "   ", "\r")
"""Lines of a file that are no events."""

rows = st.lists(
    st.tuples(st.sampled_from(LEARNERS), st.sampled_from(range(len(WAYS))), st.sampled_from(["", *BETWEEN])), max_size=8
)


def written(
    an_event: Make, drawn: list[tuple[str, int, str]], text: str = "", *, is_open: bool = False
) -> list[tuple[bytes, Event | None]]:
    """Return the lines of a file with their ends, each beside its event; if it is open, the last one lacks its end."""
    lines: list[tuple[bytes, Event | None]] = []
    for learner, way, between in drawn:
        event = an_event(learner=learner, data={"text": text})
        lines.append((f"{WAYS[way](event.to_line())}\n".encode(), event))
        if between:
            lines.append((f"{between}\n".encode(), None))
    if lines and is_open:
        line, last = lines.pop()
        lines.append((line.removesuffix(b"\n"), last))
    return lines


def whole(lines: list[tuple[bytes, Event | None]]) -> bytes:
    return b"".join(line for line, _ in lines)


@given(drawn=rows, gone=st.sampled_from(LEARNERS), is_open=st.booleans())
def test_all_lines_of_one_learner_go_and_the_others_stay_byte_for_byte(
    an_event: Make, drawn: list[tuple[str, int, str]], gone: str, *, is_open: bool
) -> None:
    lines = written(an_event, drawn, text=f'"learner":"{gone}"', is_open=is_open)
    kept = [(line, event) for line, event in lines if event is None or event.learner != gone]
    assert without(whole(lines), gone) == whole(kept)


@given(drawn=rows.filter(bool), is_open=st.booleans(), data=st.data())
def test_one_event_goes_and_a_line_that_only_speaks_of_it_stays(
    an_event: Make, drawn: list[tuple[str, int, str]], data: st.DataObject, *, is_open: bool
) -> None:
    lines = written(an_event, drawn, is_open=is_open)
    gone = data.draw(st.sampled_from([event for _, event in lines if event]))
    speaks = (an_event(data={"earlier": str(gone.id)}).to_line().encode() + b"\n", None)
    kept = [(line, event) for line, event in lines if event is not gone]
    assert without_event(whole([speaks, *lines]), gone.id) == whole([speaks, *kept])


@given(drawn=rows)
def test_an_event_that_is_not_there_takes_nothing_along(an_event: Make, drawn: list[tuple[str, int, str]]) -> None:
    content = whole(written(an_event, drawn))
    assert without_event(content, UUID(str(new_id()))) == content


@given(learner=st.sampled_from(LEARNERS), gone=st.sampled_from(LEARNERS), data=st.data())
def test_a_beginning_stays_only_where_it_names_another_learner_to_the_end(
    an_event: Make, learner: str, gone: str, data: st.DataObject
) -> None:
    line = an_event(learner=learner, data={"text": "ü"}).to_line().encode()
    name = f'"learner":{json.dumps(learner, ensure_ascii=False)}'.encode()
    named_at = line.index(name) + len(name)
    cut = data.draw(st.integers(1, len(line)) | st.integers(named_at - 2, named_at + 2))
    other = an_event(learner="cy").to_line().encode()[:-9] + b"\n"
    beginning = line[:cut] + b"\n"
    stays = cut >= named_at and learner != gone
    assert without_beginnings(other + beginning + other, gone) == other + beginning * stays + other


@pytest.mark.parametrize("way", WAYS)
def test_a_journal_forgets_a_line_however_it_is_written(
    folder: Path, an_event: Make, way: Callable[[str], str]
) -> None:
    path = folder / "answers.jsonl"
    ada, bo = an_event(data={"text": WORDS}), an_event(learner="bo")
    path.write_text(f"{way(ada.to_line())}\n{way(bo.to_line())}\n", "utf-8", newline="")
    journal = FileJournal(path)
    assert journal.forget("ada") == 1
    assert WORDS not in path.read_text("utf-8")
    assert journal.read("ada") == ()
    assert journal.read("bo") == (bo,)


@pytest.mark.parametrize("way", WAYS)
def test_a_journal_replaces_a_line_however_it_is_written(
    folder: Path, an_event: Make, way: Callable[[str], str]
) -> None:
    path = folder / "answers.jsonl"
    before, after = (an_event(kind="wrote", slot="X4.6/1", data={"text": text}) for text in (WORDS, "shorter"))
    path.write_text(f"{way(before.to_line())}\n", "utf-8", newline="")
    journal = FileJournal(path)
    assert journal.replace(after, before.id) == after
    assert WORDS not in path.read_text("utf-8")
    assert FileJournal(path).read("ada") == (after,)


def test_the_new_content_is_on_disk_before_it_takes_the_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "answers.jsonl"
    path.write_bytes(b"before")
    on_disk = list[dict[str, bytes]]()
    made_sure = os.fsync

    def noted(number: int) -> None:
        made_sure(number)
        on_disk.append({each.name: each.read_bytes() for each in folder.iterdir()})

    monkeypatch.setattr(os, "fsync", noted)
    replace_safely(path, b"after")
    assert on_disk == [{"answers.jsonl": b"before", "answers.jsonl.new": b"after"}, {"answers.jsonl": b"after"}]


@pytest.mark.parametrize("step", range(2))
def test_a_step_that_fails_leaves_one_content_whole_and_nothing_beside_it(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, calls = folder / "answers.jsonl", itertools.count()
    path.write_bytes(b"before")

    def full(_: int) -> None:
        if next(calls) == step:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_safely(path, b"after")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {"answers.jsonl": [b"before", b"after"][step]}


@given(mode=st.integers(0, 0o777).map(lambda mode: mode | 0o600))
def test_a_replaced_file_keeps_its_rights(tmp_path_factory: pytest.TempPathFactory, mode: int) -> None:
    path = tmp_path_factory.getbasetemp() / "rights.jsonl"
    path.write_bytes(b"before")
    path.chmod(mode)
    replace_safely(path, b"after")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"after", mode)


def test_a_reader_of_the_old_file_reads_it_to_its_end(folder: Path) -> None:
    path = folder / "answers.jsonl"
    path.write_bytes(b"before")
    with path.open("rb") as old:
        replace_safely(path, b"another")
        assert old.read() == b"before"
    assert path.read_bytes() == b"another"


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


def test_a_disk_without_room_leaves_the_file_whole(
    folder: Path, an_event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = FileJournal(folder / "answers.jsonl")
    journal.append(an_event(data={"text": WORDS}))
    theirs = (journal.append(an_event(learner="bo")),)
    before = journal.path.read_bytes()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(JournalError, match="no space left"):
            journal.forget("ada")
    assert journal.path.read_bytes() == before
    assert [path.name for path in folder.glob("*.new")] == []
    assert journal.read("bo") == theirs
