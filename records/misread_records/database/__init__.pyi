from .addresses import read_address, shown
from .certificate_table import CERTIFICATES
from .channel import Channel
from .connection import Database, Store
from .marking_tables import MARKINGS
from .people_tables import COHORTS, MEMBERS
from .schema import TABLES
from .sign_in_tables import SHARED, SIGN_INS
from .tables import EVENTS, event_of, row_of

__all__ = [
    "CERTIFICATES",
    "COHORTS",
    "EVENTS",
    "MARKINGS",
    "MEMBERS",
    "SHARED",
    "SIGN_INS",
    "TABLES",
    "Channel",
    "Database",
    "Store",
    "event_of",
    "read_address",
    "row_of",
    "shown",
]
