"""The course home: a learner's progress and notes, the download of their data, and its deletion."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
