"""A server that is told to end: nothing half, nothing lost, and no word of a learner in what it logged."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tornado.websocket import WebSocketClosedError

from misread_records import new_id
from tests.web.event_loop import run
from tests.web.test_websocket import begin, events, opened

if TYPE_CHECKING:
    from tests.web.conftest import Course

MARKER = "Zeugenberg-marker-4711"
WITHIN = 60


async def what_is_heard(line: Any) -> list[object]:  # noqa: ANN401 - a line of tests
    """The ids that are heard until the line is closed."""
    heard = []
    while "closed" not in (told := await line.told()):
        heard += [told["heard"]] if "heard" in told else []
    line.over = True
    return heard


def typed(cell: str, view: dict[str, Any]) -> list[dict[str, Any]]:
    """What a page sends where somebody types into a piece of a lesson, and what it never would."""
    questions = [each["question"] for each in view.get("writings", [])]
    contents = [{"do": "write", "question": question, "text": MARKER, "done": False} for question in questions[:1]]
    contents.append({"do": MARKER, "text": MARKER})
    ids = [str(new_id()) for _ in contents]
    return [
        {"id": id_, "to": cell, "content": {**content, "id": id_, "turn": view.get("turn")}}
        for id_, content in zip(ids, contents, strict=True)
    ]


def in_progress(course: Course) -> bool:
    return "misread_messages_in_progress 1.0" in httpx.get(f"{course.address}metrics").text


async def until_in_progress(course: Course) -> None:
    while not await asyncio.to_thread(in_progress, course):
        pass


@pytest.fixture
def running(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path
) -> Callable[..., AbstractContextManager[Course]]:
    return lambda *options: serving(tmp_path / "answers", "--port", "0", *options)


def test_a_message_that_is_being_handled_is_finished_and_heard(
    running: Callable[..., AbstractContextManager[Course]],
) -> None:
    async def scene(course: Course) -> None:
        async with opened(course) as line:
            message = begin(line)
            with closing(sqlite3.connect(course.data / "misread.db", isolation_level=None)) as database:
                database.execute("begin immediate")
                await line.say(message)
                await until_in_progress(course)
                course.process.send_signal(signal.SIGTERM)
                database.execute("rollback")
            assert await what_is_heard(line) == [message["id"]]
            assert line.socket.close_code == 1001

    with running() as course:
        run(scene(course))
        assert course.process.wait(WITHIN) == 0
        assert [kind for _, kind in events(course)] == ["opened"]


def test_a_message_sent_just_before_the_end_counts_once(
    running: Callable[..., AbstractContextManager[Course]],
) -> None:
    sent: dict[str, Any] = {}

    async def before(course: Course) -> None:
        async with opened(course) as line:
            sent.update(begin(line))
            await line.say(sent)
            course.process.send_signal(signal.SIGTERM)
            heard = await what_is_heard(line)
            assert line.socket.close_code == 1001
        assert course.process.wait(WITHIN) == 0
        stored = [id_ for id_, _ in events(course)]
        assert heard == [sent["id"]] * len(stored)

    async def after(course: Course) -> None:
        async with opened(course) as line:
            await line.say(sent)
            assert (await line.until("heard"))["heard"] == sent["id"]

    with running() as course:
        run(before(course))
    with running() as course:
        run(after(course))
        assert [kind for _, kind in events(course)] == ["opened"]


@pytest.fixture
def logging_course(tmp_path: Path) -> Iterator[tuple[str, dict[str, str], Path, subprocess.Popen[str]]]:
    """The address of a course that logs everything it can, its one person's cookies, its log, and its process."""
    log = tmp_path / "log"
    command = [str(Path(sys.executable).parent / "misread"), "serve", "--no-browser", "--port", "0"]
    command += ["--data", str(tmp_path), "--log-format", "json", "--log-level", "debug"]
    with (
        log.open("w") as file,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True) as process,
    ):
        try:
            assert process.stdout
            where, _, _token = (entry := process.stdout.readline().split()[-1]).partition("?")
            yield where, dict(httpx.get(entry).cookies), log, process
        finally:
            process.terminate()
            process.communicate(timeout=WITHIN)


def test_what_learners_write_is_in_no_line_of_the_log(
    logging_course: tuple[str, dict[str, str], Path, subprocess.Popen[str]],
) -> None:
    address, cookies, log, process = logging_course
    place = log.with_name("misread.db")

    class Here:
        def __init__(self) -> None:
            self.address = address
            self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    async def scene() -> None:
        async with opened(Here()) as line:  # type: ignore[arg-type]
            for cell, view in line.widgets.items():
                for message in typed(cell, view):
                    await line.say(message)
                    assert (await line.until("heard"))["heard"] == message["id"]
            nowhere = {"id": MARKER, "to": MARKER, "content": MARKER}
            await line.say(nowhere)
            assert (await line.until("heard"))["heard"] == MARKER
            with contextlib.suppress(WebSocketClosedError):
                await line.say(MARKER)

    run(scene())
    for path in ("", f"lessons/{MARKER}", f"sign-in/{MARKER}", f"files/{MARKER}", "lessons/m4-sam-and-priya"):
        httpx.get(
            f"{address}{path}?{MARKER}={MARKER}", cookies={**cookies, "a": MARKER}, headers={"User-Agent": MARKER}
        )
        httpx.post(f"{address}{path}", data={MARKER: MARKER})
    process.terminate()
    process.communicate(timeout=WITHIN)
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("select count(*) from events where data like ?", (f"%{MARKER}%",)).fetchone()[0] > 0
    text = log.read_text("utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    assert MARKER not in text
    said = {record["what"] for record in records}
    assert {"a lesson was opened", "a message was heard", "a lesson was closed", "the server has stopped"} <= said
    assert all({"time", "level", "what"} <= record.keys() for record in records)
    (named,) = {record["session"] for record in records if "session" in record}
    assert len(named) == 8
    assert {record["lesson"] for record in records if "lesson" in record} == {"m4-sam-and-priya"}
