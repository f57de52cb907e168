"""Simulated participants, with whom a facilitator rehearses a workshop alone.

Each joins by the same page and talks over the same WebSocket as a phone, and knows no more than a phone shows. They
differ in how they choose, how long they take, and whether a talk changes their minds.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from misread_records import new_id

MOST_PEOPLE = 100
WITHIN = 30.0
"""Seconds within which a page must answer."""
WORDS = ("curious", "tired", "loyal", "overlooked", "careful", "proud", "unsure", "ready", "patient", "quiet")
SECRET = re.compile(r'name="(_xsrf|place)" value="([^"]*)"')


class CannotJoin(Exception):
    """The simulated people cannot come in; the message says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Character:
    """How somebody votes.

    Attributes:
        name: what the character is called in what the rehearsal prints.
        share: how many of all people have this character, as a weight.
        first, last: the earliest and the latest second at which they vote.
        liking: orders the options as they like them; the first is their favourite.
        is_steady: how likely they are to choose their favourite (0-1); otherwise they choose any other option.
        changes: how likely a talk changes their mind (0-1), mostly to what most others have chosen.
    """

    name: str
    share: int
    first: float
    last: float
    liking: Callable[[Mapping[str, Any]], float]
    is_steady: float
    changes: float


def _length(option: Mapping[str, Any]) -> float:
    return len(str(option.get("text", "")))


CHARACTERS = (
    Character("tempted", 9, 2, 8, _length, 0.75, 0.3),
    Character("careful", 8, 6, 14, lambda option: -_length(option), 0.8, 0.15),
    Character("hesitant", 5, 12, 22, lambda option: zlib.crc32(str(option.get("text")).encode()), 0.4, 0.4),
    Character("quick", 4, 0.3, 2, lambda option: int(option.get("token", 0)), 0.6, 0.2),
    Character("open to others", 4, 4, 12, lambda option: -int(option.get("token", 0)), 0.5, 0.9),
)
"""Those who take the shortest option, those who take the most qualified one, those who cannot decide, those who press
at once, and those whom a talk convinces."""


def characters(people: int) -> list[Character]:
    """Return a character for each of so many people, in the proportion of their shares and well mixed."""
    mixed = sorted(
        ((place + 0.5) / each.share, number) for number, each in enumerate(CHARACTERS) for place in range(each.share)
    )
    return [CHARACTERS[mixed[person % len(mixed)][1]] for person in range(people)]


