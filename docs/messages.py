"""Brings the catalogues of translated messages up to date, from the words that code and templates mark.

Run it after a word of the interface has changed: python docs/messages.py
Then translate the empty entries of `locale/de.po` in the rooms that it names. An entry whose English has changed is
marked `#, fuzzy`, and is English until the mark is gone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from misread_scenarios.language import LANGUAGES, SOURCE

HOUSE = Path(__file__).parents[1]
ROOMS = {
    "misread_records": HOUSE / "records" / "misread_records",
    "misread_widgets": HOUSE / "widgets" / "misread_widgets",
    "misread_web": HOUSE / "web" / "misread_web",
}
"""The rooms that say something to people on pages, by their packages."""
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.html.j2", "jinja2")]
OPTIONS = {
    "**.html": {"trimmed": "true", "newstyle_gettext": "true"},
    "**.html.j2": {
        "trimmed": "true",
        "newstyle_gettext": "true",
        "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
        "silent": "false",
    },
}
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def extracted(room: Path) -> Catalog:
    """Return the messages that a room's code and templates mark."""
    catalogue = Catalog(project="misread", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(room, METHODS, OPTIONS, KEYWORDS):
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def brought_up_to_date(file: Path, template: Catalog, lang: str) -> str:
    """Return the text of a catalogue's file in a language with the messages of a template."""
    with file.open("rb") if file.is_file() else io.BytesIO() as source:
        catalogue = read_po(source, locale=lang)
    catalogue.update(template, update_header_comment=False)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=118, sort_by_file=True, include_lineno=False, omit_header=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return (
        f"# What {file.parents[1].name} says in {lang}. Words in braces and per cent signs stay.\n{head}"
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n{written.getvalue().decode()}'
    )


def files() -> Iterator[tuple[Path, str]]:
    """Yield each catalogue's file and the text that it should have."""
    for room in ROOMS.values():
        template = extracted(room)
        for lang in (lang for lang in LANGUAGES if lang != SOURCE):
            file = room / "locale" / f"{lang}.po"
            yield file, brought_up_to_date(file, template, lang)


def main() -> None:
    """Write the catalogues anew, and say how much of each is translated."""
    for file, text in files():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        with file.open("rb") as source:
            messages = [message for message in read_po(source, locale=file.stem) if message.id]
        done = sum(bool(message.string and all(message.string)) and not message.fuzzy for message in messages)
        print(f"{file.relative_to(HOUSE)}: {done} of {len(messages)} messages translated")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
