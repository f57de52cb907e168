"""Cookies of courses without a cohort: each belongs to the browser that opened the printed address."""

from __future__ import annotations

from urllib.parse import urlsplit

LET_IN: dict[str, dict[str, str]] = {}
"""The owners' cookies, by the address of each running course."""


def let_in_at(other: str, address: str) -> None:
    """Sign the same browser in at another address of a course, where its cookies have other names."""
    here, there = (str(urlsplit(each).port) for each in (address, other))
    if address in LET_IN:
        LET_IN[other] = {name.replace(here, there): value for name, value in LET_IN[address].items()}
