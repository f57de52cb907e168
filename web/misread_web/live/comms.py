"""Routes widgets' messages without a kernel: each goes to the session that made the widget."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import comm
from comm.base_comm import BaseComm

Post = Callable[[str, dict[str, Any]], None]
"""Takes a widget's comm id and the data of a message to its front end."""

_post: ContextVar[Post | None] = ContextVar("misread_post", default=None)


class SessionComm(BaseComm):
    """A widget's comm, which hands each message to a function and keeps nothing."""

    def __init__(self, post: Post, **options: Any) -> None:  # noqa: ANN401 - as comm's own
        """Open the comm; `post` gets its messages. The opening message is not needed, as a session reads the state."""
        self._post_to = post
        super().__init__(**options)

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, *_more: object, **_named: object) -> None:
        """Hand on a message; skip those that open or close the comm."""
        if msg_type == "comm_msg" and data is not None:
            self._post_to(self.comm_id, data)


@contextlib.contextmanager
def posting_to(post: Post) -> Iterator[None]:
    """Make widgets that are created inside send their messages to `post`."""
    token = _post.set(post)
    try:
        yield
    finally:
        _post.reset(token)


def install() -> None:
    """Make widgets open a `SessionComm` inside a session; outside a session nothing changes."""
    original = comm.create_comm
    if getattr(original, "of_sessions", False):
        return

    def create_comm(*arguments: Any, **options: Any) -> BaseComm:  # noqa: ANN401 - as comm's own
        post = _post.get()
        return original(*arguments, **options) if post is None else SessionComm(post, **options)

    create_comm.of_sessions = True  # type: ignore[attr-defined]
    comm.create_comm = create_comm
