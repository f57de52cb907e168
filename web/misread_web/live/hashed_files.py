"""Files whose names change with their content, so that a browser fetches each only once."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
from typing import Protocol

from tornado.web import HTTPError, RequestHandler

TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
SQUEEZED = frozenset({"js", "css", "svg"})
FOR_EVER = "public, max-age=31536000, immutable"


@dataclasses.dataclass(frozen=True)
class File:
    """A file's content, uncompressed and, if compression helps, compressed."""

    raw: bytes
    squeezed: bytes | None
    type: str


def hashed_name(raw: bytes, ending: str) -> str:
    """Return the name of a file: a hash of its content, and the ending."""
    return f"{hashlib.sha256(raw).hexdigest()[:16]}.{ending}"


class HashedFiles:
    """All files that pages use, by name."""

    def __init__(self) -> None:
        """Start without files."""
        self._files: dict[str, File] = {}

    def add(self, content: str | bytes, ending: str) -> str:
        """Add a file and return its name."""
        raw = content.encode() if isinstance(content, str) else content
        name = hashed_name(raw, ending)
        if name not in self._files:
            squeezed = gzip.compress(raw, 9, mtime=0) if ending in SQUEEZED else None
            self._files[name] = File(raw, squeezed, TYPES[ending])
        return name

    def get(self, name: str) -> File | None:
        """Return the file of a name; None if there is none."""
        return self._files.get(name)


class FileHandler(RequestHandler):
    """Sends a file to anybody, as no file holds a learner's data."""

    for_anybody = True

    def initialize(self, files: HashedFiles) -> None:
        """Take the files."""
        self.files = files

    def get(self, name: str) -> None:
        """Send the file.

        Raises:
            HTTPError: 404 if there is no file of that name.
        """
        file = self.files.get(name)
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Type", file.type)
        self.set_header("Cache-Control", FOR_EVER)
        send_squeezed(self, file)

    def compute_etag(self) -> None:
        """Send no ETag, as the name already changes with the content."""


class Content(Protocol):
    """Content that can be sent uncompressed or, unless `squeezed` is None, compressed."""

    @property
    def raw(self) -> bytes:
        """The uncompressed bytes."""

    @property
    def squeezed(self) -> bytes | None:
        """The gzip-compressed bytes; None if there are none."""


def send_squeezed(handler: RequestHandler, content: Content) -> None:
    """Finish a response, compressed if the browser accepts gzip."""
    write_squeezed(handler, content)
    handler.finish()


def write_squeezed(handler: RequestHandler, content: Content) -> None:
    """Write a part of a response, compressed if the browser accepts gzip and all parts have a compressed form."""
    accepts_gzip = "gzip" in handler.request.headers.get("Accept-Encoding", "")
    squeezed = content.squeezed if accepts_gzip else None
    handler.set_header("Vary", "Accept-Encoding")
    if squeezed is not None:
        handler.set_header("Content-Encoding", "gzip")
    handler.write(content.raw if squeezed is None else squeezed)
