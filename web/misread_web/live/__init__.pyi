from .close_codes import AWAY, FORGOTTEN, SIGNED_OUT
from .comms import install
from .connection_limits import ConnectionLimit, LimitedWebSocket
from .connections import OpenConnections
from .hashed_files import HashedFiles, send_squeezed, write_squeezed
from .lesson_plan import key_of, plan
from .limits import KERNELS_EACH, OPEN_LESSONS
from .page import Page
from .page_style import one_sheet
from .service import LessonService
from .session import Session

__all__ = [
    "AWAY",
    "FORGOTTEN",
    "KERNELS_EACH",
    "OPEN_LESSONS",
    "SIGNED_OUT",
    "ConnectionLimit",
    "HashedFiles",
    "LessonService",
    "LimitedWebSocket",
    "OpenConnections",
    "Page",
    "Session",
    "install",
    "key_of",
    "one_sheet",
    "plan",
    "send_squeezed",
    "write_squeezed",
]