class Phone:
    """One simulated participant: a place in the workshop, and a mind."""

    def __init__(self, number: int, character: Character, pace: float, draw: random.Random) -> None:
        """Take a number for the name, a character, how fast time passes (1 is real time), and a source of chance."""
        self.number, self.character, self.pace, self._draw = number, character, pace, draw
        self.view: dict[str, Any] = {}
        self.voted: Counter[str] = Counter()
        self.is_over = False
        self._cookies: dict[str, str] = {}
        self._socket: WebSocketClientConnection | None = None
        self._asked = ""
        self._favourites: dict[str, list[str]] = {}
        self._led: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self, base: str, code: str) -> None:
        """Join through the page, as a phone does.

        Raises:
            CannotJoin: if the page does not let this phone in.
        """
        page = f"{base}join/{code}"
        asked = await self._fetch(page)
        if asked.code != 200:  # noqa: PLR2004 - HTTP's OK
            raise CannotJoin(f"{page} answers with {asked.code}: is the code right, and is the workshop open?")
        form = dict(SECRET.findall(asked.body.decode()))
        form["name"] = f"Person {self.number}"
        answer = await self._fetch(page, urlencode(form))
        if answer.code not in (302, 303):
            raise CannotJoin(
                f"{page} did not let a simulated person in ({answer.code}); the workshop may be over or full"
            )
        parts = urlsplit(base)
        scheme = "wss" if parts.scheme == "https" else "ws"
        address = f"{scheme}://{parts.netloc}{parts.path}workshop/{code}/line"
        headers = {"Cookie": self._cookie, "Origin": f"{parts.scheme}://{parts.netloc}"}
        self._socket = await websocket_connect(HTTPRequest(address, headers=headers, request_timeout=WITHIN))

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    async def _fetch(self, address: str, body: str | None = None) -> HTTPResponse:
        request = HTTPRequest(
            address, "GET" if body is None else "POST", {"Cookie": self._cookie}, body, follow_redirects=False,
            request_timeout=WITHIN,
        )  # fmt: skip
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (OSError, HTTPClientError) as error:
            raise CannotJoin(f"{address} cannot be reached: {error}") from error
        if answer.code == 599:  # noqa: PLR2004 - tornado's own number for no answer
            raise CannotJoin(f"{address} does not answer within {WITHIN:.0f} seconds")
        for line in answer.headers.get_list("Set-Cookie"):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer

    async def take_part(self) -> None:
        """Take part until the workshop is over or the connection ends."""
        socket = self._socket
        while socket is not None and not self.is_over and (text := await socket.read_message()) is not None:
            for message in json.loads(text):
                self._hear(message)

    async def leave(self) -> None:
        """Leave the workshop, and wait until the connection has ended."""
        for task in self._tasks:
            task.cancel()
        if self._socket is not None:
            self._socket.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended(self._socket), WITHIN)

    @staticmethod
    async def _ended(socket: WebSocketClientConnection) -> None:
        while await socket.read_message() is not None:
            pass  # news that came before the end

    def _hear(self, message: Mapping[str, Any]) -> None:
        state = message.get("state")
        if isinstance(state, dict) and "view" in state:
            self.view = state["view"]
            self.is_over = self.view.get("screen") == "over"
            step = self.view.get("step")
            if isinstance(step, dict):
                self._see(step)

    def _see(self, step: Mapping[str, Any]) -> None:
        """Look at the screen: remember a result, and answer a question that is new."""
        self._remember(step)
        voting, form, words = step.get("voting"), step.get("form"), step.get("words")
        key = f"{step.get('id')} {voting}" if voting and form else f"{step.get('id')} words" if words else ""
        if not key or key == self._asked:
            return
        self._asked = key
        job = self._vote(step, voting, form) if voting and form else self._write(step)
        task = asyncio.ensure_future(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _remember(self, step: Mapping[str, Any]) -> None:
        """Remember which option leads in the result on the screen, by its letter."""
        for result in step.get("results") or ():
            counts = {row["letter"]: int(row["bars"][-1]["count"]) for row in result["rows"] if row["bars"][-1]}
            if counts:
                self._led[str(step["id"])] = max(counts, key=lambda letter: counts[letter])

    async def _vote(self, step: Mapping[str, Any], voting: Mapping[str, int], form: Mapping[str, Any]) -> None:
        await asyncio.sleep(self._draw.uniform(self.character.first, self.character.last) * self.pace)
        chosen = self._choice(str(step["id"]), int(voting["ballot"]), int(voting["round"]), form)
        levels = [level["value"] for level in (form.get("sureness") or {}).get("levels", ())]
        answer = {"options": chosen, "confidence": self._draw.choice(levels) if levels else None}
        self._say({"do": "vote", "step": step["id"], **voting, "answer": answer})
        self.voted[f"{step['id']} {voting['ballot']} {voting['round']}"] += 1

    def _choice(self, step: str, ballot: int, round_: int, form: Mapping[str, Any]) -> list[str]:
        """Return the tokens of the options to choose: in a second round the same ones, or what most have chosen."""
        options: Sequence[Mapping[str, Any]] = form["options"]
        key, pick = f"{step} {ballot}", int(form.get("pick") or 1)
        led = next((str(each["token"]) for each in options if each.get("letter") == self._led.get(step)), None)
        if round_ > 1 and key in self._favourites:
            before = self._favourites[key]
            others = [str(each["token"]) for each in options if str(each["token"]) not in before]
            if pick > 1 or not others or self._draw.random() > self.character.changes:
                return before
            return [led if led is not None and led not in before else self._draw.choice(others)]
        liked = [str(each["token"]) for each in sorted(options, key=self.character.liking)]
        if self._draw.random() > self.character.is_steady:
            self._draw.shuffle(liked)
        self._favourites[key] = liked[:pick]
        return liked[:pick]

    async def _write(self, step: Mapping[str, Any]) -> None:
        await asyncio.sleep(self._draw.uniform(self.character.first, self.character.last) * self.pace)
        share = self._draw.random() < 0.5  # noqa: PLR2004 - half of them
        self._say({"do": "write", "step": step["id"], "text": self._draw.choice(WORDS), "share": share})

    def _say(self, content: Mapping[str, Any]) -> None:
        if self._socket is not None:
            self._socket.write_message(json.dumps({"to": "workshop", "content": content, "id": str(new_id())}))


@dataclasses.dataclass(frozen=True)
class Group:
    """A group of simulated people.

    Attributes:
        people: how many there are, at most `MOST_PEOPLE`.
        pace: how long they take, as a multiple of real time.
        seed: makes another group of as many people.
    """

    people: int = 30
    pace: float = 1.0
    seed: int = 0

    def phones(self) -> list[Phone]:
        """Return a phone for each of them."""
        return [
            Phone(number, character, self.pace, random.Random(f"{self.seed}/{number}"))  # noqa: S311 - no secret
            for number, character in enumerate(characters(min(self.people, MOST_PEOPLE)), 1)
        ]


async def rehearse(base: str, code: str, group: Group, told: Callable[[str], None] = print) -> list[Phone]:
    """Let simulated people join a workshop and take part until it is over; return their phones.

    Args:
        base: the address of the course, with a slash at its end.
        code: the join code.
        group: the people.
        told: gets a line about what happens.

    Raises:
        CannotJoin: if one of them cannot join.
    """
    phones = group.phones()
    try:
        for phone in phones:
            await phone.join(base, code)
        told(f"{len(phones)} simulated people are in. They vote whenever you open a vote on your host page.")
        await asyncio.gather(*(phone.take_part() for phone in phones))
        told("The workshop is over, or its connection has ended.")
    finally:
        await asyncio.gather(*(phone.leave() for phone in phones))
    return phones
