"""Addresses that nearly name a page lead to it; others lead nowhere, and no redirect goes in circles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.site.lesson_pages import UnknownPage


def target(path: str, home: str = "/") -> str | None:
    handler: Any = SimpleNamespace(base_url=home, request=SimpleNamespace(path=path))
    return UnknownPage._target(handler)  # noqa: SLF001 - the rule alone; the handler around it is tested with a server


@pytest.mark.parametrize(
    ("path", "home", "leads"),
    [
        ("/lessons", "/", "/"),
        ("/lessons/", "/", "/"),
        ("/lessons/m4-sam-and-priya/", "/", "/lessons/m4-sam-and-priya"),
        ("/feedback/m4-sam-and-priya/", "/", "/feedback/m4-sam-and-priya"),
        ("/marking/", "/", "/marking"),
        ("/", "/course/", "/course/"),
        ("/course", "/course/", "/course/"),
        ("/course/lessons/m2/", "/course/", "/course/lessons/m2"),
    ],
)
def test_an_address_that_nearly_names_a_page_leads_to_it(path: str, home: str, leads: str) -> None:
    assert target(path, home) == leads


@pytest.mark.parametrize("path", ["/lessons/../data/", "/lessons/M4/", "/marking/x/", "//example.org/", "/files/"])
def test_any_other_address_leads_nowhere(path: str) -> None:
    assert target(path) is None


@given(st.text("/lesonmarkig-.:\\", max_size=30), st.sampled_from(["/", "/course/"]))
def test_a_redirect_stays_on_this_server_and_does_not_lead_to_itself(path: str, home: str) -> None:
    leads = target(f"/{path}", home)
    if leads is not None:
        assert leads.startswith(home)
        assert not leads.startswith("//")
        assert leads != f"/{path}" or f"/{path}" == "/"
