"""A scenario that plays in a page without a server: the course's own player, with all its screens drawn beforehand.

In the course the player asks the server what comes next. Here every screen is drawn when the site is built, once for
each list of choices in each world, and `playable.js` shows the screen that the reader's choices lead to.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from misread_records import Event, Kind, MemoryJournal, Run, new_id, pick_slot, start_slot
from misread_records.play_log import screen_item
from misread_records.play_state import fitting
from misread_scenarios.library import load
from misread_scenarios.model import Scenario
from misread_scenarios.play import draw, opening, transitions
from misread_widgets import Player, Seat, assets, open_lesson
from misread_widgets.views.scene import offered

HOST = Path(__file__).with_name("playable.js")
COVER_NOTE = (
    "You decide, and the story goes on from there. Nothing that you choose is kept. You can go back to any decision."
)
READER, LESSON = "reader", "documentation"
SHORTEST_PART = 40
"""Characters of JSON from which a part is worth an index."""

Screens = dict[str, dict[str, Any]]
"""The views of the player by their keys: `cover`, or the numbers of the chosen options and of the picks read."""


class Parts:
    """Keeps each part of the screens once, since most screens differ in a few sentences only.

    Attributes:
        kept: the parts; a part of a part stands as `{"$": its index}`.
    """

    def __init__(self) -> None:
        """Begin with no part."""
        self.kept: list[JsonValue] = []
        self._indices: dict[str, int] = {}

    def keep(self, value: JsonValue) -> JsonValue:
        """Return a value with its long parts replaced by their indices, and keep these parts."""
        if isinstance(value, dict):
            value = {name: self.keep(part) for name, part in value.items()}
        elif isinstance(value, list):
            value = [self.keep(part) for part in value]
        written = json.dumps(value)
        if len(written) < SHORTEST_PART:
            return value
        if written not in self._indices:
            self._indices[written] = len(self.kept)
            self.kept.append(value)
        return {"$": self._indices[written]}


def html(scenario_id: str) -> str:
    """Return a scenario as HTML: the player's style, a place, the screens of each world as JSON, and the script.

    Raises:
        ValueError: if a scene asks for several options or for a confidence, which this page cannot send.
    """
    scenario = load(scenario_id)
    parts = Parts()
    worlds = [{key: parts.keep(view) for key, view in _screens(scenario, seed).items()} for seed in _seeds(scenario)]
    screens = json.dumps({"worlds": worlds, "parts": parts.kept}, ensure_ascii=False, separators=(",", ":"))
    player = assets.script("player.js").replace("export default", "const player =")
    return (
        f"<style>{assets.style()}</style>\n"
        '<div id="playable"></div>\n'
        '<script type="application/json" id="playable-screens">' + screens.replace("<", r"\u003c") + "</script>\n"
        f'<script type="module">\n{player}\n{HOST.read_text("utf-8")}</script>\n'
    )


def _seeds(scenario: Scenario) -> list[int]:
    """Return one seed for each world."""
    worlds = {tuple(world.values()) for world in transitions.draws(scenario)}
    found: dict[tuple[str, ...], int] = {}
    seeds = itertools.count()
    while len(found) < len(worlds):
        seed = next(seeds)
        found.setdefault(tuple(draw(scenario, seed).values()), seed)
    return list(found.values())


def _screens(scenario: Scenario, seed: int) -> Screens:
    """Return every screen of a first run."""
    if any(scene.pick != 1 or scene.confidence is not None for scene in scenario.scenes):
        raise ValueError(f"{scenario.id} asks for more than one option in a scene; choose another scenario")
    cover = _view(scenario, [])
    cover["cover"] = {**cover["cover"], "note": COVER_NOTE}  # in the course, each choice is saved
    screens: Screens = {"cover": cover}
    waiting: list[tuple[tuple[int, ...], tuple[str, ...]]] = [((), ())]
    while waiting:
        places, picks = waiting.pop()
        key = "".join(map(str, places))
        for read in sorted({max(len(picks) - 1, 0), len(picks)}):
            screens[f"{key}.{read}"] = _view(scenario, list(_events(scenario, seed, picks, read)))
        stand = fitting(scenario, Run(attempt=1, seed=seed, picks=picks, finished=False))
        if not stand.over:
            waiting += [((*places, place), (*picks, choice.id)) for place, choice in enumerate(offered(stand), 1)]
    return screens


def _view(scenario: Scenario, events: list[Event]) -> dict[str, Any]:
    """Return what the course's player shows after these events."""
    journal = MemoryJournal()
    for event in events:
        journal.append(event)
    player = open_lesson(LESSON, Seat(READER, None, journal)).scenario(scenario.id)
    assert isinstance(player, Player)
    return {**player.view, "run": None}  # which run counts says nothing here


def _events(scenario: Scenario, seed: int, picks: tuple[str, ...], read: int) -> Iterator[Event]:
    """Yield the events of a first run with these picks, after the consequences of `read` of them have been left."""

    def event(kind: Kind, data: dict[str, JsonValue], slot: str | None = None, item: str = scenario.id) -> Event:
        return Event(
            id=new_id(),
            learner=READER,
            cohort=None,
            at=datetime.now(UTC),
            lesson=LESSON,
            item=item,
            kind=kind,
            attempt=1,
            data=data,
            content=scenario.version,
            slot=slot,
        )

    yield event("opened", {"seed": seed}, start_slot(scenario.id, 1))
    stand = opening(scenario, seed)
    for number, pick in enumerate(picks, 1):
        assert stand.scene is not None
        yield event("picked", {"scene": stand.scene.id, "pick": pick}, pick_slot(scenario.id, 1, number))
        stand = fitting(scenario, Run(attempt=1, seed=seed, picks=picks[:number], finished=False))
    if stand.over and stand.ending:
        yield event("finished", {"ending": stand.ending.id}, f"{scenario.id}/1/finish")
    if read:
        yield event("opened", {"read": read}, item=screen_item(scenario.id))
