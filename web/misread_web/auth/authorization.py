"""Checks who makes a request in front of every handler, including those of Jupyter and Voila."""

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

from misread_scenarios.language import speak
from misread_web.auth import cookies
from misread_web.auth.errors import NotSignedIn, RecordsAway
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.permissions import Permission, rule_for
from misread_web.auth.person import Person
from misread_web.auth.preferred_language import language_of
from misread_web.auth.proxies import from_this_machine, host_of, is_loopback, passed_on
from misread_web.live import AWAY, SIGNED_OUT, LimitedWebSocket
from misread_web.site import EVERY_ANSWER, NO_OPENER, OWN_FILES_ONLY, may_have_foreign_opener

log = logging.getLogger(__name__)
ASKED_EVERY = 15.0
"""How many seconds an open WebSocket may go on after its owner was removed or signed out."""
RECHECK_SECONDS = 10.0
"""How often the owners of all open WebSockets are looked up; often enough to stay within `ASKED_EVERY`."""


FORM = "form"
"""The cookie with the key that ties a form to the browser it was sent to."""
FORM_DAYS = 30


class CourseAuthorizer(Authorizer):
    """Lets people in by the rules in `permissions`."""

    identity_provider: CourseIdentity

    def admit(self, handler: Guarded, person: Person | None) -> None:
        """Check that a person may use a handler's route.

        Raises:
            AccessError: if they may not.
            HTTPError: 404 if the route names a kernel that does not exist or is not theirs.
        """
        at_home = handler.rule.this_machine and from_this_machine(handler.request)
        if not at_home and not handler.rule.admits(person):
            raise self.identity_provider.refusal(person)
        if handler.rule.own_kernel and (person is None or _owner(handler) != person.username):
            raise HTTPError(404)

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:  # noqa: ARG002
        """Return the same answer to Jupyter's own handlers, which ask once more."""
        return isinstance(handler, Guarded) and isinstance(user, Person) and handler.rule.admits(user)


def _owner(handler: RequestHandler) -> str | None:
    kernel: str = handler.path_kwargs.get("kernel_id") or handler.path_args[0]
    owner: str | None = handler.settings["kernel_manager"].owner_of(kernel)
    return owner


class Guarded(RequestHandler):
    """A handler that first checks whether the person who makes the request may use it."""

    rule: Permission
    _new_form_key: str | None = None

    @property
    def xsrf_token(self) -> bytes:
        """The token that a form must send back; it is tied to the browser and to the person who is signed in there."""
        if self._form_key is None:
            self._new_form_key = secrets.token_urlsafe(16)
            cookies.write(self, self._new_form_key, FORM, expires_days=FORM_DAYS)
        return super().xsrf_token

    def _get_raw_xsrf_token(self) -> tuple[int, bytes, float]:
        """Return the token that tornado writes into forms and expects from them, instead of one from a cookie."""
        key = self._form_key or secrets.token_urlsafe(16)
        return 2, self.settings["identity_provider"].form_token(self, key), time.time()

    @property
    def _form_key(self) -> str | None:
        """The key in this browser's form cookie, or the new one that this response sets; None if there is neither."""
        return self._new_form_key or cookies.read(self, FORM)

    def set_default_headers(self) -> None:
        """Set the headers of every response; a handler's own policy stays if it starts with `default-src 'none'`."""
        super().set_default_headers()
        if not self._headers.get("Content-Security-Policy", "").startswith("default-src 'none'"):
            self.set_header("Content-Security-Policy", OWN_FILES_ONLY)
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)
        if self._may_part() and may_have_foreign_opener(self.request.headers.get("Sec-Fetch-Site")):
            self.set_header(*NO_OPENER)
        self.clear_header("Server")  # tornado would give its version

    def _may_part(self) -> bool:
        """Return whether a browser may part the page from its opener.

        On plain HTTP in a network, browsers ignore the header with an error in the console; they then do not send
        `Sec-Fetch-Site` either (W3C Secure Contexts).
        """
        is_safe = cookies.came_by_https(self) or is_loopback(host_of(self.request.host))
        return is_safe or "Sec-Fetch-Site" in self.request.headers

    async def prepare(self) -> None:
        """Let the person in, redirect them to the sign-in, or refuse them; speak their language from here on."""
        speak(language_of(self))
        self.current_user = None  # an error page needs a value if the look-up fails
        identity = self.settings["identity_provider"]
        if passed_on(self.request) and not identity.proxies.passed_on_by_one(self.request):
            _warn_of_proxy()
        if (refusal := identity.refused(self.request)) is not None:
            raise refusal
        self.current_user = await identity.get_user(self)
        if (address := identity.arrival(self)) is not None:
            self.redirect(address)
            return
        try:
            self.settings["authorizer"].admit(self, self.current_user)
        except NotSignedIn as error:
            if (address := identity.way_in(self)) is None:
                raise await identity.unknown(self) from error
            self.redirect(address)
            return
        waiting = super().prepare()
        if inspect.isawaitable(waiting):
            await waiting

    def write_error(self, status_code: int, **options: Any) -> None:  # noqa: ANN401 - tornado's own
        """Write the error page; a malformed request is refused before `prepare` could look up its person."""
        if not hasattr(self, "_current_user"):
            self.current_user = None
        speak(language_of(self))
        super().write_error(status_code, **options)


