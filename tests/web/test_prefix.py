"""A course whose every address begins with a prefix: what is answered below it, at its edge, and outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Course

PREFIX = "/services/misread"


@pytest.fixture(scope="module")
def below(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    with serving(tmp_path_factory.mktemp("answers"), "--port", "0", "--prefix", PREFIX) as course:
        yield course


@pytest.fixture
def client(below: Course) -> Iterator[httpx.Client]:
    """A browser that was never here."""
    with httpx.Client(base_url=below.address, cookies=below.let_in, timeout=60) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", ["/", "/?from=mail", PREFIX])
def test_who_stands_before_the_course_is_led_in(address: str, method: str, client: httpx.Client) -> None:
    answer = client.request(method, address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PREFIX}/")
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("lessons/m4-sam-and-priya/", "lessons/m4-sam-and-priya"),
        ("feedback/m4-sam-and-priya/", "feedback/m4-sam-and-priya"),
        ("marking/", "marking"),
        ("lessons/", ""),
        ("lessons", ""),
    ],
)
def test_an_address_that_is_nearly_a_pages_leads_to_it(
    address: str, page: str, method: str, client: httpx.Client
) -> None:
    answer = client.request(method, f"{PREFIX}/{address}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PREFIX}/{page}")


def test_a_second_click_leads_home_as_well(client: httpx.Client) -> None:
    for _ in range(2):
        assert client.get("/", follow_redirects=True).status_code == 200


def test_a_prefix_stripping_proxy_gets_an_error_instead_of_a_redirect_loop(client: httpx.Client) -> None:
    def take_off(request: httpx.Request) -> None:
        request.url = request.url.copy_with(path=request.url.path.removeprefix(PREFIX))

    client.event_hooks["request"] = [take_off]
    answer = client.get(f"{PREFIX}/", follow_redirects=True)
    assert (answer.status_code, "to let the proxy pass on whole addresses" in answer.text) == (503, True)


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/lessons/m4-sam-and-priya",
        "/services/",
        f"{PREFIX}-2/",
        f"{PREFIX}/nowhere",
        "/lessons/m4-sam-and-priya/",
    ],
)
def test_an_address_that_is_none_is_answered_in_the_courses_words(address: str, client: httpx.Client) -> None:
    answer = client.get(address)
    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)
    assert f'href="{PREFIX}/"' in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("page", ["healthz", "metrics"])
def test_state_and_figures_are_told_below_the_prefix_alone(page: str, client: httpx.Client) -> None:
    assert client.get(f"{PREFIX}/{page}").status_code == 200
    assert client.get(f"/{page}").status_code == 404


@pytest.mark.parametrize("page", ["nowhere", "data/delete"])
def test_no_cookie_of_the_course_goes_to_what_else_is_on_its_host(page: str, client: httpx.Client) -> None:
    (cookie,) = client.get(f"{PREFIX}/{page}").headers.get_list("Set-Cookie")
    assert f"Path={PREFIX}/" in cookie.split("; ")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_led_in_that_would_change_something(method: str, client: httpx.Client) -> None:
    assert client.request(method, "/").status_code in {403, 404}
