"""The host page's view: the note, the next step, who has answered, and everything that a facilitator may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.language import speaking
from misread_web.language import _, ngettext
from misread_web.workshop.views.kinds import step_view
from misread_web.workshop.views.projector import (
    NOBODY_INVITED,
    Invitation,
    here,
    joining,
    page_of,
    present,
    status,
    timer,
    voted,
)
from misread_web.workshop.views.spread import spread
from misread_web.workshop.views.steering import back_a_page, end, steering, timers
from misread_web.workshop.views.step_view import button
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from misread_records.workshop import Note, Workshop
    from misread_web.workshop.views.step_view import StepView
    from misread_widgets.views import View


def host_view(workshop: Workshop, now: datetime, invitation: Invitation = NOBODY_INVITED) -> View:
    """Return what the host page shows at a time."""
    with speaking(workshop.lang):
        step = step_view(workshop, workshop.state) if workshop.state else None
        steer = steering(workshop, step)
        return {
            "lang": workshop.lang,
            "title": typeset(workshop.title, workshop.lang),
            "after": workshop.acts,
            "state": _state(workshop, step),
            "join": joining(workshop, invitation),
            "next": steer.next,
            "back": back_a_page(step) if step and not workshop.is_paused else None,
            "decide": _("Decide what the story follows") if steer.follow and not steer.next else "",
            "others": {"label": _("Or"), "buttons": steer.others},
            "follow": steer.follow,
            "keys": _("Space, Enter or Page Down: next step. Page Up: previous page."),
            "yes": _("Yes"),
            "no": _("No, stay here"),
            "timer": timer(workshop, now),
            "timers": {"label": _("Timer"), "buttons": timers(workshop, workshop.left(now))},
            "step": _step(step) if step and not workshop.is_over else None,
            "spread": _spread(workshop, step),
            "answered": _answered(workshop, step),
            "path": step.path() if step and not workshop.is_over and not workshop.is_paused else None,
            "agenda": _agenda(workshop, now),
            "participants": _participants(workshop),
            "notes": _notes(workshop),
            "settings": _settings(workshop),
            "room": _room(workshop),
            "links": _links(workshop),
        }


def _state(workshop: Workshop, step: StepView | None) -> str:
    """Say in a line where the workshop is; the page reads it aloud as it changes."""
    if workshop.is_over:
        return _("The workshop is over.")
    if workshop.is_paused:
        return _("Paused: every screen says so.")
    if step is None:
        return _("Waiting for people to join")
    names = {
        "read": step.reading,
        "vote": _("Second vote is open") if step.ballot.round > 1 else _("The vote is open"),
        "closed": _("The vote is closed, and not shown yet"),
        "revealed": _("The result is on the screen"),
        "talk": status(workshop, step),
        "consequence": _("What follows, and why"),
    }
    return names[step.state.phase]


def _step(step: StepView) -> View:
    page, pages = step.page, step.all_pages
    return {
        "kind": step.state.step.kind,
        "phase": step.state.phase,
        "lang": step.lang,
        "kicker": step.kicker,
        "heading": step.heading,
        "screen": {"label": _("On the projector"), "of": page_of(page, len(pages)), "page": pages[page]},
        "note": {"label": _("Your note"), "paragraphs": step.note()},
    }


def _spread(workshop: Workshop, step: StepView | None) -> View | None:
    """Return the spread for the facilitator's eyes: once voting has closed, before it is on the projector."""
    if step is None or workshop.is_over or step.state.phase != "closed":
        return None
    result = spread(step.options(), step.ballot, workshop.settings.least, step.ballot.round)
    return result and {"label": _("Only you see this so far"), "result": result}


def _answered(workshop: Workshop, step: StepView | None) -> View | None:
    """Return who has voted in the present round, and never what."""
    if step is None or not step.votes or step.state.phase not in ("vote", "closed"):
        return None
    votes = step.ballot.votes
    return {
        "text": voted(workshop, step),
        "label": _("Who has voted"),
        "says": [_("not yet"), _("has voted")],
        "people": [{"name": name, "done": id_ in votes} for id_, name in _named(workshop).items()],
    }


def _named(workshop: Workshop) -> dict[str, str]:
    """Return the names of those who take part; people without a name have a number, in the order of joining."""
    numbers = {id_: number for number, id_ in enumerate(workshop.participants, 1)}
    return {
        id_: workshop.participants[id_].name or _("Participant {number}").format(number=numbers[id_])
        for id_ in present(workshop)
    }


