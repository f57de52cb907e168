"""A lesson's page as it is sent: words and places that are the same for everybody, and what one session has to show."""

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
    """A piece of a page, as it is and compressed so that other pieces may come before it and after it."""

    raw: bytes
    squeezed: bytes

    @classmethod
    def of(cls, text: str | bytes, *, level: int = zlib.Z_DEFAULT_COMPRESSION) -> Chunk:
        """Compress a text, or the UTF-8 of one."""
        raw = text.encode() if isinstance(text, str) else text
        packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
        return cls(raw, packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH))


@dataclasses.dataclass(frozen=True)
class Sent:
    """A whole page for one session, put together when it is sent: as it is or compressed.

    Attributes:
        pieces: what it consists of.
        checksum: the CRC-32 of the first piece, which is the longest.
    """

    pieces: tuple[Chunk, ...]
    checksum: int

    @property
    def raw(self) -> bytes:
        """The page as it is."""
        return b"".join(piece.raw for piece in self.pieces)

    @property
    def squeezed(self) -> bytes:
        """The page compressed (gzip, RFC 1952)."""
        checksum = functools.reduce(lambda so_far, piece: zlib.crc32(piece.raw, so_far), self.pieces[1:], self.checksum)
        tail = struct.pack("<II", checksum, sum(len(piece.raw) for piece in self.pieces))
        return b"".join((GZIP_HEAD, *(piece.squeezed for piece in self.pieces), LAST_BLOCK, tail))


@dataclasses.dataclass(frozen=True)
class Page:
    """A lesson's page, with gaps for what a learner is told of dates, for a session's key, and for what it told so far.

    `policy` is its Content-Security-Policy, which allows the script and the style that it carries.
    """

    policy: str
    before: Chunk
    between: Chunk
    rest: Chunk
    after: Chunk

    @classmethod
    def with_gaps(cls, html: str, policy: str, due: str, key: str, told: str) -> Page:
        """Make a page of its text, in which `due`, `key` and `told` stand once each, in this order."""
        before, _, left = html.partition(due)
        between, _, left = left.partition(key)
        rest, _, after = left.partition(told)
        return cls(policy, *map(Chunk.of, (before, between, rest, after)))

    @functools.cached_property
    def checksum(self) -> int:
        """The CRC-32 of what comes before the first gap."""
        return zlib.crc32(self.before.raw)

    def sent(self, key: str = "", told: Iterable[Mapping[str, Any]] = (), due: str = "") -> Sent:
        """Return the whole page; without a key, for no session.

        `due` is the part of the page, as HTML, that tells a learner until when the lesson may be handed in.
        """
        # No text of a learner can end the element in which it stands.
        messages = Chunk.of(to_json(list(told)).replace(b"<", b"\\u003c"), level=zlib.Z_BEST_SPEED)
        own = (self.before, Chunk.of(due), self.between, Chunk.of(key), self.rest, messages, self.after)
        return Sent(own, self.checksum)
