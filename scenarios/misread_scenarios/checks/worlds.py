"""Whether a case has to be read: what those earn who choose without its text, and whether its worlds are fair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from misread_scenarios.checks.rule import Finding
from misread_scenarios.checks.subject import Subject
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
    """Whether hours that go together with points so far tell how good an option is."""
    return abs(link) > MOST_HOURS_LINK


def is_idle(best: Collection[str]) -> bool:
    """Whether too few options of a scene, given those that are best somewhere, are worth a thought."""
    return len(best) < FEWEST_BEST


def seldom_three(best_somewhere: Mapping[str, Collection[str]]) -> bool:
    """Whether three options or more are best somewhere in fewer than half of the scenes."""
    often = sum(len(best) >= OFTEN_BEST for best in best_somewhere.values())
    return 2 * often < len(best_somewhere)


def is_uneven(measures: Measures) -> bool:
    """Whether the worlds are not equally hard."""
    return measures.unevenness > MOST_UNEVEN


def rewarded_lists(subject: Subject) -> Iterator[Finding]:
    """Q25: a case cannot be solved without reading it.

    A fixed list says for each scene what to choose, whatever its text says. The best such list, played in every world
    (every way in which the drawn facts can fall), earns at most 0.70 of the best path's points in the mean: nobody who
    ignores the facts can do better. A case that draws no facts has a list that earns everything. Draw a fact that
    shows in the text, and let other options be best where it falls differently. Scenarios with fewer than three scenes
    that score a move are left out, here and in the rules that follow.
    """
    if not is_case(subject.scenario):
        return
    fixed = subject.measures.fixed
    if pays_by_list(subject.measures):
        picks = ", ".join(fixed.picks.values())
        message = f"the fixed list {picks} earns {fixed.share:.2f} over the worlds (at most {MOST_FOR_A_LIST:.2f})"
        yield _first(subject), f"{message}; let one of these be a weaker move where a drawn fact falls differently"


def rewarded_habits(subject: Subject) -> Iterator[Finding]:
    """Q26: no lazy habit solves a case.

    Ten habits need no reading: most hours, fewest hours, the longest option, the shortest, the first, the last, options
    that ask, that wait, that keep it private (by the tags `ask`, `wait` and `private`), and options that name a date.
    Where a scene gives a habit no hold, it takes what the best fixed list says there; a habit with a hold in fewer
    than half of the scenes is left out. Over the worlds each earns at most 0.60 of the best path's points in the mean,
    and comes to an ending of the top tier in at most one run of ten. Let the habit's option be a weaker move in one
    more scene or world.
    """
    for name, habit in subject.measures.habits.items() if is_case(subject.scenario) else ():
        if pays_by_habit(habit):
            message = f"the habit '{name}' earns {habit.share:.2f} over the worlds (at most {MOST_FOR_A_HABIT:.2f})"
            yield _first(subject), f"{message}; let its option be a weaker move in one more scene or world"
        if wins_by_habit(habit):
            message = f"the habit '{name}' comes to a top ending in {habit.top:.0%} of runs (at most {LUCK:.0%})"
            yield _first(subject), f"{message}; let its option be a weaker move in one more scene or world"


def telling_hours(subject: Subject) -> Iterator[Finding]:
    """Q27: the hours of an option do not tell how good it is.

    Learners see the hours before they choose. Within scenes, over all worlds and kinds of situation, the rank
    correlation of hours and points lies between -0.25 and 0.25. Give some best moves no hours and some weaker ones
    more; hours are what a move would really cost.
    """
    link = subject.measures.hours if is_case(subject.scenario) else None
    if link is not None and tells(link):
        message = (
            f"hours and points go together at {link:+.2f} within scenes (at most {MOST_HOURS_LINK:.2f} either way)"
        )
        yield _first(subject), f"{message}; give a best move {'fewer' if link > 0 else 'more'} hours"


def idle_options(subject: Subject) -> Iterator[Finding]:
    """Q28: in every scene at least two options earn the most in some world or state, in half of the scenes three.

    An option that is best nowhere is a filler, and learners learn to pass over it. Ask what would make it right:
    consent that was given already, a replacement who called, three people who failed in that chair.
    """
    found = subject.measures.best_somewhere if is_case(subject.scenario) else {}
    for scene in subject.scenario.scenes:
        best = found.get(scene.id, ())
        if scene.id in found and is_idle(best):
            message = f"in '{scene.id}' only '{', '.join(best)}' is ever best"
            yield scene.line, f"{message}; let {FEWEST_BEST} options or more earn the most in some world or state"
    if seldom_three(found):
        often = sum(len(best) >= OFTEN_BEST for best in found.values())
        message = f"three options or more are best somewhere in {often} of {len(found)} scenes (at least half)"
        yield _first(subject), f"{message}; give a third option its world"


def uneven_worlds(subject: Subject) -> Iterator[Finding]:
    """Q29: all worlds of a case are equally hard.

    Learners are compared who met different worlds. The points of the best path, and the mean points of all paths, lie
    within 5 % of each other over the worlds. Deal the same points to the options of a scene in each world, in another
    order.
    """
    if is_case(subject.scenario) and is_uneven(subject.measures):
        worlds = "; ".join(
            f"{' '.join(world.drawn.values()) or 'the only world'}: best {world.maximum:g}, mean {world.mean:.2f}"
            for world in subject.measures.worlds
        )
        message = f"the worlds are not equally hard ({worlds}; at most {MOST_UNEVEN:.0%} apart)"
        yield _first(subject), f"{message}; deal the same points in each world"


def _first(subject: Subject) -> int:
    return subject.scenario.scenes[0].line
