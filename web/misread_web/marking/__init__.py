"""Where readers mark what learners wrote: one text after another, by keyboard, without knowing whose it is."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
