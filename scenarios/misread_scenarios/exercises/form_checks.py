"""The built-in checks of forms at work on what was filled in, and the gentle question about names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from misread_scenarios.exercises.form import (
    AllAre,
    Blank,
    Check,
    ClosedQuestions,
    Entry,
    FewRows,
    Filled,
    FilledRow,
    FormTable,
    HasWords,
    NoTwin,
    RowIs,
    RowLacks,
)
from misread_scenarios.language import SOURCE, spoken

PRIVACY = "names"
"""The name of the check that every form has: whether something looks like a person's name or address."""


@dataclasses.dataclass(frozen=True)
class Advice:
    """What a check says about a filled-in form.

    Attributes:
        check: the check's name on the form.
        part, row, column: the field or table it is about; the row from 1 and the column, or 0 and empty.
        text: the advice, with `{row}` and `{words}` filled in; empty for a name, which the page has its own words for.
        blocks: whether the form cannot be finished before it is heeded.
        late: whether it is about something missing, which is said only when the learner means to be done.
        words: the words that it is about, if any.
    """

    check: str
    part: str
    row: int
    column: str
    text: str
    blocks: bool
    late: bool
    words: str = ""


def advice_on(filled: Filled) -> tuple[Advice, ...]:
    """Return what the checks of a form say about it, in the order of its fields."""
    given = [advice for check in filled.form.checks for advice in _FINDERS[type(check)](check, filled)]
    order = list(filled.form.parts)
    return tuple(sorted([*given, *_names(filled)], key=lambda advice: (order.index(advice.part), advice.row)))


def _say(check: Check, part: str, row: FilledRow | None = None, column: str = "", words: str = "") -> Advice:
    text = check.say.replace("{row}", row.name if row else "").replace("{words}", words)
    late = not isinstance(check, HasWords | ClosedQuestions | RowIs)
    return Advice(check.id, part, row.number if row else 0, column, text, check.blocks, late, words)


def _table(filled: Filled, name: str) -> FormTable:
    part = filled.form.parts[name]
    if not isinstance(part, FormTable):
        raise TypeError(f"'{name}' is not a table")
    return part


def _begun(filled: Filled, name: str) -> Iterator[FilledRow]:
    return (row for row in filled.rows(_table(filled, name)) if row.is_begun)


def _blank(check: Blank, filled: Filled) -> Iterator[Advice]:
    return (_say(check, name) for name in check.fields if not filled.text(name))


def _words(check: HasWords, filled: Filled) -> Iterator[Advice]:
    if not check.columns:
        if phrase := _found(check, filled.text(check.field)):
            yield _say(check, check.field, words=phrase)
        return
    for row in _begun(filled, check.field):
        for column in check.columns:
            if phrase := _found(check, row.cells[column]):
                yield _say(check, check.field, row, column, phrase)


def _found(check: HasWords, text: str) -> str:
    text = text.replace("’", "'")
    if any(_match(word, text) for word in check.unless):
        return ""
    return ", ".join(filter(None, (_match(word, text) for word in check.words)))


def _match(word: str, text: str) -> str:
    """Return a word or phrase as it stands in a text, or ""; a word that ends in `*` may go on there."""
    ending = r"\w*" if word.endswith("*") else ""
    match = re.search(rf"\b{re.escape(word.rstrip('*'))}{ending}\b", text, re.IGNORECASE)
    return match[0] if match else ""


CLOSED = frozenset(
    re.findall(
        r"[\w']+",
        """
        am are is was were do does did have has had can could will would shall should may might must aren't
        isn't wasn't weren't don't doesn't didn't haven't hasn't can't couldn't won't wouldn't shouldn't
        """,
    )
)
"""The first words of questions that can be answered with yes or no."""
OPEN = re.compile(r"\bor\b|\b(?:tell|describe|show|explain|walk|talk me)\b", re.IGNORECASE)
"""A choice between two things, or a request for a story, which needs more than yes or no."""
QUESTION = re.compile(r"[^?\n]+\??")


def is_closed(question: str) -> bool:
    """Return whether a question can be answered with yes or no.

    >>> is_closed("Do you want to lead?"), is_closed("What would a good week hold?")
    (True, False)
    """
    split = re.findall(r"[\w’']+", question.replace("’", "'").lower())
    return bool(split) and split[0] in CLOSED and not OPEN.search(question)


