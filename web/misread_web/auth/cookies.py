"""What a browser keeps for the course: out of reach of scripts, of other sites and of other addresses of the host.

Over HTTPS a cookie's name begins with ``__Host-`` or, where the course lies below a path, with ``__Secure-``. A browser
takes such a cookie only over HTTPS and, with ``__Host-``, only from this very host, so that nobody with a neighbouring
name or an unencrypted connection can choose its content (RFC 6265bis, section 4.1.3).
"""

from __future__ import annotations

import re
from typing import Any

from tornado.web import RequestHandler

SIGN_IN = ""
"""What keeps somebody signed in; the name of every other cookie says what that is for."""
ENCRYPTED = frozenset({"https", "wss"})


def came_by_https(handler: RequestHandler) -> bool:
    """Tell whether a browser came by HTTPS: a proxy that was named says so, and of several in a row the first."""
    came_by = handler.request.protocol
    if handler.settings["identity_provider"].proxies.passed_on_by_one(handler.request):
        came_by = handler.request.headers.get("X-Forwarded-Proto", came_by)
    return came_by.partition(",")[0].strip().casefold() in ENCRYPTED


def read(handler: RequestHandler, what: str = SIGN_IN) -> str | None:
    """Return what a browser keeps; over HTTPS, only what no neighbour can have put there."""
    value: str | None = handler.get_cookie(_protected(handler, what))
    return handler.get_cookie(_plain(handler, what)) if value is None and not came_by_https(handler) else value


def write(handler: RequestHandler, value: str, what: str = SIGN_IN, **lasting: Any) -> None:  # noqa: ANN401 - tornado's own
    """Let a browser keep something; how long is said as tornado's `set_cookie` takes it."""
    secure = came_by_https(handler)
    name = _protected(handler, what) if secure else _plain(handler, what)
    handler.set_cookie(name, value, **_options(handler, secure=secure), **lasting)
    if secure:
        _clear(handler, _plain(handler, what), secure=False)


def drop(handler: RequestHandler, what: str = SIGN_IN) -> None:
    """Take something away from a browser, however it was kept."""
    _clear(handler, _protected(handler, what), secure=True)
    _clear(handler, _plain(handler, what), secure=False)


def _clear(handler: RequestHandler, name: str, *, secure: bool) -> None:
    if handler.get_cookie(name) is not None:
        handler.clear_cookie(name, **_options(handler, secure=secure))


def _plain(handler: RequestHandler, what: str) -> str:
    """Return a cookie's name that courses at other ports of this machine do not have."""
    name = re.sub(r"[^A-Za-z0-9]", "-", f"misread-{handler.request.host}")
    return f"{name}-{what}" if what else name


def _protected(handler: RequestHandler, what: str) -> str:
    return f"{'__Host-' if handler.settings['base_url'] == '/' else '__Secure-'}{_plain(handler, what)}"


def _options(handler: RequestHandler, *, secure: bool) -> dict[str, Any]:
    return {"path": handler.settings["base_url"], "httponly": True, "samesite": "Lax", "secure": secure}
