"""The calendar files of what happens after a lesson."""

from __future__ import annotations

from datetime import datetime

from misread_web.documents import Entry, calendar_file, uid
from misread_web.follow_up.check_ins import Plan
from misread_web.follow_up.reviews import SECONDS_EACH, Reviews
from misread_web.language import _
from misread_web.site import home_text


def review_calendar(reviews: Reviews, learner: str, address: str, now: datetime) -> bytes:
    """Return the days on which questions return, from today on, as a calendar file; `address` is their page's."""
    today = [(reviews.today, len(reviews.due))] if reviews.due else []
    entries = [
        Entry(
            uid("review", learner, day.isoformat()),
            _("Misread: {questions} from memory").format(questions=home_text.counted(number, "question")),
            day,
            about=f"{home_text.counted(max(1, round(number * SECONDS_EACH / 60)), 'minute')}\n{address}",
            url=address,
        )
        for day, number in (*today, *reviews.ahead)
    ]
    return calendar_file(entries, name=_("Misread: questions that return"), now=now)


def check_in_calendar(plan: Plan, learner: str, address: str, now: datetime) -> bytes:
    """Return the check-ins of a plan, and the next days that were named at them; `address` begins their pages'."""
    entries = []
    for check_in in plan.check_ins:
        page = f"{address}/{check_in.days}"
        asked = _("Did the conversation take place? What got in the way? What is the next day?")
        about = f"{asked}\n{page}\n\n{plan.text}".rstrip()
        title = _("Misread: day {days} of my plan").format(days=check_in.days)
        entries.append(Entry(uid("check-in", learner, str(check_in.days)), title, check_in.on, about=about, url=page))
        if check_in.answers and check_in.answers.next:
            named = uid("check-in", learner, str(check_in.days), "next")
            entries.append(
                Entry(named, _("Misread: next step of my plan"), check_in.answers.next, about=about, url=page)
            )
    return calendar_file(entries, name=_("Misread: my plan"), now=now)
