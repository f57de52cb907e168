"""Complementary suppression: which figures are hidden besides the small ones, so that these cannot be worked out.

If only one group of a total is hidden, the total less the other groups gives it away. So in each such line of a table
a second group is hidden, until what is hidden in a line is two groups or more with `SMALLEST_CELL` cases together.
The choice depends on the columns alone, and not on which of them a question filters or groups by; so no other question
with the same columns shows what this one hides. See Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TypeAlias

from misread_scenarios.practice_data.query import SMALLEST_CELL
from misread_scenarios.practice_data.views import view

Group: TypeAlias = tuple[str, ...]
"""A group: its value in each of some columns."""
NO_GROUPS: frozenset[Group] = frozenset()


@functools.lru_cache(maxsize=512)
def complements(
    name: str,
    seed: int,
    columns: tuple[str, ...],
    needed: frozenset[Group] = NO_GROUPS,
    shown: frozenset[Group] = NO_GROUPS,
) -> frozenset[Group]:
    """Return the groups that are hidden besides the small ones, where all values of some columns are combined.

    Args:
        name: the name of the view.
        seed: its seed.
        columns: the columns; each total leaves out one of them.
        needed: groups that are hidden only if no other group of their line can be.
        shown: groups that are never hidden. If a line has no other ones, what it hides can be worked out.
    """
    rows = view(name, seed)
    if not rows.small_cells_hidden or not columns:
        return NO_GROUPS
    sizes: dict[Group, int] = defaultdict(int)
    for row in rows.rows:
        sizes[tuple(str(row[name]) for name in columns)] += rows.size([row])
    small = {cell for cell, size in sizes.items() if rows.too_few(size)}
    hidden = set(small)
    while more := next(_to_hide(sizes, hidden, len(columns), needed, shown), None):
        hidden.add(more)
    return frozenset(hidden - small)


def _to_hide(
    sizes: dict[Group, int], hidden: Collection[Group], columns: int, needed: frozenset[Group], shown: frozenset[Group]
) -> Iterator[Group]:
    """Yield the next group to hide in each line that gives something away: the largest, and a needed one last."""
    for column in range(columns):
        lines: dict[Group, list[Group]] = defaultdict(list)
        for cell in sorted(sizes):
            lines[cell[:column] + cell[column + 1 :]].append(cell)
        for line in lines.values():
            gone = [cell for cell in line if cell in hidden]
            if not gone or (len(gone) > 1 and sum(sizes[cell] for cell in gone) >= SMALLEST_CELL):
                continue
            free = [cell for cell in line if cell not in hidden and cell not in shown]
            if free:
                yield max(free, key=lambda cell: (cell not in needed, sizes[cell]))
