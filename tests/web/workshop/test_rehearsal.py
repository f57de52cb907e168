"""Thirty simulated people come in as phones do, do not all think alike, and leave when the workshop is over."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from misread_records import new_id
from misread_web.workshop import CHARACTERS, CannotJoin, Group, characters, rehearse
from tests.web.event_loop import run

if TYPE_CHECKING:
    from tests.web.conftest import Course

PEOPLE = 30
AT_ONCE = 0.05
"""A pace at which the slowest votes after a second."""
AGENDA = {
    "rows": "2", "offer-0": "case:sam-priya", "title-0": "Sam and Priya", "minutes-0": "45",
    "offer-1": "words:", "title-1": "One word", "question-1": "Sam is?", "minutes-1": "5", "least": "3",
    "lang": "en", "do": "open",
}  # fmt: skip


class Host:
    """A facilitator's page, without a browser."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket, self.view = socket, dict[str, Any]()

    async def until(self, holds: Any) -> None:  # noqa: ANN401 - a condition on the view
        while not (self.view and holds(self.view)):
            text = await self._socket.read_message()
            assert text is not None
            for message in json.loads(text):
                self.view = message.get("state", {}).get("view") or self.view

    async def leave(self) -> None:
        self._socket.close()
        while await self._socket.read_message() is not None:
            pass

    async def act(self, do: str, **data: Any) -> None:  # noqa: ANN401 - an act's data
        await self.until(bool)
        after = self.view["after"]
        content = {"do": do, **data, "after": after}
        await self._socket.write_message(json.dumps({"to": "workshop", "id": str(new_id()), "content": content}))
        if do != "finish":
            await self.until(lambda view: view["after"] > after)


def has_votes(number: int) -> Any:  # noqa: ANN401 - a condition on the view
    return lambda view: view["answered"] and sum(each["done"] for each in view["answered"]["people"]) == number


@pytest.fixture
def code(served: Course) -> str:
    """The join code of a new workshop with a case and words."""
    with httpx.Client(base_url=served.address, cookies=served.let_in, timeout=60) as client:
        token = re.search(r'name="_xsrf" value="([^"]+)"', client.get("workshop").text)
        assert token
        answer = client.post("workshop", data={**AGENDA, "title": "Rehearsal", "_xsrf": token[1]})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"].split("/")[2])


def test_thirty_people_vote_differently_and_some_change_their_minds(served: Course, code: str) -> None:
    async def lead() -> list[str]:
        told: list[str] = []
        practice = asyncio.ensure_future(rehearse(served.address, code, Group(PEOPLE, AT_ONCE), told.append))
        address = f"{served.address.replace('http', 'ws', 1)}workshop/{code}/host/line"
        cookie = "; ".join(f"{name}={value}" for name, value in served.let_in.items())
        host = Host(await websocket_connect(HTTPRequest(address, headers={"Cookie": cookie})))
        await host.until(lambda view: len(view["participants"]["people"]) == PEOPLE)
        await host.act("begin", step="sam-priya")
        for _ in range(2):
            await host.act("vote")
            await host.until(has_votes(PEOPLE))
            await host.act("close")
            await host.act("reveal")
        await host.act("finish")
        await practice
        await host.leave()
        return told

    told = run(lead())
    assert told[0].startswith(f"{PEOPLE} simulated people are in.")
    table = httpx.get(f"{served.address}workshop/{code}/votes.csv", cookies=served.let_in, timeout=60).content.decode(
        "utf-8-sig"
    )
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(table)):
        answers[row["participant"]][row["round"]] = row["answer"]
    assert len(answers) == PEOPLE
    assert all(set(rounds) == {"1", "2"} for rounds in answers.values())
    assert len({rounds["1"] for rounds in answers.values()}) >= 3
    changed = sum(rounds["1"] != rounds["2"] for rounds in answers.values())
    assert 0 < changed < PEOPLE


def test_a_wrong_code_and_a_wrong_address_say_what_is_wrong(served: Course) -> None:
    with pytest.raises(CannotJoin, match="is the code right"):
        run(rehearse(served.address, "QQQQQQ", Group(1)))
    with pytest.raises(CannotJoin, match="cannot be reached"):
        run(rehearse("http://127.0.0.1:9/", "QQQQQQ", Group(1)))


@pytest.mark.parametrize("people", [1, 5, 30, 100])
def test_every_number_of_people_is_a_mixture(people: int) -> None:
    found = characters(people)
    assert len(found) == people
    assert people < len(CHARACTERS) or {each.name for each in found} == {each.name for each in CHARACTERS}


def test_a_phone_on_the_network_reads_its_own_result_and_no_report(served: Course, code: str, phones: str) -> None:
    assert httpx.get(f"{phones}workshop/{code}/me", timeout=60).status_code == 404
    with httpx.Client(base_url=phones, timeout=60) as phone:
        form = dict(re.findall(r'name="(_xsrf|place)" value="([^"]*)"', phone.get(f"join/{code}").text))
        assert phone.post(f"join/{code}", data={**form, "name": "Ada"}).status_code == 303
        own = phone.get(f"workshop/{code}/me")
        assert own.status_code == 200
        assert "Your own result" in own.text
        assert phone.get(f"workshop/{code}/report").status_code in (302, 401, 403)
    with httpx.Client(base_url=served.address, cookies=served.let_in, timeout=60) as facilitator:
        assert facilitator.get(f"workshop/{code}/report").status_code == 200
        assert facilitator.get(f"workshop/{code}/deck").status_code == 200
