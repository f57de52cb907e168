"""Of a browser, its family and its system are kept, and nothing else that it says of itself."""

from __future__ import annotations

import pytest

from misread_web.auth.browsers import family_of

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0": "Firefox on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36": (
        "Chrome on Linux"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0": (
        "Edge on Windows"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile Safari/604.1": (
        "Safari on iPhone"
    ),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130 "
    "Mobile Safari/537.36": "Samsung Internet on Android",
    "python-httpx/0.28": "Another browser",
    "": "Another browser",
    "<script>alert(1)</script>": "Another browser",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_of_a_browser_only_its_family_and_its_system_are_known(agent: str) -> None:
    assert family_of(agent) == AGENTS[agent]


@pytest.mark.parametrize("agent", AGENTS)
def test_no_version_is_kept_by_which_a_browser_could_be_told_from_others(agent: str) -> None:
    assert not any(sign.isdigit() for sign in family_of(agent))
