"""Rules about worlds: players who do not read a case must not do well in it, and its worlds must be equally hard."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.paths import Habit, Measures, is_case

MOST_FOR_A_LIST = 0.70
MOST_FOR_A_HABIT = 0.60
LUCK = 0.10
MOST_HOURS_LINK = 0.25
FEWEST_BEST, OFTEN_BEST = 2, 3
MOST_UNEVEN = 0.05


def pays_by_list(measures: Measures) -> bool:
    """Whether the best fixed list earns too much."""
    return measures.fixed.share > MOST_FOR_A_LIST


def pays_by_habit(habit: Habit) -> bool:
    """Whether a habit earns too much."""
    return habit.share > MOST_FOR_A_HABIT


def wins_by_habit(habit: Habit) -> bool:
    """Whether a habit comes to a top ending too often."""
    return habit.top > LUCK


def tells(link: float) -> bool:
    """Whether the correlation of hours and points is high enough to show how good an option is."""
    return abs(link) > MOST_HOURS_LINK


def is_idle(best: Collection[str]) -> bool:
    """Whether too few options of a scene are best in some world or state."""
    return len(best) < FEWEST_BEST


def seldom_three(best_somewhere: Mapping[str, Collection[str]]) -> bool:
    """Whether fewer than half of the scenes have at least three options that are best in some world or state."""
    often = sum(len(best) >= OFTEN_BEST for best in best_somewhere.values())
    return 2 * often < len(best_somewhere)


def is_uneven(measures: Measures) -> bool:
    """Whether the worlds are not equally hard."""
    return measures.unevenness > MOST_UNEVEN


def rewarded_lists(checked: CheckedScenario) -> Iterator[Finding]:
    """Q25: players cannot solve a case without reading it.

    A fixed list names a choice for each scene, regardless of the text. The best such list, played in every world (every
    combination of drawn facts), earns on average at most 0.70 of the best path's points. Players who ignore the facts
    cannot do better than this list. If a case draws no facts, some list earns all points. Draw a fact that shows in the
    text, and make other options best when its value changes. This rule and the next ones leave out scenarios with fewer
    than three scenes that score a move.
    """
    if not is_case(checked.scenario):
        return
    fixed = checked.measures.fixed
    if pays_by_list(checked.measures):
        picks = ", ".join(fixed.picks.values())
        message = f"the fixed list {picks} earns {fixed.share:.2f} over the worlds (at most {MOST_FOR_A_LIST:.2f})"
        yield _first(checked), f"{message}; let one of these be a weaker move where a drawn fact falls differently"


def rewarded_habits(checked: CheckedScenario) -> Iterator[Finding]:
    """Q26: no lazy habit solves a case.

    Ten habits need no reading: most hours, fewest hours, the longest option, the shortest, the first, the last, options
    that ask, that wait, that keep it private (by the tags `ask`, `wait` and `private`), and options that name a date.
    If a habit does not apply to a scene, the player follows the best fixed list there; a habit that applies to fewer
    than half of the scenes is left out. Over the worlds each habit earns on average at most 0.60 of the best path's
    points, and comes to an ending of the top tier in at most one run of ten. Let the habit's option be a weaker move in
    one more scene or world.
    """
    for name, habit in checked.measures.habits.items() if is_case(checked.scenario) else ():
        if pays_by_habit(habit):
            message = f"the habit '{name}' earns {habit.share:.2f} over the worlds (at most {MOST_FOR_A_HABIT:.2f})"
            yield _first(checked), f"{message}; let its option be a weaker move in one more scene or world"
        if wins_by_habit(habit):
            message = f"the habit '{name}' comes to a top ending in {habit.top:.0%} of runs (at most {LUCK:.0%})"
            yield _first(checked), f"{message}; let its option be a weaker move in one more scene or world"


def telling_hours(checked: CheckedScenario) -> Iterator[Finding]:
    """Q27: the hours of an option do not show how good it is.

    Learners see the hours before they choose. Within scenes, over all worlds and kinds of situation, the rank
    correlation of hours and points lies between -0.25 and 0.25. Give some best moves no hours, and some weaker moves
    more hours, but keep the hours realistic.
    """
    link = checked.measures.hours if is_case(checked.scenario) else None
    if link is not None and tells(link):
        message = f"hours and points correlate at {link:+.2f} within scenes (at most {MOST_HOURS_LINK:.2f} either way)"
        yield _first(checked), f"{message}; give a best move {'fewer' if link > 0 else 'more'} hours"


def idle_options(checked: CheckedScenario) -> Iterator[Finding]:
    """Q28: in every scene at least two options earn the most in some world or state, in half of the scenes three.

    An option that is best nowhere is a filler, and learners learn to skip it. Ask yourself what would make it right:
    consent that was given already, a replacement who called, three people who failed in that chair.
    """
    best_somewhere = checked.measures.best_somewhere if is_case(checked.scenario) else {}
    for scene in checked.scenario.scenes:
        best = best_somewhere.get(scene.id, ())
        if scene.id in best_somewhere and is_idle(best):
            message = f"in '{scene.id}' only '{', '.join(best)}' is ever best"
            yield scene.line, f"{message}; let {FEWEST_BEST} options or more earn the most in some world or state"
    if seldom_three(best_somewhere):
        often = sum(len(best) >= OFTEN_BEST for best in best_somewhere.values())
        message = f"three options or more are best somewhere in {often} of {len(best_somewhere)} scenes (at least half)"
        yield _first(checked), f"{message}; give a third option its world"


def uneven_worlds(checked: CheckedScenario) -> Iterator[Finding]:
    """Q29: all worlds of a case are equally hard.

    Learners who met different worlds are compared with each other. The points of the best path differ by at most 5 %
    between the worlds, and so do the mean points of all paths. In each world, give the options of a scene the same
    points in another order.
    """
    if is_case(checked.scenario) and is_uneven(checked.measures):
        worlds = "; ".join(
            f"{' '.join(world.drawn.values()) or 'the only world'}: best {world.maximum:g}, mean {world.mean:.2f}"
            for world in checked.measures.worlds
        )
        message = f"the worlds are not equally hard ({worlds}; at most {MOST_UNEVEN:.0%} apart)"
        yield _first(checked), f"{message}; deal the same points in each world"


def _first(checked: CheckedScenario) -> int:
    return checked.scenario.scenes[0].line
