"""The pages on which learners read their feedback on a lesson, once it is released."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
