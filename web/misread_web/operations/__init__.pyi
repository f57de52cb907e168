from .doctor import findings
from .garbage_collection import search_less, searched_rarely
from .logs import LogFormat, LogLevel, start_logging
from .metrics import Metrics
from .routes import Operations
from .settings import taken_from
from .unknown_variables import unread

__all__ = [
    "LogFormat",
    "LogLevel",
    "Metrics",
    "Operations",
    "findings",
    "search_less",
    "searched_rarely",
    "start_logging",
    "taken_from",
    "unread",
]
