"""Files under names that change with their content, so that a browser keeps each for ever."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import httpx
import pytest
from tornado.web import Application

from misread_web.live.hashed_files import FOR_EVER, FileHandler, HashedFiles
from tests.web.app_thread import running

SCRIPT = "export const one = 1;\n" * 200


@pytest.fixture(scope="module")
def files() -> HashedFiles:
    return HashedFiles()


@pytest.fixture(scope="module")
def address(files: HashedFiles) -> Iterator[str]:
    with running(lambda: Application([("/files/(.*)", FileHandler, {"files": files})])) as address:
        yield address


def test_a_name_is_that_of_the_content() -> None:
    one, other = HashedFiles(), HashedFiles()
    assert one.add(SCRIPT, "js") == other.add(SCRIPT.encode(), "js")
    assert one.add(SCRIPT, "js") != one.add(SCRIPT + "\n", "js")
    assert one.add(SCRIPT, "js") != one.add(SCRIPT, "css")
    assert one.get("0123456789abcdef.js") is None


def test_what_is_compressed_says_the_same_and_fonts_are_not_compressed_again() -> None:
    files = HashedFiles()
    script, font = files.get(files.add(SCRIPT, "js")), files.get(files.add(b"wOF2", "woff2"))
    assert script is not None
    assert font is not None
    assert script.squeezed is not None
    assert gzip.decompress(script.squeezed) == script.raw == SCRIPT.encode()
    assert font.squeezed is None


@pytest.mark.parametrize("encoding", ["gzip", "identity", "br"])
def test_a_file_is_sent_whole_and_for_ever_in_an_encoding_that_was_asked_for(
    encoding: str, files: HashedFiles, address: str
) -> None:
    answer = httpx.get(f"{address}files/{files.add(SCRIPT, 'js')}", headers={"Accept-Encoding": encoding})
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers.get("Content-Encoding") == ("gzip" if encoding == "gzip" else None)
    assert "Etag" not in answer.headers


def test_another_name_is_not_found(address: str) -> None:
    for name in ("0123456789abcdef.js", "", "../secret", "%2e%2e/secret"):
        assert httpx.get(f"{address}files/{name}").status_code == 404
