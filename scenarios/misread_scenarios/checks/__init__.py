"""The checker: the rules that every scenario must keep before a learner sees it, proved by walking every path."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
