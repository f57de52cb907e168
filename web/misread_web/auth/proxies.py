"""Who really makes a request: what proxies pass on is believed where it comes from one that was named."""

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
"""Headers by which proxies and those who run many of them tell that they pass a request on."""
_BEGINNING = "X-Forwarded-"


class BadProxy(Exception):
    """This is no address of a proxy; the message says what one looks like."""


class Proxies:
    """The proxies that were named, by their addresses and networks."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        """Read the names.

        Raises:
            BadProxy: if one is neither an address nor a network.
        """
        self._networks = tuple(_network(text.strip()) for text in named)

    def __bool__(self) -> bool:
        """Whether any was named."""
        return bool(self._networks)

    def has(self, peer: object) -> bool:
        """Tell whether a socket's other end (`(address, port, …)`, as Python gives it) is one of them."""
        if not isinstance(peer, tuple) or not self._networks:
            return False
        address = ip_address(str(peer[0]).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._networks)

    def passed_on_by_one(self, request: HTTPServerRequest) -> bool:
        """Tell whether what a request says of its way here may be believed."""
        return self.has(peer_of(request))


def peer_of(request: HTTPServerRequest) -> object:
    """Return the other end of the socket by which a request came, whatever its headers say."""
    return getattr(getattr(request.connection, "context", None), "address", None)


def passed_on(request: HTTPServerRequest) -> bool:
    """Tell whether a request carries anything by which a proxy shows itself."""
    return any(name in _PASSED_ON or name.startswith(_BEGINNING) for name in request.headers)


def from_this_machine(request: HTTPServerRequest) -> bool:
    """Tell whether a program of this machine makes a request, and not a proxy here that passes on somebody else's."""
    peer = peer_of(request)
    if not isinstance(peer, tuple) or passed_on(request):
        return False
    return ip_address(peer[0].partition("%")[0]).is_loopback


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise BadProxy(
            f"{text!r} is not the address of a proxy. It looks like 127.0.0.1, 10.1.0.0/16 or fd00::/8"
        ) from error
