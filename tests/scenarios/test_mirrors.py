"""Reading two mirrors: what is there, and what an author is told when something is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from misread_scenarios.format.mirrors_reader import InvalidMirrors, load_mirrors, read_mirrors
from misread_scenarios.library import FOLDER, load

SOURCE = (FOLDER / "two-mirrors.md").read_text(encoding="utf-8")


def test_the_talk_has_fourteen_lines_and_two_thoughts_behind_each() -> None:
    talk = load_mirrors("two-mirrors")
    assert [line.number for line in talk.lines] == list(range(1, 15))
    assert all(set(line.thoughts) == {"noor", "victor"} for line in talk.lines)
    assert (talk.mark.key, talk.mark.near) == (3, (5, 7, 9))
    assert [writing.id for writing in talk.writings] == ["rewrite", "ask"]
    assert len(talk.host) == 2


def test_each_line_gets_the_answer_written_for_it() -> None:
    mark = load_mirrors("two-mirrors").mark
    answers = [mark.answer(line) for line in range(1, 15)]
    assert answers.count(mark.if_key) == 1
    assert answers.count(mark.if_near) == 3
    assert answers.count(mark.otherwise) == 10


def test_the_people_are_those_of_both_cases() -> None:
    talk = load_mirrors("two-mirrors")
    for id_ in talk.after:
        for member, person in load(id_).cast.items():
            if member in talk.cast:
                assert (person.name, person.pronouns) == (talk.cast[member].name, talk.cast[member].pronouns)
                assert [pack.name for pack in person.packs] == [pack.name for pack in talk.cast[member].packs]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("---\nformat", "format", "front matter is missing"),
        ("minutes: 6", "minutes: six", "minutes"),
        ("minutes: 6", "minutes: [6", "while parsing"),
        ("## The moment", "## The momentum", "line [0-9]+: 'The momentum' is not a part"),
        ("## The room\n", "", "line [0-9]+: there is text before the first part"),
        ("noor thought: There.", "noor: There.", "line [0-9]+: the lines below a line of the talk are thoughts"),
        ("   - noor thought: There.", "   - nora thought: There.", "nobody of the cast is called nora"),
        ("\n9. ", "\n10. ", "number them from 1 upwards"),
        ("- key: 3", "- key: 33", "name lines from 1 to 14"),
        ("   - key: 3\n", "", "`mark` needs key, near"),
        ("   - key: 3", "   - the key is three", "line [0-9]+: write questions as"),
        ("Modest. It was", "Modest. {nora} was", "names nobody of the cast"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SOURCE
    path = tmp_path / "talk.md"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidMirrors, match=f"talk.md.*{told}"):
        read_mirrors(path)


def test_mirrors_that_are_not_there_are_told() -> None:
    with pytest.raises(InvalidMirrors, match="no mirrors 'three-mirrors'"):
        load_mirrors("three-mirrors")
