"""By which host and through which proxy a request comes, and whether that proxy was named and so is trusted."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from tornado.httputil import HTTPServerRequest

_PASSED_ON = frozenset(
    {
        "Forwarded",
        "Via",
        "X-Real-Ip",
        "X-Client-Ip",
        "X-Cluster-Client-Ip",
        "X-Original-Host",
        "X-Original-Forwarded-For",
        "X-Proxyuser-Ip",
        "X-Scheme",
        "Client-Ip",
        "True-Client-Ip",
        "Cf-Connecting-Ip",
        "Cf-Ray",
        "Fastly-Client-Ip",
        "X-Envoy-External-Address",
        "X-Amzn-Trace-Id",
        "X-Appengine-User-Ip",
        "X-Azure-Clientip",
    }
)
"""Headers that proxies and content delivery networks add to a request."""
_BEGINNING = "X-Forwarded-"


class BadProxy(Exception):
    """The text is not the address of a proxy; the message says what one looks like."""


class Proxies:
    """The trusted proxies, by their addresses and networks."""

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        """Read the addresses and networks.

        Raises:
            BadProxy: if a text is neither an address nor a network.
        """
        self._networks = tuple(_network(text.strip()) for text in addresses)

    def __bool__(self) -> bool:
        """Return whether any proxy is trusted."""
        return bool(self._networks)

    def has(self, peer: object) -> bool:
        """Return whether a socket's peer, in Python's form `(address, port, …)`, is one of the proxies."""
        if not isinstance(peer, tuple) or not self._networks:
            return False
        address = ip_address(str(peer[0]).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._networks)

    def passed_on_by_one(self, request: HTTPServerRequest) -> bool:
        """Return whether a request comes directly from one of the proxies, so that its headers can be trusted."""
        return self.has(peer_of(request))


def peer_of(request: HTTPServerRequest) -> object:
    """Return the peer of a request's socket, regardless of its headers."""
    return getattr(getattr(request.connection, "context", None), "address", None)


def passed_on(request: HTTPServerRequest) -> bool:
    """Return whether a request has any header that proxies add."""
    return any(name in _PASSED_ON or name.startswith(_BEGINNING) for name in request.headers)


def from_this_machine(request: HTTPServerRequest) -> bool:
    """Return whether a program on this machine makes a request, and not a proxy on this machine for somebody else."""
    peer = peer_of(request)
    if not isinstance(peer, tuple) or passed_on(request):
        return False
    return ip_address(peer[0].partition("%")[0]).is_loopback


def host_of(header: str) -> str:
    """Return the host that a request's ``Host`` header names, without its port and in lower case."""
    if header.startswith("["):
        return header[1:].partition("]")[0].casefold()
    host = header.rpartition(":")[0] if ":" in header else header
    return host.casefold().rstrip(".")


def is_loopback(host: str) -> bool:
    """Return whether a host, an address or a name in lower case, is that of the machine on which the browser runs."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise BadProxy(
            f"{text!r} is not the address of a proxy. It looks like 127.0.0.1, 10.1.0.0/16 or fd00::/8"
        ) from error
