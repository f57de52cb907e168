"""Archives from outside: which files lie in them, read whole or not at all, and within a limit.

An archive is made on somebody else's machine and may be damaged. Whatever the libraries that unpack it raise is told as
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
"""Entries of an archive."""
_UNKNOWN = 1980
"""The year that an archive names where it knows none."""


class BadArchive(GradingError):
    """An archive cannot be taken; the text says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Packed:
    """A file in an archive.

    Attributes:
        path: where it lies, with slashes, whatever the system that packed it writes.
        saved: when it was last changed, as the archive says; None if it does not. Archives keep local time without a
            zone, so it is read as this machine's.
        read: gives its bytes.
    """

    path: PurePosixPath
    saved: datetime | None
    read: Callable[[], bytes]

    def under(self, path: PurePosixPath) -> Packed:
        """Return the same file at another path."""
        return dataclasses.replace(self, path=path)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Packed, ...]]:
    """Give the files of an archive, which can be read until the end of the block.

    What a system keeps for itself is passed over: JupyterLab's copies, and what a Mac adds.

    Raises:
        BadArchive: if it is no archive.
        OSError: if the file cannot be opened.
    """
    with path.open("rb") as file:
        with _told():
            files = _files(zipfile.ZipFile(file))
        yield files


def unwrapped(files: tuple[Packed, ...]) -> tuple[Packed, ...]:
    """Return the files of the one archive among some files; none where there is no archive or there are several.

    Raises:
        BadArchive: if it cannot be read.
    """
    inner = [one for one in files if one.path.suffix.casefold() == ".zip"]
    if len(inner) != 1:
        return ()
    with _told():
        # It stays open for as long as its files are read, and has nothing to close but memory.
        return _files(zipfile.ZipFile(io.BytesIO(inner[0].read())))


def is_called(path: PurePosixPath, name: str) -> bool:
    """Tell whether a file has a name, as it is or as a browser or a file manager calls a copy: `answers (1).jsonl`."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    copied = rf"{re.escape(stem)}( ?\(\d+\)| \d+| ?-? ?(copy|kopie|copie)( \d+| ?\(\d+\))?|-copy\d+)?{suffix}(\.txt)?"
    return re.fullmatch(copied, path.name.strip(), re.IGNORECASE) is not None


def holds_answers(path: PurePosixPath) -> bool:
    """Tell whether a file is one of answers by its name."""
    return is_called(path, ANSWERS)


def _files(archive: zipfile.ZipFile) -> tuple[Packed, ...]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise BadArchive(f"it has {len(entries):,} files, and at most {MOST_FILES:,} can be looked through")
    found = (
        Packed(PurePosixPath(info.filename.replace("\\", "/")), _saved(info), partial(_content, archive, info))
        for info in entries
        if not info.filename.endswith(("/", "\\"))
    )
    return tuple(one for one in found if not any(map(_is_hidden, one.path.parts)))


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "__MACOSX"))


def _saved(info: zipfile.ZipInfo) -> datetime | None:
    try:
        found = datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if info.date_time[0] > _UNKNOWN else None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with _told():
        content = _bzip2(archive, info) if info.compress_type == zipfile.ZIP_BZIP2 else _plain(archive, info)
    if len(content) > LARGEST:
        raise BadArchive(f"its {_shown(info)} has more than {LARGEST:,} bytes, which cannot be read")
    return content


def _plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        return file.read(LARGEST + 1)


def _bzip2(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack with a limit: `zipfile` unpacks 4,096 bytes at a time, which can be some gigabytes of bzip2."""
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
def _told() -> Iterator[None]:
    """Tell as a `BadArchive` whatever is raised while an archive is unpacked."""
    try:
        yield
    except BadArchive:
        raise
    except UnicodeDecodeError as error:
        why = "the name of a file in it is marked as UTF-8 and is not"
        raise BadArchive(f"it is no archive that can be read ({why}); a plain .zip can") from error
    except Exception as error:  # the border: zipfile, zlib, bz2 and lzma raise errors of many kinds on damaged files
        why = str(error) or type(error).__name__
        raise BadArchive(f"it is no archive that can be read ({why}); a plain .zip can") from error
