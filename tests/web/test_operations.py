"""What the people who run the course can see: its state and its figures."""

from __future__ import annotations

import asyncio
import importlib.metadata
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.proxies import from_this_machine
from tests.web.event_loop import run
from tests.web.test_websocket import begin, opened

if TYPE_CHECKING:
    from tests.web.conftest import Course


def figures(course: Course) -> dict[str, float]:
    """Every figure of a course by its name and labels."""
    return in_words(httpx.get(f"{course.address}metrics").text)


def in_words(text: str) -> dict[str, float]:
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_healthy_server_says_so_and_nothing_else(course: Course) -> None:
    answer = httpx.get(f"{course.address}healthz")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    version = importlib.metadata.version("misread")
    assert answer.json() == {"ok": True, "version": version, "database": True, "lessons": True}


def test_a_server_whose_database_lost_its_answers_is_not_healthy(serve: Callable[..., Course]) -> None:
    course = serve("--port", "0")
    with closing(httpx.Client(base_url=course.address)) as client:
        assert client.get("healthz").status_code == 200
        with closing(sqlite3.connect(course.data / "misread.db")) as database:
            database.execute("drop table events")
        answer = client.get("healthz")
        assert (answer.status_code, answer.json()["ok"], answer.json()["database"]) == (503, False, False)


def test_lines_messages_and_events_are_counted(serve: Callable[..., Course]) -> None:
    course = serve("--port", "0")

    async def scene() -> None:
        async with opened(course) as line:
            await line.say(begin(line))
            await line.until("heard")
            during = await asyncio.to_thread(figures, course)
            assert during["misread_sessions_open"] == 1
        async with opened(course) as other:
            await other.say("no message")
            await other.ended()

    run(scene())
    after = figures(course)
    assert after["misread_lines_opened_total"] == 2
    assert after["misread_sessions_open"] == 0
    assert after["misread_lines_closed_total 4007"] == 1
    assert after["misread_events_appended_total opened"] == 1
    assert after["misread_answer_seconds_count"] == 1
    assert 0 < after["misread_answer_seconds_sum"] < 60
    assert after["misread_errors_total no_message"] == 1
    assert after["misread_messages_in_progress"] == 0
    assert after["process_resident_memory_bytes"] > 1_000_000


def test_the_figures_are_our_own_and_none_of_jupyters(course: Course) -> None:
    names = {name.split(" ")[0] for name in figures(course)}
    assert {name for name in names if not name.startswith(("misread_", "process_"))} == set()


class Peer:
    """Where a connection comes from."""

    def __init__(self, *address: object) -> None:
        self.address = address


class Connection:
    def __init__(self, context: object) -> None:
        self.context = context


def asked_from(*address: object, **headers: str) -> HTTPServerRequest:
    passed = HTTPHeaders({"Host": "x", **{name.replace("_", "-"): value for name, value in headers.items()}})
    request = HTTPServerRequest(headers=passed, start_line=RequestStartLine("GET", "/metrics", "HTTP/1.1"))
    request.connection = Connection(Peer(*address))  # type: ignore[assignment]
    return request


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1"])
def test_a_program_of_this_machine_is_told_by_its_address(address: str) -> None:
    assert from_this_machine(asked_from(address, 5000))


@pytest.mark.parametrize("address", ["10.0.0.1", "203.0.113.7", "fe80::1%eth0"])
def test_another_machine_is_none_whatever_its_headers_say(address: str) -> None:
    assert not from_this_machine(asked_from(address, 5000))
    assert not from_this_machine(asked_from(address, 5000, X_Forwarded_For="127.0.0.1"))


@pytest.mark.parametrize("header", ["Forwarded", "X_Forwarded_For", "X_Real_Ip", "x_forwarded_for"])
def test_what_a_proxy_here_passes_on_is_from_elsewhere(header: str) -> None:
    assert not from_this_machine(asked_from("127.0.0.1", 5000, **{header: "127.0.0.1"}))


@pytest.fixture(scope="module")
def closed_club(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    data = tmp_path_factory.mktemp("club")
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada Marker")])
    with serving(data, "--port", "0") as course:
        yield course


def test_the_state_is_told_to_anybody_and_the_figures_to_this_machine_alone(closed_club: Course) -> None:
    with closing(httpx.Client(base_url=closed_club.address)) as client:
        passed_on = {"X-Forwarded-For": "127.0.0.1"}
        assert client.get("metrics").status_code == 200
        assert client.get("metrics", headers=passed_on).status_code == 403
        healthy = client.get("healthz", headers=passed_on)
        assert healthy.status_code == 200
        assert healthy.json() == {"ok": True, "database": True, "lessons": True}
        assert client.get("healthz").json()["version"] == importlib.metadata.version("misread")
        asked = client.head("healthz")
        assert (asked.status_code, asked.content) == (200, b"")
        assert "Ada" not in client.get("metrics").text + healthy.text
