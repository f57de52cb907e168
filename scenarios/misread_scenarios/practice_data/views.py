"""The views: one row for each person, offer, application or role, with the columns of several tables side by side.

The no-code way asks its questions of these views. In the notebooks, learners join the tables themselves.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from misread_scenarios.practice_data.harbour_pine import SEED, tables
from misread_scenarios.practice_data.published import published_tables
from misread_scenarios.practice_data.query import SMALLEST_CELL
from misread_scenarios.practice_data.shipped import shipped
from misread_scenarios.practice_data.table import Cell, CsvTable, Row

SourceName: TypeAlias = Literal["harbour-pine", "bank-files", "berkeley", "danish-workers"]
MADE_UP: frozenset[SourceName] = frozenset({"harbour-pine"})
"""The sources that are made up. The others are real, and published."""
COUNT = "n"
"""The column of a count table that says how many cases a row stands for."""
YES, NO = "yes", "no"


@dataclasses.dataclass(frozen=True)
class View:
    """Rows to ask questions of.

    Attributes:
        name: the name of the view.
        source: the data that it comes from.
        of: the noun for its rows: people, offers, applications, roles, files.
        rows: its rows.
        small_cells_hidden: whether figures on fewer than `SMALLEST_CELL` rows are hidden, since the rows stand for
            people of a firm whose colleagues may recognise them.
    """

    name: str
    source: SourceName
    of: str
    rows: tuple[Row, ...]
    small_cells_hidden: bool = True

    @functools.cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Every value of each column, sorted."""
        return {name: tuple(sorted({str(row[name]) for row in self.rows})) for name in self.rows[0]}

    def size(self, rows: Iterable[Row]) -> int:
        """Return how many cases some rows stand for."""
        return sum(int(row.get(COUNT, 1)) for row in rows)

    def too_few(self, size: int) -> bool:
        """Return whether a figure on so many cases is hidden."""
        return self.small_cells_hidden and size < SMALLEST_CELL


def view(name: str, seed: int = SEED) -> View:
    """Return a view by its name, as `VIEWS` lists them; the seed is for Harbour & Pine alone.

    Raises:
        KeyError: if there is no such view.
    """
    return _view(name, seed if VIEWS[name] in MADE_UP else SEED)


VIEWS: Mapping[str, SourceName] = {
    "people": "harbour-pine",
    "offers": "harbour-pine",
    "applications": "harbour-pine",
    "noes": "harbour-pine",
    "roles": "harbour-pine",
    "files": "bank-files",
    "applicants": "berkeley",
    "workers": "danish-workers",
}
"""The source of each view, by the view's name."""


@functools.lru_cache(maxsize=128)
def _view(name: str, seed: int) -> View:
    if name in _BUILT:
        rows = tuple(_BUILT[name](shipped() if seed == SEED else tables(seed)))
        return View(name, VIEWS[name], name, rows, small_cells_hidden=name != "roles")
    table = published_tables()[VIEWS[name]]
    return View(name, VIEWS[name], name, tuple(table.rows), small_cells_hidden=False)


def _people(firm: Mapping[str, CsvTable]) -> Iterator[dict[str, Cell]]:
    """Yield the people, with what their talks, survey answers, training and leaving say about them."""
    survey, training = _by_person(firm["intent_survey"]), _by_person(firm["development"])
    left = {row["emp_id"] for row in firm["exits"].rows}
    offered = {row["emp_id"] for row in firm["stretch_offers"].rows}
    talks: dict[Cell, list[dict[str, Cell]]] = {}
    for row in sorted(firm["conversations"].rows, key=lambda row: int(row["quarter"])):
        talks.setdefault(row["emp_id"], []).append(row)
    for person in firm["employees"].rows:
        id_ = person["emp_id"]
        asked = any(talk["asked_outright"] == YES for talk in talks[id_])
        followed = any(talk["followed_up"] == YES for talk in talks[id_])
        yield {
            **person,
            **_without_id(survey[id_]),
            **_without_id(training[id_]),
            "asked": YES if asked else NO,
            "follow_up": ("followed up" if followed else "dropped") if asked else "never asked",
            "manager_assumed": talks[id_][-1]["manager_assumed"],
            "offered": YES if id_ in offered else NO,
            "left": YES if id_ in left else NO,
        }


def _offers(firm: Mapping[str, CsvTable]) -> Iterator[dict[str, Cell]]:
    """Yield the offers of stretch work, with what is known of the person, and the answer to a repeated offer."""
    later = {row["emp_id"]: row["accepted"] for row in firm["stretch_offers"].rows if row["round"] == "repeat"}
    for row in firm["stretch_offers"].rows:
        asked_again = later.get(row["emp_id"], "not asked again") if row["round"] == "first" else ""
        yield {**_of_person(firm, row), **row, "accepted_later": asked_again}


def _applications(firm: Mapping[str, CsvTable]) -> Iterator[dict[str, Cell]]:
    """Yield the applications, with the person's gender and band, and whether they left."""
    return ({**_of_person(firm, row), **row} for row in firm["applications"].rows)


def _noes(firm: Mapping[str, CsvTable]) -> Iterator[dict[str, Cell]]:
    """Yield every no: first offers that a person declined, and applications that were rejected.

    A no was heard if a talk followed within 60 days, or if the hiring manager held an interview.
    """
    for row in firm["stretch_offers"].rows:
        if row["round"] == "first" and row["accepted"] == NO:
            yield {**_of_person(firm, row), "who_said_no": "the person", "heard": row["decline_talk_60d"]}
    for row in firm["applications"].rows:
        if row["promoted"] == NO:
            yield {**_of_person(firm, row), "who_said_no": "the firm", "heard": row["interviewed"]}


def _roles(firm: Mapping[str, CsvTable]) -> Iterator[dict[str, Cell]]:
    """Yield the roles, with whether a willing and ready person is named, or waits on the bench."""
    states = {(YES, YES): "both", (YES, NO): "willing only", (NO, YES): "ready only", (NO, NO): "neither"}
    for role in firm["succession"].rows:
        state = states[str(role["willing"]), str(role["ready"])] if role["named_emp_id"] else "nobody named"
        bench = YES if role["bench_emp_ids"] else NO
        covered = "named" if state == "both" else "bench" if bench == YES else "not covered"
        yield {**role, "state": state, "bench": bench, "covered": covered}


def _of_person(firm: Mapping[str, CsvTable], row: Row) -> dict[str, Cell]:
    return _people_by_id(firm["employees"], firm["exits"])[row["emp_id"]]


@functools.lru_cache(maxsize=32)
def _people_by_id(employees: CsvTable, exits: CsvTable) -> dict[Cell, dict[str, Cell]]:
    left = {row["emp_id"] for row in exits.rows}
    return {row["emp_id"]: {**row, "left": YES if row["emp_id"] in left else NO} for row in employees.rows}


def _by_person(table: CsvTable) -> dict[Cell, dict[str, Cell]]:
    return {row["emp_id"]: row for row in table.rows}


def _without_id(row: Row) -> dict[str, Cell]:
    return {name: value for name, value in row.items() if name != "emp_id"}


_BUILT: Mapping[str, Callable[[Mapping[str, CsvTable]], Iterable[Row]]] = {
    "people": _people,
    "offers": _offers,
    "applications": _applications,
    "noes": _noes,
    "roles": _roles,
}
