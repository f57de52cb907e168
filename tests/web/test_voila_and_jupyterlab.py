"""The lessons outside the web course: under plain Voila, and in JupyterLab."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from misread_course.catalogue import lesson, lessons
from misread_course.items import items

if TYPE_CHECKING:
    from tests.web.conftest import Story, Visit

LESSON, STORY, PICK = "m4-sam-and-priya", "sam-priya", "blanks"
NAMES = [lesson.name for lesson in lessons()]
RUNNING = re.compile(r"running at")
STARTED_WITHIN = 120
"""Seconds after which a server that has not said that it is running is ended, which fails the test."""
LAB = ("--IdentityProvider.token=", "--LabApp.news_url=None", "--ServerApp.root_dir=.", "--allow-root", "--no-browser",
       "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")  # fmt: skip


@contextmanager
def running(folder: Path, program: str, *arguments: str) -> Iterator[str]:
    """Run a server of Jupyter's in a folder, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / program), *arguments, f"--port={port}"]
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_SETTINGS_DIR": "settings", "IPYTHONDIR": "ipython"}
    environment = {**os.environ, **{name: str(folder / place) for name, place in own.items()}}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        deadline = threading.Timer(STARTED_WITHIN, process.kill)
        deadline.start()
        printed = []
        for line in process.stderr or ():
            printed.append(line)
            if RUNNING.search(line):
                break
        else:
            pytest.fail(f"{program} ended before it could be reached; it printed: {''.join(printed)}")
        deadline.cancel()
        drain = threading.Thread(target=lambda: list(process.stderr or ()))
        drain.start()
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=STARTED_WITHIN)
            drain.join(timeout=STARTED_WITHIN)


def only_this_machine(route: Route) -> None:
    """Let a page have what lies on this machine, as on one that is cut off from all others."""
    if urlsplit(route.request.url).hostname in {"127.0.0.1", "localhost", None}:
        route.continue_()
    else:
        route.abort()


def play_one(story: Story) -> None:
    """Begin a case and make one decision."""
    story.go_on()
    story.choose(PICK)
    expect(story.sheet.locator(".mr-chosen")).to_contain_text(story.text_of(PICK))


def play_one_by_keyboard(story: Story) -> None:
    """Make a decision by keyboard alone; not one of its keys does what JupyterLab has it do with cells."""
    story.on("situation")
    cells = story.page.locator(".jp-Cell").count()
    story.sheet.locator(".mr-option input").first.focus()
    for key in ("Space", "1", "ArrowDown", "ArrowDown", "x", "d", "d"):
        story.page.keyboard.press(key)
    expect(story.sheet.locator(".mr-option input").nth(2)).to_be_checked()
    story.page.keyboard.press("Enter")
    story.on("consequence")
    expect(story.page.locator(".jp-Cell")).to_have_count(cells)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_runs_under_plain_voila(
    name: str, tmp_path: Path, visit: Callable[..., Visit], story: type[Story]
) -> None:
    copy = shutil.copy(lesson(name).notebook, tmp_path)
    with running(tmp_path, "voila", str(copy), "--no-browser") as address:
        page = visit().page
        page.route("**", only_this_machine)
        page.goto(address, wait_until="commit")
        expect(page.locator(".mr")).to_have_count(len(items(lesson(name))))
        if name == LESSON:
            play_one(story(page, STORY))
            assert (tmp_path / "answers.jsonl").read_text("utf-8").count('"picked"') == 1


def test_a_lesson_runs_in_jupyterlab(tmp_path: Path, visit: Callable[..., Visit], story: type[Story]) -> None:
    shutil.copy(lesson(LESSON).notebook, tmp_path)
    settings = tmp_path / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', "utf-8")  # so that cells out of sight are there, too
    with running(tmp_path, "jupyter-lab", *LAB) as address:
        page = visit(viewport={"width": 1280, "height": 1000}).page
        page.route("**", only_this_machine)
        page.goto(f"{address}lab/tree/{LESSON}.ipynb", wait_until="commit")
        expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        play = story(page, STORY)
        play_one(play)
        play.go_on()
        play_one_by_keyboard(play)
