"""Journals, which keep events: one protocol, for a database, a file or memory."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
