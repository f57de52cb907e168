"""Rules about endings: good play must lead to good endings, with some luck and some room for slips."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.paths import Case, Graph

FEWEST_PATHS, SMALLEST_SHARE = 20, 0.001
MOST_DECISIONS = 12
WEAKEST_LINK, CLOSEST_LINK = 0.3, 0.9
FEWEST_FOR_THE_TOP = 0.40
FORGIVEN = 0.5


def rare_endings(checked: CheckedScenario) -> Iterator[Finding]:
    """Q5: every ending can be reached, and no path takes more than twelve decisions.

    At least 20 paths, or 0.1 % of all, lead to each ending, because hardly anybody sees a rarer one. A scene with a
    fact takes two decisions. Loosen the ending's rule or move it up. If the story is too long, take a scene out.
    """
    cases = checked.census.cases
    for ending in checked.scenario.endings:
        paths = sum(case.endings[ending.id].paths for case in cases if ending.id in case.endings)
        share = checked.census.share(ending.id)
        if paths < FEWEST_PATHS and share < SMALLEST_SHARE:
            message = f"{paths} of {checked.census.paths:,} paths reach '{ending.id}'"
            yield ending.line, f"{message}; let {FEWEST_PATHS} paths or {SMALLEST_SHARE:.1%} come here"
    longest = max(_decisions(case.graph) for case in cases)
    if longest > MOST_DECISIONS:
        message = f"the longest path takes {longest} decisions (at most {MOST_DECISIONS}); take a scene out"
        yield checked.scenario.scenes[0].line, message


def _decisions(graph: Graph) -> int:
    """Return the number of decisions on the longest path."""
    longest = [0] * len(graph.spots)
    for number in reversed(range(graph.opening, len(graph.spots))):
        longest[number] = max((1 + longest[arc.target] for arc in graph.spots[number].arcs), default=0)
    return longest[graph.opening]


def loose_endings(checked: CheckedScenario) -> Iterator[Finding]:
    """Q20: score and ending agree, but not completely.

    Over all paths the rank correlation of points and ending (in the order of `tiers`) lies between 0.3 and 0.9. Every
    path to a top ending earns at least 0.40 of the best path's points, and each best path comes to a top ending. Each
    world is judged by itself. If good moves end badly, bring scores and effects closer to each other; if the
    correlation is too high, add some luck. Stories without `tiers` or scores are left out.
    """
    line = checked.scenario.rules[0].line if checked.scenario.rules else 1
    for case in checked.census.cases if checked.scenario.tiers and checked.scored else ():
        where = "".join(f" where {name} == {value}" for name, value in case.drawn.items())
        link = case.rank_correlation
        if link is not None and not WEAKEST_LINK <= link <= CLOSEST_LINK:
            message = f"score and ending correlate at {link:.3f}{where} ({WEAKEST_LINK} to {CLOSEST_LINK})"
            way = "closer to" if link < WEAKEST_LINK else "further from"
            yield line, f"{message}; bring scores and effects {way} each other"
        yield from ((line, f"{message}{where}; {advice}") for message, advice in _top(case))


def _top(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the paths to a top ending, and what to do."""
    top = set(case.scenario.tiers[0])
    tallies = [case.endings[ending] for ending in top if ending in case.endings]
    low = sum(
        paths for tally in tallies for score, paths in tally.scores.items() if score < FEWEST_FOR_THE_TOP * case.maximum
    )
    if low:
        every = sum(tally.paths for tally in tallies)
        fault = f"{low:,} of {every:,} paths to a top ending earn less than {FEWEST_FOR_THE_TOP:.2f}"
        yield f"{fault} of the best path's points", "make that ending's rule stricter"
    missed = {case.follow(tuple(arc.move.pick for arc in path)) for path in case.best_paths()} - top
    if missed:
        ending = min(map(str, missed))
        yield f"a best path comes to '{ending}', which is not a top ending", "let the best moves lead to one"


def unforgiven_slips(checked: CheckedScenario) -> Iterator[Finding]:
    """Q21: at least half of all single slips from a best path still come to a good ending.

    A story that punishes a single slip teaches people to fear choices. A slip is one different move on a best path,
    with all other moves as on that path. The good endings are those under `good`. Widen the rule of a good ending, or
    let a later scene repair the damage.
    """
    scenario = checked.scenario
    slips = [
        ending
        for case in checked.census.cases
        if scenario.good and checked.scored
        for path in case.best_paths(1)
        for _, _, ending in case.slips(path)
    ]
    forgiven = sum(ending in scenario.good for ending in slips)
    if forgiven < FORGIVEN * len(slips):
        line = scenario.rules[0].line if scenario.rules else 1
        message = f"{forgiven} of {len(slips)} single slips from the best path still end well (at least {FORGIVEN:.0%})"
        yield line, f"{message}; widen the rule of a good ending, or let a later scene repair it"
