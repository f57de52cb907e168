"""What a facilitator may do next: the one next step, and everything else that is possible now."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_web.language import _, ngettext
from misread_web.workshop.views.step_view import button

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from misread_records.workshop import Workshop
    from misread_web.workshop.views.step_view import StepView
    from misread_widgets.views import View

TALK_SECONDS = 180
TRIO = 3
MINUTE = 60
FINISH = "finish"
"""What the host page sends to end the workshop; it is no act, but an event of its own."""


@dataclasses.dataclass(frozen=True)
class Steering:
    """The buttons of the host page: the next step (none if the facilitator has to decide first), and the others."""

    next: View | None
    others: list[View]
    follow: View | None = None


def steering(workshop: Workshop, step: StepView | None) -> Steering:
    """Return what is possible now."""
    if workshop.is_over or workshop.is_paused:
        return Steering(button(_("Go on after the pause"), "resume") if workshop.is_paused else None, [])
    if step is None:
        first = next(iter(workshop.steps.values()))
        return Steering(_begin(first.step.id, first.step.title), [])
    return _STEERING[step.state.phase](step)


def _voting(step: StepView) -> Steering:
    at_once = button(_("Close, and show the result"), "reveal")
    return Steering(button(_("Close the vote"), "close"), [at_once, *_turning(step)])


def _closed(step: StepView) -> Steering:
    again = button(_("Open it again"), "vote")
    return Steering(button(_("Show the result"), "reveal"), [again, *_talks(), *_turning(step)], step.follow_ups())


def _reading(step: StepView) -> Steering:
    """Return what comes while a situation, a question or an ending is read."""
    following = step.following_page()
    if not step.votes:
        ahead = following or _timed(step) or next_step(step)
        return Steering(ahead, [*_turning_back(step), *([next_step(step)] if following else [])])
    vote = button(_("Open the vote"), "vote")
    if following is None or step.is_at_question:
        more = [following] if following else []
        return Steering(vote, [*more, *_turning_back(step), *_talks()], step.follow_ups())
    return Steering(following, [vote, *_turning_back(step), *_talks()], step.follow_ups())


def _timed(step: StepView) -> View | None:
    """Return the start of the step's own timer, until it has run."""
    if not step.minutes or step.workshop.timer:
        return None
    text = ngettext("Start {minutes} minute", "Start {minutes} minutes", step.minutes).format(minutes=step.minutes)
    return button(text, "timer", seconds=step.minutes * MINUTE)


def _after_result(step: StepView) -> Steering:
    """Return what comes while a result is shown, or while participants talk."""
    is_talk = step.state.phase == "talk"
    is_first = step.ballot.round <= 1
    follow = step.follow_ups()
    name = _("Open the second vote") if step.ballot.round else _("Open the vote")
    again = [button(name, "vote")] if step.may_vote_again else []
    if is_talk and again:
        return Steering(again[0], [*_talks(), *_turning(step)], follow)
    if is_first and again and not is_talk:
        pairs, *trios = _talks()
        return Steering(pairs, [*trios, *again, *_on(step, follow), *_turning(step)], follow)
    ahead = _on(step, follow)
    return Steering(ahead[0] if ahead else None, [*ahead[1:], *again, *_talks(), *_turning(step)], follow)


def _on(step: StepView, follow: View | None) -> list[View]:
    """Return the button that goes on: with the majority, or to the next step; none if the facilitator has to choose."""
    if follow is None:
        return [next_step(step)]
    return [follow["majority"]] if follow["majority"] else []


def _after_consequence(step: StepView) -> Steering:
    on = step.go_on()
    following = step.following_page()
    if step.state.branch + 1 < len(step.state.branches):
        on = [button(_("Show the other branch"), "next_branch"), *on]
    if following:
        on = [following, *on]
    return Steering(on[0], [*on[1:], *_turning_back(step)])


def _talks() -> list[View]:
    texts = {2: _("Talk in pairs: {minutes} minutes"), TRIO: _("Talk in trios: {minutes} minutes")}
    return [
        button(text.format(minutes=TALK_SECONDS // MINUTE), "talk", seconds=TALK_SECONDS, people=people)
        for people, text in texts.items()
    ]


def _turning(step: StepView) -> list[View]:
    """Return the buttons that turn the projector's pages."""
    following = step.following_page()
    return [*([following] if following else []), *_turning_back(step)]


def _turning_back(step: StepView) -> list[View]:
    back = back_a_page(step)
    return [back] if back else []


def back_a_page(step: StepView) -> View | None:
    """Return the button that turns back to the previous page; None on the first one."""
    return button(_("Previous page"), "page", number=step.page - 1) if step.page and not step.workshop.is_over else None


def next_step(step: StepView) -> View:
    """Return the button that begins the next step of the agenda; after the last one, it ends the workshop."""
    ids = list(step.workshop.steps)
    place = ids.index(step.state.step.id) + 1
    if place == len(ids):
        return end()
    following = step.workshop.steps[ids[place]].step
    return _begin(following.id, following.title)


def _begin(step: str, title: str) -> View:
    return button(_("Begin: {title}").format(title=title), "begin", step=step)


def end() -> View:
    """Return the button that ends the workshop."""
    question = _("End the workshop? Votes and texts are closed then. The report is ready at once.")
    return button(_("End the workshop"), FINISH, confirm=question)


def timers(workshop: Workshop, left: int | None) -> list[View]:
    """Return the buttons for the timer."""
    if workshop.is_over or workshop.is_paused:
        return []
    if left is not None:
        more = button(_("One minute more"), "timer", seconds=left + MINUTE)
        return [more, button(_("Stop the timer"), "timer", seconds=0)]
    return [
        button(
            ngettext("{minutes} minute", "{minutes} minutes", minutes).format(minutes=minutes),
            "timer",
            seconds=minutes * MINUTE,
        )
        for minutes in (1, 2, 3, 5, 10)
    ]


_STEERING: Mapping[str, Callable[[StepView], Steering]] = {
    "read": _reading,
    "vote": _voting,
    "closed": _closed,
    "revealed": _after_result,
    "talk": _after_result,
    "consequence": _after_consequence,
}
