from .host import host_view, too_late
from .projector import Invitation, projector_view

__all__ = ["Invitation", "host_view", "projector_view", "too_late"]
