"""No address leads out of what it is for, however it is written; and nothing that is asked for breaks the server."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_web.auth.permissions import PERMISSIONS

if TYPE_CHECKING:
    from tests.web.conftest import Course

UP = (
    "..",
    "%2e%2e",
    "..%2f",
    "%2e%2e%2f",
    "..%5c",
    "....//",
    "%252e%252e%252f",
    "..;",
    "static/..",
    "misread/..",
    "//",
)
ABOVE = ("", "misread/", "misread/static/", "misread%2fstatic%2f")
ODD = (
    ".",
    "..",
    "./",
    "../",
    "%2e",
    "%2e%2e",
    "%2e%2e%2f%2e%2e",
    "..%2f..%2f..%2f..",
    "%5c..%5c..%5c..",
    "%2f",
    "%00",
    "",
)
"""What names no file, below the folders of the course's own files and elsewhere."""
TARGETS = ("etc/passwd", "pyproject.toml", "secret", "misread.db", "m4-sam-and-priya.ipynb", "player.py", ".git/config")
KEPT = (b"root:", b"[build-system]", b"SQLite format", b'"nbformat"', b"import ", b"[core]")
"""What stands in the files that are tried for."""
HARMLESS = {301, 302, 303, 400, 403, 404, 405, 422}

Ask = Callable[[str], tuple[int, bytes]]


@pytest.fixture(scope="module")
def ask(course: Course) -> Iterator[Ask]:
    """Ask for an address letter by letter: a browser, or a library, would put it in order first."""
    where = urlsplit(course.address)
    with closing(http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)) as connection:

        def asking(path: str) -> tuple[int, bytes]:
            connection.putrequest("GET", path, skip_accept_encoding=True)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()

        yield asking


def ways_out() -> Iterator[str]:
    for route in PERMISSIONS:
        yield from (route.replace("*", f"{above}{odd}") for above in ABOVE for odd in ODD)
        for up in UP:
            for target in TARGETS:
                yield route.replace("*", f"{up}/" * 8 + target)
        yield route.replace("*", quote("/etc/passwd", safe=""))
        yield route.replace("*", "a%00b")
        yield route.replace("*", "x" * 4_000)


def test_no_route_leads_out_of_its_place(ask: Ask) -> None:
    tried = {path for path in ways_out() if path not in PERMISSIONS}
    answers = {path: ask(path) for path in tried}
    assert len(answers) > 1000
    assert {path: status for path, (status, _) in answers.items() if status not in HARMLESS} == {}
    assert [path for path, (_, body) in answers.items() if any(kept in body for kept in KEPT)] == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(PERMISSIONS)), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_address_gets_an_answer(ask: Ask, route: str, part: str) -> None:
    for safe in ("", "/."):
        status, _ = ask(route.replace("*", quote(part, safe=safe)))
        assert status < 500
