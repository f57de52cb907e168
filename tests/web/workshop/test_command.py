"""`misread workshop` serves the network; only the browser with the token leads, and everybody else can only join."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
import typer
import zxingcpp

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.commands.opened_workshop import page_for

if TYPE_CHECKING:
    from tests.web.conftest import Course

MISREAD = str(Path(sys.executable).parent / "misread")


def printed_rest(course: Course) -> list[str]:
    """Return the lines that were printed after the address to lead the workshop, up to the last one."""
    assert course.process.stdout
    lines: list[str] = []
    while not (lines and lines[-1].startswith("Stop the workshop")):
        lines.append(course.process.stdout.readline().rstrip("\n"))
        assert lines[-1] or len(lines) < 60
    return lines


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MISREAD, "workshop", *options], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def greeting(served: Course) -> list[str]:
    return printed_rest(served)


def test_the_terminal_shows_the_address_to_join_and_its_qr_code(greeting: list[str], phones: str) -> None:
    assert f"  {phones}join" in greeting
    sign = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    drawn = [line for line in greeting if line.startswith(("█", "▀"))]
    rows = [[sign[each][half] for each in line] for line in drawn for half in (0, 1)]
    (found,) = zxingcpp.read_barcodes(np.kron(np.array(rows, np.uint8) * 255, np.ones((8, 8), np.uint8)))
    assert found.text.casefold() == f"{phones}join"


def test_a_phone_reaches_what_anybody_may_use_and_no_page_of_the_facilitator(served: Course, phones: str) -> None:
    with httpx.Client(base_url=phones) as phone:
        assert phone.get("healthz").status_code == 200
        assert phone.get("course/tokens.css").status_code == 200
        assert phone.get("").headers["Location"] == "/join"
        for path in ("lessons/m4-sam-and-priya", "data/my-course.json", "search", "metrics", "search?token=x"):
            answer = phone.get(path)
            assert (answer.status_code, "Join the workshop" in answer.text) == (403, True), path
    assert httpx.get(served.address, headers=served.headers).status_code == 200


def test_a_request_that_names_another_host_is_refused(phones: str) -> None:
    port = urlsplit(phones).port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        f"rebound.local:{port}",
        "127.0.0.1.evil.example",
        "192.0.2.99",
    ):
        for path in ("healthz", "join", "course/tokens.css"):
            assert httpx.get(f"{phones}{path}", headers={"Host": host}).status_code == 403, (host, path)
    assert httpx.get(f"{phones}healthz", headers={"Host": f"localhost:{port}"}).status_code == 200


def test_the_check_finds_the_running_workshop(served: Course, phones: str) -> None:
    port = str(urlsplit(served.address).port)
    done = run("--check", "--port", port)
    assert f"ok    The course answers at {phones}join" in done.stdout
    assert "client isolation" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_data_folder_with_a_cohort_is_not_opened_to_the_network(tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada")])
    done = run("--data", str(tmp_path), "--no-browser", "--port", "0")
    assert done.returncode == 1
    assert "misread serve --host 0.0.0.0" in done.stderr


def test_an_address_that_is_none_is_refused_with_what_one_looks_like() -> None:
    done = run("--address", "training.example.org")
    assert done.returncode == 2
    assert "https://course.example.org/" in done.stderr.replace("\n", "")


def test_names_on_the_command_line_are_the_agenda_of_the_page_and_unknown_ones_are_refused() -> None:
    assert page_for([]) == "workshop"
    assert page_for(["sam-priya", "x4.3"]) == "workshop?step=sam-priya&step=X4.3"
    with pytest.raises(typer.BadParameter, match="did you mean 'sam-priya'"):
        page_for(["sam-pria"])
