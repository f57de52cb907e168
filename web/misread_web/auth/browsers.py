"""Which browser somebody signs in with, so far as it says so itself, and how it is known again."""

from __future__ import annotations

import re
import secrets

from tornado.web import RequestHandler

from misread_web.auth import cookies

DEVICE = "device"
"""The cookie by which a browser is known again at the next sign-in; it signs nobody in."""
DEVICE_DAYS = 400
"""The longest that browsers keep a cookie (RFC 6265bis, section 5.5)."""
_MARK = re.compile(r"[A-Za-z0-9_-]{22}")
# Each names itself after those that it is like, so the first that fits is it.
_FAMILIES = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|Chromium/|CriOS/",
    "Safari": r"Safari/",
}
_SYSTEMS = {
    "Windows": r"Windows",
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "ChromeOS": r"CrOS",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}


def family_of(agent: str) -> str:
    """Return a browser's family and system from its `User-Agent`, without versions: `Firefox on Windows`."""
    family, system = _first(_FAMILIES, agent), _first(_SYSTEMS, agent)
    return f"{family or 'Another browser'} on {system}" if system else family or "Another browser"


def mark_of(handler: RequestHandler) -> str:
    """Return what a browser keeps to be known again, given to it where it keeps none yet."""
    mark = cookies.read(handler, DEVICE) or ""
    if not _MARK.fullmatch(mark):
        mark = secrets.token_urlsafe(16)
    cookies.write(handler, mark, DEVICE, expires_days=DEVICE_DAYS)
    return mark


def _first(known: dict[str, str], agent: str) -> str | None:
    return next((name for name, sign in known.items() if re.search(sign, agent)), None)
