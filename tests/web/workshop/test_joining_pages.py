"""People join on phones over plain HTTP in one step, come back to their place, and learn what is wrong with a code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from misread_web.workshop.joining import WRONG_AT_ONCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web.conftest import Course, Visit

PHONE = {"viewport": {"width": 360, "height": 740}}
OPEN = {
    "rows": "1", "offer-0": "words:", "title-0": "One word", "minutes-0": "5", "question-0": "Which?", "least": "3",
    "lang": "en", "do": "open",
}  # fmt: skip


def xsrf(text: str) -> str:
    found = re.search(r'name="_xsrf" value="([^"]+)"', text)
    assert found, text[:400]
    return found[1]


@pytest.fixture(scope="module")
def owner(served: Course) -> Iterator[httpx.Client]:
    """The owner's browser, without pictures."""
    with httpx.Client(base_url=served.address, cookies=served.let_in, timeout=60) as client:
        yield client


@pytest.fixture
def opening(owner: httpx.Client) -> Callable[..., str]:
    """Open a workshop with other fields of the form, and return its code."""

    def opened(**fields: str) -> str:
        token = xsrf(owner.get("workshop").text)
        answer = owner.post("workshop", data={**OPEN, **fields, "_xsrf": token})
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].split("/")[2]

    return opened


@pytest.fixture
def phone(visit: Callable[..., Visit]) -> Visit:
    return visit(**PHONE)


def at_work(page: Page) -> None:
    """Wait until a live page has its view."""
    expect(page.locator("#workshop")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("body")).to_have_attribute("data-state", "saved")


def join(page: Page, home: str, code: str, name: str = "") -> None:
    page.goto(f"{home}join/{code}")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    at_work(page)


def test_a_code_is_typed_in_any_form_and_leads_to_the_workshop_by_keyboard_alone(
    phone: Visit, phones: str, opening: Callable[..., str]
) -> None:
    code, page = opening(title="A morning with <b>Sam</b>"), phone.page
    page.goto(phones)  # only the machine's address
    expect(page).to_have_url(f"{phones}join")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(f" {code[:3].lower()}-{code[3:]} ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A morning with <b>Sam</b>")
    assert phone.violations() == []
    page.get_by_label("Your name").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{phones}workshop/{code}")
    at_work(page)
    assert phone.violations() == []
    assert phone.wrong == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KFR", "That’s 3 letters"),
        ("KFRD0H", "No code has the sign 0"),
        ("<script>alert(1)</script>", "No code has the sign"),
        ("😀" * 30, "No code has the sign 😀"),
        ("DDDDDD", "There’s no workshop with the code DDD DDD"),
        ("DDDDDDDD", "No place has the code DDDD DDDD here"),
    ],
)
def test_nonsense_is_told_what_is_wrong_with_it_and_stays_in_the_field(
    text: str, said: str, phone: Visit, phones: str
) -> None:
    page = phone.page
    page.goto(f"{phones}join")
    page.get_by_label("Code").fill(text)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_label("Code")).to_have_value(text[:40])
    expect(page.get_by_label("Code")).to_have_attribute("aria-invalid", "true")
    assert phone.violations() == []


def test_an_address_in_capitals_as_in_a_qr_code_opens_the_same_page(phones: str, opening: Callable[..., str]) -> None:
    code = opening(title="In capitals")
    for path in (f"JOIN/{code}", f"join/{code.lower()}", f"join?code={code}"):
        answer = httpx.get(f"{phones}{path}", follow_redirects=True)
        assert (answer.status_code, "In capitals" in answer.text) == (200, True), path


def test_a_place_survives_a_reload_and_is_brought_back_by_its_code_on_another_device(
    phone: Visit, phones: str, opening: Callable[..., str], browser: Browser
) -> None:
    code, page = opening(), phone.page
    join(page, phones, code, "Ada")
    page.reload()
    at_work(page)
    own = re.search(r"\b([A-Z]{4}) ([A-Z]{4})\b", page.locator("main").inner_text())
    assert own, page.locator("main").inner_text()
    page.goto(f"{phones}join/{code}")  # the code is scanned once more
    expect(page).to_have_url(f"{phones}workshop/{code}")
    for field, path in (("Code", "join"), ("Your own code", f"join/{code}")):
        with browser.new_context(**PHONE) as other:  # type: ignore[arg-type]
            second = other.new_page()
            second.goto(f"{phones}{path}")
            if path != "join":
                second.get_by_text("I was here before").click()
            second.get_by_label(field, exact=True).fill(f"{own[1]} {own[2]}".lower())
            second.keyboard.press("Enter")
            expect(second).to_have_url(f"{phones}workshop/{code}")
            at_work(second)
            expect(second.get_by_text(f"{own[1]} {own[2]}").first).to_be_visible()


