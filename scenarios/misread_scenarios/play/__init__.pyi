from . import texts, transitions
from .engine import BadPick, Stand, Step, draw, opening, play
from .texts import ending_paragraphs, last_of, situation, then_of, why_of
from .transitions import HOURS, Move, draws, net_changes, points, total

__all__ = [
    "HOURS",
    "BadPick",
    "Move",
    "Stand",
    "Step",
    "draw",
    "draws",
    "ending_paragraphs",
    "last_of",
    "net_changes",
    "opening",
    "play",
    "points",
    "situation",
    "texts",
    "then_of",
    "total",
    "transitions",
    "why_of",
]
