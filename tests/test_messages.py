"""Every word of the interface is marked, stands in a catalogue, and is translated into every language."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po

from misread_scenarios.language import LANGUAGES, SOURCE, Catalogue, speaking
from misread_web.site import home_text as page_text

if TYPE_CHECKING:
    from babel.messages.catalog import Message

HOUSE = Path(__file__).parents[1]
OTHERS = [lang for lang in LANGUAGES if lang != SOURCE]
NOTHING: tuple[set[str], set[str]] = (set(), set())
IN_FIGURES = ({"earned"}, {"figure"})
"""Where English says points in letters, a translation may say them in figures."""


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a module without a package
    monkeypatch.syspath_prepend(HOUSE / "docs")
    return importlib.import_module("messages")


def catalogues(messages: Any) -> Iterator[tuple[Path, list[Message]]]:  # noqa: ANN401 - as above
    for room in messages.ROOMS.values():
        for lang in OTHERS:
            file = room / "locale" / f"{lang}.po"
            with file.open("rb") as source:
                yield file, [message for message in read_po(source, locale=lang) if message.id]


def test_every_marked_word_is_in_its_catalogue(messages: Any) -> None:  # noqa: ANN401 - as above
    for file, text in messages.files():
        assert file.read_text("utf-8") == text, f"{file.relative_to(HOUSE)}: run python docs/messages.py"


def test_no_word_is_left_untranslated(messages: Any) -> None:  # noqa: ANN401 - as above
    for file, found in catalogues(messages):
        left = [message.id for message in found if message.fuzzy or not all(forms(message.string))]
        assert left == [], f"{file.relative_to(HOUSE)}: translate these"


def test_a_translation_asks_for_the_same_values_as_its_english(messages: Any) -> None:  # noqa: ANN401 - as above
    for _, found in catalogues(messages):
        for message in found:
            for english, translation in zip(forms(message.id), forms(message.string), strict=True):
                missing, new = values(english) - values(translation), values(translation) - values(english)
                assert (missing, new) in (NOTHING, IN_FIGURES), message.id
                assert translation.count("%%") == english.count("%%"), message.id


def forms(text: Any) -> tuple[str, ...]:  # noqa: ANN401 - Babel's ids and strings
    return text if isinstance(text, tuple) else (text,)


def values(text: str) -> set[str]:
    named = set(re.findall(r"%\((\w+)\)s", text))
    return named or {name for _, name, _, _ in Formatter().parse(text.replace("%", "%%")) if name}


def words_modules() -> Iterator[tuple[Path, ast.Module]]:
    for room in ("widgets", "web"):
        for path in (HOUSE / room).rglob("*text.py"):
            yield path, ast.parse(path.read_text("utf-8"))


def test_every_constant_with_words_is_marked() -> None:
    unmarked = {
        f"{path.name}: {ast.unparse(node.targets[0])}"
        for path, tree in words_modules()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and " " in node.value.value
    }
    assert unmarked == set()


def test_no_constant_with_words_is_shown_untranslated() -> None:
    marked = {
        name.id
        for _, tree in words_modules()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "N_"
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    use = re.compile(r"(?<!_\()\b(?:\w+_text|words)\.([A-Z][A-Z_]+)\b")
    shown = {
        f"{path.relative_to(HOUSE)}: {found[0]}"
        for room in ("widgets", "web")
        for path in (HOUSE / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        for found in use.finditer(line)
        if found[1] in marked and not re.search(r"(_|widget_words)\(", line[: found.start()])
    }
    assert shown == set()


def test_a_message_inside_a_formatted_string_would_not_be_found() -> None:
    inside = re.compile(r"""\{n?_?(?:gettext|_)\(["']""")
    assert [
        str(path.relative_to(HOUSE))
        for room in ("records", "widgets", "web")
        for path in (HOUSE / room).rglob("*.py")
        if inside.search(path.read_text("utf-8"))
    ] == []


def test_plurals_follow_the_language() -> None:
    with speaking("de"):
        assert [page_text.counted(number, "story", "stories") for number in (0, 1, 2, 1000)] == [
            "0 Geschichten",
            "1 Geschichte",
            "2 Geschichten",
            "1.000 Geschichten",
        ]
    assert page_text.counted(1000, "story", "stories") == "1,000 stories"


def test_everything_that_pages_count_has_forms_in_every_language() -> None:
    counted = re.compile(r"""\bcounted\([^"]*?"([a-z ]+)\"""")
    things = {
        thing
        for path in [*(HOUSE / "web").rglob("*.html"), *(HOUSE / "web" / "misread_web" / "home").rglob("*.py")]
        for thing in counted.findall(path.read_text("utf-8"))
    }
    assert things <= page_text.COUNTED.keys()


def test_a_room_without_a_catalogue_speaks_english() -> None:
    with speaking("de"):
        assert Catalogue("misread_course").gettext("Go on") == "Go on"
