"""The participant's view: what stands on the phones, and what is one person's own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from misread_scenarios.direction import direction
from misread_scenarios.language import speaking
from misread_web.language import _
from misread_web.workshop.codes import spaced
from misread_web.workshop.views.kinds_on_phones import step_on_phones
from misread_web.workshop.views.on_phones import TRIO
from misread_web.workshop.views.participant_tools import taken_out, tools
from misread_web.workshop.views.projector import timer
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import JsonValue

    from misread_records.workshop import Note, Workshop
    from misread_web.workshop.views.on_phones import StepOnPhones
    from misread_widgets.views import View


_made: WeakKeyDictionary[Workshop, tuple[int, View]] = WeakKeyDictionary()
"""The shared view of each workshop, with the number of the facilitators' events that it was made after."""


def participant_view(workshop: Workshop, now: datetime) -> View:
    """Return what all participants' pages show at a time; each page also gets its participant's `own_view`."""
    return {**shared_view(workshop), "timer": timer(workshop, now)}


def shared_view(workshop: Workshop) -> View:
    """Return what all participants see; it is made anew only after a facilitator has done something.

    Votes, texts and people who join change nothing in it: a result stands in it only once votes no longer change.
    """
    made = _made.get(workshop)
    if made is None or made[0] != workshop.hosted:
        with speaking(workshop.lang):
            made = workshop.hosted, _shared(workshop)
        _made[workshop] = made
    return made[1]


def vote_as_kept(workshop: Workshop, step: str, participant: str, sent: JsonValue) -> JsonValue:
    """Return a vote as it is kept, from what a page has sent for a step of the agenda.

    Raises:
        BadVote: if the page could not have sent it for this question.
    """
    with speaking(workshop.lang):
        return step_on_phones(workshop, workshop.steps[step]).kept(participant, sent)


def closed_to(workshop: Workshop, participant: str) -> str:
    """Say why a participant can do nothing any more; an empty text if they can."""
    if participant not in workshop.participants or participant in workshop.removed:
        return taken_out()
    return _("The workshop is over, so nothing more can be sent.") if workshop.is_over else ""


def too_late_for(workshop: Workshop, participant: str, step: str, ballot: int, round_: int) -> str:
    """Say calmly that a vote cannot count now, and whether an earlier one still does.

    Args:
        workshop: the workshop as it stands.
        participant: who has voted.
        step: the step that the vote is for.
        ballot: the ballot that it is for.
        round_: the round that it is for, counted from 1.
    """
    if workshop.is_paused:
        return _("The workshop pauses just now. Please vote again when it goes on.")
    state = workshop.steps.get(step)
    ballots = [each for each in state.ballots if each.number == ballot] if state else []
    rounds = ballots[0].rounds if ballots else []
    if 0 < round_ <= len(rounds) and participant in rounds[round_ - 1]:
        return _("Voting had closed before this vote arrived. What you chose before still counts.")
    return _("Voting had closed before your vote arrived, so this time it doesn’t count.")


@dataclasses.dataclass(frozen=True)
class _Moment:
    """What the own views of all participants share at one moment: the step, and the texts by participant."""

    version: int
    step: StepOnPhones | None
    parking: dict[str, list[Note]]
    texts: dict[str, list[Note]]


_moments: WeakKeyDictionary[Workshop, _Moment] = WeakKeyDictionary()


def _moment(workshop: Workshop) -> _Moment:
    """Return the present moment; after each act, the views of hundreds of participants are made from one."""
    moment = _moments.get(workshop)
    if moment is None or moment.version != workshop.version:
        step = _current(workshop)
        texts = step.state.notes if step else []
        moment = _Moment(workshop.version, step, _by_participant(workshop.parking), _by_participant(texts))
        _moments[workshop] = moment
    return moment


def _by_participant(notes: list[Note]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.participant, []).append(note)
    return found


def _current(workshop: Workshop) -> StepOnPhones | None:
    """Return the step that the group is at; None before the first, in a pause and after the end."""
    state = None if workshop.is_over or workshop.is_paused else workshop.state
    return step_on_phones(workshop, state) if state else None


def _shared(workshop: Workshop) -> View:
    step = _current(workshop)
    screen = "over" if workshop.is_over else "pause" if workshop.is_paused else "step" if step else "waiting"
    heading = _heading(workshop, screen, step)
    return {
        "lang": workshop.lang,
        "dir": direction(workshop.lang),
        "screen": screen,
        "turn": _turn(workshop, screen),
        "title": typeset(workshop.title, workshop.lang),
        "kicker": _kicker(workshop, step),
        "heading": heading,
        "say": f"{step.status}. {heading}" if step and step.status else heading,
        "lead": _lead(workshop, screen, step),
        "step": _step(step) if step else None,
        "tools": tools(),
    }


