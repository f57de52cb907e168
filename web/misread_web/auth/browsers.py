"""Names the browser that somebody signs in with, and recognizes it at the next sign-in."""

from __future__ import annotations

import re
import secrets

from tornado.web import RequestHandler

from misread_web.auth import cookies

DEVICE = "device"
"""The cookie that recognizes a browser at the next sign-in; it signs nobody in."""
DEVICE_DAYS = 400
"""The longest that browsers keep a cookie (RFC 6265bis, section 5.5)."""
_MARK = re.compile(r"[A-Za-z0-9_-]{22}")
# A browser's User-Agent also names the browsers that it is compatible with, so the first match counts.
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


def ensure_mark(handler: RequestHandler) -> str:
    """Set a mark in the browser's device cookie if it has none, extend the cookie, and return the mark."""
    mark = cookies.read(handler, DEVICE) or ""
    if not _MARK.fullmatch(mark):
        mark = secrets.token_urlsafe(16)
    cookies.write(handler, mark, DEVICE, expires_days=DEVICE_DAYS)
    return mark


def _first(patterns: dict[str, str], agent: str) -> str | None:
    return next((name for name, pattern in patterns.items() if re.search(pattern, agent)), None)
