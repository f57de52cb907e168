"""A learner takes their data away, or has it deleted, and nobody else's is ever touched or shown."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from docx import Document
from playwright.sync_api import expect

from misread_records import Event, JournalMissing, MemoryJournal
from misread_web.home.route_table import ROUTES
from misread_web.live.service import LessonService
from tests.web.home_server import M4, SAM, HomeCourse, Learner, best, half_way, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PATHS = [re.sub(r"\(.*\)", "T7", path).replace("\\", "").lstrip("/") for path in ROUTES]
PRIVATE = "only Ada may read this"


class Failing(MemoryJournal):
    """A journal that can be told to be away, or to wait before it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = False
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked = threading.Event()

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        self.asked.set()
        self.may_answer.wait(60)
        if self.is_away:
            raise JournalMissing("postgresql://db.example/misread", "connection refused")
        return super().read(learner, lesson)


@pytest.fixture(scope="module")
def service() -> LessonService:
    return lesson_service()


@pytest.fixture
def journal() -> Failing:
    return Failing()


@pytest.fixture
def course(service: LessonService, journal: Failing) -> Iterator[HomeCourse]:
    half_way().writes(M4, "M4.exit", "M4.exit.1", PRIVATE).keeps_it_in(journal)
    Learner("bo").guesses(M4, "M4.try").keeps_it_in(journal)
    with home_course(service, journal) as running:
        yield running


@pytest.fixture
def ask(course: HomeCourse) -> Iterator[Callable[..., httpx.Response]]:
    """Ask for a page as somebody."""
    with httpx.Client(base_url=course.address) as client:

        def asking(path: str, who: str = "ada", **given: str) -> httpx.Response:
            return client.get(path, headers={"Cookie": f"learner={who}", **given})

        yield asking


def delete(course: HomeCourse, word: str, who: str = "ada", **changes: str | None) -> httpx.Response:
    """Send the form of the page, with some of it changed or left out."""
    with httpx.Client(base_url=course.address, cookies={"learner": who}) as client:
        page = client.get("data/delete").text
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page)
        fields = {"_xsrf": token, "word": word, **changes}
        return client.post("data/delete", data={name: value for name, value in fields.items() if value is not None})


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_is_kept_by_a_cache_or_may_load_anything_foreign(
    path: str, ask: Callable[..., httpx.Response]
) -> None:
    answer = ask(path, who="nobody-yet")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_without_a_sign_in_nothing_is_visible(path: str, ask: Callable[..., httpx.Response]) -> None:
    answer = ask(path, who="nobody")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize("path", [path for path in PATHS if path != "data/deleted"])
def test_a_learner_sees_only_their_own(path: str, ask: Callable[..., httpx.Response]) -> None:
    assert PRIVATE.encode() not in ask(path, who="bo").content
    assert ask(path, who="bo").status_code == ask(path).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_refusal_says_why(path: str, ask: Callable[..., httpx.Response]) -> None:
    answer = ask(path, who="removed")
    assert answer.status_code == 403
    assert "This link does not open the course any more" in answer.text
    assert PRIVATE not in answer.text


@pytest.mark.parametrize("path", ["", "data/my-course", "data/delete"])
def test_only_a_signed_in_member_can_sign_out(path: str, ask: Callable[..., httpx.Response]) -> None:
    assert 'href="/sign-out"' in ask(path, who="ada@spring").text
    assert "sign-out" not in ask(path).text


