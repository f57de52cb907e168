from . import cookies
from .authenticator import Authenticator
from .authorization import CourseAuthorizer, WebSocketRegistry, guarded
from .errors import AccessError, NotSignedIn, PrefixLost, TooManyKernels
from .hub_client import NoHub, Service
from .hub_groups import BadHubGroup
from .identity import CourseIdentity, Seats
from .link_auth import LinkAuth, Visit
from .owner_auth import TOKEN, OwnerAuth
from .permissions import FACILITATORS, GRADERS, OPERATORS
from .person import Person
from .preferred_language import choose_language
from .proxies import BadProxy, Proxies, from_this_machine, host_of, is_loopback, peer_of
from .route_table import routes
from .secret import FROM_FILE, VARIABLE, BadSecret, read_or_create_secret
from .setup import StillOpen, opened
from .sign_in_links import HEADINGS, BadAddress, home_at, invitations, is_open_to_all, rows_of
from .tokens import BadToken, Purpose

__all__ = [
    "FACILITATORS",
    "FROM_FILE",
    "GRADERS",
    "HEADINGS",
    "OPERATORS",
    "TOKEN",
    "VARIABLE",
    "AccessError",
    "Authenticator",
    "BadAddress",
    "BadHubGroup",
    "BadProxy",
    "BadSecret",
    "BadToken",
    "CourseAuthorizer",
    "CourseIdentity",
    "LinkAuth",
    "NoHub",
    "NotSignedIn",
    "OwnerAuth",
    "Person",
    "PrefixLost",
    "Proxies",
    "Purpose",
    "Seats",
    "Service",
    "StillOpen",
    "TooManyKernels",
    "Visit",
    "WebSocketRegistry",
    "choose_language",
    "cookies",
    "from_this_machine",
    "guarded",
    "home_at",
    "host_of",
    "invitations",
    "is_loopback",
    "is_open_to_all",
    "opened",
    "peer_of",
    "read_or_create_secret",
    "routes",
    "rows_of",
]
