"""Reads and writes the course's cookies, which scripts, other sites and other paths of the host cannot reach.

Over HTTPS a cookie's name begins with ``__Host-`` or, where the course lies below a path, with ``__Secure-``. A browser
accepts such a cookie only over HTTPS and, with ``__Host-``, only from this very host. So nobody with a neighbouring
domain or an unencrypted connection can set its content (RFC 6265bis, section 4.1.3).
"""

from __future__ import annotations

import re
from typing import Any

from tornado.web import RequestHandler

SIGN_IN = ""
"""The suffix of the cookie that keeps somebody signed in; other cookies have their purpose as suffix."""
ENCRYPTED = frozenset({"https", "wss"})


def came_by_https(handler: RequestHandler) -> bool:
    """Return whether a browser uses HTTPS; a trusted proxy's `X-Forwarded-Proto` counts, and its first entry."""
    came_by = handler.request.protocol
    if handler.settings["identity_provider"].proxies.passed_on_by_one(handler.request):
        came_by = handler.request.headers.get("X-Forwarded-Proto", came_by)
    return came_by.partition(",")[0].strip().casefold() in ENCRYPTED


def read(handler: RequestHandler, what: str = SIGN_IN) -> str | None:
    """Return the value of a cookie; over HTTPS, only of one with a protected name."""
    value: str | None = handler.get_cookie(_protected(handler, what))
    return handler.get_cookie(_plain(handler, what)) if value is None and not came_by_https(handler) else value


def write(handler: RequestHandler, value: str, what: str = SIGN_IN, **lasting: Any) -> None:  # noqa: ANN401 - tornado's own
    """Set a cookie; `lasting` are the options of tornado's `set_cookie` for how long it lasts."""
    secure = came_by_https(handler)
    name = _protected(handler, what) if secure else _plain(handler, what)
    handler.set_cookie(name, value, **_options(handler, secure=secure), **lasting)
    if secure:
        _clear(handler, _plain(handler, what), secure=False)


def drop(handler: RequestHandler, what: str = SIGN_IN) -> None:
    """Delete a cookie, with a protected or a plain name."""
    _clear(handler, _protected(handler, what), secure=True)
    _clear(handler, _plain(handler, what), secure=False)


def _clear(handler: RequestHandler, name: str, *, secure: bool) -> None:
    if handler.get_cookie(name) is not None:
        handler.clear_cookie(name, **_options(handler, secure=secure))


def _plain(handler: RequestHandler, what: str) -> str:
    """Return a cookie's name that contains the host and the port, as courses at other ports share the cookies."""
    name = re.sub(r"[^A-Za-z0-9]", "-", f"misread-{handler.request.host}")
    return f"{name}-{what}" if what else name


def _protected(handler: RequestHandler, what: str) -> str:
    return f"{'__Host-' if handler.settings['base_url'] == '/' else '__Secure-'}{_plain(handler, what)}"


def _options(handler: RequestHandler, *, secure: bool) -> dict[str, Any]:
    return {"path": handler.settings["base_url"], "httponly": True, "samesite": "Lax", "secure": secure}