def _agenda(workshop: Workshop, now: datetime) -> View:
    items = []
    for id_, state in workshop.steps.items():
        used = round(workshop.used(id_, now).total_seconds() / 60)
        planned = state.step.minutes
        is_now = id_ == workshop.current and not workshop.is_over
        may_begin = not (is_now or workshop.is_over or workshop.is_paused)
        items.append(
            {
                "title": typeset(state.step.title, workshop.lang),
                "minutes": _("{used} of {planned} min").format(used=used, planned=planned),
                "over": used > planned,
                "now": is_now,
                "begin": button(_("Begin"), "begin", step=id_) if may_begin else None,
                "name": _("Begin: {title}").format(title=state.step.title),
            }
        )
    planned = sum(state.step.minutes for state in workshop.steps.values())
    used = round(sum(workshop.used(id_, now).total_seconds() for id_ in workshop.steps) / 60)
    return {
        "label": _("Agenda"),
        "items": items,
        "total": _("In all {used} of {planned} minutes").format(used=used, planned=planned),
    }


def _participants(workshop: Workshop) -> View:
    """Return who takes part; the words of the button that takes somebody out have `{name}` for their name."""
    question = _("Take {name} out? Their votes no longer count, and they cannot come back.")
    return {
        "label": _("Participants"),
        "text": here(workshop),
        "people": [{"id": id_, "name": name} for id_, name in _named(workshop).items()],
        "remove": None if workshop.is_over else button(_("Take out"), "remove", confirm=question),
        "remove_name": _("Take out: {name}"),
    }


def _notes(workshop: Workshop) -> View:
    """Return what participants wrote, by where they wrote it, each with a switch between shown and hidden."""
    names = _named(workshop)
    groups = [(state.step.title, state.notes) for state in workshop.steps.values() if state.notes]
    if workshop.parking:
        groups.append((_("Parking lot"), workshop.parking))
    number = sum(len(notes) for _title, notes in groups)
    return {
        "label": _("What people wrote"),
        "text": ngettext("{number} text", "{number} texts", number).format(number=number) if number else "",
        "none": "" if groups else _("Nobody has written anything yet."),
        "groups": [{"title": title, "notes": list(_moderated(notes, names, workshop))} for title, notes in groups],
    }


def _moderated(notes: Iterable[Note], names: dict[str, str], workshop: Workshop) -> Iterable[View]:
    for note in notes:
        switch = button(_("Hide") if note.shown else _("Show"), "note", note=note.id, shown=not note.shown)
        yield {
            "id": note.id,
            "text": note.text,
            "by": names.get(note.participant, ""),
            "shown": note.shown,
            "says": _("Everybody sees this") if note.shown else _("Only you see this"),
            "share": _("May be quoted") if note.share else "",
            "switch": None if workshop.is_over else switch,
        }


def _settings(workshop: Workshop) -> View:
    """Return the settings as fields; the page sends all of them when one changes."""
    settings = workshop.settings
    numbers = [{"value": number, "text": str(number)} for number in (1, 2, 3, 5, 8, 10)]
    if not any(each["value"] == settings.least for each in numbers):
        numbers.append({"value": settings.least, "text": str(settings.least)})
    devices = ((1, _("Everybody has a device")), (2, _("Two share a device")), (3, _("Three share a device")))
    return {
        "label": _("Settings"),
        "values": settings.model_dump(mode="json"),
        "disabled": workshop.is_over,
        "names": _("Names may stand on the projector"),
        "least": {"label": _("Fewest votes whose result is shown"), "options": numbers},
        "together": {
            "label": _("Devices"), "options": [{"value": value, "text": text} for value, text in devices],
        },
    }  # fmt: skip


def _room(workshop: Workshop) -> list[View]:
    """Return what concerns the whole room: the pause and the end."""
    if workshop.is_over:
        return []
    pause = [] if workshop.is_paused else [button(_("Pause every screen"), "pause")]
    return [*pause, end()]


def _links(workshop: Workshop) -> View:
    """Return links to the other pages of the workshop, relative to the host page; after the end they come first."""
    pages = [("deck", _("Debrief deck")), ("report", _("Report"))]
    if not workshop.is_over:
        pages = [("projector", _("Projector page")), *pages]
    return {"first": workshop.is_over, "items": [{"href": page, "text": text} for page, text in pages]}


def too_late(workshop: Workshop) -> str:
    """Say that another facilitator was faster; nothing is wrong."""
    with speaking(workshop.lang):
        return _("Somebody else has gone on meanwhile. Here is where the room is now.")
