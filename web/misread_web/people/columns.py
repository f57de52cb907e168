"""Which column of a roster means what, however it is called and whatever stands between the columns."""

from __future__ import annotations

import csv
import dataclasses
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

DELIMITERS = (",", ";", "\t")
FIELDS = {
    "name": "name fullname participant participantname learner displayname nom nomcomplet nombre nombrecompleto nome",
    "first": "first firstname givenname given forename vorname prenom nombredepila primeironome",
    "last": "last lastname surname familyname family nachname familienname nomdefamille apellido apellidos sobrenome",
    "email": "email emailaddress mail mailaddress address emailadresse courriel correo correoelectronico",
    "role": "role rolle papel rol",
    "number": "id number personid userid employeeid employeenumber personnelnumber staffid studentid learnerid "
    "personalnummer matricule",
}
_MEANING = MappingProxyType({word: field for field, words in FIELDS.items() for word in words.split()})


@dataclasses.dataclass(frozen=True)
class Columns:
    """Where each field stands in a row.

    Attributes:
        delimiter: the sign between columns.
        places: the place of each field that was found.
        width: how many columns there are.
        ignored: the headings that mean nothing here.
        problems: why a row cannot be read from these columns.
    """

    delimiter: str
    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    problems: tuple[str, ...]


def columns_of(heading: str) -> Columns:
    """Read the first line of a roster, with the delimiter by which most of its headings mean something."""
    return max((_split(heading, delimiter) for delimiter in DELIMITERS), key=lambda found: len(found.places))


def _split(heading: str, delimiter: str) -> Columns:
    try:
        cells = next(csv.reader([heading], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        cells = []
    meanings = [_MEANING.get(_bare(cell)) for cell in cells]
    places = {field: meanings.index(field) for field in FIELDS if field in meanings}
    ignored = tuple(cell.strip() for cell, field in zip(cells, meanings, strict=True) if field is None and cell.strip())
    return Columns(delimiter, places, len(cells), ignored, tuple(_problems(cells, meanings)))


def _problems(cells: list[str], meanings: list[str | None]) -> list[str]:
    found = []
    for field in FIELDS:
        named = [cell.strip() for cell, meaning in zip(cells, meanings, strict=True) if meaning == field]
        if len(named) > 1:
            found.append(f"the columns {' and '.join(map(repr, named))} mean the same; leave one out")
    if "name" not in meanings and not {"first", "last"} & set(meanings):
        there = ", ".join(repr(cell.strip()[:40]) for cell in cells[:12]) or "nothing"
        found.append(
            f"the first line must name the columns, one of them 'name' (or 'first name' and 'last name'); "
            f"'e-mail', 'role' and 'id' may follow. It holds {there}"
        )
    return found


def _bare(heading: str) -> str:
    """Return a heading's letters, small and without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", heading).casefold() if sign.isalnum())
