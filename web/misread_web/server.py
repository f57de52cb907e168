"""The web course: Voila's application, with the lessons of the course and nothing else to be reached."""

from __future__ import annotations

import errno
import logging
import os
import socket
import webbrowser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import StaticFileHandler
from traitlets import Bool, Unicode
from traitlets.config import Config
from voila.app import Voila

from misread_course.catalogue import LESSONS, lessons
from misread_records import open_journal
from misread_web.kernels import LessonKernels
from misread_web.markdown import LessonMarkdown
from misread_web.pages import HomePage, LessonPage, UnknownPage
from misread_web.seats import Seats
from misread_web.sessions.short_way import ShortWay
from misread_widgets.seat import ALONE

LOOPBACK = "127.0.0.1"
TEMPLATES = Path(str(resources.files("misread_web"))) / "jupyter"
"""Where Jupyter's search for templates finds the course's own."""
EXTENSIONS = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
"""What of JupyterLab a lesson needs; every other installed extension would only make its page heavier."""
IDLE_SECONDS = 30 * 60
"""How long a lesson nobody is connected to keeps its memory; what was done in it is on disk long before."""


def course_server(data: Path, port: int, *, open_browser: bool, kernels: bool = False) -> CourseServer:
    """Return the server of the course, ready to start.

    `data` is the folder where the learner's answers are kept; it is made if it is missing. Where `port` is taken,
    a free one is used. With `open_browser`, the course home is opened in a browser once it can be reached. With
    `kernels`, every lesson opens Voila's ordinary way, with a kernel of its own.

    Raises:
        OSError: where the folder cannot be made.
    """
    data.mkdir(parents=True, exist_ok=True)
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(TEMPLATES), os.environ.get("JUPYTER_PATH")]))
    journal = f"sqlite:///{data.resolve() / 'misread.db'}"
    learner = {"MISREAD_JOURNAL": journal, "MISREAD_LEARNER": ALONE}
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # it warns of how Jupyter sets its own pings
    server = CourseServer(
        config=_settings(learner),
        config_file_paths=[],
        ip=LOOPBACK,
        port=port,
        root_dir=str(LESSONS),
        open_browser=open_browser,
        log_level="ERROR",
        journal=journal,
        kernels=kernels,
    )
    server.initialize([])
    return server


def _settings(learner: dict[str, str]) -> Config:
    """Return how Voila serves a lesson: our template, the extensions it needs and no others, no stray kernels."""
    following = {lesson.name: {"name": after.name, "title": after.title} for lesson, after in pairwise(lessons())}
    return Config(
        {
            "VoilaConfiguration": {
                "template": "misread",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "extension_allowlist": EXTENSIONS,
                "file_allowlist": [],
                "multi_kernel_manager_class": LessonKernels,
                "resources": {"following": following},
            },
            "VoilaExporter": {"markdown_renderer_class": LessonMarkdown},
            # a piece that fails leaves the rest of the lesson to the learner, and its reason to whoever runs the course
            "VoilaExecutor": {"allow_errors": True, "on_cell_error": _report},
            "LessonKernels": {"learner": learner, "cull_idle_timeout": IDLE_SECONDS, "cull_connected": False},
        }
    )


def _report(cell: dict[str, Any], execute_reply: dict[str, Any], **_: object) -> None:
    """Print why a piece of a lesson could not be opened."""
    traceback = "\n".join(execute_reply["content"].get("traceback", []))
    typer.echo(f"A piece of a lesson could not be opened: {cell['source']}\n{traceback}", err=True)


class CourseServer(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila's application with the course home in front, open to this machine alone."""

    name = "misread"
    port: int
    journal = Unicode(help="The address of the journal that keeps what learners do.").tag(config=True)
    kernels = Bool(help="Open every lesson Voila's ordinary way.").tag(config=True)

    @property
    def address(self) -> str:
        """The address of the course home."""
        return f"http://{LOOPBACK}:{self.port}{self.base_url}"

    def init_settings(self) -> dict[str, Any]:
        """Refuse requests that name another host, so that no foreign page can reach the course through a browser."""
        return {**super().init_settings(), "allow_remote_access": False, "local_hostnames": ["localhost"]}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Put the pages of the course where Voila would list the folder and open whatever lies in it."""
        whole = {"voila_configuration": self.voila_configuration}
        short = ShortWay(() if self.kernels else lessons(), TEMPLATES / "voila" / "templates", self.server_url)
        seats = Seats(open_journal(self.journal))
        lesson = {**whole, "template_paths": self.template_paths, "config": self.config, "pages": short.pages}
        widgets = str(resources.files("misread_widgets"))
        kept = [route for route in super().init_handlers() if not _opens_the_folder(route[0], self.server_url)]
        return [
            *kept,
            *short.routes(seats.of),
            (url_path_join(self.server_url, r"/course/(tokens\.css)"), StaticFileHandler, {"path": widgets}),
            (url_path_join(self.server_url, r"/lessons/([a-z0-9-]+)"), LessonPage, lesson),
            (self.server_url, HomePage, whole),
            (url_path_join(self.server_url, r"/.*"), UnknownPage, whole),
        ]

    def listen(self) -> None:
        """Take the port, or a free one where it is taken; print the address, and run until stopped."""
        sockets = self._take_port()
        HTTPServer(self.app).add_sockets(sockets)
        typer.echo(f"Misread is open at {self.address}\nStop it with Ctrl+C. Your answers are kept.")
        if self.open_browser:
            webbrowser.open(self.address)
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            typer.echo("\nMisread has stopped.")
        finally:
            self.stop()

    def _take_port(self) -> list[socket.socket]:
        try:
            sockets = bind_sockets(self.port, LOOPBACK)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            sockets = bind_sockets(0, LOOPBACK)
            typer.echo(f"Port {self.port} is taken or not allowed, so another one is used.")
        self.port = sockets[0].getsockname()[1]
        return sockets


def _opens_the_folder(route: str, server_url: str) -> bool:
    """Tell Voila's own pages of a folder: its listing, any notebook in it, its files and the contents of each."""
    pages = ("/voila/tree", "/voila/render/", "/voila/api/contents", "/voila/files/", "/login", "/logout", "/api/me")
    return route == server_url or route.startswith(tuple(url_path_join(server_url, page) for page in pages))