def _turn(workshop: Workshop, screen: str) -> str:
    """Return a key that changes with each screen of the phones."""
    state = workshop.state
    if screen != "step" or state is None:
        return screen
    return "/".join(map(str, (state.step.id, state.ballot.number, state.phase, state.ballot.round, state.branch)))


def _heading(workshop: Workshop, screen: str, step: StepOnPhones | None) -> str:
    if step:
        return step.step.heading
    if screen == "over":
        return _("That was the workshop")
    return _("A short pause") if screen == "pause" else typeset(workshop.title, workshop.lang)


def _kicker(workshop: Workshop, step: StepOnPhones | None) -> str:
    if step is None:
        return typeset(workshop.title, workshop.lang) if workshop.is_paused or workshop.is_over else _("You’re in")
    return step.step.kicker


def _lead(workshop: Workshop, screen: str, step: StepOnPhones | None) -> list[str]:
    """Return what to do now, in a sentence or two."""
    if step:
        return step.lead()
    if screen == "over":
        return [_("Thank you for taking part.")]
    if screen == "pause":
        return [_("This page goes on by itself. What you chose is kept.")]
    together = workshop.settings.together >= TRIO
    trio = [_("Your trio shares this phone: agree on one choice each time.")] if together else []
    return [_("Keep this page open. The first step appears here by itself."), *trio]


def _step(step: StepOnPhones) -> View:
    ballot, phase = step.ballot, step.state.phase
    is_open = step.step.votes and phase == "vote"
    form = step.form() if is_open else None
    return {
        "id": step.state.step.id,
        "kind": step.state.step.kind,
        "phase": phase,
        "lang": step.step.lang,
        "status": step.status,
        "told": step.told(),
        "again": "" if phase == "read" else _("Read it again"),
        "voting": {"ballot": ballot.number, "round": ballot.round} if is_open else None,
        "form": form and {**form, "key": f"{step.state.step.id} {ballot.number} {ballot.round}"},
        "widget": step.widget(),
        "label": choice_label(step.workshop),
        "sending": _("On its way…"),
        "kept": _("No connection. Your vote is kept on this phone, and is sent as soon as the line is back."),
        "results": step.results() if phase in ("revealed", "talk") else [],
        "yours": _("Yours"),
        "consequence": step.consequence(),
        **step.more(),
    }


def own_view(workshop: Workshop, participant: str, own_code: str = "", result_link: str = "") -> View:
    """Return what only one participant sees: their name, code, vote and texts.

    Args:
        workshop: the workshop as it stands.
        participant: the participant's id.
        own_code: the code that brings this participant back, unspaced; empty if the page has it already.
        result_link: where their own result is, once the workshop is over.
    """
    with speaking(workshop.lang):
        someone, moment = workshop.participants.get(participant), _moment(workshop)
        step = moment.step
        return {
            "is_removed": someone is None or participant in workshop.removed,
            "name": someone.name if someone else "",
            "code": spaced(own_code) if own_code else "",
            "vote": _vote(workshop, step, participant) if step else None,
            "step": step.own(participant) if step else {},
            "notes": [_note(note) for note in moment.parking.get(participant, ())],
            "texts": [_note(note) for note in moment.texts.get(participant, ())],
            "result": {"text": _("Your own result"), "link": result_link} if workshop.is_over and result_link else None,
        }


def _vote(workshop: Workshop, step: StepOnPhones, participant: str) -> View | None:
    """Return the participant's own votes on the present question; None without one."""
    rounds = step.ballot.rounds
    if not any(participant in votes for votes in rounds):
        return None
    now = rounds[-1].get(participant)
    before = rounds[-2].get(participant) if len(rounds) > 1 else None
    is_open = step.state.phase == "vote"
    label = choice_label(workshop)
    return {
        "label": label if len(rounds) == 1 else _("{choice}, second vote").format(choice=label),
        "chosen": step.chosen(now.answer) if now else [],
        "letters": step.letters(now.answer) if now else [],
        "fill": step.filled(now.answer) if now else None,
        "round": len(rounds) if now else 0,
        "note": _("Your vote is in. You may change it until voting closes.") if now and is_open else "",
        "change": _("Change") if now and is_open else "",
        "before": (
            {"label": _("{choice}, first vote").format(choice=label), "chosen": step.chosen(before.answer)}
            if before
            else None
        ),
    }


def choice_label(workshop: Workshop) -> str:
    """Say whose choice it is."""
    return _("Your trio’s choice") if workshop.settings.together >= TRIO else _("Your choice")


def _note(note: Note) -> View:
    shared = _("may be quoted") if note.share else ""
    return {"text": note.text, "state": _("on the screen") if note.shown else shared}
