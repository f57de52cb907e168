"""Readers mark one text after another, by keyboard alone, without a name and without losing anything."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import lesson
from misread_grading.autograding.batch import autograde
from misread_grading.marking import queue
from misread_grading.marking.workflow import LearnerText, numbered
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_grading.withdrawn import withdraw
from misread_records import new_id
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.word_count import count_words
from misread_widgets.views.typesetting import typeset
from tests.grading.fake_learners import M2, everything
from tests.grading.graded_cohort import FULL, ITEM, M4, marks, with_another_row, wrote
from tests.web.marking_server import TEXTS, GradedCourseServer, given, graded_course

if TYPE_CHECKING:
    from tests.web.conftest import Visit

ROWS = ("R-C.1", "R-C.2", "R-C.3", "R-C.4")


def numbers(*learners: str, cohort: str = "Autumn") -> list[int]:
    """By which numbers these learners' texts go, as they come."""
    return list(numbered(LearnerText(cohort, ITEM, learner, "any") for learner in learners))


ONE, TWO, THREE = NUMBERS = numbers(*TEXTS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradedCourseServer]:
    with graded_course(tmp_path_factory.mktemp("marking")) as course:
        yield course


def manual(course: GradedCourseServer, student: str) -> float | None:
    with course.course.gradebook() as gradebook:
        score: float | None = gradebook.find_grade("X4-6", M4, M4, student).manual_score
        return score


def saved(page: Page) -> None:
    expect(page.locator(".marking-saved")).to_have_text("Saved")


def writer_of(page: Page) -> str:
    """Whose text is on the page: the tests know it by its words, readers do not."""
    shown = page.locator(".marking-words").inner_text()
    return next(who for who, text in TEXTS.items() if text.strip().splitlines()[-1] in shown)


class Client:
    """A reader with a program of their own."""

    def __init__(self, course: GradedCourseServer, reader: str) -> None:
        self.http = httpx.Client(base_url=course.address, cookies={"reader": reader}, timeout=60)

    def form(self, number: int) -> dict[str, str]:
        page = self.http.get(f"marking/{ITEM}/{number}").text
        names = ("_xsrf", "id", "text")
        return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in names}

    def post(self, number: int, **fields: str) -> httpx.Response:
        json = {"Accept": "application/json"}
        return self.http.post(f"marking/{ITEM}/{number}", data={**self.form(number), **fields}, headers=json)


@pytest.fixture
def reads() -> Iterator[Callable[..., Client]]:
    """Let readers have programs of their own, which are closed when the test is over."""
    with ExitStack() as stack:

        def opening(course: GradedCourseServer, reader: str = "grace") -> Client:
            client = Client(course, reader)
            stack.callback(client.http.close)
            return client

        yield opening


def test_a_reader_marks_every_text_by_keyboard_alone(whole: GradedCourseServer, visit: Callable[..., Visit]) -> None:
    seen = visit()
    page = seen.page
    page.goto(f"{whole.address}marking")
    expect(page.get_by_text("0 of 3 texts marked.")).to_be_visible()
    expect(page.locator(".home-kicker")).to_have_text(f"{ITEM} · {typeset(lesson(M4).title)}")
    assert seen.violations() == []
    page.get_by_role("link", name="Read the next text").focus()
    page.keyboard.press("Enter")
    read = []
    for _ in TEXTS:
        expect(page.locator(".marking-keys")).to_be_visible()
        read.append(writer_of(page))
        for key in "2102":
            page.keyboard.press(key)
        if len(read) < len(TEXTS):
            page.keyboard.press("c")
            page.keyboard.type("Name the day.")
            expect(page.locator("#comment")).to_have_value("Name the day.")
            page.keyboard.press("Escape")
        saved(page)
        assert seen.violations() == []
        here = page.url
        page.keyboard.press("n")
        page.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]
    expect(page.get_by_text("3 of 3 texts marked.")).to_be_visible()
    assert sorted(read) == sorted(TEXTS)
    assert {manual(whole, student) for student in TEXTS} == {5.0}
    assert seen.wrong == []
    assert page.title() != "taken"


def test_no_page_says_whose_text_it_is(whole: GradedCourseServer, reads: Callable[..., Client]) -> None:
    pages = [
        reads(whole).http.get(path).text for path in ("marking", *(f"marking/{ITEM}/{number}" for number in NUMBERS))
    ]
    assert not [page for page in pages if re.search(r"\b(ada|bo|cy)\b", page)]


