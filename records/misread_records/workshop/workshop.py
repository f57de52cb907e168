"""The state of a workshop, worked out from its events one by one.

All events of a workshop have its name in the journal (`journal_name`) as their learner, and `LESSON` as their lesson;
`item` is the id of a step, or `WHOLE`. Every server process works the state out for itself, so any of them may serve
any participant.

============  ========  =====================================================================  ====================
kind          by        data                                                                   slot
============  ========  =====================================================================  ====================
``opened``    host      ``title``, ``lang``, ``seed``, ``host``, ``steps``, ``settings``       ``opened``
``joined``    one       ``participant``, ``name``; again to change the name                    ``joined/<id>`` first
``hosted``    host      an act, see `acts`                                                     ``act/<number>``
``voted``     one       ``participant``, ``ballot``, ``answer``; `attempt` is the round
``wrote``     one       ``participant``, ``text``, ``share`` (true: may be quoted by name)
``finished``  host                                                                             ``finished``
============  ========  =====================================================================  ====================

An event that does not fit the events before it (a vote after voting closed, a second facilitator's late click) changes
nothing. A vote counts until voting closes, and a later one of the same participant replaces it.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from misread_records.event import Event
from misread_records.language import N_
from misread_records.workshop.acts import Act, BadAct, act_of
from misread_records.workshop.agenda import BadAgenda, Settings, Step, check_agenda
from misread_records.workshop.ballot import ROUNDS, Ballot, Vote

LESSON: Final = "workshop"
"""The lesson of a workshop's events."""
WHOLE: Final = "workshop"
"""The item of events that are about the whole workshop; as the item of a text, the parking lot."""

NEW_SCREENS = frozenset(("begin", "vote", "close", "reveal", "talk", "follow", "next_branch", "go_on", "back"))
"""The acts after which the projector shows another screen, from its first page on."""
BY_HOST = frozenset(("opened", "hosted", "finished"))
"""The kinds of events that come from facilitators."""
_NO_STEP: Final = N_("There is no step '{step}' in the agenda.")

Phase = Literal["read", "vote", "closed", "revealed", "talk", "consequence"]


def journal_name(code: str) -> str:
    """Return the learner of a workshop's events, for its join code."""
    return f"workshop:{code}"


def participant_slot(participant: str) -> str:
    """Return the slot in which a participant joins, so that a message that is sent twice lets in one person."""
    return f"joined/{participant}"


@dataclasses.dataclass(frozen=True)
class Participant:
    """Somebody who takes part, with or without an account; with trios, three people at one device."""

    id: str
    name: str
    joined: datetime


@dataclasses.dataclass
class Note:
    """A text that a participant sent; a facilitator decides whether everybody sees it."""

    id: str
    participant: str
    text: str
    share: bool
    shown: bool = False


@dataclasses.dataclass(frozen=True)
class Timer:
    """A timer that runs: when it ends, in the server's time, and how many seconds it was set for."""

    ends: datetime
    seconds: int

    @property
    def started(self) -> datetime:
        """When it started, moved by the pauses since."""
        return self.ends - timedelta(seconds=self.seconds)


@dataclasses.dataclass
class StepState:
    """Where the group is in one step.

    Attributes:
        step: the step.
        phase: what the group does now.
        picks: in a case, the picks by which the story has come to its present scene.
        branches: in the phase `consequence`, the picks whose consequences are shown, one after the other.
        branch: which of them is shown, counted from 0.
        people: in the phase `talk`, how many talk with each other.
        ballots: every question that was put to the group, in order; the last one is the present one.
        notes: the texts of the participants, in order.
        used: how long the group was at the step, without its present visit.
    """

    step: Step
    phase: Phase = "read"
    picks: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    branch: int = 0
    people: int = 2
    ballots: list[Ballot] = dataclasses.field(default_factory=lambda: [Ballot(1)])
    notes: list[Note] = dataclasses.field(default_factory=list)
    used: timedelta = timedelta()

    @property
    def ballot(self) -> Ballot:
        """The question that the group is at."""
        return self.ballots[-1]

    @property
    def pick(self) -> str:
        """In the phase `consequence`, the pick whose consequence is shown; empty otherwise."""
        return self.branches[self.branch] if self.phase == "consequence" else ""


