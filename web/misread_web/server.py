"""The server of the web course: Voila's application, with only the lessons and pages of the course."""

from __future__ import annotations

import logging
import os
import socket
import webbrowser
from collections.abc import Callable
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

from misread_course.catalogue import COURSE, apart, lessons
from misread_records import open_journal
from misread_records.people import Certificates
from misread_records.seat import Seat
from misread_scenarios.language import SOURCE
from misread_web.auth import (
    TOKEN,
    Authenticator,
    CourseAuthorizer,
    CourseIdentity,
    OwnerAuth,
    Proxies,
    Seats,
    WebSocketRegistry,
    cookies,
    guarded,
)
from misread_web.auth import routes as auth_routes
from misread_web.follow_up import routes as follow_up_routes
from misread_web.home import routes as home_routes
from misread_web.kernels import LessonKernels
from misread_web.language import taught
from misread_web.listener import Listener
from misread_web.live import FORGOTTEN, KERNELS_EACH, OPEN_LESSONS, ConnectionLimit, LessonService
from misread_web.operations import Operations, search_less
from misread_web.ports import NotThere, is_this_machine, listening
from misread_web.reference import routes as reference_routes
from misread_web.site import LessonMarkdown, LessonPage, Pages, TemplateFiles, UnknownPage
from misread_web.workshop import Homes, WorkshopPages, notices_for

if TYPE_CHECKING:
    from misread_web.graded_course import GradedCourse

LOOPBACK = "127.0.0.1"
TEMPLATES = Path(str(resources.files("misread_web"))) / "jupyter"
"""The folder in which Jupyter finds the course's templates."""
EXTENSIONS = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
"""The JupyterLab extensions that a lesson needs; others would only make its page heavier."""
IDLE_SECONDS = 30 * 60
"""How long a kernel without a connection stays in memory; its learner's answers are on disk long before."""

LEAVING_SECONDS = 12.0
"""How long a stopping server waits for messages in progress: the time limit of a message, and a little more."""
GOODBYE_SECONDS = 2.0
"""How long a stopping server then waits for pages to close their connections."""
log = logging.getLogger(__name__)


def course_server(  # noqa: PLR0913 - the options of `misread serve`
    database: str,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    authenticator: Authenticator,
    proxies: Proxies | None = None,
    prefix: str = "/",
    open_browser: bool = False,
    kernels: bool = False,
    grading: Path | None = None,
    open_lessons: int = OPEN_LESSONS,
    kernels_each: int = KERNELS_EACH,
    zone: ZoneInfo | None = None,
    language: str = SOURCE,
    page: str = "",
    greeting: Callable[[CourseServer, str], str] | None = None,
) -> CourseServer:
    """Return the server of the course, ready to start.

    Args:
        database: the address of the journal.
        host: the address to listen on.
        port: the port to listen on; with `OwnerAuth`, a free port if this one is taken.
        authenticator: the authenticator.
        proxies: the trusted proxies; None if there are none.
        prefix: the start of every path of the course, with a slash at both ends.
        open_browser: whether to open the course home in a browser when the server is ready.
        kernels: whether every lesson runs in a kernel of its own.
        grading: the folder in which the cohort is graded; None if nothing is graded here.
        open_lessons: how many lessons one member may have open at once.
        kernels_each: how many kernels one member may have at once.
        zone: the time zone of dates; if None, that of the grading folder, or else `default_zone`.
        language: the language of people whose browser prefers none of the course's languages.
        page: the page to open at the start, relative to the course home.
        greeting: returns what is printed once the server listens, for the server and the address to open; if None, it
            is that address and how to stop the server.

    Raises:
        NoCourse: if `grading` is not an nbgrader course.
    """
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(TEMPLATES), os.environ.get("JUPYTER_PATH")]))
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # it would warn of Jupyter's own ping settings
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
        authenticator=authenticator,
        proxies=proxies or Proxies(),
        kernels=kernels,
        grading=grading,
        open_lessons=open_lessons,
        zone=zone,
        language=language,
        page=page,
    )
    server.greeting = greeting
    server.initialize([])
    return server


def _settings(journal: str, kernels_each: int) -> Config:
    """Return the configuration of Voila: our template, the extensions that lessons need, and culling of kernels."""
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
            # A cell that fails leaves the rest of the lesson open, and is logged.
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
    """Log a cell that failed, without the text of its error, which may contain a learner's words."""
    log.error("a cell failed", extra={"cell": cell.get("id"), "code": execute_reply["content"].get("ename")})


