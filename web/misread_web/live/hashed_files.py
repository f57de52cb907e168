"""Files under names that change with their content: a browser asks for each once and never again."""

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
    """A file's content, as it is and, where that helps, compressed."""

    raw: bytes
    squeezed: bytes | None
    type: str


class HashedFiles:
    """All files that pages ask for, by their names."""

    def __init__(self) -> None:
        """Start with none."""
        self._files: dict[str, File] = {}

    def add(self, content: str | bytes, ending: str) -> str:
        """Keep a file and return its name: a hash of the content, and the ending."""
        raw = content.encode() if isinstance(content, str) else content
        name = f"{hashlib.sha256(raw).hexdigest()[:16]}.{ending}"
        if name not in self._files:
            squeezed = gzip.compress(raw, 9, mtime=0) if ending in SQUEEZED else None
            self._files[name] = File(raw, squeezed, TYPES[ending])
        return name

    def get(self, name: str) -> File | None:
        """Return the file of a name, if there is one."""
        return self._files.get(name)


class FileHandler(RequestHandler):
    """Sends a file. It holds nothing of any learner, so it is sent to anybody."""

    for_anybody = True

    def initialize(self, files: HashedFiles) -> None:
        """Take the files."""
        self.files = files

    def get(self, name: str) -> None:
        """Send the file.

        Raises:
            HTTPError: 404 if there is none of that name.
        """
        file = self.files.get(name)
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Type", file.type)
        self.set_header("Cache-Control", FOR_EVER)
        send_squeezed(self, file)

    def compute_etag(self) -> None:
        """Send no mark of the content: its name is one."""


class Content(Protocol):
    """What can be sent as it is or, unless that is None, compressed (gzip)."""

    @property
    def raw(self) -> bytes:
        """As it is."""

    @property
    def squeezed(self) -> bytes | None:
        """Compressed."""


def send_squeezed(handler: RequestHandler, content: Content) -> None:
    """Finish an answer, compressed where the browser takes that."""
    handler.set_header("Vary", "Accept-Encoding")
    takes_it = "gzip" in handler.request.headers.get("Accept-Encoding", "")
    squeezed = content.squeezed if takes_it else None
    if squeezed is not None:
        handler.set_header("Content-Encoding", "gzip")
    handler.finish(content.raw if squeezed is None else squeezed)
