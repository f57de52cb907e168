"""The JupyterHub whose service the course is: what it tells us of itself, and whom it knows."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.web import HTTPError

from misread_web.auth.errors import HubAway, SignInFailed

REMEMBERED = 60
"""Seconds for which it is remembered what the Hub said of somebody, so that it is not asked at each step."""


class NoHub(Exception):
    """There is no Hub that the course could be a service of; the message says what to do."""


@dataclasses.dataclass(frozen=True)
class HubUser:
    """Somebody whom the Hub knows, and the groups that they are in there."""

    name: str
    groups: frozenset[str]


@dataclasses.dataclass(frozen=True)
class Service:
    """What the Hub calls this course.

    Attributes:
        client: the id by which its sign-in knows us.
        prefix: what every address of the course begins with, with a slash at both ends.
        listens: the address and port to which the Hub's proxy sends people; None if the Hub does not say.
    """

    client: str
    prefix: str
    listens: tuple[str, int] | None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Service:
        """Return what a Hub that starts a service tells it, or what is set in its place.

        Raises:
            NoHub: if too little is set, or what this server cannot do.
        """
        name = environment.get("JUPYTERHUB_SERVICE_NAME", "")
        client = environment.get("JUPYTERHUB_CLIENT_ID") or (f"service-{name}" if name else "")
        prefix = environment.get("JUPYTERHUB_SERVICE_PREFIX") or (f"/services/{name}/" if name else "")
        if not (client and prefix and environment.get("JUPYTERHUB_API_TOKEN")):
            raise NoHub(_NOT_SET)
        listens = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
        if listens.scheme not in {"", "http"}:
            raise NoHub(f"The Hub wants its services at {listens.scheme}://, and this one speaks http:// to its proxy.")
        place = (listens.hostname, listens.port or 80) if listens.hostname else None
        return cls(client, f"/{prefix.strip('/')}/", place)


_NOT_SET = (
    "Groups of a Hub are named, but no Hub. One that starts the course as its service tells it all it needs. Where the "
    "course is started otherwise, set JUPYTERHUB_SERVICE_NAME and JUPYTERHUB_API_TOKEN as the Hub's configuration has "
    "them, and JUPYTERHUB_API_URL."
)


class Hub:
    """Asks a JupyterHub who somebody is.

    Its client is JupyterHub's own; what it would keep in this process between two steps of a sign-in, browsers keep, so
    that another process may take the next step.
    """

    def __init__(self, service: Service) -> None:
        """Prepare, without asking yet.

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
        """Where the Hub's own pages are, if they are at another address than the course: `https://hub.example.org`."""
        return str(self._auth.hub_host)

    @property
    def way_out(self) -> str:
        """Where somebody signs out of the Hub and all its services."""
        return f"{self.origin}{self._auth.hub_prefix}logout"

    def challenge(self) -> tuple[str, str]:
        """Return a secret that a browser keeps, and what may be known of it (RFC 7636, method S256)."""
        verifier, challenge, _ = self._auth.generate_pkce_code_challenge()
        return verifier, challenge

    def way_in(self, state: str, challenge: str) -> str:
        """Return where somebody signs in, to come back with this state."""
        asked = {
            "client_id": self.service.client,
            "redirect_uri": self._auth.oauth_redirect_uri,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._auth.oauth_authorization_url}?{urlencode(asked)}"

    async def token(self, code: str, verifier: str) -> str:
        """Return what lets the course ask for somebody, in exchange for what they came back with.

        Raises:
            SignInFailed: if the Hub gives nothing for it.
        """
        try:
            return str(await self._auth.token_for_code(code, code_verifier=verifier, sync=False))
        except HTTPError as error:
            raise SignInFailed from error

    async def user(self, token: str) -> HubUser | None:
        """Return whose token this is; None if it does not hold, or not for this service.

        Raises:
            HubAway: if the Hub does not answer.
        """
        try:
            found: dict[str, Any] | None = await self._auth.user_for_token(token, sync=False)
        except HTTPError as error:
            raise HubAway from error
        if found is None or found.get("kind") != "user" or not self._may_come(found):
            return None
        return HubUser(found["name"], frozenset(found.get("groups", ())))

    def _may_come(self, found: dict[str, Any]) -> bool:
        return bool(self._auth.check_scopes(self._auth.access_scopes, found))
