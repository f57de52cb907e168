from . import data_text, exercise_text, form_text, judgement_text, path, ui_text, values_text
from .alternatives import forks
from .data_chart import Bar, chart
from .data_menu import CannotLook, looking, menus, selected
from .data_result import result
from .debrief_screen import debrief, heading
from .rendering import Telling, View, plain
from .scene import Mode, Scenes, offered, pick_of
from .typesetting import typeset
from .ui_text import SAVED, number_word

__all__ = [
    "SAVED",
    "Bar",
    "CannotLook",
    "Mode",
    "Scenes",
    "Telling",
    "View",
    "chart",
    "data_text",
    "debrief",
    "exercise_text",
    "forks",
    "form_text",
    "heading",
    "judgement_text",
    "looking",
    "menus",
    "number_word",
    "offered",
    "path",
    "pick_of",
    "plain",
    "result",
    "selected",
    "typeset",
    "ui_text",
    "values_text",
]
