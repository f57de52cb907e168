"""What the pages of a workshop show, as data: every word of them, and nothing that the page may not see."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
