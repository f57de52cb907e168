"""A course that one person has to themselves is open to the browser that they open its address in, and to no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_records.people.cohorts import Cohorts
from misread_web.auth.owner_auth import OwnerAuth

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web.conftest import Course, Serve, Visit

PASSED_ON = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Host": "course.example.org",
    "Forwarded": "for=203.0.113.7",
    "Via": "1.1 proxy",
    "X-Real-IP": "203.0.113.7",
}


@pytest.fixture
def shut(serve: Serve) -> Course:
    """A course for one person that no browser has opened yet."""
    return serve("--port", "0", let_in=False)


def next_entry(course: Course) -> str:
    """Return the address that is printed once the one before was used."""
    assert course.process.stdout
    for line in course.process.stdout:
        if found := re.search(r"http://\S+\?token=\S+", line):
            return found[0]
    raise AssertionError("no other address was printed")


def test_the_printed_address_opens_the_course_once_and_the_browser_stays_in(
    shut: Course, browser: Browser, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    page = opened.open(shut.entry)
    expect(page).to_have_url(shut.address)
    expect(page.get_by_role("heading", name="The lessons")).to_be_visible()
    page.goto(f"{shut.address}lessons/m4-sam-and-priya")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sam and Priya")
    page.goto(shut.entry)  # a second click on the same line of the terminal
    expect(page).to_have_url(shut.address)
    assert opened.wrong == []
    with browser.new_context() as other:
        stranger = other.new_page()
        stranger.goto(shut.entry)
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Please open the address with the token")
        stranger.goto(next_entry(shut))
        expect(stranger).to_have_url(shut.address)


def test_nobody_without_a_token_reads_or_changes_anything(shut: Course) -> None:
    with httpx.Client(base_url=shut.address) as client:
        for path in ("", "lessons/m4-sam-and-priya", "data/my-course.json", "data/my-course", "?token=", "?token=x"):
            answer = client.get(path)
            assert (answer.status_code, "token" in answer.text) == (403, True), path
            assert all(name.endswith("-form") for name in answer.cookies)
        assert client.post("data/delete", data={"word": "delete"}).status_code == 403
        assert client.get("lines/m4-sam-and-priya", headers={"Upgrade": "websocket"}).status_code == 403
        assert client.get("healthz").status_code == 200


def test_a_look_at_the_address_uses_no_token_up(shut: Course) -> None:
    assert httpx.head(shut.entry).status_code == 403
    assert httpx.get(shut.entry, headers={"Sec-Purpose": "prefetch"}).status_code == 403
    assert httpx.get(shut.entry, headers={"Host": "course.example.org"}).status_code == 403
    assert httpx.get(shut.entry).status_code == 302


@pytest.mark.parametrize("header", PASSED_ON)
def test_what_a_proxy_passes_on_is_refused_with_the_right_token_and_cookie_too(header: str, course: Course) -> None:
    passed_on = {header: PASSED_ON[header]}
    assert httpx.get(course.address, headers=course.headers).status_code == 200
    for path in ("", "lessons/m4-sam-and-priya", "metrics", "?token=x"):
        answer = httpx.get(f"{course.address}{path}", headers={**course.headers, **passed_on})
        assert answer.status_code == 403
        assert "open to its own machine alone" in answer.text


def test_a_browser_comes_back_after_a_new_start_and_to_no_other_course(serve: Serve) -> None:
    first = serve("--port", "0")
    first.process.terminate()
    first.process.wait(60)
    port = str(httpx.URL(first.address).port)
    again = serve("--port", port, let_in=False)
    assert again.address == first.address
    assert httpx.get(again.address, headers=first.headers).status_code == 200
    (cookie,) = first.let_in.values()
    authenticator = OwnerAuth("of another data folder, whose secret is this")
    assert authenticator.token not in again.entry
    with closing(httpx.Client(base_url=again.address)) as client:
        forged, _ = authenticator.cookie()
        assert client.get("", headers={"Cookie": f"{next(iter(first.let_in))}={forged}"}).status_code == 403
        assert client.get("", headers={"Cookie": f"{next(iter(first.let_in))}={cookie[:-1]}"}).status_code == 403


def test_every_part_of_an_address_but_the_token_is_kept(serve: Serve) -> None:
    course = serve("--port", "0", "--prefix", "/below", let_in=False)
    entry = httpx.URL(course.entry)
    assert entry.path == "/below/"
    token = entry.params["token"]
    where = httpx.URL(course.address, path="/below/lessons/m4-sam-and-priya", params={"a": "1 2", "token": token})
    assert httpx.get(where).headers["Location"] == "/below/lessons/m4-sam-and-priya?a=1+2"
    away = httpx.URL(course.address, raw_path=f"//elsewhere.example/?token={token}".encode())
    assert not httpx.get(away).headers.get("Location", "/").startswith("//")


def test_a_course_with_a_cohort_prints_no_token(serve: Serve, tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/answers/misread.db") as cohorts:
        (tmp_path / "answers").mkdir()
        cohorts.create("Spring")
    course = serve("--port", "0")
    assert course.entry == course.address
