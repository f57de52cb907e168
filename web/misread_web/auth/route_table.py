"""The addresses by which people come in and leave: each door has its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

from misread_web.auth.authenticator import Authenticator
from misread_web.auth.hub_pages import HubReturnPage, HubSignInPage, HubSignOutPage
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.pages import SignInPage, SignOutPage


def routes(
    door: Authenticator, base_url: str, given: dict[str, Any], left: Callable[[JupyterHandler], None]
) -> list[tuple[Any, ...]]:
    """Return a door's routes.

    Args:
        door: how people come in.
        base_url: the course's own address on the server, with a slash at both ends.
        given: what Voila's handlers take.
        left: is told of the request by which somebody leaves.
    """
    behind = {**given, "door": door}
    leaving = {**behind, "left": left}
    if not door.is_shared:
        return []
    if isinstance(door, LinkAuth):
        return [
            (url_path_join(base_url, r"/sign-in/(.+)"), SignInPage, leaving),
            (url_path_join(base_url, "/sign-out"), SignOutPage, leaving),
        ]
    return [
        (url_path_join(base_url, "/sign-in"), HubSignInPage, behind),
        (url_path_join(base_url, "/oauth_callback"), HubReturnPage, behind),
        (url_path_join(base_url, "/sign-out"), HubSignOutPage, leaving),
    ]
