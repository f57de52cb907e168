"""Why the server closes a line to a page: the codes that the page's script knows as well."""

from __future__ import annotations

NORMAL = 1000
"""RFC 6455, 7.4.1: the page was asked whether it is there, and did not answer."""
GOING_AWAY = 1001
"""Likewise: the server is going down, and the page comes back by itself; or the page was left."""
SIGNED_OUT = 4003
"""The person who opened the page may not use it any more, or has left."""
FORGOTTEN = 4005
"""What the learner did was deleted: the page begins anew."""
NOT_UNDERSTOOD = 4007
TOO_MANY = 4008
NOT_READ = 4009
"""The page does not read what it is told."""
CROWDED = 4010
"""Its learner has too many lessons open at once."""
AWAY = 4503
"""The place where answers are kept cannot be reached: the page keeps what it has and comes back."""
KNOWN = frozenset({NORMAL, GOING_AWAY, SIGNED_OUT, FORGOTTEN, NOT_UNDERSTOOD, TOO_MANY, NOT_READ, CROWDED, AWAY})
"""The codes that are counted each by itself. A page may close its line with any other."""
