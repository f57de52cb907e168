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
class Sent:
    """A whole page for one session, put together when it is sent, uncompressed or compressed.

    Attributes:
        pieces: the chunks of the page, in order.
        checksum: the CRC-32 of the first chunk, which is the longest.
    """

    pieces: tuple[Chunk, ...]
    checksum: int

    @property
    def raw(self) -> bytes:
        """The uncompressed page."""
        return b"".join(piece.raw for piece in self.pieces)

    @property
    def squeezed(self) -> bytes:
        """The page compressed with gzip (RFC 1952)."""
        checksum = functools.reduce(lambda so_far, piece: zlib.crc32(piece.raw, so_far), self.pieces[1:], self.checksum)
        tail = struct.pack("<II", checksum, sum(len(piece.raw) for piece in self.pieces))
        return b"".join((GZIP_HEAD, *(piece.squeezed for piece in self.pieces), LAST_BLOCK, tail))


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
    def checksum(self) -> int:
        """The CRC-32 of the part before the first gap."""
        return zlib.crc32(self.before.raw)

    def sent(self, key: str = "", told: Iterable[Mapping[str, Any]] = (), due: str = "") -> Sent:
        """Return the whole page with its gaps filled.

        Args:
            key: the key under which the page's session waits; empty if it has none.
            told: the session's messages to the page so far.
            due: the part of the page that says when the lesson is due, as HTML.
        """
        # Escape `<`, so that no text of a learner can end the script element that holds the messages.
        messages = Chunk.of(to_json(list(told)).replace(b"<", b"\\u003c"), level=zlib.Z_BEST_SPEED)
        own = (self.before, Chunk.of(due), self.between, Chunk.of(key), self.rest, messages, self.after)
        return Sent(own, self.checksum)
