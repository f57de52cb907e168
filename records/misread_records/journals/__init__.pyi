from .file import FileJournal
from .memory import MemoryJournal
from .open_journal import open_journal
from .protocol import Journal, Known

__all__ = [
    "FileJournal",
    "Journal",
    "Known",
    "MemoryJournal",
    "open_journal",
]
