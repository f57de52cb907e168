"""The web course: Voila's application, with the lessons of the course and nothing else to be reached."""

from __future__ import annotations

import logging
import os
import socket
import webbrowser
from datetime import UTC, datetime
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from tornado.web import StaticFileHandler
from traitlets import Bool, Instance, Int, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.utils import create_include_assets_functions

from misread_course.catalogue import COURSE, lessons, short
from misread_records import open_journal
from misread_records.seat import Seat
from misread_web.auth import (
    TOKEN,
    Authenticator,
    CourseAuthorizer,
    CourseIdentity,
    OwnerAuth,
    Proxies,
    Roll,
    Seats,
    cookies,
    guarded,
)
from misread_web.auth import routes as door_routes
from misread_web.home import routes as home_routes
from misread_web.kernels import LessonKernels
from misread_web.listener import Listener
from misread_web.live import FORGOTTEN, KERNELS_EACH, OPEN_LESSONS, Crowd, ShortWay
from misread_web.operations import Operations, search_less
from misread_web.ports import NotThere, listening
from misread_web.site import LessonMarkdown, LessonPage, Pages, TemplateFiles, UnknownPage

if TYPE_CHECKING:
    from misread_web.graded_course import GradedCourse

LOOPBACK = "127.0.0.1"
TEMPLATES = Path(str(resources.files("misread_web"))) / "jupyter"
"""Where Jupyter's search for templates finds the course's own."""
EXTENSIONS = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
"""What of JupyterLab a lesson needs; every other installed extension would only make its page heavier."""
IDLE_SECONDS = 30 * 60
"""How long a lesson nobody is connected to keeps its memory; what was done in it is on disk long before."""

LEAVING_SECONDS = 12.0
"""How long a server that is told to end waits for messages that it is handling: as long as one may take, and a bit."""
GOODBYE_SECONDS = 2.0
"""How long it then waits for pages to take notice."""
log = logging.getLogger(__name__)


def course_server(  # noqa: PLR0913 - what `misread serve` may be told
    database: str,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    door: Authenticator,
    proxies: Proxies | None = None,
    prefix: str = "/",
    open_browser: bool = False,
    kernels: bool = False,
    grading: Path | None = None,
    open_lessons: int = OPEN_LESSONS,
    kernels_each: int = KERNELS_EACH,
    zone: ZoneInfo | None = None,
) -> CourseServer:
    """Return the server of the course, ready to start.

    Args:
        database: the address of the journal that keeps what learners do.
        host: the address to listen on.
        port: where it is taken, a free one is used.
        door: who lets people in.
        proxies: those whose word is taken on how a browser came; None if there are none.
        prefix: what every address of the course begins with, with a slash at both ends.
        open_browser: whether to open the course home in a browser once it can be reached.
        kernels: whether every lesson opens Voila's ordinary way, with a kernel of its own.
        grading: the folder in which the cohort is graded; None if nothing is graded here.
        open_lessons: how many lessons one member may have open at once.
        kernels_each: how many kernels one member may have at once.
        zone: the time zone in which pages say dates; if it is not given, the folder's, or else `default_zone`.

    Raises:
        NoCourse: if that folder is no course of nbgrader's.
    """
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(TEMPLATES), os.environ.get("JUPYTER_PATH")]))
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # it warns of how Jupyter sets its own pings
    server = CourseServer(
        config=_settings(database, kernels_each),
        config_file_paths=[],
        identity_provider_class=CourseIdentity,
        authorizer_class=CourseAuthorizer,
        ip=host,
        port=port,
        base_url=prefix,
        root_dir=str(COURSE),
        open_browser=open_browser,
        log_level="ERROR",
        journal=database,
        door=door,
        proxies=proxies or Proxies(),
        kernels=kernels,
        grading=grading,
        open_lessons=open_lessons,
        zone=zone,
    )
    server.initialize([])
    return server


def _settings(journal: str, kernels_each: int) -> Config:
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
            # a piece that fails leaves the rest of the lesson open, and its reason is logged
            "VoilaExecutor": {"allow_errors": True, "on_cell_error": _report},
            "LessonKernels": {
                "journal": journal,
                "most_each": kernels_each,
                "cull_idle_timeout": IDLE_SECONDS,
                "cull_connected": False,
            },
        }
    )


