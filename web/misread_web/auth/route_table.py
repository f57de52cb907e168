"""The routes for signing in and out; each authenticator has its own."""

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
    authenticator: Authenticator, base_url: str, voila_options: dict[str, Any], left: Callable[[JupyterHandler], None]
) -> list[tuple[Any, ...]]:
    """Return the routes of an authenticator.

    Args:
        authenticator: the authenticator.
        base_url: the start of every path of the course, with a slash at both ends.
        voila_options: the options of Voila's handlers.
        left: gets the request by which somebody signs out.
    """
    options = {**voila_options, "authenticator": authenticator}
    sign_out_options = {**options, "left": left}
    if not authenticator.is_shared:
        return []
    if isinstance(authenticator, LinkAuth):
        return [
            (url_path_join(base_url, r"/sign-in/(.+)"), SignInPage, sign_out_options),
            (url_path_join(base_url, "/sign-out"), SignOutPage, sign_out_options),
        ]
    return [
        (url_path_join(base_url, "/sign-in"), HubSignInPage, options),
        (url_path_join(base_url, "/oauth_callback"), HubReturnPage, options),
        (url_path_join(base_url, "/sign-out"), HubSignOutPage, sign_out_options),
    ]
