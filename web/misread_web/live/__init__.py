"""Runs lessons without a kernel: a page is rendered once, and each open page has a session in the server."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
