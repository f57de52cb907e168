"""Tools for operators: health checks, metrics, logs, settings and an orderly shutdown."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
