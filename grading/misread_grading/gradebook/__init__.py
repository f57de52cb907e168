"""The gradebook: scores and their history, dates, and what a late answer costs."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
