"""Translations of lessons: the texts of a notebook's Markdown cells, and of its description, in another language.

The translation of a lesson stands beside its folder, as `m4-sam-and-priya.de.yaml`, and its keys are the ids of cells.
The notebook stays one, so the assignment and its points do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from misread_scenarios.language import SOURCE
from misread_scenarios.translation import texts_in, translation_path

ABOUT = ("title", "teaser", "objectives")
"""The fields of a lesson's description that are texts."""


def lesson_texts(notebook: Path, lang: str) -> dict[str, str]:
    """Return the texts of a lesson in a language by their keys; none if it is not translated into it.

    Raises:
        BadTranslation: if the translation cannot be read.
    """
    file = lesson_translation(notebook, lang)
    return texts_in(file) if lang != SOURCE and file.is_file() else {}


def lesson_translation(notebook: Path, lang: str) -> Path:
    """Return the file that holds a lesson's texts in a language."""
    return translation_path(notebook.parent, lang)


def described(about: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the description of a lesson with its texts in another language."""
    new = dict(about)
    for key, text in texts_of_description(about):
        name, _, number = key.partition(".")
        if name == "objectives":
            place = int(number or 1) - 1
            new[name] = [*new[name][:place], texts.get(key) or text, *new[name][place + 1 :]]
        else:
            new[name] = texts.get(key) or text
    return new


def texts_of_description(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each text of a lesson's description with its key."""
    for name in ABOUT:
        value = about.get(name, ())
        for number, text in enumerate([value] if isinstance(value, str) else value, 1):
            yield name if number == 1 else f"{name}.{number}", text
