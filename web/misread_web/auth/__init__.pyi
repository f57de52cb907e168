from . import cookies
from .authenticator import Entrance
from .authorization import CourseAuthorizer, Roll, guarded
from .errors import PrefixLost, Refusal, TooManyKernels
from .hub_client import NoHub, Service
from .hub_groups import BadHubGroup
from .identity import CourseIdentity
from .link_auth import Door, Visit
from .owner_auth import TOKEN, OwnerDoor
from .permissions import OPERATORS, READERS
from .person import Person
from .proxies import BadProxy, Proxies, from_this_machine
from .route_table import routes
from .seats import Seats
from .secret import FROM_FILE, VARIABLE, BadSecret, secret_of
from .setup import StillOpen, opened
from .sign_in_links import HEADINGS, BadAddress, home_at, invitations, is_open_to_all, rows_of

__all__ = [
    "FROM_FILE",
    "HEADINGS",
    "OPERATORS",
    "READERS",
    "TOKEN",
    "VARIABLE",
    "BadAddress",
    "BadHubGroup",
    "BadProxy",
    "BadSecret",
    "CourseAuthorizer",
    "CourseIdentity",
    "Door",
    "Entrance",
    "NoHub",
    "OwnerDoor",
    "Person",
    "PrefixLost",
    "Proxies",
    "Refusal",
    "Roll",
    "Seats",
    "Service",
    "StillOpen",
    "TooManyKernels",
    "Visit",
    "cookies",
    "from_this_machine",
    "guarded",
    "home_at",
    "invitations",
    "is_open_to_all",
    "opened",
    "routes",
    "rows_of",
    "secret_of",
]
