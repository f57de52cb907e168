"""Where learners read what they got for a lesson, once it is returned to them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
