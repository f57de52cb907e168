"""What learners touch: the interactive pieces of the lessons.

>>> from misread_widgets import open_lesson
>>> lesson = open_lesson("m4-sam-and-priya")
>>> lesson.scenario("sam-priya")  # doctest: +SKIP
"""

from misread_widgets.lesson import Lesson, open_lesson
from misread_widgets.player import Player
from misread_widgets.seat import Seat, current_seat, seated

__all__ = ["Lesson", "Player", "Seat", "current_seat", "open_lesson", "seated"]
