"""What a request says of its way here is believed where a proxy says it that was named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from misread_web.auth.proxies import BadProxy, Proxies, from_this_machine, passed_on

HEADERS = (
    "Forwarded",
    "Via",
    "X-Real-IP",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "x-forwarded-anything-new",
    "CF-Connecting-IP",
    "True-Client-IP",
)


class Peer:
    def __init__(self, *address: object) -> None:
        self.context = self
        self.address = address


def asked(peer: str, **headers: str) -> HTTPServerRequest:
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    request = HTTPServerRequest(headers=HTTPHeaders({"Host": "x"}), start_line=line)
    for name, value in headers.items():
        request.headers.add(name, value)
    connection: Any = Peer(peer, 5000)
    request.connection = connection
    return request


@pytest.mark.parametrize("header", HEADERS)
def test_a_request_with_any_header_of_proxies_is_never_this_machines(header: str) -> None:
    assert from_this_machine(asked("127.0.0.1"))
    assert from_this_machine(asked("::1"))
    for value in ("", "127.0.0.1", "anything"):
        assert passed_on(asked("127.0.0.1", **{header: value}))
        assert not from_this_machine(asked("127.0.0.1", **{header: value}))


@pytest.mark.parametrize(
    ("named", "peer", "is_one"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("10.1.0.0/16", "10.1.200.3", True),
        ("10.1.0.0/16", "10.2.0.3", False),
        ("10.1.0.7/16", "10.1.200.3", True),
        ("fd00::/8", "fd12::1", True),
        ("fe80::/10", "fe80::1%eth0", True),
        ("10.1.0.0/16", "::ffff:10.1.0.3", True),
        ("::1", "127.0.0.1", False),
    ],
)
def test_a_proxy_is_known_by_the_socket_that_it_comes_through(named: str, peer: str, is_one: bool) -> None:  # noqa: FBT001 - a parameter
    proxies = Proxies([named])
    assert proxies.passed_on_by_one(asked(peer)) is is_one
    assert proxies.passed_on_by_one(asked(peer, **{"X-Forwarded-For": named.partition("/")[0]})) is is_one


@given(st.ip_addresses())
def test_where_none_is_named_none_is_believed(address: object) -> None:
    assert not Proxies().passed_on_by_one(asked(str(address)))


@pytest.mark.parametrize("text", ["", "proxy", "10.1.0.0/33", "https://10.1.0.1", "10.1.0.0-10.1.0.9", "*"])
def test_what_is_no_address_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(BadProxy, match=r"It looks like 127\.0\.0\.1, 10\.1\.0\.0/16 or fd00::/8"):
        Proxies([text])
