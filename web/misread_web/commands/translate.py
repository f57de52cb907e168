"""`misread translate`: a file of translations written, or brought up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from misread_course.translating import sources
from misread_scenarios.language import LANGUAGES, SOURCE
from misread_scenarios.problems import offer
from misread_scenarios.translating import update
from misread_scenarios.translation import BadTranslation

OTHERS = tuple(tag for tag in LANGUAGES if tag != SOURCE)


def run(
    items: Annotated[
        list[str],
        typer.Argument(
            metavar="ITEM",
            help="Ids of scenarios, exercises or rubrics, names of lessons or of files of cards, or `competencies`.",
            show_default=False,
        ),
    ],
    *,
    lang: Annotated[str, typer.Option(metavar="LANG", help="The language to translate into, such as `de`.")],
) -> None:
    """Write the file of translations of an item, or bring it up to date.

    The file stands beside the item's own: `sam-priya.de.yaml` beside `sam-priya.md`. Each line has its key, the hash
    of the English line, the English as a comment, and its text. A new line has an empty text; where the English has
    changed, the translation is marked as stale; nothing is thrown away. `misread check` lists what is left to do.
    """
    if lang not in OTHERS:
        raise typer.BadParameter(f"there is no language '{lang[:20]}'; {offer(lang, OTHERS)}", param_hint="--lang")
    by_name = sources()
    for item in items:
        if item not in by_name:
            message = f"there is nothing called '{item[:60]}' to translate; {offer(item, by_name)}"
            raise typer.BadParameter(message, param_hint="ITEM")
    for item in items:
        source = by_name[item]()
        file = source.file(lang)
        try:
            done, missing, stale = update(source, lang)
        except BadTranslation as error:
            typer.echo(f"{file}:{error.line}: {error}", err=True)
            raise typer.Exit(1) from error
        typer.echo(f"{file}: {done} of {len(source.lines)} lines translated, {missing} missing, {stale} stale")
