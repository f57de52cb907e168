"""A line by requests keeps what a WebSocket keeps: who may use it, the order, each choice once, and the limits."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from misread_course.catalogue import lesson
from misread_records import MemoryJournal, new_id, open_journal
from misread_records.seat import Seat
from misread_scenarios.cards import load_recall
from misread_web.auth.person import Person
from misread_web.live import by_requests
from misread_web.live import close_codes as codes
from misread_web.live.by_requests import RequestConnection, RequestConnections
from misread_web.live.lesson_conversation import Shared
from misread_web.live.limits import MOST_UNSENT, OPEN_LESSONS
from misread_web.live.protocol import LONGEST_MESSAGE, LONGEST_NAME
from misread_web.live.service import LessonService
from misread_web.site.templates import ROOM
from tests.web.event_loop import WITHIN, run
from tests.web.home_server import HomeCourse, home_course
from tests.web.test_websocket import SAM

if TYPE_CHECKING:
    pass

M4 = "m4-sam-and-priya"
PATH = f"lines/{M4}/messages"
QUESTION = load_recall("M4.exit").questions[0].id
SEAT = Seat("ada", None, MemoryJournal())


class Page:
    """A page that goes by requests, each to the next of some servers."""

    def __init__(self, *addresses: str, **cookies: str) -> None:
        self._clients = [httpx.Client(base_url=one, cookies=cookies, timeout=WITHIN) for one in addresses]
        self._next = itertools.cycle(self._clients)
        self.token = {client: client.get(PATH).json()["token"] for client in self._clients}
        self.key, self.whose = "", ""
        self.widgets: dict[str, Any] = {}

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def post(self, **said: object) -> httpx.Response:
        client = next(self._next)
        headers = {"X-XSRFToken": self.token[client]}
        return client.post(PATH, headers=headers, json={"line": self.key, "whose": self.whose, **said})

    def says(self, *messages: object, **more: object) -> list[dict[str, Any]]:
        """Say something, and return all that is told of it; a line that is closed is the last thing told."""
        answer = self.post(messages=messages, **more).raise_for_status().json()
        told = list(answer["told"])
        self.key = answer["line"]
        while answer["more"]:
            answer = self.post().raise_for_status().json()
            told += answer["told"]
        for one in told:
            self.whose = one.get("whose", self.whose)
            if "view" in one.get("state", {}):
                self.widgets[one.get("open") or one["update"]] = one["state"]["view"]
        return told if answer["closed"] is None else [*told, {"closed": answer["closed"]}]

    def begin(self) -> dict[str, Any]:
        return self.does("begin")

    def does(self, what: str, **more: object) -> dict[str, Any]:
        id_ = str(new_id())
        return {"id": id_, "to": SAM, "content": {"do": what, "turn": self.widgets[SAM]["turn"], "id": id_, **more}}


def heard(told: list[dict[str, Any]]) -> list[object]:
    return [one["heard"] for one in told if "heard" in one]


@pytest.fixture(scope="module")
def service() -> Iterator[LessonService]:
    with closing(LessonService([lesson(M4)], Path(ROOM) / "jupyter/voila/templates", "/")) as made:
        yield made


@pytest.fixture
def home(service: LessonService, tmp_path: Path) -> Iterator[HomeCourse]:
    with closing(open_journal(f"sqlite:///{tmp_path}/misread.db")) as journal, home_course(service, journal) as running:
        yield running


@pytest.fixture
def page(home: HomeCourse) -> Iterator[Page]:
    with closing(Page(home.address, learner="ada")) as made:
        yield made


def kinds(course: HomeCourse, learner: str = "ada") -> list[str]:
    return [event.kind for event in course.journal.read(learner)]


def test_what_is_done_is_heard_once_it_is_safe_and_counts_once(page: Page, home: HomeCourse) -> None:
    first = page.says()
    assert "whose" in first[0]
    assert "ready" in first[-1]
    message = page.begin()
    assert [heard(page.says(message)) for _ in range(2)] == [[message["id"]]] * 2
    page.key = ""
    assert heard(page.says(message)) == [message["id"]]
    assert kinds(home) == ["opened"]


def writes(number: int, question: str = QUESTION) -> dict[str, Any]:
    """A draft, as the page sends it while somebody writes."""
    id_ = str(new_id())
    content = {"do": "write", "turn": "", "id": id_, "question": question, "text": f"Draft {number}", "done": False}
    return {"id": id_, "to": "m4-exit-recall", "content": content}


def test_a_translated_lesson_keeps_its_connection_from_one_request_to_the_next(home: HomeCourse) -> None:
    path = f"lines/{M4}.de/messages"
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=WITHIN) as client:
        headers = {"X-XSRFToken": client.get(path).json()["token"]}
        keys = [""]
        for _ in range(3):
            keys.append(client.post(path, headers=headers, json={"line": keys[-1]}).json()["line"])
    assert keys[1] == keys[2] == keys[3] != ""


def test_messages_of_one_request_are_heard_in_their_order(page: Page) -> None:
    page.says()
    messages = [writes(number) for number in range(8)]
    assert heard(page.says(*messages)) == [message["id"] for message in messages]


def test_a_connection_ends_on_which_too_much_waits_to_be_heard(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_requests, "ANSWER_SECONDS", 0.2)
    page.says()
    assert page.post(messages=[writes(number) for number in range(50)]).json()["more"]
    half = {"to": "m4-exit-recall", "content": {"filling": "x" * (LONGEST_MESSAGE - 1024)}}
    closed = [page.post(messages=[half]).json()["closed"] for _ in range(5)]
    assert closed == [None] * 3 + [codes.TOO_MANY] * 2


def plays_on(page: Page, choices: int = 3) -> list[str]:
    """Begin the story and make some choices; return what was sent, each confirmed before the next."""
    sent = []

    def say(what: str, **more: object) -> None:
        message = page.does(what, **more)
        assert heard(page.says(message)) == [message["id"]]
        sent.append(what)

    say("begin")
    for _ in range(choices):
        ask = page.widgets[SAM]["ask"]
        levels = (ask["sureness"] or {}).get("levels")
        tokens = [option["token"] for option in ask["options"][: ask["pick"]]]
        say("choose", options=tokens, confidence=levels[0]["value"] if levels else None)
        assert page.widgets[SAM]["screen"] == "consequence"
        say("go-on")
    return sent


def test_two_servers_that_take_turns_hear_everything_once_and_in_order(tmp_path: Path) -> None:
    templates = Path(ROOM) / "jupyter/voila/templates"
    with ExitStack() as stack:
        courses = []
        for _ in range(2):
            service = stack.enter_context(closing(LessonService([lesson(M4)], templates, "/")))
            journal = stack.enter_context(closing(open_journal(f"sqlite:///{tmp_path}/misread.db")))
            courses.append(stack.enter_context(home_course(service, journal)))
        page = stack.enter_context(closing(Page(*(course.address for course in courses), learner="ada")))
        page.says()
        plays_on(page)
        events = [event for event in courses[0].journal.read("ada") if event.item == "sam-priya"]
        assert [event.kind for event in events] == ["opened", "picked", "picked", "picked"]


def test_a_connection_that_is_forgotten_goes_on_from_the_journal(page: Page, home: HomeCourse) -> None:
    page.says()
    plays_on(page, 1)
    page.key = "gone"
    ask = page.widgets[SAM]["ask"]
    levels = (ask["sureness"] or {}).get("levels")
    tokens = [option["token"] for option in ask["options"][: ask["pick"]]]
    choice = page.does("choose", options=tokens, confidence=levels[0]["value"] if levels else None)
    told = page.says(choice)
    assert [next(iter(one)) for one in told][:1] == ["whose"]
    assert heard(told) == [choice["id"]]
    assert kinds(home).count("picked") == 2


def test_a_page_that_is_left_says_its_last_words_and_may_come_back(page: Page, home: HomeCourse) -> None:
    page.says()
    key = page.key
    first, second, third = (writes(number) for number in range(3))
    for last in (first, second):
        assert page.post(messages=[last], over=True).json() == {"closed": None}
    assert heard(page.says(third))[-1:] == [third["id"]]
    assert page.key == key
    assert home.journal.read("ada")[-1].data["text"] == "Draft 2"


def test_a_connection_whose_page_is_left_ends_once_its_last_words_are_heard(
    page: Page, home: HomeCourse, service: LessonService, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    closed = service.open_connections.closed

    def noting(line: Any, code: int | None) -> None:  # noqa: ANN401 - any line
        closed(line, code)
        assert code == codes.GOING_AWAY
        ended.set()

    monkeypatch.setattr(by_requests, "LEFT_SECONDS", 0.5)
    monkeypatch.setattr(service.open_connections, "closed", noting)
    page.says()
    page.post(messages=[writes(1)], over=True)
    assert ended.wait(WITHIN)
    assert kinds(home) == ["wrote"]


def test_what_a_page_of_another_learner_sends_is_heard_by_nobody(page: Page, home: HomeCourse) -> None:
    page.says()
    with closing(Page(home.address, learner="ben")) as other:
        other.key, other.whose = page.key, page.whose
        assert other.says(page.begin()) == [{"closed": codes.SIGNED_OUT}]
        other.whose = ""
        told = other.says()
        assert other.key != page.key
        assert told[0]["whose"] != page.whose
    assert kinds(home) == kinds(home, "ben") == []


def test_a_connection_that_is_released_tells_its_page_why_with_its_next_request(
    page: Page, service: LessonService
) -> None:
    page.says()
    assert page.post(ping=True).json() == {"closed": None}
    service.open_connections.release(lambda line: line.seat.learner == "ada", codes.FORGOTTEN, "deleted")
    assert page.post(ping=True).json() == {"closed": codes.FORGOTTEN}
    assert page.says(page.begin()) == [{"closed": codes.FORGOTTEN}]


def test_what_was_deleted_at_another_server_is_not_brought_back(page: Page, home: HomeCourse) -> None:
    page.says()
    begun = page.begin()
    since = next(one["since"] for one in page.says(begun) if "heard" in one)
    home.journal.forget("ada")
    assert page.says({**writes(1), "since": since}) == [{"closed": codes.FORGOTTEN}]
    page.key = ""
    assert page.says({**writes(1), "since": since})[-1] == {"closed": codes.FORGOTTEN}
    assert kinds(home) == []


def test_a_request_without_its_token_is_heard_by_nobody(page: Page, home: HomeCourse) -> None:
    page.says()
    message = page.begin()
    for token in ("", "2|aaaaaaaa|bbbbbbbb|1"):
        page.token = dict.fromkeys(page.token, token)
        assert page.post(messages=[message]).status_code == 403
    assert kinds(home) == []


@pytest.mark.parametrize(
    "said",
    [
        {"messages": "x"},
        {"messages": [1]},
        {"messages": [["x"]]},
        {"line": "x" * (LONGEST_NAME + 1)},
        {"line": 7},
        {"whose": None},
        {"ping": "yes"},
        {"unknown": 1},
    ],
)
def test_what_no_page_sends_is_refused(said: dict[str, object], page: Page) -> None:
    page.says()
    assert page.post(**said).status_code == 400
    assert "ready" in (page.says() or [{"ready": True}])[-1]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"to": 7, "content": 1},
        {"to": SAM, "content": 1, "id": "x" * (LONGEST_NAME + 1)},
        {"to": SAM, "content": "x" * LONGEST_MESSAGE, "id": "x"},
    ],
)
def test_a_message_that_is_none_ends_the_connection_as_it_ends_a_websocket(message: object, page: Page) -> None:
    page.says()
    assert page.says(message)[-1] == {"closed": codes.NOT_UNDERSTOOD}


def test_a_flood_of_messages_ends_the_connection_as_it_ends_a_websocket(page: Page) -> None:
    page.says()
    assert page.says(*({"to": SAM, "content": 1, "id": "x"} for _ in range(200)))[-1] == {"closed": codes.TOO_MANY}


def test_connections_by_requests_count_among_the_open_lessons_of_a_member(
    home: HomeCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(closing(Page(home.address, learner="eve"))) for _ in range(OPEN_LESSONS + 1)]
        told = [page.says()[-1] for page in pages]
        assert [next(iter(last)) for last in told] == ["ready"] * OPEN_LESSONS + ["closed"]
        assert told[-1] == {"closed": codes.CROWDED}
        monkeypatch.setattr(by_requests, "LEFT_SECONDS", 0.0)
        pages[0].post(over=True)
        pages[-1].key = ""
        assert "ready" in pages[-1].says()[-1]


def test_a_connection_without_a_request_for_long_is_let_go(
    home: HomeCourse, service: LessonService, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    closed = service.open_connections.closed

    def noting(line: Any, code: int | None) -> None:  # noqa: ANN401 - any line
        closed(line, code)
        ended.set()

    monkeypatch.setattr(by_requests, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(service.open_connections, "closed", noting)
    with closing(Page(home.address, learner="fay")) as page:
        key = page.says() and page.key
        assert ended.wait(WITHIN)
        assert "ready" in page.says()[-1]
        assert page.key != key


def test_what_a_page_does_not_fetch_is_bounded() -> None:
    class Handler:
        """As much of a request as a line keeps."""

        request = settings = get_cookie = None
        current_user = Person("ada")

    ended: list[int | None] = []

    class Lines(RequestConnections):
        def closed(self, line: RequestConnection) -> None:
            ended.append(line.code)

    async def scene(service: LessonService) -> None:
        shared = Shared(service.plans, service.prepared, service.workers, lambda _: SEAT, service.open_connections)
        line = RequestConnection(Lines(shared), Handler(), M4, SEAT)  # type: ignore[arg-type]
        kept = 0
        while line.code is None:
            line.tell({"message": SAM, "content": "x" * 10_000})
            kept += 10_000
        assert kept <= MOST_UNSENT + 10_000
        assert json.loads(await line.answer()) == {
            "line": line.key,
            "closed": codes.NOT_READ,
            "more": False,
            "told": [],
        }

    with closing(LessonService([lesson(M4)], Path(ROOM) / "jupyter/voila/templates", "/")) as service:
        run(scene(service))
    assert ended == [codes.NOT_READ]


def test_a_server_that_is_going_down_takes_nothing_and_tells_its_connections(tmp_path: Path) -> None:
    with ExitStack() as stack:
        service = stack.enter_context(closing(LessonService([lesson(M4)], Path(ROOM) / "jupyter/voila/templates", "/")))
        journal = stack.enter_context(closing(open_journal(f"sqlite:///{tmp_path}/misread.db")))
        course = stack.enter_context(home_course(service, journal))
        page = stack.enter_context(closing(Page(course.address, learner="ada")))
        page.says()
        assert run(service.open_connections.leave(1, 1))
        assert page.post(messages=[page.begin()]).status_code == 503
        assert kinds(course) == []
