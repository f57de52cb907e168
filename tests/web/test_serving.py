"""Starting, reaching and stopping the course."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.ports import NotThere, listening

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit


def test_a_taken_port_is_said_and_another_one_used(serve: Callable[..., Course]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = holder.getsockname()[1]
        course = serve("--port", str(taken))
    assert f"Port {taken} is taken" in course.printed
    assert urlsplit(course.address).port != taken


def test_a_cohort_is_served_where_its_links_lead_or_nowhere(tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada")])
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = str(holder.getsockname()[1])
        for options, said in (
            (("--port", taken), f"Port {taken} of 127.0.0.1 is taken by another program"),
            (("--host", "203.0.113.1"), "'203.0.113.1' is not an address of this machine"),
        ):
            command = [str(Path(sys.executable).parent / "misread"), "serve", "--data", str(tmp_path), *options]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr.startswith(said)


@pytest.mark.parametrize("host", ["course.invalid", "no host", "x" * 300])
def test_a_host_that_cannot_be_is_named_with_what_would_do(host: str) -> None:
    with pytest.raises(NotThere, match=f"'{host}' is not an address of this machine .* misread serve --host ADDRESS"):
        listening(host, 0, another=False)


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
    play.choose("blanks")
    with sqlite3.connect(course.data / "misread.db") as database:
        assert database.execute("select count(*) from events where kind = 'picked'").fetchone() == (1,)
    database.close()
