from . import exercise_text, form_text, judgement_text, path, ui_text
from .data_chart import Bar, chart
from .debrief_screen import debrief, heading
from .rendering import Telling, View, plain
from .scene import Mode, Scenes, pick_of
from .typesetting import typeset
from .ui_text import SAVED, number_word

__all__ = [
    "SAVED",
    "Bar",
    "Mode",
    "Scenes",
    "Telling",
    "View",
    "chart",
    "debrief",
    "exercise_text",
    "form_text",
    "heading",
    "judgement_text",
    "number_word",
    "path",
    "pick_of",
    "plain",
    "typeset",
    "ui_text",
]
