"""All paths of a scenario, and what they say: figures, the best moves, and how far a case has to be read."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
