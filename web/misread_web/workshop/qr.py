"""QR codes of addresses, for the projector and for the terminal."""

from __future__ import annotations

import io
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import escape

import segno

QUIET_ZONE = 4
"""The light border, in modules, that ISO/IEC 18004 requires around a QR code."""


def large_print(address: str) -> str:
    """Return an address in capitals, if it means the same then; QR codes hold capitals in fewer and larger modules.

    Scheme and host mean the same in any case (RFC 3986, section 6.2.2.1), and so does the path of the page to join.
    An address with other paths, such as a course's prefix, keeps these as they are.
    """
    parts = urlsplit(address)
    path = parts.path.upper() if parts.path.casefold().startswith("/join") else parts.path
    return urlunsplit((parts.scheme.upper(), parts.netloc.upper(), path, parts.query, ""))


def svg(address: str, title: str) -> str:
    """Return the QR code of an address as inline SVG: dark on a light background of its own, in any colour scheme.

    It is a full QR code: cameras of phones do not read a micro QR code.

    Args:
        address: the address.
        title: what the picture is, for people who do not see it.
    """
    runs, size = drawn(address)
    return (
        f'<svg class="workshop-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>'
    )


def drawn(address: str) -> tuple[str, int]:
    """Return the dark modules of an address's QR code as the path of an SVG, and the code's width with its border.

    Both are in modules. It is a full QR code, as in `svg`.
    """
    code = segno.make(large_print(address), error="m", micro=False)
    rows = enumerate(code.matrix_iter(border=QUIET_ZONE))
    runs = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in rows for x, length in _dark_runs(row))
    return runs, int(code.symbol_size(border=QUIET_ZONE)[0])


def _dark_runs(row: object) -> list[tuple[int, int]]:
    """Return where the dark runs of a row begin, and how long they are, in modules."""
    found: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):  # type: ignore[arg-type, var-annotated]  # segno names no type of its rows
        if not is_dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found


def in_terminal(address: str) -> str:
    """Return the QR code of an address as lines for a terminal, two modules in the height of each line."""
    out = io.StringIO()
    segno.make(large_print(address), error="l", micro=False).terminal(out=out, compact=True)
    return out.getvalue()
