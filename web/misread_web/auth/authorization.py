"""One check in front of every handler, also those of Jupyter and Voila."""

from __future__ import annotations

import functools
import inspect
import logging
import secrets
import time
import weakref
from collections.abc import Iterable
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from misread_web.auth import cookies
from misread_web.auth.errors import NotSignedIn, RecordsAway
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.permissions import Permission, rule_for
from misread_web.auth.person import Person
from misread_web.auth.proxies import from_this_machine, passed_on
from misread_web.live import AWAY, SIGNED_OUT, BoundedLine
from misread_web.site import EVERY_ANSWER, NO_OPENER, OWN_FILES_ONLY, may_have_foreign_opener

log = logging.getLogger(__name__)
ASKED_EVERY = 15.0
"""Seconds for which an open line may go on after its owner was removed or signed out."""
ROLL_SECONDS = 10.0
"""How often the owners of all open lines are asked for, so that the answer is there within the seconds above."""


FORM = "form"
"""The cookie by which a form is known to have been sent to the browser that it comes from."""
FORM_DAYS = 30


class CourseAuthorizer(Authorizer):
    """Lets in whom the rules let in."""

    identity_provider: CourseIdentity

    def admit(self, handler: Guarded, person: Person | None) -> None:
        """Do nothing where somebody may use a handler's route.

        Raises:
            Refusal: if they may not.
            HTTPError: 404 if the route names a kernel that is not theirs, or none.
        """
        at_home = handler.rule.this_machine and from_this_machine(handler.request)
        if not at_home and not handler.rule.admits(person):
            raise self.identity_provider.refusal(person)
        if handler.rule.own_kernel and (person is None or _owner(handler) != person.username):
            raise HTTPError(404)

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:  # noqa: ARG002
        """Tell Jupyter's own handlers the same: they ask once more."""
        return isinstance(handler, Guarded) and isinstance(user, Person) and handler.rule.admits(user)


def _owner(handler: RequestHandler) -> str | None:
    kernel: str = handler.path_kwargs.get("kernel_id") or handler.path_args[0]
    owner: str | None = handler.settings["kernel_manager"].owner_of(kernel)
    return owner


class Guarded(RequestHandler):
    """A handler that asks, before anything else, whether the person who makes the request may use it."""

    rule: Permission
    _new_form_key: str | None = None

    @property
    def xsrf_token(self) -> bytes:
        """What a form brings back: tied to the browser that it is sent to, and to who is signed in there."""
        if self._form_key is None:
            self._new_form_key = secrets.token_urlsafe(16)
            cookies.write(self, self._new_form_key, FORM, expires_days=FORM_DAYS)
        return super().xsrf_token

    def _get_raw_xsrf_token(self) -> tuple[int, bytes, float]:
        """Give tornado the token that it writes into forms and asks of them, in place of one that a cookie brings."""
        key = self._form_key or secrets.token_urlsafe(16)
        return 2, self.settings["identity_provider"].form_token(self, key), time.time()

    @property
    def _form_key(self) -> str | None:
        """What this browser keeps, or is about to."""
        return self._new_form_key or cookies.read(self, FORM)

    def set_default_headers(self) -> None:
        """Give every answer a policy: its handler's own where that begins with nothing, or else the course's."""
        super().set_default_headers()
        if not self._headers.get("Content-Security-Policy", "").startswith("default-src 'none'"):
            self.set_header("Content-Security-Policy", OWN_FILES_ONLY)
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)
        if may_have_foreign_opener(self.request.headers.get("Sec-Fetch-Site")):
            self.set_header(*NO_OPENER)
        self.clear_header("Server")  # tornado says its version there

    async def prepare(self) -> None:
        """Let somebody in, send them to where they sign in, or refuse them."""
        self.current_user = None  # for the page that says so where it cannot be found out who somebody is
        identity = self.settings["identity_provider"]
        if passed_on(self.request) and not identity.proxies.passed_on_by_one(self.request):
            _warn_of_proxy()
        if (refused := identity.refused(self.request)) is not None:
            raise refused
        self.current_user = await identity.get_user(self)
        if (way := identity.arrival(self)) is not None:
            self.redirect(way)
            return
        try:
            self.settings["authorizer"].admit(self, self.current_user)
        except NotSignedIn as error:
            if (way := identity.way_in(self)) is None:
                raise await identity.unknown(self) from error
            self.redirect(way)
            return
        waiting = super().prepare()
        if inspect.isawaitable(waiting):
            await waiting

    def write_error(self, status_code: int, **given: Any) -> None:  # noqa: ANN401 - tornado's own
        """Say what is wrong; a malformed request is refused before anybody is asked who makes it."""
        if not hasattr(self, "_current_user"):
            self.current_user = None
        super().write_error(status_code, **given)