def test_a_text_is_shown_as_text_and_the_page_runs_only_the_courses_own(
    whole: GradedCourseServer, reads: Callable[..., Client]
) -> None:
    client = reads(whole)
    pages = [client.http.get(f"marking/{ITEM}/{number}") for number in NUMBERS]
    assert sum("&lt;script&gt;" in page.text for page in pages) == 1
    assert not [page for page in pages if "<script>" in page.text or "\u202e" in page.text or "<img" in page.text]
    assert {"script-src 'self'" in page.headers["Content-Security-Policy"] for page in pages} == {True}


def test_a_draft_is_there_again_and_counts_for_nothing(
    tmp_path_factory: pytest.TempPathFactory, visit: Callable[..., Visit], reads: Callable[..., Client]
) -> None:
    with graded_course(tmp_path_factory.mktemp("draft")) as course:
        page = visit().page
        page.goto(f"{course.address}marking/{ITEM}/{ONE}")
        expect(page.locator(".marking-keys")).to_be_visible()
        student = writer_of(page)
        page.keyboard.press("2")
        saved(page)
        page.reload()
        expect(page.locator("input:checked")).to_have_count(1)
        assert manual(course, student) is None
        page.keyboard.press("n")
        expect(page.locator(".marking-saved")).to_contain_text("Give a mark for")
        page.context.set_offline(offline=True)
        page.keyboard.press("1")
        expect(page.locator(".marking-saved")).to_contain_text("does not answer")
        page.context.set_offline(offline=False)
        saved(page)
        client = reads(course, "hope")
        assert client.post(ONE, final="yes", **{f"row-{row}": "1" for row in ROWS}).json() == {"saved": True}
        assert manual(course, student) == 4.0
        with given(course) as markings:
            assert {one.marker for one in markings.of_learner(student)} == {"grace", "hope"}


def test_a_text_can_be_left_for_later_and_is_found_again_with_what_was_given(
    tmp_path_factory: pytest.TempPathFactory, visit: Callable[..., Visit]
) -> None:
    with graded_course(tmp_path_factory.mktemp("later")) as course:
        seen = visit()
        page = seen.page
        page.goto(f"{course.address}marking/{ITEM}/{ONE}")
        expect(page.locator(".marking-keys")).to_be_attached()
        expect(page.get_by_role("button", name="Done, next text")).to_be_in_viewport()
        page.keyboard.press("2")
        expect(page.get_by_text("Total 2 of 8")).to_be_in_viewport()
        read = []
        for _ in NUMBERS:
            here = page.url
            page.keyboard.press("l")
            page.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]
            expect(page.locator(".marking-keys")).to_be_attached()
            read.append(int(page.url.rpartition("/")[2]))
        assert (set(read), read[-1]) == (set(NUMBERS), ONE)
        page.get_by_text("What was asked").focus()
        page.keyboard.press("1")
        expect(page.locator("input:checked")).to_have_count(1)
        page.goto(f"{course.address}marking")
        page.get_by_text("Your marks for 1 text").click()
        expect(page.get_by_role("listitem")).to_contain_text("begun")
        assert seen.violations() == []
        page.get_by_role("link", name=f"Text {ONE}").click()
        expect(page.locator("input:checked")).to_have_value("2")


def test_what_is_given_after_a_sign_in_has_ended_is_saved_after_the_next(
    whole: GradedCourseServer, visit: Callable[..., Visit]
) -> None:
    page = visit().page
    page.goto(f"{whole.address}marking/{ITEM}/{ONE}")
    expect(page.locator(".marking-keys")).to_be_visible()
    page.context.add_cookies([{"name": "reader", "value": "nobody", "url": whole.address}])
    page.keyboard.press("1")
    expect(page.locator(".marking-saved")).to_contain_text("you are not signed in any more")
    page.context.add_cookies([{"name": "reader", "value": "grace", "url": whole.address}])
    saved(page)


def test_marks_that_were_given_count_until_their_reader_has_changed_them(
    tmp_path_factory: pytest.TempPathFactory, visit: Callable[..., Visit], reads: Callable[..., Client]
) -> None:
    with graded_course(tmp_path_factory.mktemp("changing")) as course:
        reads(course).post(ONE, final="yes", **{f"row-{row}": "1" for row in ROWS})
        page = visit().page
        page.goto(f"{course.address}marking/{ITEM}/{ONE}")
        student = writer_of(page)
        page.keyboard.press("2")
        saved(page)
        page.reload()
        expect(page.get_by_text("Your earlier marks count")).to_be_visible()
        assert manual(course, student) == 4.0
        page.context.set_offline(offline=True)
        page.get_by_role("button", name="Change my marks").click()
        expect(page.locator(".marking-saved")).to_contain_text("does not answer")
        page.context.set_offline(offline=False)
        page.wait_for_url(re.compile(f"/({TWO}|{THREE})$"))
        expect(page.get_by_text("1 of 3 texts marked")).to_be_visible()
        assert manual(course, student) == 5.0


