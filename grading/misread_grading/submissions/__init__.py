"""Submissions: collected from the web course or taken from archives, put in order and stored."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
