"""A page carries what its session has to show, whole and harmless, and its line goes on with that session."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from misread_course.catalogue import lesson
from misread_records import new_id, open_journal
from misread_web.live.page import Page
from misread_web.live.service import LessonService
from misread_web.site.templates import ROOM
from tests.web.event_loop import run
from tests.web.home_server import M4, HomeCourse, home_course
from tests.web.test_websocket import SAM, Line

WORDS = st.text(st.characters(codec="utf-8"))
MESSAGES = st.lists(st.dictionaries(WORDS, WORDS, max_size=3), max_size=3)


@given(parts=st.tuples(WORDS, WORDS, WORDS, WORDS), due=WORDS, told=MESSAGES)
def test_a_page_is_the_same_compressed_or_not_and_nothing_in_it_ends_its_gap(
    parts: tuple[str, str, str, str], due: str, told: list[dict[str, str]]
) -> None:
    before, between, rest, after = parts
    html = f"{before}\0due\0{between}\0key\0{rest}\0told\0{after}"
    page = Page.with_gaps(html, "", "\0due\0", "\0key\0", "\0told\0")
    start, end = page.start, page.end("k-1", told, due)
    raw = start.raw + end.raw
    assert gzip.decompress(start.squeezed + end.squeezed) == raw
    assert zlib.decompressobj(wbits=zlib.MAX_WBITS + 16).decompress(start.squeezed) == start.raw == before.encode()
    head, tail = f"{before}{due}{between}k-1{rest}".encode(), after.encode()
    assert raw.startswith(head)
    assert raw.endswith(tail)
    messages = raw[len(head) : len(raw) - len(tail)]
    assert b"<" not in messages
    assert json.loads(messages) == told


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HomeCourse]:
    service = LessonService([lesson(M4)], Path(ROOM) / "jupyter/voila/templates", "/")
    place = tmp_path_factory.mktemp("answers") / "misread.db"
    with (
        closing(service),
        closing(open_journal(f"sqlite:///{place}")) as journal,
        home_course(service, journal) as running,
    ):
        yield running


def page(course: HomeCourse, learner: str) -> tuple[str, list[dict[str, Any]]]:
    """Ask for the lesson's page; return the key of its session, and what it has to show."""
    html = httpx.get(f"{course.address}lessons/{M4}", cookies={"learner": learner}, timeout=60).text
    key = re.findall(r'data-session="([^"]*)"', html)[0]
    told = re.findall(r'id="told"[^>]*>(.*)</script>', html)[0]
    return key, json.loads(told)


@contextlib.asynccontextmanager
async def line(course: HomeCourse, learner: str, key: str) -> AsyncIterator[Line]:
    address = f"{course.address.replace('http', 'ws')}lines/{M4}?session={key}"
    opened = Line(await websocket_connect(HTTPRequest(address, headers={"Cookie": f"learner={learner}"})), {})
    yield opened
    opened.socket.close()
    await opened.ended()


async def told_first(course: HomeCourse, learner: str, key: str) -> dict[str, Any]:
    """Open a line and return the first thing that is told on it."""
    async with line(course, learner, key) as opened:
        return await opened.told()


def test_a_page_comes_with_every_widget_as_it_stands(course: HomeCourse) -> None:
    key, told = page(course, "ada")
    assert len(key) > 20
    assert told[0].keys() == {"whose", "since"}
    assert SAM in {each["open"] for each in told[1:]}
    assert {tuple(sorted(each)) for each in told[1:]} == {("module", "open", "state", "style")}


def test_the_connection_goes_on_with_the_session_of_its_page(course: HomeCourse) -> None:
    key, told = page(course, "bo")
    turn = next(each["state"]["view"]["turn"] for each in told if each.get("open") == SAM)

    async def scene() -> list[dict[str, Any]]:
        async with line(course, "bo", key) as opened:
            id_ = str(new_id())
            await opened.say({"id": id_, "to": SAM, "content": {"do": "begin", "turn": turn, "id": id_}})
            return [await opened.told() for _ in range(3)]

    first, second, third = run(scene())
    assert "ready" in first
    assert second["state"]["view"]["screen"] == "situation"
    assert "heard" in third


@pytest.mark.parametrize("learner", ["ada", "bo@spring", "cy"])
def test_nobody_elses_key_opens_a_session_and_no_key_opens_one_twice(course: HomeCourse, learner: str) -> None:
    key, _ = page(course, "bo")
    assert "whose" in run(told_first(course, learner, key))
    assert "ready" in run(told_first(course, "bo", key))
    assert "whose" in run(told_first(course, "bo", key))


@pytest.mark.parametrize("key", ["", "nothing", "%00", "a" * 2000])
def test_a_key_of_no_session_begins_a_new_one_for_the_connection(course: HomeCourse, key: str) -> None:
    assert "whose" in run(told_first(course, "ada", key))
