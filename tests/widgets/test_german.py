"""A German seat gets German widgets: no English word of the course is on a screen, and picks count the same."""

from __future__ import annotations

import importlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from misread_records import MemoryJournal, new_id
from misread_records.seat import Seat
from misread_scenarios.exercises import load_exercise, load_form
from misread_scenarios.language import spoken
from misread_scenarios.library import load
from misread_scenarios.translation import lines
from misread_widgets import Lesson, open_lesson
from misread_widgets.lesson_widget import LessonWidget
from misread_widgets.views.typesetting import typeset

M4, SAM = "m4-sam-and-priya", "sam-priya"
CATALOGUE = Path(str(importlib.import_module("misread_widgets").__file__)).parent / "locale" / "de.po"
EXERCISES = ("X4.1", "X4.2", "X4.3", "X4.4", "X4.5", "X4.6", "X4.7", "X4.8", "D5")


@pytest.fixture
def german() -> Lesson:
    return open_lesson(M4, Seat("ada", None, MemoryJournal(), "de"))


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """Every word of the widgets, and every line of the case without slots, that is another one in German."""
    with CATALOGUE.open("rb") as source:
        pairs = [(message.id, message.string) for message in read_po(source, locale="de") if message.id]
    words = {mine for mine, theirs in pairs if isinstance(mine, str) and mine != theirs and "{" not in mine}
    return frozenset(words | {typeset(text) for text in lines(load(SAM)).values() if "{" not in text})


def texts(view: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a view
    """Yield every text of a view, except keys and the names that its script reads."""
    if isinstance(view, str):
        yield view
    elif isinstance(view, dict):
        for name, part in view.items():
            if name not in {
                "screen",
                "turn",
                "key",
                "token",
                "lang",
                "dir",
                "mark",
                "kind",
                "standing",
                "place",
                "layout",
            }:
                yield from texts(part)
    elif isinstance(view, list | tuple):
        for part in view:
            yield from texts(part)


def send(widget: LessonWidget, **message: Any) -> None:  # noqa: ANN401 - a message's fields
    widget._handle(None, {"id": str(new_id()), "turn": widget.view["turn"], **message}, [])  # noqa: SLF001 - as the page does


def screens(player: LessonWidget, options: Iterator[int]) -> Iterator[dict[str, Any]]:
    """Play a case to its end, and yield every screen."""
    yield player.view
    send(player, do="begin")
    while player.view["screen"] != "debrief":
        yield player.view
        if player.view["screen"] == "situation":
            many = len(player.view["ask"]["options"])
            send(player, do="choose", options=[str(next(options) % many + 1)])
        else:
            send(player, do="go-on")
    yield player.view


@pytest.mark.parametrize("first", range(4))
def test_no_screen_of_the_case_has_an_english_word(german: Lesson, english: frozenset[str], first: int) -> None:
    for view in screens(german.scenario(SAM), itertools.count(first)):
        assert view["lang"] == "de"
        assert english.isdisjoint(texts(view))


@pytest.mark.parametrize("id_", EXERCISES)
def test_no_exercise_of_the_lesson_has_an_english_word(german: Lesson, english: frozenset[str], id_: str) -> None:
    view = german.exercise(id_).view
    assert view["lang"] == "de"
    assert english.isdisjoint(texts(view))


def test_a_data_exercise_is_looked_at_and_explained_in_german(german: Lesson, english: frozenset[str]) -> None:
    own = english | {typeset(text) for text in lines(load_exercise("D5")).values()}
    asked = german.exercise("D5")
    many = len(asked.view["looking"]["menus"])
    send(asked, do="look", picks=[2, 3, *[1] * (many - 2)])
    assert asked.view["looked"]["columns"] == ["Befristung", "Anteil", "Anzahlen"]
    assert [row[1] for row in asked.view["looked"]["rows"]] == ["66,9 %", "41,3 %"]
    assert own.isdisjoint(texts(asked.view))
    for _ in range(2):
        send(asked, do="answer-each", answers=["41,7", "27,4", [1], [1]])
    assert asked.view["screen"] == "over"
    assert own.isdisjoint(texts(asked.view))


@pytest.mark.parametrize("id_", ["T5", "T6", "T7"])
def test_no_form_of_the_lesson_has_an_english_word(german: Lesson, english: frozenset[str], id_: str) -> None:
    form = german.tool(id_)
    send(form, do="write", question=id_, text=json.dumps(load_form(id_).example), done=False, on=[])
    assert form.view["lang"] == "de"
    own = {typeset(text) for text in lines(load_form(id_)).values()}
    assert (english | own).isdisjoint(texts(form.view))


def test_the_cards_of_the_lesson_are_german(german: Lesson, english: frozenset[str]) -> None:
    guess, recall = german.guess("M4.try"), german.recall("M4.exit")
    assert (guess.view["kicker"], recall.view["kicker"]) == ("Eine erste Vermutung", "Aus dem Gedächtnis")
    assert english.isdisjoint({*texts(guess.view), *texts(recall.view)})
    send(guess, do="answer", question="M4.try", option=1)
    assert guess.view["say"] == "Ihre Vermutung ist gespeichert."


def test_who_speaks_is_set_apart_in_german_too(german: Lesson) -> None:
    speeches = [
        paragraph
        for view in screens(german.scenario(SAM), itertools.count())
        for paragraph in (view.get("situation") or {"paragraphs": []})["paragraphs"]
        if paragraph["speaker"]
    ]
    assert speeches
    for speech in speeches:
        said = "".join(part["text"] for part in speech["parts"] if part["said"])
        assert said.startswith("„")
        assert "“" in said


def test_a_notice_is_german(german: Lesson) -> None:
    player = german.scenario(SAM)
    player._handle(None, {"nonsense": 1}, [])  # noqa: SLF001 - as the page does
    assert player.view["notice"]["text"].startswith("Nichts wurde geändert")
    assert spoken() == "en"


def test_an_item_that_is_not_translated_stays_english_as_a_whole() -> None:
    lesson = open_lesson("m1-career-conversation", Seat("ada", None, MemoryJournal(), "de"))
    view = lesson.exercise("X1.1").view
    assert (view["lang"], view["kicker"].partition(" ")[0]) == ("en", "Exercise")


def test_two_languages_show_one_and_the_same_run() -> None:
    journal = MemoryJournal()
    german, english = (open_lesson(M4, Seat("ada", None, journal, lang)).scenario(SAM) for lang in ("de", "en"))
    send(german, do="begin")
    send(german, do="choose", options=["1"])
    english.look_again()
    assert (english.view["screen"], english.view["turn"]) == (german.view["screen"], german.view["turn"])
    assert english.view["standing"] == german.view["standing"]
    assert english.view["consequence"]["chosen"] != german.view["consequence"]["chosen"]
    assert {event.content for event in journal.read("ada", M4)} == {load(SAM).version}


@pytest.mark.parametrize(("variable", "lang"), [("de", "de"), ("de_AT", "de"), ("tlh", "en"), ("", "en")])
def test_in_jupyterlab_a_variable_names_the_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, lang: str
) -> None:
    monkeypatch.setenv("MISREAD_LANG", variable)
    monkeypatch.setenv("MISREAD_JOURNAL", str(tmp_path / "answers.jsonl"))
    assert open_lesson(M4).scenario(SAM).view["lang"] == lang
