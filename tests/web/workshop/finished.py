"""A workshop that has been held, for what comes after it."""

from __future__ import annotations

import random
from collections.abc import Iterable

from pydantic import JsonValue

from misread_records.workshop import Workshop
from misread_scenarios.library import load
from misread_scenarios.play import opening
from tests.records.workshop.conftest import Played

PEOPLE = tuple(f"p{number:02}" for number in range(1, 13))
STEPS: list[JsonValue] = [
    {"id": "warm", "kind": "poll", "title": "Warm-up", "question": "Who asked?", "options": ["My boss", "=1+1"]},
    {"id": "sam", "kind": "case", "title": "Sam and Priya", "item": "sam-priya", "minutes": 45},
    {"id": "words", "kind": "words", "title": "One word", "question": "Sam is …"},
    {"id": "pause", "kind": "break", "title": "Coffee"},
]  # fmt: skip


class Held(Played):
    """A workshop of twelve: a poll, a case to its end with two rounds at the first scene, words and a parking lot."""

    def __init__(self, people: Iterable[str] = PEOPLE, least: int = 3) -> None:
        """Hold it."""
        self.workshop, self.events = Workshop("KFRDGH"), []
        self.people = tuple(people)
        settings: JsonValue = {"names": False, "least": least, "together": 1}
        opened: dict[str, JsonValue] = {"title": "A morning", "lang": "en", "seed": 0, "host": "me"}
        self.say("opened", {**opened, "steps": STEPS, "settings": settings}, slot="opened")
        self.join(*self.people)
        self._poll()
        self._case()
        self._words()
        self.say("finished", {}, slot="finished")

    def done(self, do: str, **data: JsonValue) -> None:
        """Let the facilitator do something that counts."""
        assert self.host(do, **data) is None

    def _poll(self) -> None:
        self.done("begin", step="warm")
        self.done("vote")
        self.vote(**{who: number % 2 for number, who in enumerate(self.people)})
        self.done("reveal")

    def _case(self) -> None:
        self.done("begin", step="sam")
        draw, stand = random.Random(4), opening(load("sam-priya"), 0)  # noqa: S311 - no secret
        while not stand.over:
            picks = sorted({move.pick for move in stand.moves})
            for number in range(1 if stand.picks else 2):
                self.done("vote")
                self.vote(**{who: draw.choice(picks[: 2 if number else 4]) for who in self.people})
                self.done("reveal")
            self.done("follow", picks=[*picks[: 1 if stand.picks else 2]])
            self.done("go_on", pick=picks[0])
            stand = stand.after(picks[0])
        self.done("back", picks=[])

    def _words(self) -> None:
        self.done("begin", step="words")
        for who, text, share in zip(
            self.people, ("tired", "Tired", "<b>=2+2</b>", "secret"), (1, 1, 1, 0), strict=False
        ):
            said = self.say("wrote", {"participant": who, "text": text, "share": bool(share)}, "words")
            if text == "tired":
                self.done("note", note=str(said.id), shown=True)
        self.say("wrote", {"participant": self.people[0], "text": "Who tells HR?", "share": True})
        self.say("wrote", {"participant": self.people[1], "text": "My boss is Kim", "share": False})
