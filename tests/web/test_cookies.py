"""What a browser keeps for the course is not chosen by a neighbour, and a form is worth nothing to another person."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

HTTPS = {"X-Forwarded-Proto": "https"}
LESSON = "lessons/m4-sam-and-priya"


@dataclasses.dataclass(frozen=True)
class Club:
    """A course with a cohort, as a proxy in front reaches it."""

    address: str
    links: dict[str, str]

    @contextmanager
    def client(self, **headers: str) -> Iterator[Client]:
        with httpx.Client(base_url=self.address, headers=headers, timeout=60) as http:
            yield Client(http, self)


@dataclasses.dataclass(frozen=True)
class Client:
    """A browser that keeps every cookie, and sends it over HTTPS, which httpx does not see here."""

    http: httpx.Client
    club: Club
    jar: dict[str, str] = dataclasses.field(default_factory=dict)
    set: list[str] = dataclasses.field(default_factory=list)

    def ask(self, method: str, path: str, **form: str) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        answer = self.http.request(method, path, data=form or None, headers={"Cookie": cookie})
        self.http.cookies.clear()
        for each in answer.headers.get_list("Set-Cookie"):
            name, _, value = each.partition(";")[0].partition("=")
            self.set.append(each)
            if value.strip('"'):
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return answer

    def token(self, path: str) -> str:
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', self.ask("GET", path).text)
        return str(token)

    def sign_in(self, name: str) -> httpx.Response:
        return self.ask("POST", self.club.links[name], _xsrf=self.token(self.club.links[name]))

    @property
    def form_key(self) -> str:
        return next(name for name in self.jar if name.endswith("-form"))

    @property
    def signed_in_by(self) -> list[str]:
        return [name for name in self.jar if "misread" in name and not name.endswith(("-form", "-device"))]


@pytest.fixture(scope="module", params=["/", "/course/"])
def club(
    request: pytest.FixtureRequest,
    serving: Callable[..., AbstractContextManager[Course]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Club]:
    data = tmp_path_factory.mktemp("club")
    until = datetime.now(UTC) + timedelta(days=1)
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Ben")])
        authenticator = LinkAuth(cohorts, read_or_create_secret(data, {}))
        links = {one.name: f"sign-in/{authenticator.link_for(one, until)}" for one in cohorts.members("Spring")}
        with serving(data, "--port", "0", "--prefix", request.param, "--proxy", "127.0.0.1") as course:
            yield Club(course.address.rstrip("/") + request.param, links)


def test_behind_https_no_cookie_leaves_it_and_no_neighbour_can_set_one(club: Club) -> None:
    with club.client(**HTTPS) as client:
        assert client.sign_in("Ada").status_code == 303
        assert client.ask("GET", "").status_code == 200
        client.ask("GET", "nowhere")
        lasting = [each for each in client.set if "expires=" not in each.lower() or "1970" not in each]
    top = club.address.count("/") == 3
    start = "__Host-misread" if top else "__Secure-misread"
    assert len(lasting) >= 2
    for each in lasting:
        assert each.startswith(start)
        assert {"Secure", "HttpOnly", "SameSite=Lax", f"Path={'/' if top else '/course/'}"} <= set(each.split("; "))
        assert "domain" not in each.lower()


def test_a_cookie_that_a_neighbour_can_set_lets_nobody_in_over_https(club: Club) -> None:
    with club.client() as plain, club.client(**HTTPS) as behind:
        plain.sign_in("Ben")
        assert plain.ask("GET", "").status_code == 200
        (name,) = plain.signed_in_by
        assert name.startswith("misread")
        behind.jar.update(plain.jar)
        refused = behind.ask("GET", "")
        assert refused.status_code == 403
        assert "Please open your personal link" in refused.text
        # the link goes on as ever, and nothing of what was there before stays
        assert behind.sign_in("Ada").status_code == 303
        assert behind.ask("GET", "").status_code == 200
        assert all(each.startswith("__") for each in behind.jar)
        assert len(behind.signed_in_by) == 1


def test_a_connection_whose_proxy_does_not_say_https_knows_its_member(club: Club) -> None:
    with club.client(**HTTPS) as behind, club.client() as forgetful:
        behind.sign_in("Ada")
        forgetful.jar.update(behind.jar)
        assert forgetful.ask("GET", "").status_code == 200


@pytest.mark.parametrize("headers", [{}, HTTPS], ids=["http", "https"])
def test_a_form_is_worth_nothing_to_another_person(club: Club, headers: dict[str, str]) -> None:
    with club.client(**headers) as ada, club.client(**headers) as ben, club.client(**headers) as nobody:
        ada.sign_in("Ada")
        ben.sign_in("Ben")
        token, stranger = ada.token("sign-out"), nobody.token(club.links["Ada"])
        # Ben's browser was given the key of Ada's forms, and of a stranger's
        for key, found in ((ada.jar[ada.form_key], token), (nobody.jar[nobody.form_key], stranger)):
            ben.jar[ben.form_key] = key
            assert ben.ask("POST", "sign-out", _xsrf=found).status_code == 403
        ben.jar["_xsrf"] = "2|aaaaaaaa|bbbbbbbb|1"
        assert ben.ask("POST", "sign-out", _xsrf=ben.jar["_xsrf"]).status_code == 403
        assert ben.ask("GET", "").status_code == 200
        assert ada.ask("POST", "sign-out", _xsrf=token).status_code == 200
        assert ada.ask("GET", "").status_code == 403
        assert ada.signed_in_by == []


def test_a_form_that_was_open_is_good_after_the_same_person_has_signed_in_again(club: Club) -> None:
    with club.client() as ada:
        ada.sign_in("Ada")
        token = ada.token("sign-out")
        for name in ada.signed_in_by:  # as after its last day
            del ada.jar[name]
        assert ada.ask("POST", "sign-out", _xsrf=token).status_code == 403
        ada.sign_in("Ada")
        assert ada.ask("POST", "sign-out", _xsrf=token).status_code == 200


def test_in_a_browser_everything_works_over_https(club: Club, visit: Callable[..., Visit], story: type[Story]) -> None:
    # a browser takes this name for as good as HTTPS
    address = club.address.replace("127.0.0.1", "localhost")
    opened = visit(extra_http_headers=HTTPS)
    page = opened.open(address + club.links["Ada"])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(address)
    kept = page.context.cookies()
    assert {(each["secure"], each["httpOnly"], each["name"][:2]) for each in kept} == {(True, True, "__")}
    play = story(opened.open(address + LESSON), "sam-priya")
    play.go_on()
    play.choose("blanks")
    page.goto(f"{address}sign-out")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert [each["name"] for each in page.context.cookies() if not each["name"].endswith(("-form", "-device"))] == []
    assert opened.wrong == []
