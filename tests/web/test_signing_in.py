"""Coming in by a link and leaving again, in a browser; and everything that is tried without being let in."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from playwright.sync_api import Page, expect
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.authorization import ASKED_EVERY
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from misread_web.live.close_codes import SIGNED_OUT
from tests.web.event_loop import run
from tests.web.relay import Relay

if TYPE_CHECKING:
    from tests.web.conftest import Course, Serve, Story, Visit

LESSON = "lessons/m4-sam-and-priya"
SHARING = ("Flo", "Gil", "Hal")
"""Members who use one browser."""
WINDOWS: dict[str, dict[str, object]] = {
    "desk": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 640}, "is_mobile": True},
}


@dataclasses.dataclass(frozen=True)
class Club:
    """A course with a cohort, and the links of its members."""

    course: Course
    data: Path
    cohorts: Cohorts

    @property
    def authenticator(self) -> LinkAuth:
        return LinkAuth(self.cohorts, read_or_create_secret(self.data, {}))

    def link(self, name: str, lasts: timedelta = timedelta(days=1)) -> str:
        (member,) = [member for member in self.cohorts.members("Spring") if member.name == name]
        return f"{self.course.address}sign-in/{self.authenticator.link_for(member, datetime.now(UTC) + lasts)}"

    @property
    def port(self) -> int:
        return int(urlsplit(self.course.address).port or 0)

    @contextmanager
    def client(self, name: str | None = None) -> Iterator[httpx.Client]:
        """A visitor without a browser, signed in where they have a name."""
        with httpx.Client(base_url=self.course.address, timeout=60) as client:
            if name:
                page = client.get(self.link(name))
                (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)
                assert client.post(self.link(name), data={"_xsrf": token}).status_code == 303
            yield client

    def learner(self, name: str) -> str:
        (member,) = [member for member in self.cohorts.members("Spring") if member.name == name]
        return member.learner


@pytest.fixture(scope="module")
def club(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Club]:
    data = tmp_path_factory.mktemp("club")
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create(
            "Spring",
            [Newcomer(name) for name in ("Ada", "Ben", "<b>Eve</b> {{ 7*7 }}", "Gone", "Renewed", "Dora", *SHARING)],
        )
        with serving(data, "--port", "0") as course:
            yield Club(course, data, cohorts)


def cookies(client: httpx.Client) -> set[str]:
    """By which names a visitor is signed in."""
    return {name for name in client.cookies if "misread" in name and not name.endswith(("-form", "-device"))}


def test_somebody_opens_their_link_and_is_in_after_one_more_step(club: Club, visit: Callable[..., Visit]) -> None:
    opened = visit()
    page = opened.open(club.link("Ada"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in as Ada?")
    assert [cookie["name"].rpartition("-")[2] for cookie in page.context.cookies()] == ["form"]
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(club.course.address)
    (cookie,) = [cookie for cookie in page.context.cookies() if not cookie["name"].endswith(("-form", "-device"))]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == (True, "Lax", False)
    assert 0 < cookie["expires"] - datetime.now(UTC).timestamp() <= timedelta(days=1).total_seconds()
    page.goto(club.link("Ada"))
    expect(page).to_have_url(club.course.address)
    assert {urlsplit(address).netloc for address in opened.asked} == {urlsplit(club.course.address).netloc}
    assert opened.wrong == []


def test_somebody_leaves_and_is_out(club: Club, visit: Callable[..., Visit]) -> None:
    opened = visit()
    page = opened.open(club.link("Ada"))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(club.course.address)
    expect(page.get_by_role("contentinfo")).to_contain_text("You are signed in as Ada.")
    page.goto(f"{club.course.address}sign-out")
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Ada")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.goto(club.course.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Please open your personal link")
    expect(page.get_by_role("link", name="All lessons")).to_have_count(0)


def test_what_is_deleted_or_ended_in_one_tab_is_so_in_the_others(
    club: Club, visit: Callable[..., Visit], story: type[Story]
) -> None:
    opened = visit()
    page = opened.open(club.link("Dora"))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(club.course.address)
    play = story(opened.open(club.course.address + LESSON), "sam-priya")
    play.go_on()
    play.choose("blanks")
    other = page.context.new_page()
    other.goto(f"{club.course.address}data/delete")
    other.get_by_label("type the word").fill("delete")
    with page.expect_navigation(wait_until="commit"):
        other.get_by_role("button", name="Delete").click()
    play.on("cover")
    expect(page.locator("body")).to_have_attribute("data-state", "saved")
    play.go_on()
    play.on("situation")
    other.goto(f"{club.course.address}sign-out")
    other.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please open your personal link")
    assert kinds(club, "Dora") == ["opened"]


def sign_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("contentinfo")).to_contain_text("You are signed in as")


def kinds(club: Club, name: str) -> list[str]:
    """What is kept of somebody, in order."""
    with closing(open_journal(f"sqlite:///{club.data / 'misread.db'}")) as journal:
        return [event.kind for event in journal.read(club.learner(name))]


def test_a_second_link_says_who_is_signed_in_already(club: Club, visit: Callable[..., Visit]) -> None:
    page = visit().open(club.link("Ada"))
    page.get_by_role("button", name="Sign in").click()
    page.goto(club.link("Ben"))
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Ada just now.")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{club.course.address}sign-out")
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Ben")


def test_a_page_that_was_another_members_shows_and_keeps_nothing_of_theirs(
    club: Club, visit: Callable[..., Visit]
) -> None:
    with closing(Relay(club.course.address)) as relay:
        page = visit().page
        links = {name: club.link(name).replace(club.course.address, relay.address) for name in SHARING}
        sign_in(page, links["Flo"])
        page.goto(f"{relay.address}{LESSON}#m4-exit-recall")
        area = page.locator("[data-cell=m4-exit-recall] textarea").first
        area.fill("Mine alone")
        expect(page.locator("[data-cell=m4-exit-recall] .mr-writing [role=status]").first).to_have_text("Saved")
        other = page.context.new_page()
        sign_in(other, links["Gil"])
        expect(area).to_have_value("")
        expect(page.locator("body")).to_have_attribute("data-state", "saved")
        assert kinds(club, "Flo") == ["wrote"]
        page.context.clear_cookies()  # as when Gil's ends, and nobody says so
        sign_in(other, links["Hal"])
        area.fill("Never Hal's")
        relay.cut()
        expect(page.locator("body")).to_have_attribute("data-state", "down")
        area.fill("Never ever Hal's")
        relay.mend()
        expect(area).to_have_value("")
        expect(page.locator("body")).to_have_attribute("data-state", "saved")
        assert kinds(club, "Hal") == []


@pytest.mark.parametrize("window", WINDOWS)
def test_axe_finds_nothing_and_nothing_is_too_wide(window: str, club: Club, visit: Callable[..., Visit]) -> None:
    opened = visit(**WINDOWS[window])
    for address in (club.link("<b>Eve</b> {{ 7*7 }}"), club.course.address, f"{club.course.address}sign-in/x"):
        page = opened.open(address)
        assert opened.violations() == []
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page = opened.open(club.link("Ada"))
    page.get_by_role("button").click()
    page.goto(f"{club.course.address}sign-out")
    assert opened.violations() == []
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert opened.violations() == []


def test_a_name_with_markup_is_shown_as_it_is(club: Club, visit: Callable[..., Visit]) -> None:
    page = visit().open(club.link("<b>Eve</b> {{ 7*7 }}"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in as <b>Eve</b> {{ 7*7 }}?")
    expect(page).to_have_title("Sign in as <b>Eve</b> {{ 7*7 }}? · Misread")


def test_to_look_at_a_link_signs_nobody_in(club: Club) -> None:
    with club.client() as client:
        for _ in range(3):
            assert client.get(club.link("Ada")).status_code == 200
            assert client.head(club.link("Ada")).status_code == 200
            assert client.head(club.link("Ada") + ").", follow_redirects=True).status_code == 200
        assert client.head(club.link("Ada")[:-3]).status_code == 403
        assert cookies(client) == set()
        assert client.get("").status_code == 403


def test_the_page_of_a_link_is_kept_by_nobody_and_told_to_no_other_site(club: Club) -> None:
    with club.client() as client:
        headers = client.get(club.link("Ada")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)
@pytest.mark.parametrize("path", ["sign-in", "sign-out"])
def test_another_sites_form_changes_nothing(club: Club, path: str, headers: dict[str, str]) -> None:
    with club.client(None if path == "sign-in" else "Ada") as client:
        before = cookies(client)
        address = club.link("Ada") if path == "sign-in" else "sign-out"
        page = client.get(address)
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)
        # A form of another site knows no token; one that got hold of it still has another origin.
        body = {"_xsrf": token} if "Origin" in headers else {}
        assert client.post(address, data=body, headers=headers).status_code in {403, 404}
        assert cookies(client) == before


def test_each_link_that_does_not_open_the_course_says_why_and_names_nobody(club: Club) -> None:
    gone, renewed = club.link("Gone"), club.link("Renewed")
    club.cohorts.remove("Spring", "Gone")
    club.cohorts.renew_link("Spring", "Renewed")
    whole = club.link("Ada")
    expected = {
        whole[:-3]: "This link is not whole",
        f"{club.course.address}sign-in/abc": "This link is not whole",
        whole.replace("sign-in/", "sign-in/x"): "This link is not whole",
        club.link("Ada", -timedelta(seconds=5)): "This link has expired",
        gone: "You are no longer in this course",
        renewed: "This link does not open the course any more",
    }
    with club.client() as client:
        for link, title in expected.items():
            for answer in (client.get(link), client.post(link, data={})):
                assert answer.status_code == 403
                assert "Ada" not in answer.text
                assert "Gone" not in answer.text
            assert f"<title>{title} · Misread</title>" in client.get(link).text
        assert cookies(client) == set()


@pytest.mark.parametrize(
    "stray", [")", ">", ",", ".", ").", "%20", " ", "/", "%3E", "”", "&gt;", '"', "/more?x=1", "#top"]
)
def test_a_stray_sign_behind_a_link_does_no_harm(club: Club, stray: str) -> None:
    whole = club.link("Ada")
    with club.client() as client:
        answer = client.get(whole + stray, follow_redirects=True)
    assert answer.status_code == 200
    assert str(answer.url).partition("?")[0].partition("#")[0] == whole
    assert "Ada" in answer.text


@pytest.mark.parametrize("text", [")", "%2e%2e/marking", "abc)", "%00", "x" * 3000])
def test_what_is_no_link_is_told_so_whatever_stands_behind_it(club: Club, text: str) -> None:
    with club.client() as client:
        answer = client.get(f"{club.course.address}sign-in/{text}", follow_redirects=True)
    assert (answer.status_code, "This link is not whole" in answer.text) == (403, True)


def test_a_removed_member_is_out_at_their_next_step(club: Club) -> None:
    club.cohorts.add("Spring", [Newcomer("Leaving")])
    with club.client("Leaving") as client:
        assert client.get("").status_code == 200
        club.cohorts.remove("Spring", "Leaving")
        for path in ("", LESSON, "data/sign-ins"):
            answer = client.get(path)
            assert (answer.status_code, "You are no longer in this course" in answer.text) == (403, True)


def test_a_renewed_link_signs_its_owner_out_everywhere(club: Club) -> None:
    club.cohorts.add("Spring", [Newcomer("Careless")])
    with club.client("Careless") as client:
        club.cohorts.renew_link("Spring", "Careless")
        assert client.get("").status_code == 403


def test_what_each_does_is_written_in_their_own_name(
    club: Club, visit: Callable[..., Visit], story: type[Story]
) -> None:
    for name in ("Ada", "Ben"):
        opened = visit()
        page = opened.open(club.link(name))
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(club.course.address)
        play = story(opened.open(club.course.address + LESSON), "sam-priya")
        play.go_on()
        play.choose("blanks")
    with closing(sqlite3.connect(club.data / "misread.db")) as database:
        rows = database.execute("SELECT learner, cohort FROM events WHERE kind = 'picked'").fetchall()
    assert sorted(rows) == sorted((club.learner(name), "Spring") for name in ("Ada", "Ben"))


def test_a_wrongly_removed_member_continues_by_the_same_link(
    club: Club, visit: Callable[..., Visit], story: type[Story]
) -> None:
    club.cohorts.add("Spring", [Newcomer("Mistaken Abt", "mistaken@example.org")])
    link = club.link("Mistaken Abt")
    opened = visit()
    page = opened.open(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(club.course.address)
    play = story(opened.open(club.course.address + LESSON), "sam-priya")
    play.go_on()
    play.choose("blanks")
    learner = club.learner("Mistaken Abt")
    club.cohorts.remove("Spring", "mistaken@example.org")
    page = opened.open(club.course.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are no longer in this course")
    expect(page.get_by_role("main")).not_to_contain_text("safe")
    page = opened.open(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are no longer in this course")
    expect(page.get_by_role("main")).to_contain_text("ask the person who invited you to put you back")
    club.cohorts.add("Spring", [Newcomer("Mistaken Abt-Lind", "MISTAKEN@example.org")])
    page = opened.open(link)
    if page.url != club.course.address:
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("contentinfo")).to_contain_text("You are signed in as Mistaken Abt-Lind.")
    assert club.learner("Mistaken Abt-Lind") == learner
    with closing(sqlite3.connect(club.data / "misread.db")) as database:
        picked = "SELECT count(*) FROM events WHERE kind = 'picked' AND learner = ?"
        assert database.execute(picked, (learner,)).fetchone() == (1,)


def opening(client: httpx.Client, path: str, origin: str | None = None) -> int:
    """Ask for a WebSocket: 101 where it was opened, else the number with which it was refused."""
    asking = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # the one of RFC 6455
    with client.stream("GET", path, headers={**asking, **key, **({"Origin": origin} if origin else {})}) as answer:
        return answer.status_code


def test_a_connection_is_open_to_members_from_the_courses_own_pages_alone(club: Club) -> None:
    path = "lines/m4-sam-and-priya"
    with club.client("Ada") as ada, club.client() as nobody:
        assert opening(ada, path, club.course.address.rstrip("/")) == 101
        assert opening(ada, path, "https://evil.example") == 403
        assert opening(nobody, path) == 403


@pytest.fixture(scope="module")
def kernels(club: Club, serving: Callable[..., AbstractContextManager[Course]]) -> Iterator[Club]:
    """The same cohort at a server whose lessons all run in kernels."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JUPYTERHUB_API_TOKEN", "what a Hub would give its service")
        with serving(club.data, "--port", "0", "--kernels") as course:
            yield dataclasses.replace(club, course=course)


