"""Learners who rate situations, as events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from misread_records import Event, new_id
from misread_records.judgement import rating_slot
from misread_scenarios.exercises import FormName, Rate, rated_situations
from misread_scenarios.judgement import SETS, form_at

Rater = Callable[[Rate, FormName], dict[str, int]]
"""Rates the options of one form of a situation."""

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LESSONS = {"J.before": "before-you-begin", "J.after": "m6-make-it-visible", "J.later": "three-months-later"}
"""The lesson or page of each set."""


def expert(item: Rate, form: FormName) -> dict[str, int]:
    """Rate as the key does, to the nearest step."""
    return {option: round(value) for option, value in item.forms[form].key.items()}


def contrary(item: Rate, form: FormName) -> dict[str, int]:
    """Rate as the key does not."""
    return {option: 5 - value for option, value in expert(item, form).items()}


def same(_item: Rate, _form: FormName) -> dict[str, int]:
    """Rate every option alike."""
    return dict.fromkeys("pqrs", 3)


def other_form(item: Rate, form: FormName) -> dict[str, int]:
    """Rate by the key of the other form."""
    return expert(item, "b" if form == "a" else "a")


def ratings(  # noqa: PLR0913 - the parts of an event
    learner: str,
    id_: str,
    rater: Rater = expert,
    *,
    start: datetime = START,
    number: int | None = None,
    form: FormName | None = None,
    cohort: str | None = None,
) -> list[Event]:
    """Return the events of a learner who rates the first `number` situations of a set, a minute apart."""
    read = form or form_at(learner, SETS[id_].moment)
    items = list(rated_situations().values())[:number]
    return [
        _event(learner, id_, item, read, rater(item, read), start + timedelta(minutes=place), cohort)
        for place, item in enumerate(items)
    ]


def _event(  # noqa: PLR0913, PLR0917 - the parts of an event
    learner: str, id_: str, item: Rate, form: FormName, given: dict[str, int], at: datetime, cohort: str | None
) -> Event:
    best = max(given, key=lambda option: given[option])
    return Event(
        id=new_id(),
        learner=learner,
        cohort=cohort,
        at=at,
        lesson=LESSONS[id_],
        item=id_,
        kind="answered",
        attempt=1,
        data={"situation": item.id, "form": form, "order": list(given), "ratings": dict(given), "pick": best},
        content=item.version,
        slot=rating_slot(id_, item.id),
    )
