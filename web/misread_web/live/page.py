"""A lesson's page as it is sent: the parts that are the same for everybody, and the messages of one session."""

from __future__ import annotations

import dataclasses
import functools
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import to_json

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
LAST_BLOCK = b"\x03\x00"
"""An empty block that ends compressed data (RFC 1951, section 3.2.6)."""


@dataclasses.dataclass(frozen=True)
class Chunk:
    """A part of a page, uncompressed and compressed so that it can be joined with other chunks."""

    raw: bytes
    squeezed: bytes

    @classmethod
    def of(cls, text: str | bytes, *, level: int = zlib.Z_DEFAULT_COMPRESSION) -> Chunk:
        """Compress a text, or its UTF-8 bytes."""
        raw = text.encode() if isinstance(text, str) else text
        packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
        return cls(raw, packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH))


@dataclasses.dataclass(frozen=True)
class Page:
    """A lesson's page, with gaps for the due date, a session's key and the session's first messages.

    `policy` is the page's Content-Security-Policy, which allows its inline script and style.
    """

    policy: str
    before: Chunk
    between: Chunk
    rest: Chunk
    after: Chunk

    @classmethod
    def with_gaps(cls, html: str, policy: str, due: str, key: str, told: str) -> Page:
        """Make a page from its HTML, in which the strings `due`, `key` and `told` occur once each, in this order."""
        before, _, left = html.partition(due)
        between, _, left = left.partition(key)
        rest, _, after = left.partition(told)
        return cls(policy, *map(Chunk.of, (before, between, rest, after)))

    @functools.cached_property
    def start(self) -> Chunk:
        """The part before the first gap, which is the same for everybody: it can be sent before the session is open."""
        return Chunk(self.before.raw, GZIP_HEAD + self.before.squeezed)

    @functools.cached_property
    def _checksum(self) -> int:
        """The CRC-32 of the part before the first gap, which is the longest."""
        return zlib.crc32(self.before.raw)

    def end(self, key: str = "", told: Iterable[Mapping[str, Any]] = (), due: str = "") -> Chunk:
        """Return what follows `start`, with the gaps filled; compressed, both together are gzip (RFC 1952).

        Args:
            key: the key under which the page's session waits; empty if it has none.
            told: the session's messages to the page so far.
            due: the part of the page that says when the lesson is due, as HTML.
        """
        # Escape `<`, so that no text of a learner can end the script element that holds the messages.
        messages = Chunk.of(to_json(list(told)).replace(b"<", b"\\u003c"), level=zlib.Z_BEST_SPEED)
        pieces = (Chunk.of(due), self.between, Chunk.of(key), self.rest, messages, self.after)
        raw = b"".join(piece.raw for piece in pieces)
        tail = struct.pack("<II", zlib.crc32(raw, self._checksum), len(self.before.raw) + len(raw))
        return Chunk(raw, b"".join((*(piece.squeezed for piece in pieces), LAST_BLOCK, tail)))