def test_an_open_page_keeps_its_text_while_another_hands_in(
    tmp_path_factory: pytest.TempPathFactory, reads: Callable[..., Client]
) -> None:
    with graded_course(tmp_path_factory.mktemp("meanwhile")) as course:
        client = reads(course)
        forms = {number: client.form(number) for number in NUMBERS}
        late = [CollectedLearner(name, name, None, [wrote(name, f"By {name}")]) for name in ("dee", "eve", "fay")]
        collect(course.course, M4, late)
        autograde(course.course, M4)
        for number, form in forms.items():
            given_to = {f"row-{row}": "1" for row in ROWS} | {"final": "yes", "comment": "Name the day."}
            assert client.post(number, **form, **given_to).json() == {"saved": True}
        assert {manual(course, student) for student in TEXTS} == {4.0}
        anew = [CollectedLearner("ada", "ada", None, [wrote("ada", "Another text.")])]
        collect(course.course, M4, anew)
        autograde(course.course, M4)
        pages = [client.http.get(f"marking/{ITEM}/{number}").text for number in numbers(*TEXTS, "dee", "eve", "fay")]
        (page,) = [page for page in pages if "Another text." in page]
        assert "You gave the text before 1 for “A clear question”" in page
        assert 'data-comment="Name the day."' in page
        assert sum("handed in again" in page for page in pages) == 1
        withdraw(course.course, [*TEXTS, "dee", "eve", "fay"])
        gone = client.http.post(f"marking/{ITEM}/{ONE}", data=forms[ONE], headers={"Accept": "application/json"})
        assert (gone.status_code, "not here any more" in gone.json()["problem"]) == (404, True)


def test_a_reader_sees_the_rows_meaning_and_marked_sample_texts(
    tmp_path_factory: pytest.TempPathFactory, reads: Callable[..., Client]
) -> None:
    with graded_course(tmp_path_factory.mktemp("plan")) as course:
        ada = everything("ada", random.Random(1), M2)  # noqa: S311 - no secret
        collect(course.course, M2, [ada.learner_of()])
        autograde(course.course, M2)
        asked = load_exercise("X2.5")
        page = html.unescape(reads(course).http.get("marking/X2.5", follow_redirects=True).text)
        assert isinstance(asked, Reflection)
        words = [word for row in asked.rows for word in (row.name, row.zero, row.one, row.two)]
        words += [word for one in asked.mistakes for word in (one.slip, one.text, f"In all {one.score} of 8.")]
        assert [word for word in map(typeset, words) if word not in page] == []


def test_a_reader_is_told_of_a_row_that_is_new_since_they_marked_a_text(
    tmp_path_factory: pytest.TempPathFactory, reads: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    with graded_course(tmp_path_factory.mktemp("new-row")) as course:
        client = reads(course)
        client.post(ONE, final="yes", **{f"row-{row}": "1" for row in ROWS})
        told = "The rubric has changed since you marked this text."
        assert told not in client.http.get(f"marking/{ITEM}/{ONE}").text
        monkeypatch.setattr(queue, "load_rubric", with_another_row)
        page = client.http.get(f"marking/{ITEM}/{ONE}").text
        assert f"{told} Your marks are still here; “The day is named” has no mark yet." in page
        assert page.count(" checked") == 3
        assert told not in client.http.get(f"marking/{ITEM}/{TWO}").text


def test_agreement_is_shown_with_its_weights_and_fits_a_phone(
    tmp_path_factory: pytest.TempPathFactory, visit: Callable[..., Visit]
) -> None:
    with graded_course(tmp_path_factory.mktemp("agreement")) as course, given(course) as markings:
        task = queue.MarkingQueue(course.course, markings, "Autumn").task(ITEM)
        for points, text in enumerate(queue.MarkingQueue(course.course, markings, "Autumn").pile(task).words):
            for reader in ("grace", "hope"):
                markings.append(marks(task, text, reader, rows=FULL | {"R-C.1": points % 3}))
        page = visit(viewport={"width": 360, "height": 800}).open(f"{course.address}marking")
        shown = page.locator(".marking-agreement", has_text="totals").inner_text()
        assert shown.startswith("Cohen’s kappa of two graders’ totals, quadratic weights\n1.00 (n = 3")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"final": "yes"}, "has no mark yet"),
        ({"row-R-C.1": "7"}, "takes 0 to 2"),
        ({"row-R-C.1": "two"}, "'two' is not a mark"),
        ({"row-Z": "1"}, "is not a row of R-C"),
        ({"id": "no id"}, "id"),
        ({"text": "another"}, "has changed since"),
        ({"comment": "x" * 10_001}, "comment"),
    ],
)
def test_what_no_page_sends_is_refused_and_nothing_is_kept(
    whole: GradedCourseServer, reads: Callable[..., Client], fields: dict[str, str], says: str
) -> None:
    answer = reads(whole).post(ONE, **fields)
    assert answer.status_code == 422
    assert says in answer.json()["problem"]