def _closed(check: ClosedQuestions, filled: Filled) -> Iterator[Advice]:
    texts = {name: filled.text(name) for name in check.fields}
    questions = [part for text in texts.values() for part in QUESTION.findall(text) if re.search(r"\w", part)]
    if questions and all(is_closed(question) for question in questions):
        yield _say(check, next(name for name, text in texts.items() if text))


def _all_are(check: AllAre, filled: Filled) -> Iterator[Advice]:
    if all(filled.text(name) in {"", check.value} for name in check.fields):
        yield _say(check, check.fields[0])


def _row_lacks(check: RowLacks, filled: Filled) -> Iterator[Advice]:
    rows = _begun(filled, check.table)
    return (_say(check, check.table, row, check.column) for row in rows if not row.cells[check.column])


def _few_rows(check: FewRows, filled: Filled) -> Iterator[Advice]:
    if len(list(_begun(filled, check.table))) < check.fewest:
        yield _say(check, check.table)


def _no_twin(check: NoTwin, filled: Filled) -> Iterator[Advice]:
    first, second = check.columns
    for row in _begun(filled, check.table):
        if bool(row.cells[first]) != bool(row.cells[second]):
            yield _say(check, check.table, row, second if row.cells[first] else first)


def _row_is(check: RowIs, filled: Filled) -> Iterator[Advice]:
    rows = _begun(filled, check.table)
    return (_say(check, check.table, row, check.column) for row in rows if row.cells[check.column] == check.value)


_FINDERS: dict[type[Check], Callable[[Any, Filled], Iterator[Advice]]] = {
    Blank: _blank,
    HasWords: _words,
    ClosedQuestions: _closed,
    AllAre: _all_are,
    RowLacks: _row_lacks,
    FewRows: _few_rows,
    NoTwin: _no_twin,
    RowIs: _row_is,
}

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herrn?|Frau)\.? [^\W\d_][\w’'-]+")
PAIR = re.compile(r"(?<![\w’'-])([^\W\d_][^\W\d_’'-]+)[ \t]([^\W\d_][\w’'-]+)")
ORDINARY = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also an and any as ask asked at away back because been before begin both but by can
        come could did do does each every first for from get give go good had has have he her here his how i if
        in is it its keep last learn let like long make many may me meet more most much my near new next no not
        now of on once one only or our out over own part plan say see she show since so some start step still
        take talk tell than thank that the their them then there these they this those three to today tomorrow
        try two under until up us use very was we week were what when where which while who whose why will with
        work would year yes you your monday tuesday wednesday thursday friday saturday sunday january february
        march april june july august september october november december spring summer autumn winter christmas
        easter account assistant board business chief clerk co company customer data delivery department deputy
        design developer development director engineer engineering executive finance foreman group head hr human
        junior lead leader lean manager management marketing network office officer operations owner partner
        people planner planning power product project quality resources safety sales scrum senior service shift
        site six sigma specialist staff standards supervisor support team technical technician training vice
        warehouse excel microsoft google
        """,
    )
)
"""Words that often begin with a capital without being part of a person's name."""


def named_people(text: str) -> tuple[str, ...]:
    """Return what in a text looks like a person's full name or e-mail address; a guess, and now and then a wrong one.

    In German, where every noun has a capital, two capitals in a row tell nothing, and only names after a title count.

    >>> named_people("Talk to Dana Whitfield in Human Resources, dana@example.org")
    ('dana@example.org', 'Dana Whitfield')
    """
    pairs = []
    at = 0
    while spoken() == SOURCE and (match := PAIR.search(text, at)):
        at = match.start(2)
        first, second = match.groups()
        if first.istitle() and second[0].isupper() and not {first.lower(), second.lower()} & ORDINARY:
            pairs.append(match[0])
    return tuple(dict.fromkeys([*ADDRESS.findall(text), *TITLED.findall(text), *pairs]))


def _names(filled: Filled) -> Iterator[Advice]:
    for name, part in filled.form.parts.items():
        if not isinstance(part, FormTable):
            yield from _names_in(part, filled.text(name), name)
            continue
        for row in filled.rows(part):
            for column in part.columns:
                yield from _names_in(column, row.cells[column.id], name, row.number)


def _names_in(entry: Entry, text: str, part: str, row: int = 0) -> Iterator[Advice]:
    if entry.kind in {"line", "lines"} and (people := named_people(text)):
        column = entry.id if row else ""
        yield Advice(PRIVACY, part, row, column, "", blocks=False, late=False, words=", ".join(people))