def test_a_page_without_a_place_leads_to_where_people_join(phones: str, opening: Callable[..., str]) -> None:
    code = opening()
    for path in (f"workshop/{code}", f"workshop/{code.lower()}"):
        answer = httpx.get(f"{phones}{path}", follow_redirects=True)
        assert (str(answer.url), answer.status_code) == (f"{phones}join/{code}", 200)
    assert httpx.get(f"{phones}workshop/DDDDDD", follow_redirects=True).status_code == 404
    assert httpx.get(f"{phones}workshop/{code}/host").status_code == 403
    assert httpx.get(f"{phones}workshop/{code}/projector").status_code == 403


def test_a_form_that_is_sent_twice_lets_in_one_participant(
    phones: str, opening: Callable[..., str], owner: httpx.Client
) -> None:
    code = opening()
    with httpx.Client(base_url=phones, timeout=60) as client:
        text = client.get(f"join/{code}").text
        place = re.search(r'name="place" value="([^"]+)"', text)
        assert place
        form = {"_xsrf": xsrf(text), "place": place[1], "name": "Ada"}
        cookies = dict(client.cookies)
        for _ in range(2):
            answer = client.post(f"join/{code}", data=form, headers={"Cookie": cookie_header(cookies)})
            assert answer.headers["Location"] == f"/workshop/{code}"
            assert "Secure" not in answer.headers["Set-Cookie"]
    assert "1 person is here" in owner.get(f"workshop/{code}/projector").text


def cookie_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def test_trios_are_told_that_one_device_is_for_three_and_names_may_stand_in_front(
    phones: str, opening: Callable[..., str]
) -> None:
    text = httpx.get(f"{phones}join/{opening(trios='yes', names='yes')}").text
    assert "One device for three" in text
    assert "It may stand on the screen in front." in text
    assert "Only the facilitator sees it." in httpx.get(f"{phones}join/{opening()}").text


def test_the_language_is_chosen_on_the_page_and_stays_there(phone: Visit, phones: str) -> None:
    page = phone.page
    page.goto(f"{phones}join")
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(f"{phones}join")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_too_long_a_name_is_refused_and_kept(phones: str, opening: Callable[..., str]) -> None:
    code = opening()
    with httpx.Client(base_url=phones, timeout=60) as client:
        token = xsrf(client.get(f"join/{code}").text)
        answer = client.post(f"join/{code}", data={"_xsrf": token, "name": "x" * 60})
        assert (answer.status_code, "x" * 60 in answer.text) == (422, True)
        assert "40 characters fit" in answer.text
        assert client.post(f"join/{code}", data={"_xsrf": token, "own": "DDDDDDDD"}).status_code == 422
        assert client.post(f"join/{code}", data={"name": "Ada"}).status_code == 403


def test_many_wrong_codes_are_stopped_and_those_inside_stay_inside(
    serving: Callable[..., object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("guessed"), "--port", "0", command="workshop") as course:  # type: ignore[attr-defined]
        with httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as host:
            answer = host.post("workshop", data={**OPEN, "_xsrf": xsrf(host.get("workshop").text)})
            code = answer.headers["Location"].split("/")[2]
        with (
            httpx.Client(base_url=course.address, timeout=60) as phone,
            httpx.Client(base_url=course.address) as guesser,
        ):
            phone.post(f"join/{code}", data={"_xsrf": xsrf(phone.get(f"join/{code}").text), "name": "Ada"})
            found = {guesser.get(f"join/{'DFGHJKMNPRTVWX'[n % 14] * 6}").status_code for n in range(WRONG_AT_ONCE + 5)}
            assert found == {404, 429}
            answer = guesser.get(f"join/{code}")
            assert (answer.status_code, "Too many wrong codes" in answer.text) == (429, True)
            assert phone.get(f"workshop/{code}").status_code == 200
