from .host import host_view, too_late
from .participant import own_view, participant_view, vote_as_kept
from .participant_step import BadVote, ParticipantStep
from .projector import NOBODY_INVITED, Invitation, projector_view
from .spread import too_few

__all__ = [
    "NOBODY_INVITED",
    "BadVote",
    "Invitation",
    "ParticipantStep",
    "host_view",
    "own_view",
    "participant_view",
    "projector_view",
    "too_few",
    "too_late",
    "vote_as_kept",
]
