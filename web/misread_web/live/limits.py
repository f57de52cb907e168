"""Limits on what one member, or one connection to a page, may make a server keep."""

from __future__ import annotations

OPEN_LESSONS = 30
"""How many lessons a member may have open at once, in all their windows, unless the server is told otherwise."""
KERNELS_EACH = 5
"""How many kernels a member may have at once, unless the server is told otherwise."""
MOST_UNSENT = 512 * 1024
"""The most bytes that wait for a lesson's page to read them. One more message, which is far smaller, may exceed it."""
MOST_UNSENT_OF_KERNELS = 8 * 1024 * 1024
"""The same for the page of a kernel: JupyterLab's front end asks for all widgets with their modules at once."""
SESSIONS_EACH = 8
"""How many sessions of one member may wait for their pages to connect, and how many may be opening."""
