"""The language of a request: the one chosen in this browser, or one that the browser prefers, or the course's."""

from __future__ import annotations

from tornado.web import RequestHandler

from misread_scenarios.language import SOURCE, accepted, chosen
from misread_web.auth import cookies

LANGUAGE = "language"
"""The cookie with the language that somebody has chosen."""
LANGUAGE_DAYS = 400
"""How long the choice holds; browsers keep no cookie for longer."""


def language_of(handler: RequestHandler) -> str:
    """Return the tag of the language in which a request is answered."""
    preferred = accepted(handler.request.headers.get("Accept-Language", ""))
    return chosen(cookies.read(handler, LANGUAGE), *preferred, handler.settings.get("language", SOURCE))


def choose_language(handler: RequestHandler, tag: str) -> None:
    """Keep the choice of a language in this browser."""
    cookies.write(handler, tag, LANGUAGE, expires_days=LANGUAGE_DAYS)
