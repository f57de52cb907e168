"""What goes wrong in one learner's session stops no other: lessons with every kind of trouble, on a real line."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import nbformat
import pandas as pd  # once it is loaded, the slow step is a step alone
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from misread_course.catalogue import Lesson, lesson
from misread_records import new_id, open_journal
from misread_web.live import lesson_conversation as talk_module
from misread_web.live.lesson_conversation import FAILED_ANSWER, SLOW_ANSWER
from misread_web.live.lesson_opener import FAILED_CELL, SLOW_CELL, Opener
from misread_web.live.service import LessonService
from misread_web.site.templates import ROOM
from tests.web.event_loop import run
from tests.web.home_server import HomeCourse, home_course
from tests.web.test_websocket import SAM, Line, begin

M4 = "m4-sam-and-priya"
STOPPED_AFTER = 8.0
"""Seconds after which the trouble is stopped here; in the course, it goes on for longer."""
KINDS = f"""
def trouble(kind):
    if kind == "raises":
        raise RuntimeError("on purpose")
    if kind == "loops":
        while True:
            pass
    if kind == "pandas":
        numbers = __import__("{pd.__name__}").Series(range(100_000))
        numbers.map(lambda number: sum(range(1_000_000)))
    if kind == "never ends":
        try:
            while True:
                pass
        finally:
            __import__("threading").Event().wait(60)
"""
IN_CELL = f"""from misread_widgets import current_seat
{KINDS}
where, _, kind = current_seat().learner.partition("-")
if where == "cell":
    trouble(kind)
lesson.guess("M4.try")"""
IN_HANDLER = """sheet = lesson.guess("M4.try")
sheet.on_msg(lambda widget, content, buffers: trouble(content.get("trouble")))
sheet"""


def troubled(folder: Path) -> Lesson:
    """Write the lesson on Sam and Priya with two more pieces."""
    like = lesson(M4)
    notebook = nbformat.read(like.notebook, as_version=4)
    for id_, source in (("in-cell", IN_CELL), ("in-handler", IN_HANDLER)):
        cell = nbformat.v4.new_code_cell(source, id=id_)
        notebook.cells.append(cell)
    made = dataclasses.replace(like, name="troubled", notebook=folder / "troubled.ipynb")
    nbformat.write(notebook, made.notebook)
    return made


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> LessonService:
    made = LessonService(
        [lesson(M4), troubled(tmp_path_factory.mktemp("lesson"))], Path(ROOM) / "jupyter/voila/templates", "/"
    )
    made.openings.workers.close()
    made.openings = Opener(STOPPED_AFTER)
    return made


@pytest.fixture(scope="module")
def course(service: LessonService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HomeCourse]:
    place = tmp_path_factory.mktemp("answers") / "misread.db"
    with pytest.MonkeyPatch.context() as patch, closing(open_journal(f"sqlite:///{place}")) as journal:
        patch.setattr(talk_module, "HANDLER_SECONDS", STOPPED_AFTER)
        with home_course(service, journal) as running:
            yield running
    service.close()


@contextlib.asynccontextmanager
async def page(course: HomeCourse, learner: str, name: str = M4) -> AsyncIterator[Line]:
    """Open a lesson's line for somebody, without waiting for its pieces."""
    address = f"{course.address.replace('http', 'ws')}lines/{name}"
    line = Line(await websocket_connect(HTTPRequest(address, headers={"Cookie": f"learner={learner}"})), {})
    yield line
    line.socket.close()
    await line.ended()


async def pieces(line: Line) -> dict[str, str]:
    """Take what a line is told until its lesson is open; return what was said about pieces in trouble."""
    troubles: dict[str, str] = {}
    while "ready" not in (told := await line.told()):
        if "open" in told:
            line.widgets[told["open"]] = told["state"]["view"]
        elif "trouble" in told:
            troubles[told["trouble"]] = told["text"]
    return troubles


async def asks_for(line: Line, kind: str) -> None:
    await line.say({"id": str(new_id()), "to": "in-handler", "content": {"trouble": kind}})


async def plays(line: Line) -> list[object]:
    """Begin the story, and return which message was heard and what is on the screen now."""
    message = begin(line)
    await line.say(message)
    shown = (await line.until("update"))["state"]["view"]
    return [(await line.until("heard"))["heard"] == message["id"], shown["screen"]]


def test_an_exception_stops_its_widget_and_nothing_else(course: HomeCourse) -> None:
    async def scene() -> None:
        async with page(course, "cell-raises", "troubled") as line:
            assert await pieces(line) == {"in-cell": FAILED_CELL}
            assert {SAM, "in-handler"} <= line.widgets.keys()
            await asks_for(line, "raises")
            assert await line.until("trouble") == {"trouble": "in-handler", "text": FAILED_ANSWER}
            assert await plays(line) == [True, "situation"]

    run(scene())


def test_others_choose_and_read_on_while_code_of_every_kind_does_not_end(
    course: HomeCourse, service: LessonService
) -> None:
    """A cell and three answers hang at the same time; one of them cannot even be interrupted."""

    async def scene() -> None:
        async with AsyncExitStack() as stack:

            async def opened(learner: str, name: str = "troubled") -> Line:
                return await stack.enter_async_context(page(course, learner, name))

            ada = await opened("ada", M4)
            answering = {kind: await opened(kind.replace(" ", "-")) for kind in ("loops", "pandas", "never ends")}
            for line in (ada, *answering.values()):
                assert await pieces(line) == {}
            opening = [await opened("cell-loops")]
            told = [asyncio.ensure_future(pieces(line)) for line in opening]
            for kind, line in answering.items():
                await asks_for(line, kind)
            waiting = [asyncio.ensure_future(line.until("trouble")) for line in answering.values()]
            assert await plays(ada) == [True, "situation"]
            ben = await opened("ben", M4)
            assert await pieces(ben) == {}
            assert await plays(ben) == [True, "situation"]
            assert [task.done() for task in (*told, *waiting)] == [False] * 4
            assert [await task for task in told] == [{"in-cell": SLOW_CELL}]
            assert [await task for task in waiting] == [{"trouble": "in-handler", "text": SLOW_ANSWER}] * 3
            assert service.open_connections.lost == 1
            assert b"misread_threads_lost 1.0" in service.open_connections.metrics.text()
            for line in (*answering.values(), *opening):
                assert await plays(line) == [True, "situation"]

    run(scene())
