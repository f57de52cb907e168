"""What learners touch: the interactive pieces of the lessons.

>>> from misread_widgets import open_lesson
>>> lesson = open_lesson("m4-sam-and-priya")
>>> lesson.scenario("sam-priya")  # doctest: +SKIP
"""

from misread_widgets.guess import Guess
from misread_widgets.lesson import Lesson, open_lesson
from misread_widgets.mirrors import Mirrors
from misread_widgets.player import Player
from misread_widgets.recall import Recall
from misread_widgets.seat import Seat, current_seat, seated

__all__ = ["Guess", "Lesson", "Mirrors", "Player", "Recall", "Seat", "current_seat", "open_lesson", "seated"]
