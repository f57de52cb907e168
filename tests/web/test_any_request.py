"""Whatever is asked of the course, however it is asked: it answers, and never with an error of its own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_course.catalogue import lessons
from misread_grading.course import open_course
from misread_records import open_journal
from misread_records.seat import ALONE
from misread_web.auth.permissions import PERMISSIONS
from tests.web.home_server import half_way

if TYPE_CHECKING:
    from tests.web.conftest import Course

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
KNOWN = (
    lessons()[0].name,
    "tokens.css",
    "X4.6",
    "X4.6/1",
    "1",
    "0",
    "-1",
    "9" * 30,
    "..",
    "../../etc/passwd",
    "nul\0",
    "",
)
TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "x")
HEADERS = ("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Connection", "Cookie", "Forwarded",
           "If-Modified-Since", "If-None-Match", "Origin", "Range", "Referer", "Sec-WebSocket-Key", "Upgrade",
           "Sec-WebSocket-Version", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip")  # fmt: skip
VALUES = st.sampled_from(
    ("websocket", "upgrade", "13", "bytes=0-1", "bytes=9-1", "https", "*/*", "gzip;q=x", "[::1", "a=b; c", "null")
) | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)
PARTS = st.sampled_from(KNOWN).map(str.encode) | st.text(max_size=20).map(str.encode) | st.binary(max_size=20)
FIELDS = st.sampled_from(("id", "text", "word", "answer", "row-R-C.1", "comment", "overall", "note", "_xsrf"))
FORM = st.dictionaries(FIELDS, st.text(max_size=30)).map(lambda form: str(httpx.QueryParams(form)).encode())
BODIES = st.none() | FORM | st.binary(max_size=60) | st.sampled_from((b"{", b"[]", b"--x\r\n\r\n--x--", b'{"a": 1}'))


@pytest.fixture(scope="module")
def client(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Somebody who may use every address of a course that has all of them."""
    data = tmp_path_factory.mktemp("answers")
    open_course(data / "grading")  # which is found there without being named
    with closing(open_journal(f"sqlite:///{data}/misread.db")) as journal:
        half_way(ALONE).keeps_it_in(journal)
    with (
        serving(data, "--port", "0") as course,
        httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as client,
    ):
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', client.get("data/delete").text)
        client.headers["X-XSRFToken"] = token  # with the cookie, as from the course's own form
        yield client


def test_a_course_that_is_graded_in_its_data_folder_has_the_pages_of_marking(client: httpx.Client) -> None:
    assert "Texts to mark" in client.get("marking").text


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request, with what stands in the open parts of a route."""

    route: str
    method: str
    parts: tuple[bytes, bytes]
    query: bytes
    headers: dict[str, str]
    type: str
    body: bytes | None

    @property
    def address(self) -> str:
        path = self.route
        for part in self.parts:
            path = path.replace("*", quote_from_bytes(part, safe="/."), 1)
        return f"{path}?{quote_from_bytes(self.query, safe='=&')}"

    def of(self, client: httpx.Client) -> httpx.Response:
        own = {"X-XSRFToken": client.headers["X-XSRFToken"], "Content-Type": self.type}
        return client.request(self.method, self.address, headers=own | self.headers, content=self.body)


REQUESTS = st.builds(
    Asked,
    st.sampled_from(sorted(PERMISSIONS)),
    st.sampled_from(METHODS),
    st.tuples(PARTS, PARTS),
    st.binary(max_size=12),
    st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=4),
    st.sampled_from(TYPES),
    BODIES,
)


@settings(max_examples=400, deadline=None)
@given(REQUESTS)
def test_no_request_makes_the_course_fail(client: httpx.Client, asked: Asked) -> None:
    answer = asked.of(client)
    assert answer.status_code < 500, (answer.status_code, answer.text)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["", "lessons/m4-sam-and-priya", "marking", "nowhere"])
def test_a_method_that_is_none_is_refused_in_the_courses_words(path: str, client: httpx.Client) -> None:
    answer = client.request("BREW", path)
    assert answer.status_code == 405
    assert "Misread" in answer.text
