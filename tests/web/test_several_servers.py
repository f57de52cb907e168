"""Several server processes on one PostgreSQL: whichever a learner reaches, they are where they stopped."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from playwright.sync_api import Page, expect

from misread_records import open_journal
from misread_web.live.close_codes import FORGOTTEN
from tests.postgres import PrivatePostgres, private_postgres
from tests.web.event_loop import run
from tests.web.relay import Relay
from tests.web.test_websocket import begin, opened

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

LESSON = "lessons/m4-sam-and-priya"
SAVED = "Everything is saved"
AWAY = "Not saved yet"
Serving = Callable[..., AbstractContextManager["Course"]]


@pytest.fixture(scope="module")
def postgres() -> Iterator[PrivatePostgres]:
    with private_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def database(postgres: PrivatePostgres) -> str:
    return postgres.new_account()


@pytest.fixture(scope="module")
def start(serving: Serving, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Course]]:
    """Start one more process on the database."""
    data = tmp_path_factory.mktemp("data")
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serving(data, "--port", "0", "--database", database))


@pytest.fixture(scope="module")
def pair(start: Callable[[], Course]) -> tuple[Course, Course]:
    return start(), start()


@pytest.fixture(autouse=True)
def _from_the_beginning(database: str) -> None:
    with closing(open_journal(database)) as journal:
        journal.forget("me")


def picked(database: str) -> list[object]:
    """The picks that are kept, in order."""
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        rows = connection.execute("select data::json ->> 'pick' from events where kind = 'picked' order by place")
        return [row[0] for row in rows]


def says(page: Page, text: str) -> None:
    expect(page.locator(".lesson-line")).to_contain_text(text)
    expect(page.get_by_text(text)).to_be_visible()


def test_a_learner_whose_process_is_killed_goes_on_at_another(
    pair: tuple[Course, Course],
    start: Callable[[], Course],
    database: str,
    visit: Callable[..., Visit],
    story: type[Story],
) -> None:
    first, second = start(), pair[0]
    with closing(Relay(first.address)) as relay:
        page = visit().open(first.also_at(relay.address) + LESSON)
        play = story(page, "sam-priya")
        play.go_on()
        play.choose("blanks")
        play.go_on()
        play.on("situation")
        before = play.sheet.locator(".mr-body").inner_text()
        play.sheet.locator(".mr-option", has_text=play.text_of("drawing")).click()
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(timeout=60)
        says(page, "No connection.")
        play.sheet.locator(".mr-confirm .mr-button").click()
        assert play.sheet.locator(".mr-body").inner_text() == before
        relay.lead_to(second.address)
        play.on("consequence")
        says(page, SAVED)
        assert picked(database) == ["blanks", "drawing"]


@contextmanager
def down(postgres: PrivatePostgres) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def test_a_choice_made_while_the_database_is_down_is_kept_and_goes_through_once(
    pair: tuple[Course, Course],
    postgres: PrivatePostgres,
    database: str,
    visit: Callable[..., Visit],
    story: type[Story],
) -> None:
    course, opened_late = pair[0], visit().belong(pair[0].address)
    page = visit().open(course.address + LESSON)
    play = story(page, "sam-priya")
    play.go_on()
    play.on("situation")
    says(page, SAVED)
    play.sheet.locator(".mr-option", has_text=play.text_of("blanks")).click()
    with down(postgres):
        play.sheet.locator(".mr-confirm .mr-button").click()
        says(page, AWAY)
        expect(page.get_by_text(AWAY)).to_be_in_viewport()
        play.on("situation")
        opened_late.goto(course.address + LESSON, wait_until="commit")
        says(opened_late, AWAY)
        expect(opened_late.locator(".mr")).to_have_count(0)
        healthy, home = (
            httpx.get(f"{course.address}{path}", headers=course.headers, timeout=60) for path in ("healthz", "")
        )
        assert (healthy.status_code, healthy.json()["database"]) == (503, False)
        assert home.status_code == 503
        assert "psycopg" not in home.text
    play.on("consequence")
    says(page, SAVED)
    says(opened_late, SAVED)
    # It may have come up before the choice was saved, and shows what was there then.
    opened_late.reload()
    story(opened_late, "sam-priya").on("consequence")
    assert picked(database) == ["blanks"]


def misread(*arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "misread"), "cohort", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_cohort_on_postgresql_signs_in_at_one_process_and_continues_at_another(
    serving: Serving, postgres: PrivatePostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.new_account()
    data, roster = tmp_path / "data", tmp_path / "people.csv"
    roster.write_text('name,email,role\nAda,ada@example.org,learner\n"Çelik, Ümit",,facilitator\n', "utf-8")
    place = ("--database", database, "--data", str(data))
    misread("create", "Spring", "--roster", str(roster), *place)
    misread("add", "Spring", "--name", "Ben", *place)
    misread("remove", "Spring", "Ben", *place)
    assert "2 people" in misread("list", *place)
    assert "Ümit Çelik" in misread("list", "Spring", *place)
    monkeypatch.setenv("MISREAD_DATABASE", database)
    with ExitStack() as stack:
        first, second = (stack.enter_context(serving(data, "--port", "0")) for _ in range(2))
        told = misread("links", "Spring", "--address", "https://course.example", *place)
        (link,) = re.findall(r"Ada .*https://course\.example/(sign-in/\S+)", told)
        host = {"Host": "course.example"}
        with httpx.Client(headers=host, timeout=60) as client:
            page = client.get(first.address + link)
            (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)
            # both processes lie behind one address, as behind a proxy
            jar = {"Cookie": "; ".join(f"{name}={value}" for name, value in page.cookies.items())}
            answer = client.post(first.address + link, data={"_xsrf": token}, headers=jar)
            (cookie,) = [
                text
                for text in answer.headers.get_list("Set-Cookie")
                if text.startswith("misread") and "-device=" not in text
            ]
            client.cookies.clear()
            mine = {"Cookie": cookie.partition(";")[0]}
            for course in (first, second):
                assert client.get(course.address, headers=mine).status_code == 200
                assert httpx.get(course.address, headers=host, timeout=60).status_code == 403
            misread("close", "Spring", "--yes", *place)
            assert {client.get(course.address, headers=mine).status_code for course in (first, second)} == {403}


def test_what_is_deleted_at_one_process_is_not_brought_back_at_another(
    pair: tuple[Course, Course], database: str
) -> None:
    async def scene(first: Course, second: Course) -> None:
        async with opened(first) as line:
            message = begin(line)
            await line.say(message)
            since = (await line.until("heard"))["since"]
            assert since == message["id"]
            assert await asyncio.to_thread(journal.forget, "me") == 1
            await line.say({**begin(line), "since": since})
            await line.ended()
            assert line.socket.close_code == FORGOTTEN
        async with opened(second) as other:
            await other.say({**begin(other), "since": since})
            await other.ended()
            assert other.socket.close_code == FORGOTTEN

    with closing(open_journal(database)) as journal:
        run(scene(*pair))
        assert journal.read("me") == ()


def test_two_processes_take_one_decision_once(pair: tuple[Course, Course], database: str) -> None:
    async def scene(first: Course, second: Course) -> None:
        async with opened(first) as one, opened(second) as other:
            for line in (one, other):
                await line.say(begin(line))
            assert [type((await line.until("heard"))["heard"]) for line in (one, other)] == [str, str]

    run(scene(*pair))
    with closing(open_journal(database)) as journal:
        assert [event.kind for event in journal.read("me")] == ["opened"]
