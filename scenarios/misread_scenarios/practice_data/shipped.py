"""The tables of Harbour & Pine that come with the course: those of the seed `SEED`, as CSV files.

They are read rather than built, because building them takes a tenth of a second. `misread practice` writes them for
learners.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

from misread_scenarios.practice_data.table import CsvTable

FOLDER = Path(__file__).parent / "harbour_pine_csv"
ABOUT = Path(__file__).with_name("ABOUT.md")
"""The page that says of every table what it is, and whether it is made up."""


@functools.cache
def shipped() -> Mapping[str, CsvTable]:
    """Return the eight tables by their names. All values are text."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.csv"))}


def _read(path: Path) -> CsvTable:
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return CsvTable(path.stem, tuple(columns), tuple(map(tuple, rows)))
