from .close_codes import AWAY, FORGOTTEN, SIGNED_OUT
from .comms import install
from .connection_limits import Crowd, LimitedWebSocket
from .connections import Watch
from .hashed_files import HashedFiles, send_squeezed
from .lesson_plan import plan
from .limits import KERNELS_EACH, OPEN_LESSONS
from .page import Page
from .page_style import one_sheet
from .publisher import EARNING
from .service import ShortWay
from .session import Session

__all__ = [
    "AWAY",
    "EARNING",
    "FORGOTTEN",
    "KERNELS_EACH",
    "OPEN_LESSONS",
    "SIGNED_OUT",
    "Crowd",
    "HashedFiles",
    "LimitedWebSocket",
    "Page",
    "Session",
    "ShortWay",
    "Watch",
    "install",
    "one_sheet",
    "plan",
    "send_squeezed",
]
