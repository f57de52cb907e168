"""Where widgets' messages go when no kernel is there: to the session in which the widget was made."""

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
    """A widget's line to its page: messages are handed to a function, and nothing is kept."""

    def __init__(self, post: Post, **given: Any) -> None:  # noqa: ANN401 - as comm's own
        """Open the line; what a widget says of itself on opening is asked from it when it is shown."""
        self._post_to = post
        super().__init__(**given)

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, *_more: object, **_named: object) -> None:
        """Hand on what is said once the widget is there."""
        if msg_type == "comm_msg" and data is not None:
            self._post_to(self.comm_id, data)


@contextlib.contextmanager
def posting_to(post: Post) -> Iterator[None]:
    """Let the widgets that are made inside send their messages to `post`."""
    token = _post.set(post)
    try:
        yield
    finally:
        _post.reset(token)


def install() -> None:
    """Make widgets ask for their session's line; outside a session everything stays as it was."""
    others = comm.create_comm
    if getattr(others, "of_sessions", False):
        return

    def create_comm(*arguments: Any, **given: Any) -> BaseComm:  # noqa: ANN401 - as comm's own
        post = _post.get()
        return others(*arguments, **given) if post is None else SessionComm(post, **given)

    create_comm.of_sessions = True  # type: ignore[attr-defined]
    comm.create_comm = create_comm
