"""A workshop: a facilitator, a projector and a group of participants, as a pure function of its events."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
