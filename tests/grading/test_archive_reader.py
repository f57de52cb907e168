"""Archives come from machines that nobody here looks after: what is damaged in them stops nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_grading.submissions.archive_reader import BadArchive, is_called, opened
from misread_grading.submissions.submission import LARGEST

KINDS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}
NAMES = ("m4-sam-and-priya.ipynb", "answers.jsonl", "Übung.txt")


def packed(kind: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name in NAMES:
            archive.writestr(name, f"{name}: the same words again and again. " * 20)
    return file.getvalue()


Change = Callable[[bytes], bytes]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw what may happen to a file: some bytes become others, or it is cut off."""
    spots = draw(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
    kept = draw(st.one_of(st.just(1.0), st.floats(0, 1)))

    def changed(content: bytes) -> bytes:
        found = bytearray(content)
        for place, byte in spots:
            found[int(place * len(found))] = byte
        return bytes(found[: int(kept * len(found))])

    return changed


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=changes())
def test_a_changed_archive_is_read_or_refused_in_words(tmp_path: Path, kind: str, change: Change) -> None:
    path = tmp_path / f"{kind}.zip"
    path.write_bytes(change(packed(KINDS[kind])))
    with suppress(BadArchive), opened(path) as files:
        for one in files:
            one.read()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_whole_comes_out_as_it_was_packed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "whole.zip"
    path.write_bytes(packed(KINDS[kind]))
    with opened(path) as files:
        assert {str(one.path): one.read().decode()[: len(str(one.path))] for one in files} == {n: n for n in NAMES}


@pytest.mark.parametrize("kind", KINDS)
def test_more_than_may_be_read_is_refused_in_every_compression(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", KINDS[kind], compresslevel=1) as archive:
        archive.writestr("answers.jsonl", bytes(LARGEST + 1))
    with opened(path) as (only,), pytest.raises(BadArchive, match=r"answers\.jsonl has more than 50,000,000 bytes"):
        only.read()


def test_a_name_that_is_marked_as_utf_8_and_is_not_is_said(tmp_path: Path) -> None:
    path = tmp_path / "name.zip"
    path.write_bytes(packed(zipfile.ZIP_STORED).replace("Ü".encode(), b"\xff\xfe"))
    with pytest.raises(BadArchive, match="marked as UTF-8 and is not"), opened(path):
        pass


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("answers.jsonl", True),
        ("Answers.JSONL", True),
        ("answers (1).jsonl", True),
        ("answers(2).jsonl", True),
        ("answers 2.jsonl", True),
        ("answers copy.jsonl", True),
        ("answers - Copy (3).jsonl", True),
        ("answers - Kopie.jsonl", True),
        ("answers-Copy1.jsonl", True),
        ("answers.jsonl.txt", True),
        ("my answers.jsonl", False),
        ("answers of Ben.jsonl", False),
        ("answers.json", False),
    ],
)
def test_copies_are_known_by_the_names_that_systems_give_them(name: str, is_copy: bool) -> None:  # noqa: FBT001 - a row of the table
    assert is_called(PurePosixPath(name), "answers.jsonl") is is_copy
