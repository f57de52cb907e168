"""What the people who run the course can see and steer: health, figures, logs, settings and an orderly end."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
