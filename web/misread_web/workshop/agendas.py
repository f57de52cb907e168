"""What a workshop can be made of, and ready-made agendas of 60, 90 and 180 minutes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from misread_records.workshop import Step
from misread_scenarios.exercises import exercises, load_exercise, rated_situations
from misread_scenarios.format import load_mirrors
from misread_scenarios.library import library, load
from misread_scenarios.names import default_names
from misread_web.language import _
from misread_web.workshop.views import can_be_voted_on

if TYPE_CHECKING:
    from misread_records.workshop import StepKind

MIRRORS = "two-mirrors"
MINUTES_A_DECISION = 5
"""The minutes that a group needs for a decision: to read, vote, talk, vote again and see what follows."""
MIRROR_MINUTES = 30
RATING_MINUTES = 8
READY = (60, 90, 180)
"""The minutes of the ready-made agendas."""


@dataclasses.dataclass(frozen=True)
class Offer:
    """Something that can be a step of a workshop.

    Attributes:
        kind: the kind of the step.
        item: the id of what it asks; empty for a question of one's own.
        title: what it is called.
        minutes: how long it takes a group.
    """

    kind: StepKind
    item: str
    title: str
    minutes: int

    @property
    def value(self) -> str:
        """The offer as the value of a form's option."""
        return f"{self.kind}:{self.item}"


def offers() -> dict[str, tuple[Offer, ...]]:
    """Return everything that can be a step, by the name of its group, in the spoken language."""
    return {
        _("Cases"): tuple(map(_case, library())),
        _("With the whole room"): tuple(_own_questions()),
        _("The two mirrors"): (Offer("mirrors", MIRRORS, load_mirrors(MIRRORS).title, MIRROR_MINUTES),),
        _("Situations to rate"): tuple(
            Offer("rating", id_, f"{id_} · {one.title}", RATING_MINUTES) for id_, one in rated_situations().items()
        ),
        _("Exercises"): tuple(_exercise(id_) for id_, one in exercises().items() if can_be_voted_on(one)),
        _("Exercises to talk about, without a vote"): tuple(
            _exercise(id_) for id_, one in exercises().items() if not can_be_voted_on(one)
        ),
    }


def _case(id_: str) -> Offer:
    scenario = load(id_)
    decisions = sum(bool(scene.choices) for scene in scenario.scenes)
    return Offer("case", id_, default_names(scenario).fill(scenario.title), max(1, decisions * MINUTES_A_DECISION))


def _exercise(id_: str) -> Offer:
    exercise = load_exercise(id_)
    return Offer("exercise", id_, f"{id_} · {exercise.title}", round(exercise.minutes) + 3)


def _own_questions() -> Iterator[Offer]:
    yield Offer("poll", "", _("Poll"), 5)
    yield Offer("words", "", _("Words from the room"), 5)
    yield Offer("confidence", "", _("How sure are you?"), 3)
    yield Offer("talk", "", _("Talk in pairs or trios"), 10)
    yield Offer("break", "", _("Break"), 10)


def kind_names() -> dict[StepKind, str]:
    """Return what each kind of step is called, in the spoken language."""
    return {
        "case": _("Case"),
        "exercise": _("Exercise"),
        "mirrors": _("The two mirrors"),
        "poll": _("Poll"),
        "words": _("Words from the room"),
        "confidence": _("How sure are you?"),
        "rating": _("Situation to rate"),
        "talk": _("Talk in pairs or trios"),
        "break": _("Break"),
    }


def offer(value: str) -> Offer | None:
    """Return the offer with a value; None if there is none."""
    return next((each for group in offers().values() for each in group if each.value == value), None)


def case_offers(names: Iterable[str]) -> Iterator[Offer | str]:
    """Yield the offer for each name of a case, an exercise, the mirrors or a situation; an unknown name as it is."""
    by_item = {each.item: each for group in offers().values() for each in group if each.item}
    for name in names:
        yield by_item.get(name) or by_item.get(name.upper()) or name


def step_of(one: Offer, taken: Iterable[str] = ()) -> Step:
    """Return a step that asks for an offer, with an id that is not taken."""
    question, options = _asked(one)
    title = one.title.removeprefix(f"{one.item} · ")
    return Step(
        id=free_id(one.item or one.kind, taken), kind=one.kind, title=title, minutes=one.minutes, item=one.item,
        question=question, options=options,
    )  # fmt: skip


def free_id(name: str, taken: Iterable[str]) -> str:
    """Return an id for a step that is made of a name and is not taken."""
    start = re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-")[:30] or "step"
    start = start if start[0].isalpha() else f"s-{start}"
    ids, number, id_ = set(taken), 1, start
    while id_ in ids:
        number += 1
        id_ = f"{start}-{number}"
    return id_


def _asked(one: Offer) -> tuple[str, tuple[str, ...]]:
    """Return the question and the answers that an offer begins with; a facilitator may change them."""
    match one.kind:
        case "poll":
            return _warm_up()
        case "words":
            return _("What does a good career conversation need? One word."), ()
        case "confidence":
            return _("How sure are you that you know what each person on your team would like next?"), ()
        case "talk":
            return _("Whom on your team will you ask what they would like next, and when?"), ()
    return "", ()


def _warm_up() -> tuple[str, tuple[str, ...]]:
    return _("When did you last ask somebody on your team where they would like to go?"), (
        _("This month"),
        _("This year"),
        _("Longer ago"),
        _("I wait until they bring it up"),
    )


def ready(minutes: int) -> tuple[Step, ...]:
    """Return the ready-made agenda for this many minutes, one of `READY`; empty for any other number."""
    steps: list[Step] = []
    for kind, item, planned in _PLANS.get(minutes, ()):
        one = offer(f"{kind}:{item}")
        if one is not None:
            step = step_of(one, [each.id for each in steps])
            title = _titles().get(kind, step.title)
            steps.append(step.model_copy(update={"minutes": planned, "title": title}))
    return tuple(steps)


def _titles() -> dict[StepKind, str]:
    """Return the titles of questions in a ready-made agenda."""
    return {"poll": _("Warm-up"), "words": _("One word to take along"), "talk": _("Your next conversation")}


_PLANS: dict[int, tuple[tuple[StepKind, str, int], ...]] = {
    60: (("poll", "", 4), ("case", "sam-priya", 45), ("words", "", 4), ("talk", "", 7)),
    90: (
        ("poll", "", 5),
        ("confidence", "", 3),
        ("case", "sam-priya", 50),
        ("exercise", "X4.3", 12),
        ("words", "", 5),
        ("talk", "", 15),
    ),
    180: (
        ("poll", "", 5),
        ("confidence", "", 5),
        ("case", "warm-up", 8),
        ("case", "sam-priya", 55),
        ("break", "", 15),
        ("mirrors", MIRRORS, 35),
        ("rating", "J1", 10),
        ("exercise", "X4.3", 15),
        ("words", "", 7),
        ("talk", "", 25),
    ),
}
"""The steps of the ready-made agendas: kind, item and minutes."""
