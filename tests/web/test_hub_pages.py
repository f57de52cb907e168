"""The pages that send people to the Hub, take them back and sign them out, beside a Hub that the test stands in for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from jinja2 import Environment, FileSystemLoader
from tornado.web import Application
from voila.configuration import VoilaConfiguration

from misread_records import JournalMissing
from misread_records.people.cohorts import Cohorts
from misread_records.people.sign_ins import SignIns
from misread_web.auth.authorization import CourseAuthorizer, WebSocketRegistry, guarded
from misread_web.auth.errors import SignInFailed
from misread_web.auth.hub_auth import LONGEST_WAY, HubAuth
from misread_web.auth.hub_client import Hub, HubUser, Service
from misread_web.auth.hub_groups import hub_group
from misread_web.auth.hub_pages import LEAVING_SECONDS
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.route_table import routes
from misread_web.language import taught
from misread_web.live.connection_limits import ConnectionLimit
from misread_web.site.templates import STATIC
from tests.web.app_thread import running

COURSE = "/services/misread/"
HUB = "https://hub.example.org"
CODE, TOKEN = "a code for ada", "a token of ada"
TEMPLATES = STATIC.parent
LESSON = f"{COURSE}lessons/m4-sam-and-priya"


class OneUserHub(Hub):
    """Knows ada, by the code `CODE`; its addresses are those of JupyterHub's own client."""

    origin = HUB

    async def token(self, code: str, verifier: str) -> str:
        assert verifier
        if code != CODE:
            raise SignInFailed
        return TOKEN

    async def user(self, token: str) -> HubUser | None:
        return HubUser("ada", frozenset({"managers"})) if token == TOKEN else None


@pytest.fixture
def authenticator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubAuth]:
    monkeypatch.setenv("JUPYTERHUB_SERVICE_NAME", "misread")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "t" * 32)
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:8081/hub/api")
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring")
        yield HubAuth(OneUserHub(Service.of()), [hub_group("managers=learner@Spring")], cohorts, "s" * 43)


@pytest.fixture
def client(authenticator: HubAuth) -> Iterator[httpx.Client]:
    def application() -> Application:
        options = {"voila_configuration": VoilaConfiguration(template="misread")}
        identity = CourseIdentity(authenticator=authenticator)
        environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
        taught(environment)
        settings: dict[str, Any] = {
            "allow_unauthenticated_access": True,
            "voila_jinja2_env": environment,
            "identity_provider": identity,
            "authorizer": CourseAuthorizer(identity_provider=identity),
            "connection_limit": ConnectionLimit(),
            "xsrf_cookies": True,
            "websockets": WebSocketRegistry(identity),
        }
        pages = routes(authenticator, COURSE, options, lambda _handler: None)
        return Application(guarded(pages, COURSE), base_url=COURSE, log_function=lambda _handler: None, **settings)

    with running(application) as address, httpx.Client(base_url=address) as client:
        yield client


def begin(client: httpx.Client, goal: str = LESSON) -> str:
    """Ask for the sign-in, and return the state that the Hub is to send back."""
    sent = client.get(f"{COURSE}sign-in", params={"to": goal})
    assert sent.status_code == 302
    (state,) = parse_qs(urlsplit(sent.headers["Location"]).query)["state"]
    return state


def come_back(client: httpx.Client, state: str, code: str = CODE) -> httpx.Response:
    return client.get(f"{COURSE}oauth_callback", params={"state": state, "code": code})


def suffixes(client: httpx.Client) -> set[str]:
    """Return the suffixes of the course's cookies; that of the sign-in has none."""
    return {re.sub(r"^misread-127-0-0-1-\d+-?", "", name) for name in client.cookies}


def signed_in(client: httpx.Client) -> None:
    assert come_back(client, begin(client)).status_code == 302


