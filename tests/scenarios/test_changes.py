"""A change file that no longer fits says so; nothing of it is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.changes import HERE, changed


def change(old: str, new: str) -> str:
    return f"<<<<<<< clean.md\n{old}=======\n{new}>>>>>>>\n"


def test_a_change_replaces_whole_lines(tmp_path: Path) -> None:
    (tmp_path / "x.change").write_text(change("title: The third no\n", "title: X\n"), "utf-8")
    clean = (HERE / "clean.md").read_text("utf-8")
    assert changed(tmp_path / "x.change").decode() == clean.replace("title: The third no\n", "title: X\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (change("title: Gone\n", ""), "0 times"),
        (change("\n", ""), r"changes what stands in clean\.md \d+ times"),
        (change("title: The third no\n", "") + "<<<<<<< clean.md\nid: clean\n", "outside its changes"),
        ("id: other\n" + change("title: The third no\n", ""), "outside its changes"),
    ],
    ids=["not there", "there often", "no end", "text around it"],
)
def test_a_change_that_does_not_fit_fails(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.change").write_text(text, "utf-8")
    with pytest.raises(AssertionError, match=message):
        changed(tmp_path / "x.change")
