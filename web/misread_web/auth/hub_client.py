"""The client of the JupyterHub that runs the course as a service: its settings, and its users."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.web import HTTPError

from misread_web.auth.errors import HubAway, SignInFailed

REMEMBERED = 60
"""How many seconds the Hub's answer about a user is cached."""


class NoHub(Exception):
    """The settings of a Hub are missing or do not fit; the message says what to do."""


@dataclasses.dataclass(frozen=True)
class HubUser:
    """A user of the Hub, and the Hub's groups that they are in."""

    name: str
    groups: frozenset[str]


@dataclasses.dataclass(frozen=True)
class Service:
    """The Hub's settings for this course as a service.

    Attributes:
        client: the OAuth client id of the course.
        prefix: the start of every path of the course, with a slash at both ends.
        listens: the host and port to which the Hub's proxy sends requests; None if the Hub does not say.
    """

    client: str
    prefix: str
    listens: tuple[str, int] | None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Service:
        """Read the environment variables that a Hub sets when it starts a service, or that are set by hand.

        Raises:
            NoHub: if a variable is missing, or asks for something that this server cannot do.
        """
        name = environment.get("JUPYTERHUB_SERVICE_NAME", "")
        client = environment.get("JUPYTERHUB_CLIENT_ID") or (f"service-{name}" if name else "")
        prefix = environment.get("JUPYTERHUB_SERVICE_PREFIX") or (f"/services/{name}/" if name else "")
        if not (client and prefix and environment.get("JUPYTERHUB_API_TOKEN")):
            raise NoHub(_NOT_SET)
        listens = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
        if listens.scheme not in {"", "http"}:
            raise NoHub(
                f"JUPYTERHUB_SERVICE_URL begins with {listens.scheme}://, but the course speaks only http:// "
                "to the Hub's proxy."
            )
        place = (listens.hostname, listens.port or 80) if listens.hostname else None
        return cls(client, f"/{prefix.strip('/')}/", place)


_NOT_SET = (
    "Groups of a Hub are named, but no Hub is set. A Hub that starts the course as its service sets all that it needs. "
    "If you start the course in another way, set JUPYTERHUB_SERVICE_NAME and JUPYTERHUB_API_TOKEN to the values in the "
    "Hub's configuration, and JUPYTERHUB_API_URL."
)


class Hub:
    """Asks a JupyterHub who somebody is.

    It uses JupyterHub's own client. The data between two steps of a sign-in stay in the browser instead of this
    process, so that another process may take the next step.
    """

    def __init__(self, service: Service) -> None:
        """Prepare the client without a request to the Hub.

        Raises:
            NoHub: if the package jupyterhub is missing.
        """
        try:
            from jupyterhub.services.auth import HubOAuth  # noqa: PLC0415 - an extra, and slow to load
        except ImportError as error:
            raise NoHub("The package jupyterhub is missing: pip install 'misread[hub]'") from error
        self.service = service
        self._auth = HubOAuth(
            base_url=service.prefix, oauth_client_id=service.client, cache_max_age=REMEMBERED, login_url=""
        )

    @property
    def origin(self) -> str:
        """The origin of the Hub's pages, such as `https://hub.example.org`; empty if it is that of the course."""
        return str(self._auth.hub_host)

    @property
    def way_out(self) -> str:
        """The address that signs somebody out of the Hub and all its services."""
        return f"{self.origin}{self._auth.hub_prefix}logout"

    def challenge(self) -> tuple[str, str]:
        """Return a PKCE verifier, which the browser keeps, and its public challenge (RFC 7636, method S256)."""
        verifier, challenge, _ = self._auth.generate_pkce_code_challenge()
        return verifier, challenge

    def way_in(self, state: str, challenge: str) -> str:
        """Return the Hub's sign-in address, from which people come back with this state."""
        query = {
            "client_id": self.service.client,
            "redirect_uri": self._auth.oauth_redirect_uri,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._auth.oauth_authorization_url}?{urlencode(query)}"

    async def token(self, code: str, verifier: str) -> str:
        """Exchange the code with which somebody came back for a token that identifies them.

        Raises:
            SignInFailed: if the Hub refuses the code.
        """
        try:
            return str(await self._auth.token_for_code(code, code_verifier=verifier, sync=False))
        except HTTPError as error:
            raise SignInFailed from error

    async def user(self, token: str) -> HubUser | None:
        """Return the user with a token; None if the token is not valid for this service.

        Raises:
            HubAway: if the Hub does not answer.
        """
        try:
            user: dict[str, Any] | None = await self._auth.user_for_token(token, sync=False)
        except HTTPError as error:
            raise HubAway from error
        if user is None or user.get("kind") != "user" or not self._may_use_service(user):
            return None
        return HubUser(user["name"], frozenset(user.get("groups", ())))

    def _may_use_service(self, user: dict[str, Any]) -> bool:
        return bool(self._auth.check_scopes(self._auth.access_scopes, user))
