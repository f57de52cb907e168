from .by_requests import PageRequests, RequestConnections
from .close_codes import AWAY, FORGOTTEN, SIGNED_OUT, TOO_MANY
from .comms import install
from .connection_limits import ConnectionLimit, LimitedWebSocket
from .connections import OpenConnections
from .hashed_files import HashedFiles, hashed_name, send_squeezed, write_squeezed
from .lesson_plan import key_of, plan
from .limits import KERNELS_EACH, OPEN_LESSONS
from .page import Page
from .page_script import page_script
from .page_style import one_sheet
from .protocol import Carrier, Conversation, Conversations
from .rate_limit import Pace
from .service import LessonService
from .session import Session, whose
from .thread_pool import Overtime, ThreadPool
from .websocket import PageWebSocket

__all__ = [
    "AWAY",
    "FORGOTTEN",
    "KERNELS_EACH",
    "OPEN_LESSONS",
    "SIGNED_OUT",
    "TOO_MANY",
    "Carrier",
    "ConnectionLimit",
    "Conversation",
    "Conversations",
    "HashedFiles",
    "LessonService",
    "LimitedWebSocket",
    "OpenConnections",
    "Overtime",
    "Pace",
    "Page",
    "PageRequests",
    "PageWebSocket",
    "RequestConnections",
    "Session",
    "ThreadPool",
    "hashed_name",
    "install",
    "key_of",
    "one_sheet",
    "page_script",
    "plan",
    "send_squeezed",
    "whose",
    "write_squeezed",
]