def kernel_of(client: httpx.Client) -> str:
    """Open a lesson and return the kernel that runs it."""
    return kernel_in(client.get(LESSON).text)


def kernel_in(page: str) -> str:
    """Return the kernel that runs a page."""
    (config,) = re.findall(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page)
    kernel: str = json.loads(config)["kernelId"]
    return kernel


def test_a_kernel_is_its_owners_alone(kernels: Club) -> None:
    with kernels.client("Ada") as ada, kernels.client("Ben") as ben, kernels.client() as nobody:
        kernel, _ = kernel_of(ada), kernel_of(ben)
        token = {"X-XSRFToken": ben.cookies["_xsrf"]}
        for path in (f"api/kernels/{kernel}", f"api/kernels/{kernel}/channels"):
            assert ben.get(path).status_code == 404
            assert nobody.get(path).status_code == 403
        assert ben.delete(f"api/kernels/{kernel}", headers=token).status_code == 404
        assert ben.post(f"voila/api/shutdown/{kernel}", headers=token).status_code == 404
        assert opening(ben, f"api/kernels/{kernel}/channels") == 404
        assert opening(nobody, f"api/kernels/{kernel}/channels") == 403
        assert opening(ada, f"api/kernels/{kernel}/channels", "https://evil.example") == 403
        assert ada.get(f"api/kernels/{kernel}").json()["id"] == kernel
        assert opening(ada, f"api/kernels/{kernel}/channels") == 101
        mine = {"X-XSRFToken": ada.cookies["_xsrf"]}
        assert ada.post(f"voila/api/shutdown/{kernel}", headers=mine).status_code == 204
        assert ada.get(f"api/kernels/{kernel}").status_code == 404


