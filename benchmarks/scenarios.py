"""Measures how long it takes to read, count, check and replay scenarios, beside a yardstick from the same run.

    python benchmarks/scenarios.py

The yardstick is the time in which markdown-it-py parses the same file into tokens. Figures are medians of several runs.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generated import scenario_text
from markdown_it import MarkdownIt
from rich.console import Console
from rich.table import Table

from misread_scenarios.checks import check_files
from misread_scenarios.format import read_file, read_text
from misread_scenarios.library import load, path_of
from misread_scenarios.paths import Census, Graph, Outlook, played_best, turning_point
from misread_scenarios.play import draws, opening, play

SCENES_OF_A_MILLION = 10


def median(action: Callable[[], object], runs: int) -> float:
    """Return the median seconds of an action, after one run to warm up."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def count_afresh() -> None:
    """Count all paths of Sam and Priya, and work out every figure that the checker and the debrief use."""
    case = Census(load("sam-priya")).cases[0]
    assert case.paths == 262_144
    assert case.endings
    assert case.rank_correlation
    assert case.slips(case.best_paths(1)[0])


def weigh() -> None:
    """Work out the value of every move of Sam and Priya in each world, as a debrief does."""
    scenario = load("sam-priya")
    for drawn in draws(scenario):
        Outlook(scenario, drawn)


def check_generated(folder: Path) -> None:
    """Check a library of 200 scenes and a scenario of over a million paths."""
    check_files(sorted(folder.glob("*.md")))


def main() -> None:
    """Measure and print."""
    text = path_of("sam-priya").read_text(encoding="utf-8")
    scenario = load("sam-priya")
    best = played_best(opening(scenario, 0)).picks
    first = [scene.choices[0].id for scene in scenario.scenes]
    large = read_text(scenario_text("large", SCENES_OF_A_MILLION, seed=7), "large.md").scenario
    assert large is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(20):
            (folder / f"case-{number}.md").write_text(scenario_text(f"case-{number}", SCENES_OF_A_MILLION, number))
        rows = [
            ("markdown-it-py parses sam-priya (yardstick)", median(lambda: MarkdownIt().parse(text), 15)),
            ("read sam-priya", median(lambda: read_file(path_of("sam-priya")), 15)),
            ("replay a finished run of sam-priya", median(lambda: play(scenario, best, 0), 50)),
            ("weigh every move of sam-priya in its three worlds", median(weigh, 15)),
            ("find where a run of sam-priya turned", median(lambda: turning_point(play(scenario, first, 0)), 50)),
            ("count sam-priya (262,144 paths)", median(count_afresh, 3)),
            (f"count a scenario of {4**SCENES_OF_A_MILLION:,} paths", median(lambda: Graph(large, {}), 1)),
            (
                "check a library of 200 scenes, each scenario of 1,048,576 paths",
                median(lambda: check_generated(folder), 1),
            ),
        ]
    yardstick = rows[0][1]
    table = Table("what", "median", "× yardstick")
    for what, seconds in rows:
        table.add_row(what, f"{seconds * 1000:,.2f} ms", f"{seconds / yardstick:,.2f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
