"""Why the server closes a line to a page: the codes that the page's script knows as well."""

from __future__ import annotations

GOING_AWAY = 1001
"""RFC 6455, 7.4.1: the server is going down. The page comes back by itself."""
SIGNED_OUT = 4003
"""Whoever opened the page may not use it any more, or has left."""
FORGOTTEN = 4005
"""What the learner did was deleted: the page begins anew."""
NOT_UNDERSTOOD = 4007
TOO_MANY = 4008
AWAY = 4503
"""The place where answers are kept cannot be reached: the page keeps what it has and comes back."""
