"""Starting, reaching and stopping the course."""

from __future__ import annotations

import signal
import socket
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit


def test_a_taken_port_is_said_and_another_one_used(serve: Callable[..., Course]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = holder.getsockname()[1]
        course = serve("--port", str(taken))
    assert f"Port {taken} is taken" in course.printed
    assert urlsplit(course.address).port != taken


def test_only_this_machine_can_reach_the_course(course: Course) -> None:
    port = urlsplit(course.address).port
    listening = [
        connection.laddr.ip
        for connection in psutil.Process(course.process.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    ]
    assert listening == ["127.0.0.1"]


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_course_leaves_no_process_behind(
    way: signal.Signals, serve: Callable[..., Course], visit: Callable[..., Visit]
) -> None:
    course = serve("--port", "0", "--kernels")
    visit().open(f"{course.address}lessons/m4-sam-and-priya")
    kernels = psutil.Process(course.process.pid).children(recursive=True)
    assert kernels
    course.process.send_signal(way)
    assert course.process.wait(timeout=60) == 0
    assert psutil.wait_procs(kernels, timeout=60)[1] == []


def test_a_closed_lesson_ends_its_kernel(serve: Callable[..., Course], visit: Callable[..., Visit]) -> None:
    course = serve("--port", "0", "--kernels")
    page = visit().open(f"{course.address}lessons/m4-sam-and-priya")
    kernels = psutil.Process(course.process.pid).children(recursive=True)
    assert kernels
    page.goto(course.address)
    assert psutil.wait_procs(kernels, timeout=60)[1] == []


def test_answers_are_kept_in_the_folder_that_was_named(
    serve: Callable[..., Course], visit: Callable[..., Visit], story: type[Story]
) -> None:
    course = serve("--port", "0")
    play = story(visit().open(f"{course.address}lessons/m4-sam-and-priya"), "sam-priya")
    play.go_on()
    play.choose("not-assessed")
    with sqlite3.connect(course.data / "misread.db") as database:
        assert database.execute("select count(*) from events where kind = 'picked'").fetchone() == (1,)
    database.close()