def test_a_kernel_knows_its_learner_and_no_secret(kernels: Club) -> None:
    with kernels.client("Ada") as ada, kernels.client("Ben") as ben:
        found = {name: kernel_of(client) for name, client in (("Ada", ada), ("Ben", ben))}
        assert len(set(found.values())) == 2
        environments = [
            process.environ() for process in psutil.Process(kernels.course.process.pid).children(recursive=True)
        ]
        told = {(each["MISREAD_LEARNER"], each["MISREAD_COHORT"]) for each in environments}
        assert told == {(kernels.learner(name), "Spring") for name in ("Ada", "Ben")}
        assert {
            each[name]
            for each in environments
            for name in ("MISREAD_SECRET", "MISREAD_SECRET_FILE", "JUPYTERHUB_API_TOKEN")
        } == {""}
        assert {each["MISREAD_JOURNAL"] for each in environments} == {f"sqlite:///{kernels.data}/misread.db"}
        assert not {"MISREAD_LEARNER", "MISREAD_COHORT"} & set(psutil.Process(kernels.course.process.pid).environ())


def test_signing_out_at_one_process_ends_pages_connections_and_kernels_at_the_other(club: Club, kernels: Club) -> None:
    with club.client("Ben") as ben:
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', ben.get("sign-out").text)
        (copied,) = [value for name, value in ben.cookies.items() if name.endswith(str(club.port))]
        there = {"Cookie": f"misread-127-0-0-1-{kernels.port}={copied}"}
        kernel = kernel_in(httpx.get(f"{kernels.course.address}{LESSON}", headers=there, timeout=60).text)
        where = f"{kernels.course.address.replace('http', 'ws')}api/kernels/{kernel}/channels"

        async def scene() -> tuple[int | None, float]:
            line = await websocket_connect(HTTPRequest(where, headers=there))
            answer = await asyncio.to_thread(ben.post, "sign-out", data={"_xsrf": token})
            assert answer.status_code == 200
            began = time.monotonic()
            while await line.read_message() is not None:
                pass
            line.close()
            return line.close_code, time.monotonic() - began

        code, seconds = run(scene())
        assert code == SIGNED_OUT
        assert seconds < ASKED_EVERY
        assert httpx.get(kernels.course.address, headers=there, timeout=60).status_code == 403


def test_with_an_open_cohort_other_machines_may_come(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    with Cohorts(f"sqlite:///{tmp_path}/answers/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada")])
        course = serve("--port", "0", "--host", "0.0.0.0")  # noqa: S104 - what is tested
        port = urlsplit(course.address).port
        listening = [
            connection.laddr.ip
            for connection in psutil.Process(course.process.pid).net_connections()
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        ]
        assert listening == ["0.0.0.0"]  # noqa: S104 - likewise
        assert httpx.get(course.address, headers={"Host": "course.example"}).status_code == 403
        link = LinkAuth(cohorts, read_or_create_secret(tmp_path / "answers", {})).link_for(
            cohorts.members("Spring")[0], datetime.now(UTC) + timedelta(days=1)
        )
        answer = httpx.get(f"{course.address}sign-in/{link}", headers={"Host": "course.example"})
        assert "Sign in as Ada?" in answer.text
