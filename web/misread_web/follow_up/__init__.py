"""What happens after a lesson: questions that return, check-ins on a plan, and the certificate."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