def sign_out(client: httpx.Client) -> httpx.Response:
    (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', client.get(f"{COURSE}sign-out").text)
    return client.post(f"{COURSE}sign-out", data={"_xsrf": token})


def test_the_sign_in_sends_a_public_challenge_and_keeps_its_secret_in_the_browser(client: httpx.Client) -> None:
    sent = client.get(f"{COURSE}sign-in", params={"to": LESSON})
    asked = {name: value for name, (value,) in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
    assert set(asked) == {"client_id", "redirect_uri", "response_type", "state", "code_challenge",
                          "code_challenge_method"}  # fmt: skip
    assert (asked["client_id"], asked["redirect_uri"]) == ("service-misread", f"{COURSE}oauth_callback")
    assert suffixes(client) == {asked["state"]}
    assert f"Max-Age={LONGEST_WAY.seconds}" in sent.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", f"Path={COURSE}"} <= set(sent.headers["Set-Cookie"].split("; "))
    assert sent.headers["Cache-Control"] == "no-store"


def test_who_comes_back_is_signed_in_where_they_wanted_to_go(client: httpx.Client, authenticator: HubAuth) -> None:
    back = come_back(client, begin(client))
    assert (back.status_code, back.headers["Location"]) == (302, LESSON)
    assert suffixes(client) == {"", "device"}  # the state's cookie is gone
    (member,) = authenticator.cohorts.members("Spring")
    assert member.number == "ada"
    assert [sign_in.is_open for sign_in in authenticator.cohorts.sign_ins.of(member.learner)] == [True]


def test_a_goal_outside_the_course_leads_to_its_home(client: httpx.Client) -> None:
    assert come_back(client, begin(client, "https://evil.example/")).headers["Location"] == COURSE


def test_two_sign_ins_begun_in_one_browser_both_end_where_they_began(client: httpx.Client) -> None:
    first, second = begin(client, f"{COURSE}data"), begin(client, LESSON)
    assert come_back(client, second).headers["Location"] == LESSON
    assert come_back(client, first).headers["Location"] == f"{COURSE}data"


def test_coming_back_once_more_when_signed_in_leads_home_without_a_new_sign_in(
    client: httpx.Client, authenticator: HubAuth
) -> None:
    state = begin(client)
    come_back(client, state)
    (before,) = authenticator.cohorts.members("Spring")
    again = come_back(client, state)
    assert (again.status_code, again.headers["Location"], "Set-Cookie" in again.headers) == (302, COURSE, False)
    assert len(authenticator.cohorts.sign_ins.of(before.learner)) == 1


@pytest.mark.parametrize("state", ["", "x", "A" * 22, "../../../../../../etc", "a" * 5_000])
def test_a_sign_in_that_began_in_no_browser_of_theirs_lets_nobody_in(client: httpx.Client, state: str) -> None:
    begin(client)
    back = come_back(client, state)
    assert back.status_code == 403
    assert "That sign-in did not work" in back.text
    assert "" not in suffixes(client)


def test_a_code_that_the_hub_refuses_lets_nobody_in_and_cannot_be_tried_again(client: httpx.Client) -> None:
    state = begin(client)
    assert come_back(client, state, "another code").status_code == 403
    assert come_back(client, state).status_code == 403  # the cookie of the state went with the first try


def test_signing_in_anew_ends_the_sign_in_before_it(client: httpx.Client, authenticator: HubAuth) -> None:
    signed_in(client)
    before = dict(client.cookies)
    signed_in(client)
    (member,) = authenticator.cohorts.members("Spring")
    assert sorted(each.is_open for each in authenticator.cohorts.sign_ins.of(member.learner)) == [False, True]
    client.cookies.clear()
    client.cookies.update(before)
    assert "You are signed out" in client.get(f"{COURSE}sign-out").text


def test_while_the_database_is_away_nobody_is_signed_in(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise JournalMissing("misread.db", "it cannot be opened")

    monkeypatch.setattr(SignIns, "begin", fail)
    back = come_back(client, begin(client))
    assert back.status_code == 503
    assert "" not in suffixes(client)


def test_asking_for_the_head_of_the_return_signs_nobody_in(client: httpx.Client) -> None:
    asked = client.head(f"{COURSE}oauth_callback", params={"state": begin(client), "code": CODE})
    assert asked.status_code == 405
    assert "" not in suffixes(client)


def test_signing_out_ends_the_sign_in_and_goes_on_to_the_hubs_own(client: httpx.Client) -> None:
    signed_in(client)
    copied = dict(client.cookies)
    out = sign_out(client)
    assert (out.status_code, out.headers["Location"]) == (303, f"{HUB}/hub/logout")
    assert "" not in suffixes(client)
    client.cookies.clear()
    client.cookies.update(copied)
    assert "You are signed out" in client.get(f"{COURSE}sign-out").text


def test_the_form_that_signs_out_may_lead_to_the_hub_and_to_no_other_site(client: httpx.Client) -> None:
    signed_in(client)
    policy = client.get(f"{COURSE}sign-out").headers["Content-Security-Policy"]
    assert f"form-action 'self' {HUB};" in policy


def test_who_is_just_signing_out_is_not_sent_to_the_hub_again(client: httpx.Client) -> None:
    signed_in(client)
    out = sign_out(client)
    assert any(f"Max-Age={LEAVING_SECONDS}" in kept for kept in out.headers.get_list("Set-Cookie"))
    page = {"Accept": "text/html"}
    assert client.get(f"{COURSE}sign-out", headers=page).status_code == 200
    assert "leaving" in suffixes(client)
