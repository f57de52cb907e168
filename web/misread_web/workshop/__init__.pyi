from .addresses import Address, joining_home, lan_addresses
from .agendas import case_offers, offers
from .answers import choices_at, told
from .codes import foreign, new_code, own_code, spaced, typed
from .conversation import Entrance, Role, WorkshopConversations
from .deck import Slide, deck_of, most_divided
from .guide import Guide, NoGuide, guide_of, guide_steps, slides_of
from .guide_files import guide_documents
from .homes import Homes
from .host_auth import HostAuth
from .notices import notices_for
from .own_result import OwnAnswer, OwnResult, own_result
from .powerpoint import PPTX, NoPowerPoint, powerpoint, powerpoint_trouble
from .qr import in_terminal, svg
from .reaching import findings, last_steps
from .rehearsal import CHARACTERS, MOST_PEOPLE, CannotJoin, Group, Phone, characters, rehearse
from .report import Answer, Report, next_steps, question, report_of, votes_table
from .results_handler import Participants, participants_of
from .results_pages import results_routes
from .route_table import WorkshopPages
from .service import WorkshopService
from .telling import question_of, telling_of
from .workshops import NoWorkshop, Sender, Workshops

__all__ = [
    "CHARACTERS",
    "MOST_PEOPLE",
    "PPTX",
    "Address",
    "Answer",
    "CannotJoin",
    "Entrance",
    "Group",
    "Guide",
    "Homes",
    "HostAuth",
    "NoGuide",
    "NoPowerPoint",
    "NoWorkshop",
    "OwnAnswer",
    "OwnResult",
    "Participants",
    "Phone",
    "Report",
    "Role",
    "Sender",
    "Slide",
    "WorkshopConversations",
    "WorkshopPages",
    "WorkshopService",
    "Workshops",
    "case_offers",
    "characters",
    "choices_at",
    "deck_of",
    "findings",
    "foreign",
    "guide_documents",
    "guide_of",
    "guide_steps",
    "in_terminal",
    "joining_home",
    "lan_addresses",
    "last_steps",
    "most_divided",
    "new_code",
    "next_steps",
    "notices_for",
    "offers",
    "own_code",
    "own_result",
    "participants_of",
    "powerpoint",
    "powerpoint_trouble",
    "question",
    "question_of",
    "rehearse",
    "report_of",
    "results_routes",
    "slides_of",
    "spaced",
    "svg",
    "telling_of",
    "told",
    "typed",
    "votes_table",
]