def test_the_files_are_there_to_be_saved(ask: Callable[..., httpx.Response], course: HomeCourse) -> None:
    file = ask("data/my-course.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-course.json"'
    events = [Event.from_line(json.dumps(one)) for one in json.loads(file.text)["events"]]
    assert tuple(events) == course.journal.read("ada")
    paper = ask("data/my-course.docx")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="my-course.docx"'
    assert PRIVATE in [one.text for one in Document(io.BytesIO(paper.content)).paragraphs]


def test_the_page_says_exactly_what_would_be_deleted(ask: Callable[..., httpx.Response], course: HomeCourse) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", ask("data/delete").text).split())
    assert "3 stories that you began" in text
    assert "1 text that you wrote" in text
    assert f"in all {len(course.journal.read('ada'))} entries, 2 March 2026" in text


def test_the_word_deletes_everything_of_this_learner(course: HomeCourse) -> None:
    others = course.journal.read("bo")
    answer = delete(course, " “Delete” ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/data/deleted")
    assert course.journal.read("ada") == ()
    assert course.journal.read("bo") == others
    assert [seat.learner for seat in course.forgotten] == ["ada"]


@pytest.mark.parametrize("word", ["", "yes", "delete it", "del", "DELETE;", "удалить"])
def test_any_other_word_deletes_nothing(word: str, course: HomeCourse) -> None:
    before = course.journal.read("ada")
    answer = delete(course, word)
    assert answer.status_code == 422
    assert "Nothing was deleted" in answer.text
    assert course.journal.read("ada") == before
    assert course.forgotten == []


@pytest.mark.parametrize("token", [None, "", "x", "2|00000000|00000000000000000000000000000000|0"])
def test_a_request_that_no_page_of_ours_sent_deletes_nothing(token: str | None, course: HomeCourse) -> None:
    before = course.journal.read("ada")
    answer = delete(course, "delete", _xsrf=token)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert course.journal.read("ada") == before


def test_a_link_cannot_delete_anything(ask: Callable[..., httpx.Response], course: HomeCourse) -> None:
    before = course.journal.read("ada")
    assert ask("data/delete?word=delete").status_code == 200
    assert course.journal.read("ada") == before


def test_nobody_is_told_that_all_is_deleted_while_something_is_kept(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("data/deleted")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("path", PATHS)
def test_a_journal_that_is_away_gives_a_clear_page(
    path: str, ask: Callable[..., httpx.Response], journal: Failing
) -> None:
    journal.is_away = True
    answer = ask(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Your answers cannot be reached just now" in answer.text
    assert "db.example" not in answer.text
    journal.is_away = False
    assert ask(path).status_code in {200, 302}


def test_a_slow_journal_keeps_nobody_else_waiting(
    ask: Callable[..., httpx.Response], course: HomeCourse, journal: Failing, service: LessonService
) -> None:
    style = service.files.add("p { color: black }", "css")
    journal.may_answer.clear()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(httpx.get, course.address)
        assert journal.asked.wait(60)
        assert ask(f"files/{style}").status_code == 200
        assert not waiting.done()
        journal.may_answer.set()
        assert waiting.result().status_code == 200


def test_somebody_has_everything_deleted_and_begins_anew(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    page = visit().page
    page.goto(course.address)
    page.get_by_role("link", name="Delete my data").click()
    page.get_by_role("button", name="Delete all of it").click()
    expect(page).to_have_url(f"{course.address}data/delete")
    page.get_by_label("To delete it all, type the word").fill("Never")
    page.get_by_role("button", name="Delete all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was deleted")
    expect(page.get_by_label("To delete it all, type the word")).to_be_focused()
    page.keyboard.type("delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data has been deleted")
    page.get_by_role("link", name="To the lessons").click()
    expect(page.get_by_role("link", name="Begin the first lesson")).to_be_visible()
    expect(page.get_by_text(PRIVATE)).to_have_count(0)
    page.goto(f"{course.address}lessons/{M4}")
    expect(page.locator(".mr-player")).to_have_attribute("data-screen", "cover")


def test_a_lesson_that_is_open_elsewhere_brings_nothing_back(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    page = visit().page
    page.goto(f"{course.address}lessons/{M4}#m4-case-play")
    player = page.locator(".mr-player")
    expect(player).to_have_attribute("data-screen", "situation")
    assert delete(course, "delete").status_code == 303
    player.locator(".mr-option").first.click()
    player.locator(".mr-confirm .mr-button").click()
    expect(player).to_have_attribute("data-screen", "cover")
    assert course.journal.read("ada") == ()
    assert Learner().begins(M4, SAM).picks(M4, SAM, best(SAM)[:1]).keeps_it_in(course.journal)


def test_an_open_lesson_forgets_what_was_deleted_and_what_was_about_to_be_done(
    course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    Learner("eve").begins(M4, SAM).keeps_it_in(course.journal)
    page = visit().page
    page.context.add_cookies([{"name": "learner", "value": "eve", "url": course.address}])
    page.goto(f"{course.address}lessons/{M4}")
    player, taught = page.locator(".mr-player"), page.get_by_role("heading", name="What a standard is", exact=True)
    page.evaluate("localStorage.setItem('misread /lines/other somebody-else read on', '[]')")
    page.get_by_role("button", name="Read on without playing").click()
    expect(taught).to_be_visible()
    guess = page.locator(".mr-guess input").nth(2)
    guess.check()
    assert delete(course, "delete", "eve").status_code == 303
    player.locator(".mr-option").first.click()
    player.locator(".mr-confirm .mr-button").click()
    expect(player).to_have_attribute("data-screen", "cover")
    expect(taught).to_be_hidden()
    expect(guess).not_to_be_checked()
    assert page.evaluate("Object.keys(localStorage)") == ["misread /lines/other somebody-else read on"]
