"""Whether a file could be written just now is found out without writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from misread_records import JournalFull, JournalMissing, disk_space
from misread_records.disk_space import check_room


def test_a_file_with_room_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "misread.db"
    check_room(file)
    assert list(tmp_path.iterdir()) == []
    file.write_bytes(b"kept")
    before = file.stat()
    check_room(file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (b"kept", before.st_mtime_ns)


def test_a_place_without_its_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(JournalMissing, match="nowhere"):
        check_room(tmp_path / "nowhere" / "misread.db")


def test_a_nearly_full_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_space, "LEAST_ROOM", 10**18)
    with pytest.raises(JournalFull):
        check_room(tmp_path / "misread.db")
