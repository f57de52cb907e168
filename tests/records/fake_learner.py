"""A learner who plays Sam and Priya without end, in a process that a test kills.

For each line of input (the journal's address, a seed), a child process goes on playing from the journal's state. It
writes these lines, in the order of events:

- ``started``: its process id;
- ``shown``: attempt, number of picks, scene and a fingerprint of every word on the screen;
- ``sending``: the event, just before it is appended;
- ``confirmed``: its id, as soon as the append has returned.

The parent writes ``ended`` with the child's exit status, and waits for the next line.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from misread_records import Event, Run, new_id, open_journal, pick_slot, runs, start_slot
from misread_scenarios.library import load
from misread_scenarios.names import drawn_names, shuffled
from misread_scenarios.play.engine import Stand, play
from misread_scenarios.play.texts import ending_paragraphs, situation

LESSON, ITEM = "m4-sam-and-priya", "sam-priya"


def say(*words: object) -> None:
    """Write a line in one system call, so that a kill leaves a whole line or none."""
    os.write(1, (json.dumps([str(word) for word in words]) + "\n").encode())


def screen(stand: Stand) -> str:
    """Return a fingerprint of everything that the learner sees."""
    names = drawn_names(stand.scenario, stand.seed)
    scene = stand.scene.id if stand.scene else ""
    offered = shuffled(stand.moves, ITEM, scene, stand.seed)
    choices = [choice.text for move in offered for choice in move.choices]
    texts = [scene, str(stand.hours), *situation(stand), *choices, *ending_paragraphs(stand)]
    return hashlib.sha256("\n".join(map(names.fill, texts)).encode()).hexdigest()


def event(kind: str, attempt: int, slot: str | None = None, **data: Any) -> Event:  # noqa: ANN401 - any JSON
    return Event.model_validate(
        {
            "id": new_id(),
            "learner": "ada",
            "cohort": None,
            "at": datetime.now(UTC),
            "lesson": LESSON,
            "item": ITEM,
            "kind": kind,
            "attempt": attempt,
            "data": data,
            "content": "1",
            "slot": slot,
        }
    )


def restart(tries: Sequence[Run], chance: random.Random) -> Event:
    last = tries[-1]
    keep = chance.randrange(len(last.picks))
    seed = last.seed if keep else chance.randrange(1000)
    attempt = len(tries) + 1
    return event("restarted", attempt, start_slot(ITEM, attempt), seed=seed, keep=keep, **{"from": last.attempt})


def next_step(tries: Sequence[Run], chance: random.Random) -> Event:
    if not tries:
        return event("opened", 1, start_slot(ITEM, 1), seed=chance.randrange(1000))
    run = tries[-1]
    if run.finished:
        return restart(tries, chance)
    stand = play(load(ITEM), run.picks, run.seed)
    say("shown", run.attempt, len(run.picks), stand.scene.id if stand.scene else "", screen(stand))
    if stand.ending:
        return event("finished", run.attempt, ending=stand.ending.id)
    pick = chance.choice(stand.moves).pick
    slot = pick_slot(ITEM, run.attempt, len(run.picks) + 1)
    return event("picked", run.attempt, slot, scene=stand.scene.id if stand.scene else "", pick=pick)


def play_on(url: str, chance: random.Random) -> None:
    say("started", os.getpid())
    journal = open_journal(url)
    events = list(journal.read("ada", LESSON))
    while True:
        step = next_step(runs(events, ITEM), chance)
        say("sending", step.to_line())
        events.append(journal.append(step))
        say("confirmed", step.id)


def main() -> None:
    load(ITEM)
    importlib.import_module("misread_records.journals.sql")  # once, and not in every child
    for line in sys.stdin:
        url, chance = json.loads(line)
        child = os.fork()
        if child == 0:
            play_on(url, random.Random(chance))  # noqa: S311 - a die
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
