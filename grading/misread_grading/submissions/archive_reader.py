"""Reads archives that learners hand in: the files in them, each read whole or not at all, up to a limit.

An archive is made on somebody else's machine and may be damaged. Any error of the libraries that unpack it becomes a
`BadArchive`, so that one archive never stops those after it.
"""

from __future__ import annotations

import bz2
import copy
import dataclasses
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from misread_grading.errors import GradingError
from misread_grading.submissions.submission import LARGEST
from misread_records.submission_answers import ANSWERS

MOST_FILES = 100_000
"""The most entries of an archive."""
_UNKNOWN = 1980
"""The year in an archive's entry whose time is unknown."""


class BadArchive(GradingError):
    """An archive cannot be read; the text says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Packed:
    """A file in an archive.

    Attributes:
        path: its path, with slashes whichever system packed it.
        saved: the time of its last change in the archive; None if it has none. Archives keep local time without a time
            zone; it is read in the time zone of this machine.
        read: returns its bytes.
    """

    path: PurePosixPath
    saved: datetime | None
    read: Callable[[], bytes]

    def under(self, path: PurePosixPath) -> Packed:
        """Return the same file at another path."""
        return dataclasses.replace(self, path=path)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Packed, ...]]:
    """Yield the files of an archive; they can be read until the end of the block.

    Files that a system keeps for itself are left out: JupyterLab's copies, and the files that macOS adds.

    Raises:
        BadArchive: if it is not an archive.
        OSError: if the file cannot be opened.
    """
    with path.open("rb") as file:
        with _as_bad_archive():
            files = _files(zipfile.ZipFile(file))
        yield files


def unwrapped(files: tuple[Packed, ...]) -> tuple[Packed, ...]:
    """Return the files of the only archive among some files; none if there is no archive, or several.

    Raises:
        BadArchive: if it cannot be read.
    """
    archives = [file for file in files if file.path.suffix.casefold() == ".zip"]
    if len(archives) != 1:
        return ()
    with _as_bad_archive():
        # It stays open while its files are read; it only needs memory, so nothing has to be closed.
        return _files(zipfile.ZipFile(io.BytesIO(archives[0].read())))


def is_called(path: PurePosixPath, name: str) -> bool:
    """Return whether a file has a name, or the name of a copy of such a file: `answers (1).jsonl`."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    copied = rf"{re.escape(stem)}( ?\(\d+\)| \d+| ?-? ?(copy|kopie|copie)( \d+| ?\(\d+\))?|-copy\d+)?{suffix}(\.txt)?"
    return re.fullmatch(copied, path.name.strip(), re.IGNORECASE) is not None


def holds_answers(path: PurePosixPath) -> bool:
    """Return whether a file is an answers file by its name."""
    return is_called(path, ANSWERS)


def _files(archive: zipfile.ZipFile) -> tuple[Packed, ...]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise BadArchive(f"it has {len(entries):,} files, and at most {MOST_FILES:,} can be read")
    packed = (
        Packed(PurePosixPath(info.filename.replace("\\", "/")), _saved(info), partial(_content, archive, info))
        for info in entries
        if not info.filename.endswith(("/", "\\"))
    )
    return tuple(file for file in packed if not any(map(_is_hidden, file.path.parts)))


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "__MACOSX"))


def _saved(info: zipfile.ZipInfo) -> datetime | None:
    try:
        moment = datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if info.date_time[0] > _UNKNOWN else None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with _as_bad_archive():
        content = _bzip2(archive, info) if info.compress_type == zipfile.ZIP_BZIP2 else _plain(archive, info)
    if len(content) > LARGEST:
        raise BadArchive(f"its {_shown(info)} has more than {LARGEST:,} bytes, which cannot be read")
    return content


def _plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        return file.read(LARGEST + 1)


def _bzip2(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack with a limit: `zipfile` reads 4,096 bytes at a time, which can unpack to gigabytes from bzip2."""
    stored = copy.copy(info)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
    del stored.CRC
    with archive.open(stored) as file:
        packed = file.read(LARGEST + 1)
    unpacking = bz2.BZ2Decompressor()
    content = unpacking.decompress(packed, max_length=LARGEST + 1)
    if len(content) <= LARGEST and (not unpacking.eof or zlib.crc32(content) != info.CRC):
        raise BadArchive(f"its {_shown(info)} is damaged; pack it again, and copy it whole")
    return content


def _shown(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename.replace("\\", "/")).name


@contextmanager
def _as_bad_archive() -> Iterator[None]:
    """Raise any error of unpacking an archive as a `BadArchive`."""
    try:
        yield
    except BadArchive:
        raise
    except UnicodeDecodeError as error:
        why = "the name of a file in it is marked as UTF-8 and is not"
        raise BadArchive(f"not an archive that can be read ({why}); pack the files again as a plain .zip") from error
    except Exception as error:  # zipfile, zlib, bz2 and lzma raise errors of many kinds on damaged files
        why = str(error) or type(error).__name__
        raise BadArchive(f"not an archive that can be read ({why}); pack the files again as a plain .zip") from error