def _report(cell: dict[str, Any], execute_reply: dict[str, Any], **_: object) -> None:
    """Log which piece of a lesson could not be opened; what its error says may hold what somebody wrote."""
    log.error("a cell failed", extra={"cell": cell.get("id"), "code": execute_reply["content"].get("ename")})


class CourseServer(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila's application with the course home in front."""

    name = "misread"
    port: int
    journal = Unicode(help="The address of the journal that keeps what learners do.").tag(config=True)
    graded: GradedCourse | None = None
    door = Instance(Authenticator, help="Who lets people in.")
    proxies = Instance(Proxies, (), help="The proxies that are believed.")
    kernels = Bool(help="Open every lesson Voila's ordinary way.").tag(config=True)
    grading = Instance(Path, allow_none=True, help="The folder in which the cohort is graded.")
    open_lessons = Int(OPEN_LESSONS, help="How many lessons one member may have open at once.")
    zone = Instance(ZoneInfo, allow_none=True, help="The time zone in which pages say dates.")

    @property
    def address(self) -> str:
        """The address of the course home, as this machine can open it."""
        host = LOOPBACK if self.ip in {"", "0.0.0.0", "::"} else self.ip  # noqa: S104 - told from the others
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"

    def init_settings(self) -> dict[str, Any]:
        """Say who is asked who somebody is, and which requests are heard at all.

        Where one person has the course, a request that names another host is refused, so that no foreign page can reach
        it through a browser. Jupyter's own sign-in is off: the check in front of every handler takes its place.
        """
        settings: dict[str, Any] = super().init_settings()
        self.identity_provider.door, self.identity_provider.proxies = self.door, self.proxies
        # Jupyter's own handlers, too, answer in the course's words where something is wrong.
        settings["jinja2_env"] = settings["voila_jinja2_env"]
        settings["jinja2_env"].globals |= create_include_assets_functions("misread", self.base_url)
        shared = {"allow_remote_access": self.door.is_shared, "local_hostnames": ["localhost"]}
        ours = {
            "allow_unauthenticated_access": True,
            "crowd": Crowd(self.open_lessons),
            "roll": Roll(self.identity_provider),
        }
        return {**settings, **shared, **ours}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Put the pages of the course where Voila would list the folder, and the check in front of each of them."""
        whole = {"voila_configuration": self.voila_configuration}
        self.operations = Operations(open_journal(self.journal))
        course, templates = () if self.kernels else lessons(), TEMPLATES / "voila" / "templates"
        apart = () if self.kernels else (short(),)
        self.short = ShortWay(course, templates, self.server_url, self.operations.watch, apart=apart)
        seats = Seats(self.operations.journal)
        self.graded = self._open_graded()
        self.due_pages = Pages(self.server_url, self.short.files, zone=self.graded.zone if self.graded else self.zone)
        lesson = {**whole, "template_paths": self.template_paths, "config": self.config}
        lesson |= {"short": self.short, "seat_of": seats.of, "due_of": self._due_note}
        widgets = str(resources.files("misread_widgets") / "static")
        kept = [route for route in super().init_handlers() if not _opens_the_folder(route[0], self.server_url)]
        routes = [
            (url_path_join(self.server_url, r"/voila/templates/(.*)"), TemplateFiles),
            *kept,
            *self._entrance(whole),
            *self.short.routes(seats.of),
            *self.operations.routes(self.server_url),
            (url_path_join(self.server_url, r"/course/(tokens\.css)"), StaticFileHandler, {"path": widgets}),
            (url_path_join(self.server_url, r"/lessons/([a-z0-9-]+)"), LessonPage, lesson),
            *home_routes(
                self.server_url,
                seats.of,
                self.short.files,
                self._forgotten,
                graded=self.graded,
                zone=self.zone,
                people=self.door.cohorts,
            ),
            *(self.graded.routes(self.server_url, self.short.files) if self.graded else []),
            (r"/.*", UnknownPage, whole),  # outside the prefix, too
        ]
        return guarded(routes, self.server_url)

    def _due_note(self, seat: Seat, lesson: str) -> str:
        """Return the part of a lesson's page that tells its date; empty if it has none."""
        due = self.graded.due(seat.learner, {}, datetime.now(UTC)).get(lesson) if self.graded else None
        return self.due_pages.due_note(due, alone=lesson not in self.short.pages) if due else ""

    def _entrance(self, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        return door_routes(self.door, self.server_url, given, self._left)

    def _open_graded(self) -> GradedCourse | None:
        if self.grading is None:
            return None
        # nbgrader takes a second to load, and most courses go without
        from misread_web.graded_course import GradedCourse  # noqa: PLC0415

        return GradedCourse(self.grading, self.journal)

    def _forgotten(self, seat: Seat) -> None:
        """Let the pages begin anew that still show what a learner has deleted."""
        theirs = seat.learner
        self.operations.watch.release(lambda line: line.seat.learner == theirs, FORGOTTEN, "deleted")

    def _left(self, handler: JupyterHandler) -> None:
        """Close the lines of the browser in which somebody signs out; their other ones stay signed in."""
        if cookie := cookies.read(handler):
            handler.settings["roll"].release(cookie)

    def listen(self) -> None:
        """Take the port, or a free one where it is taken; print the address, and run until stopped."""
        sockets = self._take_port()
        self.http = Listener(self.app, proxies=self.proxies)
        self.http.add_sockets(sockets)
        entry = self._entry(self.door)
        typer.echo(f"Misread is open at {entry}\nStop it with Ctrl+C. {self._keeping()}")
        if self.open_browser:
            webbrowser.open(entry)
        self.ioloop = IOLoop.current()
        search_less()
        self.app.settings["roll"].start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            typer.echo("\nMisread has stopped.")
        finally:
            self.stop()

    def _handle_signal_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as Voila's own
        self.ioloop.add_callback_from_signal(self._leave)

    async def _leave(self) -> None:
        """Take nothing new, finish what is being handled, send the pages to the next server, and end."""
        watch = self.operations.watch
        if watch.is_leaving:
            return
        log.info("the server is stopping")
        self.http.stop()
        if not await watch.leave(LEAVING_SECONDS, GOODBYE_SECONDS):
            log.warning("the server stops before all messages were handled; their pages send them again")
        self.ioloop.stop()

    def stop(self) -> None:
        """End the kernels and the threads, and close the journal."""
        super().stop()
        self.short.close()
        if self.graded is not None:
            self.graded.close()
        self.operations.journal.close()
        log.info("the server has stopped")

    def _entry(self, door: Authenticator) -> str:
        """Return the address that lets a browser in, or leads to where people sign in; say each new one."""
        if not isinstance(door, OwnerAuth):
            return self.address
        door.renewed = lambda token: typer.echo(
            f"A browser was let in. For another one: {self.address}?{TOKEN}={token}"
        )
        return f"{self.address}?{TOKEN}={door.token}"

    def _keeping(self) -> str:
        return f"All answers are kept. {self.door.notice}" if self.door.is_shared else self.door.notice

    def _take_port(self) -> list[socket.socket]:
        try:
            sockets = listening(self.ip, self.port, another=not self.door.is_shared)
        except NotThere as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        port = sockets[0].getsockname()[1]
        if self.port not in {0, port}:
            typer.echo(f"Port {self.port} is taken or not allowed, so another one is used.")
        self.port = port
        return sockets


def _opens_the_folder(route: str, server_url: str) -> bool:
    """Tell Voila's own pages of a folder: its listing, any notebook in it, its files and the contents of each.

    So are those that the course has its own of: signing in, and the files of templates.
    """
    pages = (
        "/voila/templates/",
        "/voila/tree",
        "/voila/render/",
        "/voila/api/contents",
        "/voila/files/",
        "/login",
        "/logout",
        "/api/me",
    )
    return route == server_url or route.startswith(tuple(url_path_join(server_url, page) for page in pages))