@functools.cache
def _warn_of_proxy() -> None:
    """Warn once that a proxy's headers are ignored, as cookies are then not limited to HTTPS."""
    log.warning(
        "requests come through a proxy that was not named, so its headers are ignored; "
        "name it: misread serve --proxy ADDRESS"
    )


class GuardedWebSocket(Guarded, LimitedWebSocket):
    """A WebSocket whose owner is looked up again and again, as it may be open for hours."""

    checked_at = 0.0

    async def prepare(self) -> None:
        """Let the person in, or refuse them."""
        await super().prepare()
        self.checked_at = time.monotonic()
        self.settings["websockets"].add(self)

    def check_xsrf_cookie(self) -> None:
        """Require no XSRF token: a WebSocket is opened with GET, and tornado checks the page's origin."""

    async def on_message(self, message: str | bytes) -> None:
        """Handle a message, if its sender may still use the WebSocket."""
        if await self._may_go_on():
            waiting = super().on_message(message)
            if inspect.isawaitable(waiting):
                await waiting

    async def _may_go_on(self) -> bool:
        """Return whether a message may be handled; look its owner up unless `WebSocketRegistry` has done so lately."""
        now = time.monotonic()
        if now - self.checked_at > ASKED_EVERY:
            try:
                person = await self.settings["identity_provider"].look_up(self)
            except RecordsAway:
                self.close(AWAY, "the journal is away")
                return False
            self.close_unless_admitted(person, now)
        return not self.is_over

    is_over = False

    def close_unless_admitted(self, person: Person | None, now: float) -> None:
        """Close this WebSocket unless the person may still use it; `now` is the time of the look-up."""
        self.checked_at = now
        if not self.rule.admits(person):
            self.is_over = True
            self.close(SIGNED_OUT, "signed out")


class WebSocketRegistry:
    """The open WebSockets of a server. It looks up their owners regularly, all at once."""

    def __init__(self, identity: CourseIdentity) -> None:
        """Start without WebSockets; `identity` looks up their owners."""
        self._identity = identity
        self._sockets: weakref.WeakSet[GuardedWebSocket] = weakref.WeakSet()

    def add(self, socket: GuardedWebSocket) -> None:
        """Look up a WebSocket's owner from now on, until it is closed."""
        self._sockets.add(socket)

    def start(self) -> None:
        """Look up all owners every few seconds, as long as the event loop of this thread runs."""
        PeriodicCallback(self.check_all, RECHECK_SECONDS * 1000).start()

    async def check_all(self) -> None:
        """Close the WebSockets of people who signed out anywhere, or may not use them any more."""
        cookie_of = {each: cookie for each in self._sockets if each.ws_connection and (cookie := cookies.read(each))}
        if not cookie_of:
            return
        now = time.monotonic()
        try:
            people = await self._identity.people_by_cookie(frozenset(cookie_of.values()))
        except RecordsAway:
            return  # a WebSocket that gets a message meanwhile looks its owner up itself
        for socket, cookie in cookie_of.items():
            socket.close_unless_admitted(people.get(cookie), now)

    def release(self, cookie: str) -> None:
        """Close the WebSockets of the browser with a cookie, at once."""
        for socket in tuple(self._sockets):
            if socket.ws_connection and cookies.read(socket) == cookie:
                socket.close_unless_admitted(None, time.monotonic())


def guarded(routes: Iterable[tuple[Any, ...]], base: str) -> list[tuple[Any, ...]]:
    """Return the routes with the check in front of each handler; `base` is the start of every path.

    Raises:
        RouteWithoutRule: if one of them has no rule.
    """
    return [(pattern, _guarded(handler, rule_for(pattern, base)), *rest) for pattern, handler, *rest in routes]


def _guarded(handler: type[RequestHandler], rule: Permission) -> type[RequestHandler]:
    is_socket = issubclass(handler, WebSocketHandler)
    attributes = {"rule": rule, "__module__": handler.__module__}
    if not is_socket and handler.get is not RequestHandler.get and handler.head is RequestHandler.head:
        attributes["head"] = _as_get
    return type(handler.__name__, (GuardedWebSocket if is_socket else Guarded, handler), attributes)


async def _as_get(handler: RequestHandler, *path: str) -> None:
    """Answer HEAD, with which programs preview a link, like GET but without the content."""
    waiting = handler.get(*path)
    if inspect.isawaitable(waiting):
        await waiting
