"""The interactive widgets of the lessons.

>>> from misread_widgets import open_lesson
>>> lesson = open_lesson("m4-sam-and-priya")
>>> lesson.scenario("sam-priya")  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from misread_records.seat import Seat, current_seat, seated
from misread_widgets.lesson import Lesson, open_lesson

if TYPE_CHECKING:
    from misread_widgets.guess import Guess
    from misread_widgets.item_widgets import ItemWidgets as ItemWidgets
    from misread_widgets.mirrors import Mirrors
    from misread_widgets.player import Player
    from misread_widgets.recall import Recall

__all__ = ["Guess", "Lesson", "Mirrors", "Player", "Recall", "Seat", "current_seat", "open_lesson", "seated"]


def __getattr__(name: str) -> object:
    """Load the widget classes only when they are first needed; grading opens lessons but needs no widgets."""
    if name not in {*__all__, "ItemWidgets"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("misread_widgets.item_widgets"), name)
