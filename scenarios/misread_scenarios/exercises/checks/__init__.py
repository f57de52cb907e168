"""What must hold before a learner sees an exercise, or a reader a rubric."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
