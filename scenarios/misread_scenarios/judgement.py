"""The three sets of situations that measure the course: before it, after it, and three months later.

A set is one form of all twelve situations (`misread_scenarios.exercises.rate`). If everybody met form a before the
course and form b after it, a form that happens to be easier would look like an effect of the course. So the forms are
counterbalanced: half of the learners meet form a before the course and form b after it, the other half the other way
round. Three months later, everybody meets the form again that they met first, whose answers they were not told then.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping
from typing import Literal, TypeAlias

from misread_scenarios.exercises import FormName, Ratings, key_of, rated_situations
from misread_scenarios.problems import offer

Moment: TypeAlias = Literal["before", "after", "later"]

WORDS_A_MINUTE, SECONDS_A_SITUATION = 200, 40


class UnknownSet(LookupError):
    """There is no set of that id; the message offers the nearest id."""


@dataclasses.dataclass(frozen=True)
class JudgementSet:
    """One of the three sets: its id, which its events have as their item, and its moment.

    `tells` says whether the reasons for the keys are shown once all situations are rated. Before the course they are
    not: the same form returns three months later.
    """

    id: str
    moment: Moment
    tells: bool = True

    @property
    def minutes(self) -> int:
        """The minutes that the set takes: reading, at 200 words a minute, and 40 seconds to rate each situation."""
        return _minutes()

    @property
    def covers(self) -> tuple[str, ...]:
        """The ideas that the situations assess."""
        return tuple(dict.fromkeys(idea for item in rated_situations().values() for idea in item.covers))


SETS: Mapping[str, JudgementSet] = {
    each.id: each
    for each in (
        JudgementSet("J.before", "before", tells=False),
        JudgementSet("J.after", "after"),
        JudgementSet("J.later", "later"),
    )
}
"""The sets by their ids, in the order of their moments."""


def load_set(id_: str) -> JudgementSet:
    """Return a set; raises UnknownSet if there is none of that id."""
    if id_ not in SETS:
        raise UnknownSet(f"there is no set of situations '{id_[:60]}'; {offer(id_, SETS)}")
    return SETS[id_]


def first_form(learner: str) -> FormName:
    """Return the form that a learner meets first.

    It is drawn from the learner's id alone, like a coin that falls the same way each time: the lowest bit of the first
    byte of the SHA-256 of `judgement/` and the id. So it needs no storage, is the same on every device, and depends on
    nothing that learners choose.
    """
    return "b" if hashlib.sha256(f"judgement/{learner}".encode()).digest()[0] & 1 else "a"


def form_at(learner: str, moment: Moment) -> FormName:
    """Return the form that a learner meets at a moment: the other form after the course than before and later."""
    first = first_form(learner)
    if moment != "after":
        return first
    return "a" if first == "b" else "b"


def key_of_form(form: FormName) -> Ratings:
    """Return the key of all options of one form."""
    return {place: value for item in rated_situations().values() for place, value in key_of(item, form).items()}


def is_draft() -> bool:
    """Return whether the key of any situation is the designers' draft."""
    return any(item.key_from == "designers" for item in rated_situations().values())


@functools.cache
def _minutes() -> int:
    items = rated_situations().values()
    words = sum(
        len(text.split())
        for item in items
        for text in (item.forms.a.situation, item.forms.b.situation, *item.options.values(), *item.options.values())
    )
    return round(words / 2 / WORDS_A_MINUTE + len(items) * SECONDS_A_SITUATION / 60)
