"""The files of a form for a notebook whose page has no server of the course behind it, as in JupyterLab.

Making them needs rooms that know more than the widgets do, so the package that makes them says so in its entry point
of the group `GROUP`, and is loaded when a learner first asks for a file.
"""

from __future__ import annotations

import dataclasses
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Literal, Protocol, cast

from misread_widgets.language import _
from misread_widgets.views import form_text as words

if TYPE_CHECKING:
    from misread_records.seat import Seat

GROUP = "misread.form_files"
"""The group of entry points under which a package names its `MakesFormFile`."""
Way = Literal["word", "pdf", "calendar"]
"""The kinds of files that a form can be taken along as."""


@dataclasses.dataclass(frozen=True)
class FormFile:
    """A file to hand to the learner: its name, its media type and its content."""

    name: str
    media_type: str
    content: bytes


class NoFormFile(Exception):
    """The file cannot be made; the message tells the learner why, and what to do."""


class MakesFormFile(Protocol):
    """Makes a file of a form."""

    def __call__(self, seat: Seat, form: str, way: Way) -> FormFile:
        """Return the file of a learner's form, by the form's id.

        Raises:
            NoFormFile: if it cannot be made.
            JournalError: if the journal cannot be read.
        """


def form_file(seat: Seat, form: str, way: Way) -> FormFile:
    """Return the file of a learner's form, by the form's id, made by the package that is installed for it.

    Raises:
        NoFormFile: if no package makes such files, or it cannot make this one.
        JournalError: if the journal cannot be read.
    """
    for found in entry_points(group=GROUP):
        return cast("MakesFormFile", found.load())(seat, form, way)
    raise NoFormFile(_(words.NO_FILES))
