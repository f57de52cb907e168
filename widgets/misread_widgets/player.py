"""The scenario player: the cover, situations with choices, their consequences, and the debrief."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from misread_records import JournalError, check_number, new_id, pick_slot, start_slot
from misread_records.play_log import PlayLog, screen_item
from misread_records.play_state import fitting
from misread_records.progress import ItemProgress, scenario_standing
from misread_scenarios.play import draw, situation, transitions
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import Mode, Scenes, Telling, debrief, heading, path, pick_of, ui_text

if TYPE_CHECKING:
    from uuid import UUID

    from pydantic import JsonValue

    from misread_records import Event, Run
    from misread_records.play_state import PlayState
    from misread_scenarios.model import Scenario
    from misread_widgets.views import View

SEEDS = 2**31


class Player(LessonWidget):
    """Plays one scenario for one learner."""

    _esm = assets.script("player.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, scenario: Scenario, mode: Mode = "practice") -> None:
        """Show the learner's current screen of the scenario."""
        self._scenario, self._mode = scenario, mode
        self._past = PlayLog(place.item)
        self._now: PlayState | None = None
        super().__init__(place, scenario.version)

    @property
    def sitting(self) -> PlayState:
        """The learner's runs, with the current one and its screen."""
        if not self._is_read:
            self._read()
        if self._now is None:
            self._now = self._past.sitting(self._scenario)
        return self._now

    def _look(self) -> None:
        self._now = None
        self._past = self._past.up_to_now(self.seat.journal, self.seat.learner, self._lesson)

    def _check_room(self, event: Event, instead_of: UUID | None) -> None:  # noqa: ARG002 - only widgets with texts replace events
        check_number(1 + (self._past.known.number if self._past.known else 0))

    def _take(self, stored: Event, instead_of: UUID | None = None) -> None:  # noqa: ARG002 - as above
        self._now = None
        self._past.take(stored)

    def _has(self, id_: UUID) -> bool:
        return self._past.known is not None and self._past.known.last == id_

    def _forget(self) -> None:
        self._now = None
        super()._forget()

    def _draw(self) -> View:
        now = self.sitting
        telling = Telling(self._scenario, now.names)
        scenes = Scenes(now.stand, telling, self._mode)
        kicker, title = _named(now, telling)
        empty = dict.fromkeys(("cover", "situation", "consequence", "debrief", "changed", "ask", "path"))
        timed = now.stand.hours and now.screen in ("situation", "consequence")
        return {
            "lang": self._scenario.lang,
            "screen": now.screen,
            "turn": _turn(now),
            "title": telling.text(self._scenario.title),
            "kicker": kicker,
            "spent": ui_text.hours_spent(now.stand.hours) if timed else "",
            "heading": title,
            "say": ui_text.arrived(kicker, title or telling.text(self._scenario.title)),
            "cast": {
                "label": _(ui_text.CAST),
                "people": telling.people(_here(now, scenes)),
                "all": _(ui_text.CAST_ALL),
                "fewer": _(ui_text.CAST_FEWER),
            },
            "run": path.run(now, telling),
            **empty,
            **_screen(now, scenes),
        }

    def _standing(self) -> ItemProgress:
        return scenario_standing(self.sitting)

    def _do(self, message: protocol.Message) -> None:
        now = self.sitting
        if message.turn != _turn(now):
            raise Stale
        match message:
            case protocol.Begin() if now.run is None:
                self._keep(message.id, Deed("opened", {"seed": _seed()}, slot=start_slot(self._item, 1)))
            case protocol.Choose() if now.run and now.screen == "situation":
                self._choose(now, now.run, message)
            case protocol.GoOn() if now.run and now.screen == "consequence":
                self._finish(now)
                self._keep(message.id, self._screen_deed(now.run, len(now.stand.picks)))
            case protocol.FirstRun() if now.first and now.run != now.first and not now.first_over:
                self._keep(message.id, self._screen_deed(now.first, 0))
            case protocol.OpenRun() if now.first_over:
                self._open_run(now, message)
            case protocol.Rewind() if now.run:
                self._rewind(now, now.run, message)
            case protocol.Restart() if now.run and now.first_over and now.screen == "debrief":
                self._keep(message.id, self._restart_deed(now, now.run, _seed_of_another_world(now, now.run), 0))
            case _:
                raise Stale

    def _choose(self, now: PlayState, run: Run, message: protocol.Choose) -> None:
        pick = pick_of(now.stand, message.options, message.confidence)
        if pick is None or now.stand.scene is None:
            raise Stale
        slot = pick_slot(self._item, run.attempt, len(now.stand.picks) + 1)
        data: dict[str, JsonValue] = {"scene": now.stand.scene.id, "pick": pick}
        self._keep(message.id, Deed("picked", data, run.attempt, slot))
        try:
            self._finish(self.sitting)
        except JournalError:
            # The choice is saved. The end of the run follows from it, and is saved with the next step at the latest.
            return

    def _finish(self, now: PlayState) -> None:
        """Save the end of a run, once."""
        if now.run and now.stand.over and not now.run.finished:
            ending = now.stand.ending.id if now.stand.ending else None
            slot = f"{self._item}/{now.run.attempt}/finish"
            self._keep(new_id(), Deed("finished", {"ending": ending}, now.run.attempt, slot))

    def _screen_deed(self, run: Run, read: int) -> Deed:
        """Return the deed of opening a screen: the run, and of how many picks the learner has read the consequence."""
        return Deed("opened", {"read": read}, run.attempt, item=screen_item(self._item))

    def _open_run(self, now: PlayState, message: protocol.OpenRun) -> None:
        """Go to another run: to its debrief if it is over, or else to the screen where it stopped."""
        run = next((run for run in now.runs if run.attempt == message.attempt), None)
        if run is None or run == now.run:
            raise Stale
        read = len(run.picks) if fitting(self._scenario, run).over else 0
        self._keep(message.id, self._screen_deed(run, read))

    def _rewind(self, now: PlayState, run: Run, message: protocol.Rewind) -> None:
        due = now.screen == "changed" and message.to == len(now.decisions) + 1
        if not (due or path.may_rewind(now, self._mode, message.to)):
            raise Stale
        kept = len(now.stand.picks) if due else now.decisions[message.to - 1].kept
        self._keep(message.id, self._restart_deed(now, run, run.seed, kept))

    def _restart_deed(self, now: PlayState, run: Run, seed: int, keep: int) -> Deed:
        """Return the deed of a new run that begins with the first `keep` picks of another run."""
        attempt = max(each.attempt for each in now.runs) + 1
        data: dict[str, JsonValue] = {"seed": seed, "keep": keep, "from": run.attempt}
        return Deed("restarted", data, attempt, start_slot(self._item, attempt))