class Workshop:
    """A workshop as it grows event by event.

    Attributes:
        code: the join code.
        title, lang, seed, host, opened: as it was opened; `host` is the learner who opened it. Empty before.
        steps: the state of each step, by its id, in the agenda's order.
        current: the id of the step that the group is at; None before the first one begins.
        settings: the present settings.
        participants: everybody who takes part, by id, in the order of joining.
        removed: the ids of participants who were taken out.
        parking: the texts of the parking lot.
        timer: the timer that runs or has run out; None if there is none.
        page: which page of its screen the projector shows, counted from 0.
        begun: when the group last came to the present step; None before the first one and when the workshop is over.
        is_paused, is_over: whether the workshop pauses, or is over.
        acts: how many acts of facilitators have counted or were too late; the next one has this number plus 1.
        version: how many events were taken.
        hosted: how many events of facilitators were taken; what all participants see changes only with these.
        strays: the events that changed nothing, by their ids, each with the reason.
    """

    def __init__(self, code: str) -> None:
        """Start without events."""
        self.code = code
        self.title = self.lang = self.host = ""
        self.seed = 0
        self.opened: datetime | None = None
        self.steps: dict[str, StepState] = {}
        self.current: str | None = None
        self.settings = Settings()
        self.participants: dict[str, Participant] = {}
        self.removed: set[str] = set()
        self.parking: list[Note] = []
        self.timer: Timer | None = None
        self.page = 0
        self.begun: datetime | None = None
        self._paused_at: datetime | None = None
        self.is_paused = self.is_over = False
        self.acts = self.version = self.hosted = 0
        self.strays: dict[UUID, BadAct | BadAgenda] = {}
        self._notes: dict[str, Note] = {}

    @property
    def state(self) -> StepState | None:
        """The state of the step that the group is at; None before the first one begins."""
        return self.steps[self.current] if self.current is not None else None

    @property
    def exists(self) -> bool:
        """Whether the workshop was opened."""
        return self.opened is not None

    def take(self, event: Event) -> None:
        """Take the next event; one that does not fit changes nothing but `strays`."""
        self.version += 1
        try:
            self._taking(event.kind)(event)
        except (BadAct, BadAgenda) as error:
            self.strays[event.id] = error.with_traceback(None)
        self.hosted += event.kind in BY_HOST

    def _taking(self, kind: str) -> Callable[[Event], None]:
        if kind not in self._takes:
            raise BadAct(N_("A workshop has no event '{kind}'."), kind=kind)
        if kind != "opened" and not self.exists:
            raise BadAct(N_("The workshop was not opened yet."))
        return self._takes[kind]

    def check(self, act: Act) -> None:
        """Check that a facilitator can do something now.

        Raises:
            BadAct: if not; the message says why.
        """
        if self.is_over:
            raise BadAct(N_("The workshop is over."))
        self._does[act.do](act, None)

    @functools.cached_property
    def _takes(self) -> dict[str, Callable[[Event], None]]:
        return {
            "opened": self._take_opened,
            "joined": self._take_joined,
            "hosted": self._take_hosted,
            "voted": self._take_voted,
            "wrote": self._take_wrote,
            "finished": self._take_finished,
        }

    @functools.cached_property
    def _does(self) -> dict[str, Callable[[Act, Event | None], None]]:
        """What each act does; without an event, it is only checked."""
        return {
            "begin": self._begin,
            "vote": self._vote,
            "close": self._close,
            "reveal": self._reveal,
            "talk": self._talk,
            "follow": self._follow,
            "next_branch": self._next_branch,
            "page": self._turn,
            "go_on": self._go_on,
            "back": self._back,
            "timer": self._start_timer,
            "pause": self._pause,
            "resume": self._resume,
            "note": self._note,
            "settings": self._change,
            "remove": self._remove,
        }

    def _take_opened(self, event: Event) -> None:
        if self.exists:
            raise BadAct(N_("The workshop was opened before."))
        data = event.data
        given = data.get("steps")
        steps = tuple(Step.read(each) for each in given) if isinstance(given, list) else ()
        check_agenda(steps)
        self.settings = Settings.read(data.get("settings") or {})
        self.title, self.lang, self.host = (str(data.get(name) or "") for name in ("title", "lang", "host"))
        seed = data.get("seed")
        self.seed = seed if isinstance(seed, int) else 0
        self.steps = {step.id: StepState(step) for step in steps}
        self.opened = event.at

    def _take_joined(self, event: Event) -> None:
        id_, name = str(event.data.get("participant") or ""), str(event.data.get("name") or "")
        if not id_:
            raise BadAct(N_("It names no participant."))
        before = self.participants.get(id_)
        self.participants[id_] = Participant(id_, name, before.joined if before else event.at)

    def _take_hosted(self, event: Event) -> None:
        if event.slot is not None:
            self.acts += 1
        act = act_of(event.data)
        self.check_open()
        self._does[act.do](act, event)
        if act.do in NEW_SCREENS:
            self.page = 0

    def _take_voted(self, event: Event) -> None:
        participant, ballot = str(event.data.get("participant") or ""), event.data.get("ballot")
        votes = self.check_vote(participant, event.item, ballot, event.attempt)
        votes[participant] = Vote(participant, event.data.get("answer"))

    def is_voting(self, step: str, ballot: object, round_: int) -> bool:
        """Return whether voting is open on a ballot of a step, in this round."""
        state = self.state
        if state is None or self.current != step or state.phase != "vote" or self.is_paused or self.is_over:
            return False
        return (ballot, round_) == (state.ballot.number, state.ballot.round)

    def check_vote(self, participant: str, step: str, ballot: object, round_: int) -> dict[str, Vote]:
        """Check that a participant may vote now, and return the votes of the round so far.

        Args:
            participant: the participant's id.
            step: the id of the step that the vote is for.
            ballot: the number of the ballot that it is for.
            round_: the round that it is for, counted from 1.

        Raises:
            BadAct: if not; the message says why.
        """
        self.check_participant(participant)
        state = self.steps.get(step)
        if state is None:
            raise BadAct(_NO_STEP, step=step[:40])
        if self.current != step or state.phase != "vote" or self.is_paused:
            raise BadAct(N_("Voting is not open."))
        if (ballot, round_) != (state.ballot.number, state.ballot.round):
            raise BadAct(N_("This vote is for another ballot or round."))
        return state.ballot.rounds[-1]

    def _take_wrote(self, event: Event) -> None:
        participant, text = str(event.data.get("participant") or ""), event.data.get("text")
        notes = self.check_note(participant, event.item)
        if not isinstance(text, str) or not text.strip():
            raise BadAct(N_("It has no text."))
        note = Note(str(event.id), participant, text, share=event.data.get("share") is True)
        notes.append(note)
        self._notes[note.id] = note

    def _take_finished(self, event: Event) -> None:
        self._leave(event.at)
        self.begun = None
        self.is_over, self.is_paused, self.timer = True, False, None

    def check_open(self) -> None:
        """Check that the workshop is not over.

        Raises:
            BadAct: if it is.
        """
        if self.is_over:
            raise BadAct(N_("The workshop is over."))

    def check_note(self, participant: str, step: str) -> list[Note]:
        """Check that a participant may write a text for a step, or for `WHOLE`; return the texts there so far.

        Raises:
            BadAct: if not; the message says why.
        """
        self.check_participant(participant)
        if step == WHOLE:
            return self.parking
        if step not in self.steps:
            raise BadAct(_NO_STEP, step=step[:40])
        return self.steps[step].notes

    def check_participant(self, participant: str) -> None:
        """Check that a participant still takes part, and the workshop is not over.

        Raises:
            BadAct: if not.
        """
        self.check_open()
        if participant not in self.participants or participant in self.removed:
            raise BadAct(N_("Nobody with this id takes part."))

    def _at(self) -> StepState:
        if self.state is None:
            raise BadAct(N_("No step has begun."))
        return self.state

    def _begin(self, act: Act, event: Event | None) -> None:
        if act.text("step") not in self.steps:
            raise BadAct(_NO_STEP, step=act.text("step")[:40])
        if event:
            self._leave(event.at)
            self.current, self.begun, self.timer = act.text("step"), event.at, None

    def _leave(self, at: datetime) -> None:
        if self.state and self.begun:
            self.state.used += max(at - self.begun, timedelta())

    def used(self, step: str, now: datetime) -> timedelta:
        """Return how long the group has been at a step so far, all visits together."""
        visit = now - self.begun if self.begun and step == self.current else timedelta()
        return self.steps[step].used + max(visit, timedelta())

    def _vote(self, _: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase in ("vote", "consequence"):
            raise BadAct(
                N_("Voting is open.") if state.phase == "vote" else N_("The story goes on before the next vote.")
            )
        is_new = state.ballot.round == state.ballot.revealed
        if is_new and state.ballot.round >= ROUNDS:
            raise BadAct(N_("A question has at most {rounds} rounds."), rounds=ROUNDS)
        if event:
            if is_new:
                state.ballot.rounds.append({})
            state.phase, self.timer = "vote", None

    def _close(self, _: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase != "vote":
            raise BadAct(N_("Voting is not open."))
        if event:
            state.phase, self.timer = "closed", None

    def _reveal(self, _: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase not in ("vote", "closed"):
            raise BadAct(N_("There is no result to show."))
        if event:
            state.ballot.revealed = state.ballot.round
            state.phase, self.timer = "revealed", None

    def _talk(self, act: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase not in ("read", "closed", "revealed", "talk"):
            raise BadAct(N_("Participants talk before a vote or after one."))
        if event:
            state.phase, state.people = "talk", act.number("people")
            self.timer = self._timer_for(act, event)

    def _follow(self, act: Act, event: Event | None) -> None:
        state, picks = self._at(), act.texts("picks")
        if state.step.kind != "case":
            raise BadAct(N_("Only a case has consequences."))
        if state.phase == "vote":
            raise BadAct(N_("Voting is open; close it first."))
        if not picks or len(set(picks)) < len(picks):
            raise BadAct(N_("Name one pick, or several that differ."))
        if event:
            state.branches, state.branch, state.phase, self.timer = picks, 0, "consequence", None
            state.ballot.followed = picks

    def _next_branch(self, _: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase != "consequence" or state.branch + 1 >= len(state.branches):
            raise BadAct(N_("There is no other branch to show."))
        if event:
            state.branch += 1

    def _turn(self, act: Act, event: Event | None) -> None:
        if event:
            self.page = act.number("number")

    def _go_on(self, act: Act, event: Event | None) -> None:
        state = self._at()
        if state.phase != "consequence" or act.text("pick") not in state.branches:
            raise BadAct(N_("The story goes on from a pick whose consequence was shown."))
        if event:
            self._stand_at(state, (*state.picks, act.text("pick")))

    def _back(self, act: Act, event: Event | None) -> None:
        state, picks = self._at(), act.texts("picks")
        if state.step.kind != "case":
            raise BadAct(N_("Only a case can go back."))
        if picks not in {ballot.path for ballot in state.ballots}:
            raise BadAct(N_("The group has not been there."))
        if event:
            self._stand_at(state, picks)

    def _stand_at(self, state: StepState, picks: tuple[str, ...]) -> None:
        state.picks, state.branches, state.branch, state.phase = picks, (), 0, "read"
        state.ballots.append(Ballot(len(state.ballots) + 1, picks))
        self.timer = None

    def _start_timer(self, act: Act, event: Event | None) -> None:
        if event:
            self.timer = self._timer_for(act, event)

    @staticmethod
    def _timer_for(act: Act, event: Event) -> Timer | None:
        seconds = act.number("seconds")
        return Timer(event.at + timedelta(seconds=seconds), seconds) if seconds else None

    def _pause(self, _: Act, event: Event | None) -> None:
        if self.is_paused:
            raise BadAct(N_("The workshop pauses already."))
        if event:
            self.is_paused, self._paused_at = True, event.at

    def _resume(self, _: Act, event: Event | None) -> None:
        if not self.is_paused:
            raise BadAct(N_("The workshop does not pause."))
        if event:
            self.is_paused = False
            if self.timer and self._paused_at:
                held = max(event.at - max(self._paused_at, self.timer.started), timedelta())
                self.timer = dataclasses.replace(self.timer, ends=self.timer.ends + held)

    def left(self, now: datetime) -> int | None:
        """Return how many whole seconds are left on the timer, which stands still in a pause; None without a timer."""
        if self.timer is None:
            return None
        at = max(self._paused_at, self.timer.started) if self.is_paused and self._paused_at else now
        return max(0, math.ceil((self.timer.ends - at).total_seconds()))

    def _note(self, act: Act, event: Event | None) -> None:
        note = self._notes.get(act.text("note"))
        if note is None:
            raise BadAct(N_("There is no such text."))
        if event:
            note.shown = act.flag("shown")

    def _change(self, act: Act, event: Event | None) -> None:
        if event:
            self.settings = Settings.read(act.data["settings"])

    def _remove(self, act: Act, event: Event | None) -> None:
        id_ = act.text("participant")
        if id_ not in self.participants or id_ in self.removed:
            raise BadAct(N_("Nobody with this id takes part."))
        if event:
            self.removed.add(id_)
            for state in self.steps.values():
                for ballot in state.ballots:
                    for votes in ballot.rounds:
                        votes.pop(id_, None)


def workshop_of(code: str, events: Iterable[Event]) -> Workshop:
    """Return the state of a workshop after its events, in the order of appending."""
    workshop = Workshop(code)
    for event in events:
        workshop.take(event)
    return workshop
