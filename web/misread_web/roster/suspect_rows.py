"""Rows of a list that are not people, and ids that a spreadsheet has changed.

Exported gradebooks have rows of totals among the people, and a test student. Canvas writes "Points Possible" into the
first row and "Student, Test" into the last ones (its `lib/gradebook_exporter.rb`); Moodle's reports end with "Overall
average" (its language packs: `overallaverage` in `lang/en/grades.php`); Blackboard's preview user is "…_PreviewUser".

Excel shows a long number as 1.23E+11, keeps 15 digits of it ("Excel specifications and limits": number precision), and
reads 007 as 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from misread_web.roster.columns import bare

TOTALS = frozenset(
    [
        "pointspossible",
        "total",
        "totals",
        "grandtotal",
        "sum",
        "overallaverage",
        "average",
        "mean",
        "median",
        "count",
        "groupaverage",
        "classaverage",
        "gesamt",
        "gesamtsumme",
        "summe",
        "gesamtdurchschnitt",
        "durchschnitt",
        "mittelwert",
        "gesamtergebnis",
        "anzahl",
        "totalgeneral",
        "totaux",
        "somme",
        "moyenne",
        "moyennegenerale",
        "promedio",
        "promediogeneral",
        "mediagenerale",
    ]
)
TEST_STUDENTS = frozenset(
    [
        "studenttest",
        "teststudent",
        "testteilnehmer",
        "testteilnehmerin",
        "teilnehmertest",
        "teststudentin",
        "testuser",
        "usertest",
        "demostudent",
        "studentdemo",
        "etudianttest",
        "testetudiant",
        "participanttest",
        "testlearner",
        "learnertest",
    ]
)
_PREVIEW = "_previewuser"
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+\d+")
_MAYBE_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[Ee]\d+")
KEPT_DIGITS = 15
"""Digits of a number that Excel keeps; it replaces the digits after them by zeros."""
_MOST_CUT = 1 / 3
"""Largest share of ids that may be shorter than the others and still look like ids that lost their zeros."""
_FEWEST = 3


def no_person(name: str, email: str | None) -> str | None:
    """Return what a row is if it is not a person, else None. A row with an e-mail address is a person."""
    word = bare(name)
    if name.casefold().endswith(_PREVIEW):
        return "a preview user"
    if email:
        return None
    if word in TOTALS:
        return "a row of totals"
    return "a test student" if word in TEST_STUDENTS else None


def is_lost(number: str) -> bool:
    """Return whether an id is a number in scientific notation, so that its last digits are lost."""
    return bool(_SCIENTIFIC.fullmatch(number))


def doubts_about(numbers: Iterable[str]) -> list[str]:
    """Return what a spreadsheet may have changed in ids; ids for which `is_lost` holds are left out."""
    ids = [number for number in numbers if number]
    doubts = []
    powers = [number for number in ids if _MAYBE_SCIENTIFIC.fullmatch(number)]
    if powers:
        doubts.append(f"the id {_listed(powers)} may be a long number that a spreadsheet has shortened")
    rounded = [
        number
        for number in ids
        if number.isdigit() and len(number) > KEPT_DIGITS and not number[KEPT_DIGITS:].strip("0")
    ]
    if rounded:
        doubts.append(f"the id {_listed(rounded)} ends in zeros: Excel keeps {KEPT_DIGITS} digits of a number")
    return [*doubts, *_cut_zeros(ids)]


def _cut_zeros(numbers: list[str]) -> list[str]:
    """Return a doubt if a few ids have fewer digits than the others and none begins with a zero."""
    if len(numbers) < _FEWEST or not all(number.isdecimal() and number[0] != "0" for number in numbers):
        return []
    longest = max(map(len, numbers))
    short = [number for number in numbers if len(number) < longest]
    if not short or len(short) > len(numbers) * _MOST_CUT:
        return []
    return [
        (
            f"the id {_listed(short)} has fewer than {longest} digits, unlike the others: Excel cuts off zeros at the "
            f"beginning, unless the column is formatted as text"
        )
    ]


def _listed(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:5])
    return shown if len(numbers) <= 5 else f"{shown} and {len(numbers) - 5:,} more"  # noqa: PLR2004 - as above
