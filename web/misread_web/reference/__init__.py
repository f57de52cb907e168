"""The pages on which learners look things up: the search over the course, and the glossary."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
