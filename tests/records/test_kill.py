"""A learner whose process is killed, again and again, at any moment: no confirmed choice is lost or doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import pytest

from misread_records import Event, Journal, runs
from misread_scenarios.library import load
from misread_scenarios.play.engine import play

LESSON, ITEM = "m4-sam-and-priya", "sam-priya"
KILLS = 100  # in each of two kinds of journal


class Player(Protocol):
    def tell(self, *words: str) -> None: ...
    def answer(self) -> str: ...


@dataclass
class Seen:
    """What was seen from outside: as a browser would see it."""

    screens: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    first_screen: tuple[str, str, str] | None = None
    sent: list[Event] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    ended: str | None = None

    def note(self, line: str) -> None:
        kind, *words = json.loads(line)
        if kind == "shown":
            attempt, picks, scene, fingerprint = words
            self.first_screen = self.first_screen or (attempt, picks, scene)
            # The same stand never looks different, before a kill or after it.
            assert self.screens.setdefault((attempt, picks), (scene, fingerprint)) == (scene, fingerprint)
        elif kind == "sending":
            self.sent.append(Event.from_line(words[0]))
        elif kind == "confirmed":
            self.confirmed.append(words[0])
        elif kind == "ended":
            self.ended = words[0]


def play_until_killed(player: Player, url: str, seen: Seen, chance: random.Random) -> None:
    """Let a process play, and kill it some lines and then some time (10 microseconds to 30 milliseconds) later."""
    seen.first_screen = seen.ended = None
    player.tell(url, str(chance.random()))
    started, process = json.loads(player.answer())
    assert started == "started"
    for _ in range(chance.randrange(12)):
        seen.note(player.answer())
    moment = time.perf_counter() + 10 ** chance.uniform(-5, -1.5)
    while time.perf_counter() < moment:
        pass
    os.kill(int(process), signal.SIGKILL)
    while seen.ended is None:
        seen.note(player.answer())
    assert seen.ended == str(-signal.SIGKILL)


def stand_of(events: tuple[Event, ...]) -> tuple[str, str, str] | None:
    """Work out from the events alone what the next process must show first."""
    tries = runs(events, ITEM)
    if not tries or tries[-1].finished:
        return None
    run = tries[-1]
    stand = play(load(ITEM), run.picks, run.seed)
    return str(run.attempt), str(len(run.picks)), stand.scene.id if stand.scene else ""


def assert_nothing_lost_or_doubled(events: tuple[Event, ...], seen: Seen) -> None:
    ids = Counter(str(event.id) for event in events)
    assert set(ids.values()) <= {1}
    assert set(seen.confirmed) <= set(ids)
    assert set(ids) <= {str(event.id) for event in seen.sent}
    assert max(Counter(event.slot for event in events if event.slot).values(), default=1) == 1


@pytest.mark.parametrize("address", ["file", "sqlite"], indirect=True)
def test_every_confirmed_choice_is_there_once_and_the_screen_comes_back(
    address: str, journal: Journal, start: Callable[..., Player]
) -> None:
    player, chance, seen, hits = start("fake_learner.py"), random.Random(), Seen(), Counter[str]()  # noqa: S311 - a die
    expected = None
    for _ in range(KILLS):
        sent_before = len(seen.sent)
        play_until_killed(player, address, seen, chance)
        if seen.first_screen is not None and expected is not None:
            assert seen.first_screen == expected
        events = journal.read("ada", LESSON)
        assert_nothing_lost_or_doubled(events, seen)
        hits[moment_of_death(events, seen, sent_before)] += 1
        if seen.sent and chance.random() < 0.5:
            # A browser that never heard back sends its choice again.
            journal.append(seen.sent[-1])
            seen.confirmed.append(str(seen.sent[-1].id))
            events = journal.read("ada", LESSON)
        expected = stand_of(events)
    assert hits.total() == KILLS
    assert hits["sent, not saved"] > 0
    assert hits["confirmed"] > 0
    assert_the_runs_are_a_replay(journal)


def moment_of_death(events: tuple[Event, ...], seen: Seen, sent_before: int) -> str:
    if len(seen.sent) == sent_before:
        return "nothing sent"
    last = seen.sent[-1]
    if str(last.id) in seen.confirmed:
        return "confirmed"
    return "saved, not confirmed" if last.id in {event.id for event in events} else "sent, not saved"


def assert_the_runs_are_a_replay(journal: Journal) -> None:
    events = journal.read("ada", LESSON)
    for run in runs(events, ITEM):
        stand = play(load(ITEM), run.picks, run.seed)
        assert stand.over or not run.finished
        made = [event.data["pick"] for event in events if event.kind == "picked" and event.attempt == run.attempt]
        assert run.picks[len(run.picks) - len(made) :] == tuple(made)
