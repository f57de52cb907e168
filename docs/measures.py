"""Write docs/measures.md: how far each case has to be read, by the counter and by readers.

Run it after a case has changed: python docs/measures.py
"""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

import readers

from misread_scenarios.paths import Measures, count
from misread_web.commands.measures_table import table

PAGE = Path(__file__).with_name("measures.md")
INTRODUCTION = """\
# Can the cases be solved without reading them?

A case is worth playing if what you read decides what you do. A list of options that always works, or a habit such as
"ask first", would teach the list and the habit. So each case is set in two or three *worlds*: the opening is the same, and what
people say and do differs from there. What is right in one world is a mistake in the next, and the scene says which.

This page is written from the library by `python docs/measures.py`. `misread check --measures` prints the first table for your own files.

## Counted over every path

"""
MEANING = """
| column | what it says | rule |
|---|---|---|
| best list | What the best fixed list of picks earns in the mean over the worlds, as a share of the best path: nobody who ignores the text can beat it. | [Q25](rules.md) |
| laziest habit | Of ten habits that need no reading, the one that earns most: most or fewest hours, longest, shortest, first, last, asks, waits, keeps it private, names a date. | Q26 |
| top by a habit | How often a habit comes to an ending of the top tier, at the most. | Q26 |
| hours r | The rank correlation of an option's hours with its points, within scenes. | Q27 |
| best options | How many options of each scene are the best one in some world or state. | Q28 |
| uneven | How far apart the worlds are in points, on their best path or in the mean of all paths. | Q29 |

Two more rules have no figure: each fact that decides points is told, or can be asked for, on every path before it does (Q30), and the note on a
choice calls it the best exactly where it is (Q31).

## Tried on readers

Counting cannot tell whether a signal is seen, or whether the options smell of the answer. Readers can.

**A blind reader** gets the options of every scene, shuffled and with the names filled in, and neither the situation nor the hours
(`python docs/readers.py sheet SEED`). The task, word for word:

> The sheet lists, for eleven training cases for managers, the options of each decision, without the situation. For each decision pick the one option (or as
> many as the heading asks) you think a course designer would count as best. You know nothing else.

The picks are then played in every world, and the mean share of the best path's points is the reader's score.

**A careful reader** plays each case once, in one world, and sees what a learner sees: the scene, the options with their hours, what follows and the note
(`python docs/readers.py play --world N CASE`). The task:

> Play each case once, carefully: read the situation, ask what the people on the page say and do tell you, and pick the option that fits this situation best
> (options that look nice in general are often wrong; the text says what is right). Never go back. First answers count.

The readers of the table are language models that had not seen the course, each begun afresh, with one reader to a world for the careful ones. They read more
evenly than people do: the three blind ones chose alike in 44 of 50 scenes, so they count for little more than one. They also know the management books as well
as anybody, and that is what the blind score is about. With people, expect a wider spread; the script takes their answers as well. Lines that the careful
readers stumbled over were mended afterwards; the figures are those of their choices in the cases as they are now.
"""


def page() -> str:
    """Return the page."""
    counted = table([Measures(count(scenario)) for scenario in readers.cases()])
    return "\n".join([INTRODUCTION + counted, MEANING, *_results(), ""])


def _results() -> Iterator[str]:
    """Yield the table of readers' results."""
    blind, careful = readers.shares("blind"), readers.shares("careful")
    yield "| case | blind: each | mean | careful: each | mean | difference |"
    yield "|---|---|---|---|---|---|"
    yield "| aim | | at most 0.70 | | at least 0.80 on the whole | at least 0.25 |"
    for scenario in readers.cases():
        without, with_text = blind.get(scenario.id, []), careful.get(scenario.id, [])
        if without and with_text:
            means = statistics.fmean(without), statistics.fmean(with_text)
            row = [scenario.id, _each(without), f"{means[0]:.2f}", _each(with_text), f"{means[1]:.2f}"]
            yield f"| {' | '.join([*row, f'{means[1] - means[0]:.2f}'])} |"
    if blind and careful:
        means = (
            statistics.fmean(map(statistics.fmean, blind.values())),
            statistics.fmean(map(statistics.fmean, careful.values())),
        )
        yield f"| **all cases** | aim: at most 0.60 | **{means[0]:.2f}** | | **{means[1]:.2f}** | **{means[1] - means[0]:.2f}** |"


def _each(shares: list[float]) -> str:
    return ", ".join(f"{share:.2f}" for share in shares)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