def _seed() -> int:
    return secrets.randbelow(SEEDS)


def _seed_of_another_world(now: PlayState, current: Run) -> int:
    """Return a seed for a world that no run has met; once all worlds were met, for another than the current run's."""
    worlds = len(transitions.draws(now.scenario))
    met = {_world(now.scenario, run.seed) for run in now.runs}
    current_world = {_world(now.scenario, current.seed)}
    avoided = met if len(met) < worlds else current_world if worlds > 1 else set()
    while _world(now.scenario, seed := _seed()) in avoided:
        pass
    return seed


def _world(scenario: Scenario, seed: int) -> tuple[str, ...]:
    return tuple(draw(scenario, seed).values())


def _turn(now: PlayState) -> str:
    """Return a key that changes with every step, by which a message from an earlier screen is recognized."""
    return f"{now.run.attempt}.{len(now.stand.picks)}.{now.read}" if now.run else "0"


def _named(now: PlayState, telling: Telling) -> tuple[str, str]:
    """Return the line above the heading, which numbers the decision, and the heading."""
    stand, of = now.stand, path.how_many(now)
    number = path.standing_at(now) or 0
    if now.screen == "situation" and stand.scene:
        return ui_text.decision_of(number, of), telling.text(stand.scene.title)
    if now.screen == "consequence":
        return ui_text.after_decision(number, of), telling.text(now.decisions[-1].scene.title)
    if now.screen == "debrief":
        return _(ui_text.LAST), heading(stand, telling)
    return "", _(ui_text.CHANGED) if now.screen == "changed" else ""


def _here(now: PlayState, scenes: Scenes) -> list[str]:
    """Return the texts on the screen that name people, to show who is present."""
    if now.screen == "situation":
        return situation(now.stand)
    if now.screen == "consequence":
        last = now.decisions[-1]
        return [*transitions.shown(last.scene.paragraphs, last.steps[0].before), *scenes.happened(last)]
    return [f"{{{id_}}}" for id_ in now.scenario.cast]


def _screen(now: PlayState, scenes: Scenes) -> View:
    """Return the parts of the view for the current screen, and for no other screen."""
    if now.screen == "cover":
        return {"cover": scenes.cover()}
    view: View = {"path": path.path(now, scenes.telling, scenes.mode)}
    if now.screen == "situation":
        return view | {"situation": scenes.situation(), "ask": scenes.ask(_turn(now))}
    if now.screen == "consequence":
        return view | {"consequence": scenes.consequence(now.decisions[-1])}
    if now.screen == "debrief":
        return view | {"debrief": debrief(now, scenes)}
    to = len(now.decisions) + 1
    changed = {"text": _(ui_text.CHANGED_TEXT), "to": to, "button": ui_text.rewind_changed(to)}
    return view | {"changed": changed}
