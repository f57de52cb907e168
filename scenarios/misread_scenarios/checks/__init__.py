"""The checker: everything that must hold before a learner sees a scenario, proved by walking every path."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
