"""A table: its name, its columns and its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Cell: TypeAlias = str | int
"""A value of a table; an empty text where there is none."""
Row: TypeAlias = Mapping[str, Cell]


@dataclasses.dataclass(frozen=True)
class CsvTable:
    """A table as it stands in a CSV file.

    Attributes:
        name: the name of the file, without its extension.
        columns: the names of the columns.
        values: the rows; each has one value for each column.
    """

    name: str
    columns: tuple[str, ...]
    values: tuple[tuple[Cell, ...], ...]

    @property
    def rows(self) -> Iterator[dict[str, Cell]]:
        """The rows, each as a mapping from column to value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.values)
