"""Reads what a screen reader finds in a PDF file."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


@dataclasses.dataclass(frozen=True)
class Tag:
    """One element of a PDF file's structure: its kind, such as H1 or TD, and its own attributes."""

    kind: str
    element: Any

    @property
    def headers(self) -> list[str]:
        """The ids of the header cells of a cell."""
        attributes = self.element.get("/A", {})
        given = attributes if isinstance(attributes, list) else [attributes]
        return [str(one) for each in given for one in each.get_object().get("/Headers", [])]


@dataclasses.dataclass(frozen=True)
class ReadPdf:
    """The title, language, fonts, text and structure of a PDF file."""

    title: str
    lang: str
    is_tagged: bool
    claims_ua: bool
    pages: int
    fonts: frozenset[str]
    text: str
    tags: tuple[Tag, ...]

    def has(self, text: str) -> bool:
        """Return whether the text is in the file; pypdf finds spaces between the letters of some fonts."""
        return squeezed(text) in squeezed(self.text)

    def count(self, kind: str) -> int:
        """Return how many elements of a kind there are."""
        return sum(tag.kind == kind for tag in self.tags)


def squeezed(text: str) -> str:
    """Return a text without spaces."""
    return re.sub(r"\s+", "", text)


def read_pdf(file: bytes) -> ReadPdf:
    """Read a PDF file."""
    reader = PdfReader(io.BytesIO(file))
    root: Any = reader.trailer["/Root"].get_object()
    xmp = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    return ReadPdf(
        title=str(reader.metadata.title if reader.metadata else ""),
        lang=str(root.get("/Lang", "")),
        is_tagged=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
        claims_ua=bool(re.search(r"pdfuaid:part\W+1", xmp)),
        pages=len(reader.pages),
        fonts=frozenset(_font_names(reader)),
        text="\n".join(page.extract_text() for page in reader.pages),
        tags=tuple(_tags(root.get("/StructTreeRoot", {}))),
    )


def _font_names(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            yield str(font.get_object()["/BaseFont"]).partition("+")[2]


def _tags(node: Any) -> Iterator[Tag]:  # noqa: ANN401 - pypdf's objects have no common type
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif hasattr(node, "get"):
        if "/S" in node:
            yield Tag(str(node["/S"]).lstrip("/"), node)
        if "/K" in node:
            yield from _tags(node["/K"])
