"""A lesson's file is read, or named with what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import Lesson, lessons
from misread_course.notebook import UnreadableNotebook, cells, content, source_of
from misread_course.notebook_node import read_notebook

each_reader = pytest.mark.parametrize("read", [content, read_notebook])
Read = Callable[[Path], object]


@each_reader
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b'{"cells": [',
        b"[]",
        b'"cells"',
        b"{}",
        b'{"nbformat": 4, "cells": 1}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"nbformat": 4, "cells": [1]}',
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}',
    ],
    ids=["empty", "cut off", "list", "text", "object", "no list", "bytes", "deep", "no cell", "no metadata"],
)
def test_a_file_that_is_no_notebook_is_named_with_what_to_do(read: Read, text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m4.ipynb"
    path.write_bytes(text)
    with pytest.raises(UnreadableNotebook) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path} cannot be read as a notebook: ")
    assert "put back an earlier version" in str(raised.value)


@each_reader
def test_a_missing_file_is_an_error_of_the_system(read: Read, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "m4.ipynb")


def test_a_notebook_of_an_earlier_format_is_brought_to_format_4(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": ["1 + 1"], "language": "python", "outputs": [], "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old), "utf-8")
    assert [cell.source for cell in read_notebook(path).cells] == ["1 + 1"]


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: str(lesson.name))
def test_both_readers_find_the_same_cells(lesson: Lesson, tmp_path: Path) -> None:
    nodes = read_notebook(lesson.notebook).cells
    assert [(cell["id"], source_of(cell)) for cell in cells(lesson)] == [(node.id, source_of(node)) for node in nodes]
    in_lines = tmp_path / lesson.notebook.name
    nbformat.write(read_notebook(lesson.notebook), in_lines)
    again = dataclasses.replace(lesson, notebook=in_lines)
    assert [source_of(cell) for cell in cells(again)] == [source_of(cell) for cell in cells(lesson)]
