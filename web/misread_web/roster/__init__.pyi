from .reader import LARGEST_FILE, Roster, read_roster

__all__ = [
    "LARGEST_FILE",
    "Roster",
    "read_roster",
]
