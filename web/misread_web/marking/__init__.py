"""The pages on which graders mark learners' texts, one after another, by keyboard, without knowing the writers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
