"""The projector's view: what everybody in the room may see, and nothing else."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from misread_scenarios.language import speaking
from misread_web.language import _, ngettext
from misread_web.workshop.codes import spaced
from misread_web.workshop.qr import drawn
from misread_web.workshop.views.kinds import step_view
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from datetime import datetime

    from misread_records.workshop import Workshop
    from misread_web.workshop.views.step_view import StepView
    from misread_widgets.views import View


@dataclasses.dataclass(frozen=True)
class Invitation:
    """How people come in.

    Attributes:
        address: the address that people type to enter the code.
        link: the address of the page to join this workshop, for the QR code.
    """

    address: str = ""
    link: str = ""

    @functools.cached_property
    def qr(self) -> View | None:
        """The QR code: the path of its dark modules in SVG, and its width in modules; None without a link."""
        if not self.link:
            return None
        path, size = drawn(self.link)
        return {"path": path, "size": size}


NOBODY_INVITED = Invitation()
"""No address: the views then show the code alone."""


def projector_view(workshop: Workshop, now: datetime, invitation: Invitation = NOBODY_INVITED) -> View:
    """Return what the projector shows at a time."""
    with speaking(workshop.lang):
        step = step_view(workshop, workshop.state) if workshop.state and not workshop.is_over else None
        screen = "over" if workshop.is_over else "pause" if workshop.is_paused else "step" if step else "lobby"
        return {
            "screen": screen,
            "lang": workshop.lang,
            "title": typeset(workshop.title, workshop.lang),
            "join": joining(workshop, invitation),
            "text": _said(screen),
            "timer": timer(workshop, now),
            "step": _step(workshop, step) if step and screen == "step" else None,
        }


def _step(workshop: Workshop, step: StepView) -> View:
    return {
        "kind": step.state.step.kind,
        "lang": step.lang,
        "phase": step.state.phase,
        "kicker": step.kicker,
        "heading": step.heading,
        "page": step.all_pages[step.page],
        "of": page_of(step.page, len(step.all_pages)),
        "status": status(workshop, step),
    }


def joining(workshop: Workshop, invitation: Invitation) -> View:
    """Return how people come in, and how many have."""
    qr = invitation.qr and {**invitation.qr, "label": _("QR code to join")}
    return {
        "label": _("Join in"),
        "code": spaced(workshop.code),
        "code_label": _("Code"),
        "address": invitation.address,
        "qr": qr,
        "here": here(workshop),
    }


def here(workshop: Workshop) -> str:
    """Say how many take part: people, or devices that several people share."""
    number = len(present(workshop))
    if not number:
        return _("Nobody is here yet")
    if workshop.settings.together > 1:
        return ngettext("{number} device is here", "{number} devices are here", number).format(number=number)
    return ngettext("{number} person is here", "{number} people are here", number).format(number=number)


def present(workshop: Workshop) -> list[str]:
    """Return the ids of those who take part, in the order of joining."""
    return [id_ for id_ in workshop.participants if id_ not in workshop.removed]


def page_of(page: int, pages: int) -> str:
    """Say which page this is; nothing if there is only one."""
    return _("Page {page} of {pages}").format(page=page + 1, pages=pages) if pages > 1 else ""


def status(workshop: Workshop, step: StepView) -> str:
    """Say what the room does now."""
    match step.state.phase:
        case "revealed":
            return step.level
        case "vote":
            name = _("Second vote") if step.ballot.round > 1 else _("Vote now")
            return f"{name} · {voted(workshop, step)}"
        case "closed":
            closed = _("Voting is closed")
            return f"{closed} · {voted(workshop, step)}"
        case "talk":
            return _("Talk in trios") if step.state.people > 2 else _("Talk in pairs")  # noqa: PLR2004 - a trio
    return ""


def voted(workshop: Workshop, step: StepView) -> str:
    """Say how many have voted in the present round."""
    most, number = len(present(workshop)), len(step.ballot.votes)
    return ngettext("{number} of {most} has voted", "{number} of {most} have voted", number).format(
        number=number, most=most
    )


def _said(screen: str) -> str:
    if screen == "over":
        return _("That was the workshop. Thank you for taking part.")
    return _("A short pause. We go on in a moment.") if screen == "pause" else ""


def timer(workshop: Workshop, now: datetime) -> View | None:
    """Return the timer: the seconds left as the view is sent, and whether it stands still; None without one."""
    left = workshop.left(now)
    if left is None or workshop.timer is None:
        return None
    return {
        "left": left, "of": workshop.timer.seconds, "held": workshop.is_paused, "label": _("Time left"),
        "up": _("Time is up"),
    }  # fmt: skip