@functools.cache
def _warn_of_proxy() -> None:
    """Say, once, that a proxy is not believed: then cookies do not stay on HTTPS."""
    log.warning("a proxy that was not named passes requests on, and is not believed: misread serve --proxy ADDRESS")


class GuardedLine(Guarded, BoundedLine):
    """A WebSocket whose owner is asked for again and again: it may be open for hours."""

    asked_at = 0.0

    async def prepare(self) -> None:
        """Let somebody in, or refuse them."""
        await super().prepare()
        self.asked_at = time.monotonic()
        self.settings["roll"].add(self)

    def check_xsrf_cookie(self) -> None:
        """Ask for no token: a line is opened with GET alone, and looks at the page's origin itself."""

    async def on_message(self, message: str | bytes) -> None:
        """Hear a message of somebody who may still send it."""
        if await self._may_go_on():
            waiting = super().on_message(message)
            if inspect.isawaitable(waiting):
                await waiting

    async def _may_go_on(self) -> bool:
        """Tell whether a message may be heard; where all lines were asked about lately, so was this one."""
        now = time.monotonic()
        if now - self.asked_at > ASKED_EVERY:
            try:
                person = await self.settings["identity_provider"].ask(self)
            except RecordsAway:
                self.close(AWAY, "the journal is away")
                return False
            self.hold(person, now)
        return not self.is_over

    is_over = False

    def hold(self, person: Person | None, now: float) -> None:
        """Go on where somebody may still use this line, or else close it."""
        self.asked_at = now
        if not self.rule.admits(person):
            self.is_over = True
            self.close(SIGNED_OUT, "signed out")


class Roll:
    """The lines of a server, whose owners are asked for all at once, whether or not their pages say anything."""

    def __init__(self, identity: CourseIdentity) -> None:
        """Take what knows people."""
        self._identity = identity
        self._lines: weakref.WeakSet[GuardedLine] = weakref.WeakSet()

    def add(self, line: GuardedLine) -> None:
        """Ask for a line from now on, until it is gone."""
        self._lines.add(line)

    def start(self) -> None:
        """Ask every few seconds, as long as the event loop of this thread runs."""
        PeriodicCallback(self.ask, ROLL_SECONDS * 1000).start()

    async def ask(self) -> None:
        """Close the lines of those who signed out, wherever they did so, or may not use them any more."""
        lines = {line: cookie for line in self._lines if line.ws_connection and (cookie := cookies.read(line))}
        if not lines:
            return
        now = time.monotonic()
        try:
            people = await self._identity.hold(frozenset(lines.values()))
        except RecordsAway:
            return  # a line that is used meanwhile asks itself
        for line, cookie in lines.items():
            line.hold(people.get(cookie), now)

    def release(self, cookie: str) -> None:
        """Close the lines of the browser that has a cookie, at once."""
        for line in tuple(self._lines):
            if line.ws_connection and cookies.read(line) == cookie:
                line.hold(None, time.monotonic())


def guarded(routes: Iterable[tuple[Any, ...]], base: str) -> list[tuple[Any, ...]]:
    """Return routes with the check in front of each of them; `base` is what every address begins with.

    Raises:
        RouteWithoutRule: if one of them has no rule.
    """
    return [(pattern, _guarded(handler, rule_for(pattern, base)), *rest) for pattern, handler, *rest in routes]


def _guarded(handler: type[RequestHandler], rule: Permission) -> type[RequestHandler]:
    is_line = issubclass(handler, WebSocketHandler)
    own = {"rule": rule, "__module__": handler.__module__}
    if not is_line and handler.get is not RequestHandler.get and handler.head is RequestHandler.head:
        own["head"] = _as_get
    return type(handler.__name__, (GuardedLine if is_line else Guarded, handler), own)


async def _as_get(handler: RequestHandler, *path: str) -> None:
    """Answer HEAD, with which programs look at a link, by all that GET answers but the content."""
    waiting = handler.get(*path)
    if inspect.isawaitable(waiting):
        await waiting
