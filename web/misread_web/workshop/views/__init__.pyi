from .host import host_view, too_late
from .participant import own_view, participant_view, shared_view
from .participant_kinds import participant_step
from .participant_step import BadVote, ParticipantStep
from .projector import Invitation, projector_view
from .spread import too_few

__all__ = [
    "BadVote",
    "Invitation",
    "ParticipantStep",
    "host_view",
    "own_view",
    "participant_step",
    "participant_view",
    "projector_view",
    "shared_view",
    "too_few",
    "too_late",
]
