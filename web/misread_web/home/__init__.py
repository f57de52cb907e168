"""The course home: where a learner stands, what they wrote, and how they take it away or have it deleted."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
