"""The addresses to which a workshop's pages connect: a WebSocket each, and plain requests beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_server.utils import url_path_join

from misread_web.live import PageRequests, PageWebSocket, RequestConnections
from misread_web.workshop.conversation import Role, WorkshopConversations

ADDRESSES: dict[Role, str] = {
    "participant": r"/workshop/([A-Z]+)/line",
    "host": r"/workshop/([A-Z]+)/host/line",
    "projector": r"/workshop/([A-Z]+)/projector/line",
}


def routes(base_url: str, conversations: Mapping[Role, WorkshopConversations]) -> list[tuple[Any, ...]]:
    """Return the routes of connections; `conversations` are those of each role."""
    found: list[tuple[Any, ...]] = []
    for role, address in ADDRESSES.items():
        theirs = conversations[role]
        path = url_path_join(base_url, address)
        requests = {"connections": RequestConnections(theirs)}
        found += [(path, PageWebSocket, {"conversations": theirs}), (f"{path}/messages", PageRequests, requests)]
    return found
