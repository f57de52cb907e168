"""The course as the service of a real JupyterHub: its groups, its sign-in, and its proxy in front of every address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from misread_records.people.members import Role
from tests.web.hub_server import COURSE, PAGE, PASSWORD, HubClub, running_hub

if TYPE_CHECKING:
    from tests.web.conftest import Story, Visit

LESSON = f"{COURSE}lessons/m4-sam-and-priya"
MAY_COME = "access:services!service=misread"
IDENTIFIES = ("read:users:name!user", "read:users:groups!user")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubClub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


def test_somebody_signs_in_at_the_hub_plays_comes_back_and_leaves(
    hub: HubClub, visit: Callable[..., Visit], story: type[Story]
) -> None:
    opened = visit()
    page = opened.page
    page.goto(hub.address + LESSON)
    expect(page).to_have_url(re.compile(r"/hub/login\?next="))
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    opened.wrong.clear()  # what the Hub's own page says there is the Hub's
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(hub.address + LESSON)
    opened.ready()
    play = story(page, "sam-priya")
    play.go_on()
    play.choose("blanks")
    play.go_on()
    expect(play.sheet).to_contain_text("Decision 2 of 9")
    page.reload()
    opened.ready()
    expect(play.sheet).to_contain_text("Decision 2 of 9")
    asked = {urlsplit(address) for address in opened.asked}
    assert {each.netloc for each in asked} == {urlsplit(hub.address).netloc}
    assert {each.path for each in asked if each.scheme == "ws"} == {f"{COURSE}lines/m4-sam-and-priya"}
    assert {each.path for each in asked if not each.path.startswith((COURSE, "/hub/"))} == set()
    other = page.context.new_page()
    other.goto(hub.address + LESSON)
    expect(other.locator("body")).to_have_attribute("data-state", "saved")
    page.get_by_role("link", name="All lessons").first.click()
    expect(page).to_have_url(hub.address + COURSE)
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("main")).to_contain_text("You are signed in as ada.")
    assert opened.violations() == []
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"/hub/login"))
    kept = {cookie["name"] for cookie in page.context.cookies(hub.address + COURSE)}
    assert {name.rpartition("-")[2] for name in kept if "misread" in name} <= {"form", "device", "leaving"}
    expect(other.get_by_role("heading", level=1)).to_have_text("Please sign in")
    other.get_by_role("link", name="Sign in").click()
    expect(other).to_have_url(re.compile(r"/hub/login\?next="))
    assert opened.wrong == []


@pytest.mark.parametrize(
    ("name", "role", "sees_metrics"),
    [
        ("ada", Role.LEARNER, False),
        ("fay", Role.FACILITATOR, False),
        ("gia", Role.GRADER, False),
        ("abe", Role.GRADER, True),  # and an admin, by another group
    ],
)
def test_groups_say_what_somebody_is_and_in_which_cohort(
    hub: HubClub, name: str, role: Role, *, sees_metrics: bool
) -> None:
    with hub.client(name) as client:
        assert client.get(COURSE).status_code == 200
        assert (client.get(f"{COURSE}metrics").status_code == 200) == sees_metrics
    member = hub.member(name)
    assert member
    assert (member.cohort.name, member.role, member.name) == ("Spring 2026", role, name)
    assert member.learner != name


def test_somebody_who_is_in_no_group_is_told_so_and_enrolled_nowhere(hub: HubClub, visit: Callable[..., Visit]) -> None:
    with hub.client() as client:
        answer = hub.sign_in(client, "zoe")
        assert (answer.status_code, answer.url.path) == (403, COURSE)
        assert client.get(LESSON, headers=PAGE).status_code == 403
        kept = {each.name: each.value or "" for each in client.cookies.jar if each.name.startswith("misread")}
    assert hub.member("zoe") is None
    opened = visit()
    address = hub.address + COURSE
    opened.page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
    page = opened.open(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account does not take part in this")
    assert opened.violations() == []
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("main")).to_contain_text("You are signed in as zoe.")


def test_a_token_admits_only_while_valid_and_only_for_this_service(hub: HubClub) -> None:
    whole, revoked, over = (hub.token("ben", MAY_COME, *IDENTIFIES) for _ in range(3))
    foreign = hub.token("ben", *IDENTIFIES)
    assert hub.registrar.delete(f"users/ben/tokens/{revoked['id']}").status_code == 204
    hub.expire(over["id"])
    with hub.client() as client:

        def status(token: str) -> int:
            return client.get(COURSE, headers=hub.shown(token)).status_code

        assert status(whole["token"]) == 200
        assert [status(other["token"]) for other in (revoked, over, foreign)] == [403, 403, 403]
        assert status("never made by this Hub") == 403
        forged = {"Cookie": hub.shown(whole["token"])["Cookie"] + "x"}
        assert client.get(COURSE, headers=forged).status_code == 403
        # a token in a header or an address, as other services of a Hub take it, opens nothing here
        assert client.get(COURSE, headers={"Authorization": f"token {whole['token']}"}).status_code == 403
        assert client.get(COURSE, params={"token": whole["token"]}).status_code == 403


def test_a_changed_group_counts_at_the_next_sign_in(hub: HubClub) -> None:
    assert hub.registrar.post("users/uma").status_code == 201
    joined = {"users": ["uma"]}
    assert hub.registrar.post("groups/spring-hosts/users", json=joined).status_code == 200
    with hub.client("uma"):
        first = hub.member("uma")
    hub.registrar.request("DELETE", "groups/spring-hosts/users", json=joined)
    hub.registrar.post("groups/spring-managers/users", json=joined)
    with hub.client("uma"):
        second = hub.member("uma")
    hub.registrar.request("DELETE", "groups/spring-managers/users", json=joined)
    with hub.client() as client:
        assert hub.sign_in(client, "uma").status_code == 403
    assert first
    assert second
    assert (first.role, second.role) == (Role.FACILITATOR, Role.LEARNER)
    assert first.learner == second.learner


def test_the_proxy_opens_connections_to_members_from_the_courses_own_pages_alone(hub: HubClub) -> None:
    asking = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # the one of RFC 6455

    def opening(client: httpx.Client, origin: str) -> int:
        path = f"{COURSE}lines/m4-sam-and-priya"
        with client.stream("GET", path, headers={**asking, **key, "Origin": origin}) as answer:
            return answer.status_code

    with hub.client("ada") as ada, hub.client() as nobody:
        assert opening(ada, hub.address) == 101
        assert opening(ada, "https://evil.example") == 403
        assert opening(nobody, hub.address) == 403


@pytest.mark.parametrize(
    "goal",
    ["//evil.example/", "https://evil.example/", "/hub/home", f"{COURSE}\\\\evil.example", "javascript:1"],
)
def test_the_way_in_leads_to_the_course_and_nowhere_else(hub: HubClub, goal: str) -> None:
    with hub.client("ada") as client:
        begun = client.get(f"{COURSE}sign-in", params={"to": goal})
        back = client.get(begun.headers["Location"])
        assert urlsplit(back.headers["Location"]).path == f"{COURSE}oauth_callback"
        assert client.get(back.headers["Location"]).headers["Location"] == COURSE


def test_what_the_hub_hands_out_counts_once_and_in_the_browser_that_began(hub: HubClub) -> None:
    with hub.client("ada") as ada, hub.client() as other:
        begun = ada.get(f"{COURSE}sign-in")
        back = ada.get(begun.headers["Location"]).headers["Location"]
        assert parse_qs(urlsplit(back).query)["code"]
        stolen = other.get(back, headers=PAGE)
        assert stolen.status_code == 403
        assert "<title>That sign-in did not work · Misread</title>" in stolen.text
        way = {name: value for name, value in ada.cookies.items() if name.count("-") > 5}
        assert ada.get(back).status_code == 302
        assert ada.get(back).headers["Location"] == COURSE  # once more, by the browser's own button
        other.cookies.update(way)
        assert other.get(back).status_code == 403


def test_a_page_sends_strangers_to_the_hub_and_everything_else_refuses_them(hub: HubClub) -> None:
    with hub.client() as client:
        sent = client.get(LESSON, headers=PAGE)
        assert (sent.status_code, sent.headers["Location"]) == (302, f"{COURSE}sign-in?to={LESSON.replace('/', '%2F')}")
        assert client.get(LESSON).status_code == 403
        assert client.post(f"{COURSE}data/delete", headers=PAGE).status_code == 403
        assert client.get(f"{COURSE}metrics").status_code == 403
        assert client.get(f"{COURSE}healthz").json()["ok"] is True
        assert client.get(f"{COURSE}voila/templates/misread/static/page.css").status_code == 200


def test_a_declined_sign_in_says_so_and_offers_another(hub: HubClub) -> None:
    with hub.client() as client:
        begun = client.get(f"{COURSE}sign-in")
        state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
        for asked in ({"error": "access_denied", "state": state}, {"code": "x", "state": "x"}, {}):
            answer = client.get(f"{COURSE}oauth_callback", params=asked)
            assert answer.status_code == 403
            assert f'href="{COURSE}sign-in"' in answer.text


def test_nobody_starts_a_server_of_their_own(hub: HubClub) -> None:
    with hub.client("ada") as client:
        assert client.get("/hub/spawn", follow_redirects=True).status_code == 403
        assert client.post("/hub/api/users/ada/server").status_code in {403, 404}


def test_behind_https_the_cookie_never_leaves_it(hub: HubClub) -> None:
    with hub.client("ada") as client:
        behind = {"X-Forwarded-Proto": "https"}
        begun = client.get(f"{COURSE}sign-in", headers=behind)
        assert "Secure" in begun.headers["Set-Cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Lax", f"Path={COURSE}"} <= set(begun.headers["Set-Cookie"].split("; "))
