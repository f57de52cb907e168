"""The codes with which the server closes a connection; `live.js` knows them as well."""

from __future__ import annotations

NORMAL = 1000
"""RFC 6455, 7.4.1: the page did not answer a ping."""
GOING_AWAY = 1001
"""RFC 6455, 7.4.1: the server is going down, and the page reconnects by itself; or the reader left the page."""
SIGNED_OUT = 4003
"""The person who opened the page has signed out, or may not use it any more."""
FORGOTTEN = 4005
"""The learner's answers were deleted, so the page must be loaded again."""
NOT_UNDERSTOOD = 4007
TOO_MANY = 4008
NOT_READ = 4009
"""The page does not read its messages."""
CROWDED = 4010
"""The learner has too many lessons open at once."""
AWAY = 4503
"""The journal cannot be reached; the page keeps unsaved messages and reconnects."""
KNOWN = frozenset({NORMAL, GOING_AWAY, SIGNED_OUT, FORGOTTEN, NOT_UNDERSTOOD, TOO_MANY, NOT_READ, CROWDED, AWAY})
"""The codes that the metrics count separately. A page may close its connection with any other."""
