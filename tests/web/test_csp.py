"""Every answer says what a page may load and run: nothing inline, no eval, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_course.catalogue import lessons
from misread_web.auth.permissions import PERMISSIONS
from misread_web.site.csp import EVERY_ANSWER, NO_OPENER

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

LESSON = f"lessons/{lessons()[0].name}"
WATCHING = """window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`))"""


def is_strict(policy: str) -> bool:
    return policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_every_route_and_every_error_page_has_a_strict_policy(method: str, course: Course) -> None:
    paths = [route.replace("*", part) for route in PERMISSIONS for part in ("nowhere", lessons()[0].name, "tokens.css")]
    with httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as client:
        answers = {path: client.request(method, path) for path in dict.fromkeys(paths)}
    assert len({answer.status_code for answer in answers.values()}) > 1
    found = {path: answer.headers.get("Content-Security-Policy", "") for path, answer in answers.items()}
    assert {path: policy for path, policy in found.items() if not is_strict(policy)} == {}
    for name, value in [*EVERY_ANSWER.items(), NO_OPENER]:
        assert {path: answer.headers.get(name) for path, answer in answers.items()} == dict.fromkeys(answers, value), (
            name
        )
    assert [path for path, answer in answers.items() if "Server" in answer.headers] == []


def test_a_page_that_another_site_opens_is_parted_from_it(course: Course, visit: Callable[..., Visit]) -> None:
    opened = visit()
    opened.open(course.address)
    page, other = opened.page, course.address.replace("127.0.0.1", "localhost")
    page.route(f"{other}elsewhere", lambda route: route.fulfill(body="<p>Another site.</p>", content_type="text/html"))
    page.goto(f"{other}elsewhere")
    with page.context.expect_page() as led:
        page.evaluate("(address) => void (window.led = open(address))", course.address + LESSON)
    led.value.wait_for_load_state()
    assert led.value.title().endswith("Misread")
    assert page.evaluate("window.led.closed"), "the other site still holds the lesson's window"
    assert led.value.evaluate("window.opener") is None


@pytest.mark.parametrize("site", ["none", "same-origin", "same-site", "cross-site", "?"])
def test_a_page_is_parted_from_its_opener_only_if_another_site_led_here(site: str, course: Course) -> None:
    with httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as client:
        answers = [client.get(path, headers={"Sec-Fetch-Site": site}) for path in ("", LESSON, "nowhere")]
    parted = site not in {"none", "same-origin"}
    assert ["Cross-Origin-Opener-Policy" in answer.headers for answer in answers] == [parted] * 3


def test_a_browser_knows_all_that_every_answer_asks_of_it(course: Course, visit: Callable[..., Visit]) -> None:
    opened = visit()
    said: list[str] = []
    opened.page.on("console", lambda message: said.append(message.text))
    opened.open(course.address + LESSON)
    opened.page.goto(f"{course.address}nowhere")
    assert [text for text in said if "olicy" in text] == []
    allowed = "document.featurePolicy.allowedFeatures()"
    assert not {"camera", "microphone", "geolocation", "payment", "usb"} & set(opened.page.evaluate(allowed))


def test_a_lesson_in_a_kernel_runs_under_a_strict_policy(
    serve: Callable[..., Course], visit: Callable[..., Visit]
) -> None:
    course, opened = serve("--port", "0", "--kernels"), visit()
    opened.page.add_init_script(WATCHING)
    policies: list[str] = []
    opened.page.on(
        "response",
        lambda answer: policies.append(answer.headers["content-security-policy"]) if LESSON in answer.url else None,
    )
    page = opened.open(course.address + LESSON)
    expect(page.locator(".mr").first).to_be_visible()
    assert page.evaluate("window.refused") == []
    (policy,) = policies
    assert is_strict(policy)
    (nonce,) = re.findall(r"'nonce-([\w-]{20,})'", policy)
    page.reload(wait_until="commit")
    opened.ready()
    assert nonce not in policies[-1]
    assert opened.wrong == []
