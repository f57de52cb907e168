from . import texts, transitions
from .engine import BadPick, Stand, Step, draw, opening, play
from .texts import ending_paragraphs, last_of, situation, then_of, why_of
from .transitions import HOURS, Move, draws, exits, net_changes, points, successors, total

__all__ = [
    "HOURS",
    "BadPick",
    "Move",
    "Stand",
    "Step",
    "draw",
    "draws",
    "ending_paragraphs",
    "exits",
    "last_of",
    "net_changes",
    "opening",
    "play",
    "points",
    "situation",
    "successors",
    "texts",
    "then_of",
    "total",
    "transitions",
    "why_of",
]