class CourseServer(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila's application with the course home in front."""

    name = "misread"
    port: int
    journal = Unicode(help="The address of the journal.").tag(config=True)
    graded: GradedCourse | None = None
    authenticator = Instance(Authenticator, help="The authenticator.")
    proxies = Instance(Proxies, (), help="The trusted proxies.")
    kernels = Bool(help="Run every lesson in a kernel of its own.").tag(config=True)
    grading = Instance(Path, allow_none=True, help="The folder in which the cohort is graded.")
    open_lessons = Int(OPEN_LESSONS, help="How many lessons one member may have open at once.")
    zone = Instance(ZoneInfo, allow_none=True, help="The time zone of dates.")
    language = Unicode(SOURCE, help="The language of people whose browser prefers none of the course's languages.")
    page = Unicode("", help="The page to open at the start, relative to the course home.")
    greeting: Callable[[CourseServer, str], str] | None = None

    @property
    def address(self) -> str:
        """The address by which this machine can open the course home."""
        host = LOOPBACK if self.ip in {"", "0.0.0.0", "::"} else self.ip  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"

    def init_settings(self) -> dict[str, Any]:
        """Return tornado's settings, with the authenticator and the hosts whose requests are accepted.

        If the course belongs to one person, a request that names another host is refused, so that no other site's page
        can reach it through a browser. Jupyter's own sign-in is off, because the check in front of every handler
        replaces it.
        """
        settings: dict[str, Any] = super().init_settings()
        self.identity_provider.authenticator, self.identity_provider.proxies = self.authenticator, self.proxies
        # Jupyter's own handlers use the course's error pages, too.
        settings["jinja2_env"] = settings["voila_jinja2_env"]
        settings["jinja2_env"].globals |= create_include_assets_functions("misread", self.base_url)
        taught(settings["jinja2_env"])
        others = self.authenticator.is_shared or self.authenticator.is_open_to_network
        shared = {"allow_remote_access": others, "local_hostnames": ["localhost"]}
        ours = {
            "allow_unauthenticated_access": True,
            "connection_limit": ConnectionLimit(self.open_lessons),
            "websockets": WebSocketRegistry(self.identity_provider),
            "language": self.language,
        }
        return {**settings, **shared, **ours}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return the routes of the course instead of Voila's pages of a folder, with the check in front of each."""
        whole = {"voila_configuration": self.voila_configuration}
        self.operations = Operations(open_journal(self.journal))
        course, templates = () if self.kernels else lessons(), TEMPLATES / "voila" / "templates"
        others = () if self.kernels else apart()
        self.lesson_service = LessonService(
            course, templates, self.server_url, self.operations.open_connections, apart=others
        )
        self.workshops = WorkshopPages(
            self.operations.journal,
            self.operations.open_connections,
            self.authenticator,
            Homes(self.authenticator, lambda: self.port, in_network=not is_this_machine(self.ip)),
            notices_for(self.journal),
        )
        seats = Seats(self.operations.journal)
        self.graded, self.certificates = self._open_graded(), Certificates(self.journal)
        self.due_pages = Pages(
            self.server_url, self.lesson_service.files, zone=self.graded.zone if self.graded else self.zone
        )
        lesson = {**whole, "template_paths": self.template_paths, "config": self.config}
        lesson |= {"service": self.lesson_service, "seat_of": seats.of, "due_of": self._due_note}
        widgets = str(resources.files("misread_widgets") / "static")
        kept = [route for route in super().init_handlers() if not _opens_the_folder(route[0], self.server_url)]
        routes = [
            (url_path_join(self.server_url, r"/voila/templates/(.*)"), TemplateFiles),
            *kept,
            *self._entrance(whole),
            *self.lesson_service.routes(seats.of),
            *self.operations.routes(self.server_url),
            (url_path_join(self.server_url, r"/course/(tokens\.css)"), StaticFileHandler, {"path": widgets}),
            (url_path_join(self.server_url, r"/lessons/([a-z0-9-]+)"), LessonPage, lesson),
            *self._learner_routes(seats),
            *self.workshops.routes(self.server_url, self.lesson_service.files, self.due_pages.zone),
            *reference_routes(self.server_url, seats.of, self.lesson_service.files),
            *(self.graded.routes(self.server_url, self.lesson_service.files) if self.graded else []),
            (r"/.*", UnknownPage, whole),  # also outside the prefix
        ]
        return guarded(routes, self.server_url)

    def _learner_routes(self, seats: Seats) -> list[tuple[Any, ...]]:
        """Return the routes of the home, and of what happens after a lesson."""
        place = self.server_url, seats.of, self.lesson_service.files
        kept: dict[str, Any] = {"certificates": self.certificates, "people": self.authenticator.cohorts}
        return [
            *home_routes(*place, self._forgotten, graded=self.graded, zone=self.zone, **kept),
            *follow_up_routes(*place, zone=self.due_pages.zone, **kept),
        ]

    def _due_note(self, seat: Seat, lesson: str) -> str:
        """Return the part of a lesson's page that tells its due date, as HTML; empty if it has none."""
        due = self.graded.due(seat.learner, {}, datetime.now(UTC)).get(lesson) if self.graded else None
        return self.due_pages.due_note(due, alone=lesson not in self.lesson_service.pages) if due else ""

    def _entrance(self, voila_options: dict[str, Any]) -> list[tuple[Any, ...]]:
        return auth_routes(self.authenticator, self.server_url, voila_options, self._left)

    def _open_graded(self) -> GradedCourse | None:
        if self.grading is None:
            return None
        # Loaded late: nbgrader takes a second, and most courses do not need it.
        from misread_web.graded_course import GradedCourse  # noqa: PLC0415

        return GradedCourse(self.grading, self.journal)

    def _forgotten(self, seat: Seat) -> None:
        """Close the connections of a learner who has deleted their data, so that their pages reload."""
        learner = seat.learner
        self.operations.open_connections.release(lambda each: each.seat.learner == learner, FORGOTTEN, "deleted")

    def _left(self, handler: JupyterHandler) -> None:
        """Close the connections of the browser in which somebody signs out; their other browsers stay signed in."""
        if cookie := cookies.read(handler):
            handler.settings["websockets"].release(cookie)

    def listen(self) -> None:
        """Listen on the port, print the address, and run until stopped."""
        sockets = self._take_port()
        self.http = Listener(self.app, proxies=self.proxies)
        self.http.add_sockets(sockets)
        entry = self._entry(self.authenticator)
        usual = f"Misread is open at {entry}\nStop it with Ctrl+C. {self._keeping()}"
        typer.echo(self.greeting(self, entry) if self.greeting else usual)
        if self.open_browser:
            webbrowser.open(entry)
        self.ioloop = IOLoop.current()
        search_less()
        self.app.settings["websockets"].start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            typer.echo("\nMisread has stopped.")
        finally:
            self.stop()

    def _handle_signal_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as Voila's own
        self.ioloop.add_callback_from_signal(self._leave)

    async def _leave(self) -> None:
        """Accept nothing new, finish the messages in progress, disconnect the pages, and stop."""
        open_connections = self.operations.open_connections
        if open_connections.is_leaving:
            return
        log.info("the server is stopping")
        self.http.stop()
        if not await open_connections.leave(LEAVING_SECONDS, GOODBYE_SECONDS):
            log.warning("the server stops before all messages were handled; their pages send them again")
        self.ioloop.stop()

    def stop(self) -> None:
        """Stop the kernels and threads, and close the journal."""
        super().stop()
        self.lesson_service.close()
        self.workshops.close()
        if self.graded is not None:
            self.graded.close()
        self.certificates.shut()
        self.operations.journal.close()
        log.info("the server has stopped")

    def _entry(self, authenticator: Authenticator) -> str:
        """Return the address to open in a browser; for an owner, it has a token, and each new token is printed."""
        if not isinstance(authenticator, OwnerAuth):
            return f"{self.address}{self.page}"
        authenticator.renewed = lambda token: typer.echo(
            f"A browser was let in. For another one: {self.address}{self.page}{self._sign}{TOKEN}={token}"
        )
        return f"{self.address}{self.page}{self._sign}{TOKEN}={authenticator.token}"

    @property
    def _sign(self) -> str:
        """The sign in front of the next argument in the address of the page to open."""
        return "&" if "?" in self.page else "?"

    def _keeping(self) -> str:
        return (
            f"All answers are kept. {self.authenticator.notice}"
            if self.authenticator.is_shared
            else self.authenticator.notice
        )

    def _take_port(self) -> list[socket.socket]:
        try:
            sockets = listening(self.ip, self.port, another=not self.authenticator.is_shared)
        except NotThere as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        port = sockets[0].getsockname()[1]
        if self.port not in {0, port}:
            typer.echo(f"Port {self.port} is taken or not allowed, so the course uses another one.")
        self.port = port
        return sockets


def _opens_the_folder(route: str, server_url: str) -> bool:
    """Return whether a route is left out: a page of Voila's about a folder, or a page that the course replaces.

    Voila's pages about a folder are its listing, its notebooks and its files. The course has its own pages for signing
    in, and its own handler for the files of templates.
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