def test_somebody_alone_marks_on_their_own_machine(whole: GradedCourseServer, reads: Callable[..., Client]) -> None:
    assert reads(whole, "me").post(numbers(*TEXTS, cohort="me")[0], **{"row-R-C.1": "1"}).json() == {"saved": True}


def test_a_form_without_its_token_or_for_no_text_is_refused(
    whole: GradedCourseServer, reads: Callable[..., Client]
) -> None:
    client = reads(whole)
    assert client.http.post(f"marking/{ITEM}/{ONE}", data={"id": str(new_id())}).status_code == 403
    assert {client.http.get(f"marking/{path}").status_code for path in ("X9.9", f"{ITEM}/999999", f"{ITEM}/0")} == {404}


def test_a_page_fits_a_phone_and_a_dark_room(whole: GradedCourseServer, visit: Callable[..., Visit]) -> None:
    seen = visit(viewport={"width": 360, "height": 740}, color_scheme="dark")
    seen.page.goto(f"{whole.address}marking/{ITEM}/{ONE}")
    expect(seen.page.locator(".marking-keys")).to_be_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert seen.violations() == []


def test_a_too_long_comment_stays_on_the_page_and_is_saved_once_shorter(
    whole: GradedCourseServer, visit: Callable[..., Visit]
) -> None:
    seen = visit(viewport={"width": 360, "height": 740})
    page = seen.page
    page.goto(f"{whole.address}marking/{ITEM}/{ONE}")
    comment, state = page.locator("#comment"), page.locator(".marking-saved")
    comment.fill("")
    page.keyboard.insert_text("🙂" * 11_500)
    expect(state).to_have_text("Not saved: at most 10,000 characters fit, and the comment has 1,500 more.")
    comment.fill("")
    page.keyboard.insert_text("🙂" * 10_003)
    expect(comment).to_have_value("🙂" * 10_003)
    expect(state).to_have_text("Not saved: at most 10,000 characters fit, and the comment has 3 more.")
    page.get_by_role("button", name=re.compile("Done|Change")).click()
    expect(comment).to_have_value("🙂" * 10_003)
    comment.fill("🙂" * 10_000)
    saved(page)
    assert seen.violations() == []
    page.reload()
    expect(comment).to_have_value("🙂" * 10_000)


def test_a_form_without_javascript_returns_the_input_that_cannot_be_saved(
    whole: GradedCourseServer, reads: Callable[..., Client]
) -> None:
    client = reads(whole)
    typed = {"comment": "x\r\n" * 5_001, "row-R-C.1": "2", "row-R-C.2": "1", "final": "yes"}
    page = client.http.post(f"marking/{ITEM}/{TWO}", data={**client.form(TWO), **typed})
    assert page.status_code == 422
    assert "comment: it has 10,002 characters, and at most 10,000 fit; shorten it" in html.unescape(page.text)
    assert page.text.count("x\n") >= 5_001
    assert re.search(r'name="row-R-C.1" value="2" checked', page.text)
    assert re.search(r'name="row-R-C.2" value="1" checked', page.text)


def test_words_are_counted_on_the_desk_as_their_writer_saw_them(
    whole: GradedCourseServer, reads: Callable[..., Client]
) -> None:
    found = [words_on(reads(whole), number) for number in NUMBERS]
    assert sorted(found) == sorted(count_words(text) for text in TEXTS.values())


def words_on(client: Client, number: int) -> int:
    """How many words a page says that its text has."""
    page = client.http.get(f"marking/{ITEM}/{number}").text
    return int(re.findall(r"(\d+) words?; the task asks for 100 to 300", page)[0])


def test_a_reader_is_told_of_a_text_that_repeats_the_model_and_of_no_other(
    whole: GradedCourseServer, reads: Callable[..., Client]
) -> None:
    client = reads(whole)
    pages = [client.http.get(f"marking/{ITEM}/{number}").text for number in NUMBERS]
    (told,) = (page for page in pages if "Close to the model text." in page)
    assert TEXTS["ada"] in told
    assert "18 of its 22 words (82&nbsp;%) are in it too" in told
