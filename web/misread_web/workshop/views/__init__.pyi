from .exercise import can_be_voted_on
from .host import host_view, too_late
from .kinds import parts_of
from .kinds_on_phones import step_on_phones
from .on_phones import BadVote, StepOnPhones
from .participant import closed_to, own_view, participant_view, shared_view, too_late_for, vote_as_kept
from .parts import Part
from .projector import NOBODY_INVITED, Invitation, projector_view
from .spread import how_many_moved, too_few

__all__ = [
    "NOBODY_INVITED",
    "BadVote",
    "Invitation",
    "Part",
    "StepOnPhones",
    "can_be_voted_on",
    "closed_to",
    "host_view",
    "how_many_moved",
    "own_view",
    "participant_view",
    "parts_of",
    "projector_view",
    "shared_view",
    "step_on_phones",
    "too_few",
    "too_late",
    "too_late_for",
    "vote_as_kept",
]
