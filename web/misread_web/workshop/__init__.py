"""Workshops on the web: the pages of the facilitator, the projector and the participants, and what they say."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
