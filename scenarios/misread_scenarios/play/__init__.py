"""Playing a scenario: the state, the moves, the texts, and what a confidence is worth."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
