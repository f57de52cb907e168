"""What translators work with: files of translations brought up to date, and what is still wrong with them."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from misread_scenarios.cards import card_files, cards_in
from misread_scenarios.competencies import COMPETENCIES, competencies
from misread_scenarios.exercises import exercises, forms, rubrics
from misread_scenarios.exercises import path_of as exercise_path
from misread_scenarios.library import library, load
from misread_scenarios.library import path_of as scenario_path
from misread_scenarios.model import CastMember
from misread_scenarios.names import PARTS, SLOT, bad_slots
from misread_scenarios.problems import Problem, offer
from misread_scenarios.translation import (
    FORMAT,
    BadTranslation,
    TranslatedLine,
    hash_of,
    lines,
    read_translation,
    translation_path,
)

WIDTH = 118
CODES: dict[str, str] = {
    "TR001": "A file of translations cannot be read.",
    "TR002": "A line is not translated yet.",
    "TR003": "A translation is stale: its English line has changed since.",
    "TR004": "A translation has a key that its file does not have.",
    "TR005": "A translation does not name the same people as its English line, or its slots cannot be filled.",
}
"""The codes of the problems of translations."""


def brought_up_to_date(source: Mapping[str, str], lines: Mapping[str, TranslatedLine]) -> dict[str, TranslatedLine]:
    """Return the lines of a translation as they should stand for its source, texts that are still right included.

    A line without a translation gets an empty text. A translation whose English has changed keeps its text and is
    marked as stale, until its translator has changed it and deleted the mark. A line that only has a new key keeps its
    translation. Translations of lines that are gone come last.
    """
    by_hash = {line.source: line for key, line in lines.items() if key not in source and line.text}
    new = {key: _line(text, lines.get(key) or by_hash.get(hash_of(text))) for key, text in source.items()}
    moved = {line.source for line in new.values()}
    gone = {key: line for key, line in lines.items() if key not in source and line.text and line.source not in moved}
    return {**new, **gone}


def _line(text: str, line: TranslatedLine | None) -> TranslatedLine:
    if line is None or not line.text:
        return TranslatedLine("", hash_of(text))
    return TranslatedLine(line.text, hash_of(text), line.stale or line.source != hash_of(text))


def written(name: str, lang: str, source: Mapping[str, str], translation: Mapping[str, TranslatedLine]) -> str:
    """Return the text of a file of translations, with each English line as a comment above its translation."""
    head = (
        f"# {name} in {lang}. Each line has the hash of its English source, the source as a comment, and the text.\n"
        f"# `misread translate {name} --lang {lang}` brings the file up to date: a new line has an empty text, and\n"
        "# where the English has changed, `stale: true` stands until the text is right again and you delete the mark.\n"
        f"format: {FORMAT}\nof: {json.dumps(name)}\nlang: {lang}\nlines:\n"
    )
    return head + "".join(_entry(key, line, source.get(key)) for key, line in translation.items())


def _entry(key: str, line: TranslatedLine, source: str | None) -> str:
    said = source if source is not None else "(This line is gone. Delete the translation, or move it to its new key.)"
    comment = [f"    # {part}" for paragraph in said.split("\n") for part in textwrap.wrap(paragraph, WIDTH) or [""]]
    stale = ["    stale: true"] if line.stale else []
    return (
        "\n".join(
            [f"  {json.dumps(key)}:", *comment, f"    source: {json.dumps(line.source)}", *stale, *_text(line.text)]
        )
        + "\n"
    )


def _text(text: str) -> list[str]:
    """Return a text as YAML: folded where that keeps it as it is, or else between quotation marks."""
    folded = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    if not text or " ".join(folded) != text or "\t" in text or text != text.strip() or text.startswith("#"):
        return [f"    text: {json.dumps(text, ensure_ascii=False)}"]
    return ["    text: >-", *(f"      {part}" for part in folded)]


@dataclasses.dataclass(frozen=True)
class Source:
    """Something that can be translated.

    Attributes:
        name: its id, or the name of its file.
        path: the file, or the folder, that its translations stand beside.
        lines: its texts in English by their keys.
        cast: the people whom the slots of its texts may name.
    """

    name: str
    path: Path
    lines: Mapping[str, str]
    cast: Mapping[str, CastMember] = dataclasses.field(default_factory=dict)

    def file(self, lang: str) -> Path:
        """Return the file of its texts in a language, which may be missing."""
        return translation_path(self.path, lang)


def library_sources() -> dict[str, Callable[[], Source]]:
    """Return what there is to translate in the library, by its name, each as a function that reads it."""
    made: dict[str, Callable[[], Source]] = {id_: partial(_scenario, id_) for id_ in library()}
    for content in (*exercises().values(), *rubrics().values(), *forms().values()):
        made[content.id] = partial(Source, content.id, exercise_path(content.id), lines(content))
    for path in card_files():
        made[path.stem] = partial(_cards, path)
    return {**made, COMPETENCIES.stem: lambda: Source(COMPETENCIES.stem, COMPETENCIES, lines(competencies()))}


def _scenario(id_: str) -> Source:
    scenario = load(id_)
    return Source(id_, scenario_path(id_), lines(scenario), scenario.cast)


def _cards(path: Path) -> Source:
    return Source(path.stem, path, lines(cards_in(path)))


def update(source: Source, lang: str) -> tuple[int, int, int]:
    """Write the translation of a source anew, brought up to date, and return how complete it is.

    Returns:
        How many lines are translated, how many are missing, and how many of the translated ones are stale.

    Raises:
        BadTranslation: if the file that is there cannot be read; it stays as it is.
        OSError: if it cannot be written.
    """
    file = source.file(lang)
    translation = brought_up_to_date(source.lines, read_translation(file) if file.is_file() else {})
    written_text = written(source.name, lang, source.lines, translation)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(written_text, encoding="utf-8")
    beside.replace(file)
    done = [translation[key] for key in source.lines if translation[key].text]
    return len(done), len(source.lines) - len(done), sum(line.stale for line in done)


def problems(source: Source, lang: str) -> list[Problem]:
    """Return what is wrong with the translation of a source, in the order of its lines."""
    file = source.file(lang)
    try:
        lines = read_translation(file)
    except BadTranslation as error:
        return [Problem(file.name, error.line, "TR001", str(error))]
    return sorted(_faults(file.name, source.lines, lines, lang, source.cast))


def _faults(
    name: str, source: Mapping[str, str], lines: Mapping[str, TranslatedLine], lang: str, cast: Mapping[str, CastMember]
) -> Iterator[Problem]:
    for key, text in source.items():
        line = lines.get(key)
        if line is None or not line.text:
            yield Problem(name, line.line if line else 1, "TR002", f"'{key}' is not translated: {_short(text)}")
            continue
        if line.stale or line.source != hash_of(text):
            message = (
                f"'{key}' is stale, as the English now reads {_short(text)}; change the text, delete `stale: true`"
            )
            yield Problem(name, line.line, "TR003", message, "warn")
        for message in _slot_faults(key, text, line.text, cast, lang):
            yield Problem(name, line.line, "TR005", f"'{key}': {message}")
    for key in lines.keys() - source.keys():
        message = f"there is no line '{key[:60]}' in the source; {offer(key, source)}"
        yield Problem(name, lines[key].line, "TR004", message, "warn")


def _slot_faults(key: str, text: str, translation: str, cast: Mapping[str, CastMember], lang: str) -> Iterator[str]:
    """Yield what is wrong with the slots of a translation: each must be one, and they must name the same people."""
    if cast:
        yield from bad_slots(translation, cast, lang)
    named, wanted = _people(translation), _people(text)
    for id_ in sorted(wanted - named):
        yield f"'{id_}' is named in English and not here; without a slot a page does not know who is present"
    for id_ in sorted(named - wanted if key.partition(".")[0] != "cast" else ()):
        yield f"'{id_}' is named here and not in English"


def _people(text: str) -> set[str]:
    return {parts[1] for slot in SLOT.findall(text) if (parts := PARTS.match(slot))}


def _short(text: str) -> str:
    return f"“{textwrap.shorten(text, 60, placeholder=' …')}”"
