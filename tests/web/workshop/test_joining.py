"""Codes are limited against guessing, a browser keeps its place, and an own code brings it back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import MemoryJournal
from misread_records.seat import ALONE
from misread_records.workshop import Workshop
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.person import Person
from misread_web.workshop.codes import LETTERS
from misread_web.workshop.joining import ALL_AT_ONCE, WRONG_AT_ONCE, OwnWorkshops, Places, WrongCodes, fault
from tests.records.workshop.conftest import Played
from tests.web.event_loop import run


class Secret(Authenticator):
    def __init__(self, secret: str = "s" * 40) -> None:
        self._secret = secret


class Browser:
    """A browser that keeps cookies, as far as a handler sees it."""

    def __init__(self, protocol: str = "http") -> None:
        self.kept: dict[str, str] = {}
        self.options: dict[str, Any] = {}
        self.request = SimpleNamespace(host="192.168.1.5:8100", protocol=protocol, headers={}, connection=None)
        proxies = SimpleNamespace(passed_on_by_one=lambda _: False)
        self.settings = {"base_url": "/", "identity_provider": SimpleNamespace(proxies=proxies)}

    def get_cookie(self, name: str, default: str | None = None) -> str | None:
        return self.kept.get(name, default)

    def set_cookie(self, name: str, value: str, **options: Any) -> None:  # noqa: ANN401 - tornado's own
        self.kept[name], self.options = value, options


def test_wrong_codes_from_one_network_are_limited_and_let_through_again_after_a_while() -> None:
    now = [0.0]
    wrong = WrongCodes(lambda: now[0])
    for _ in range(WRONG_AT_ONCE):
        assert not wrong.are_too_many("203.0.113.7")
        wrong.count("203.0.113.7")
    assert wrong.are_too_many("203.0.113.7")
    assert not wrong.are_too_many("203.0.113.8")
    now[0] += 3
    assert not wrong.are_too_many("203.0.113.7")


def test_wrong_codes_from_many_networks_together_are_limited_too() -> None:
    now = [0.0]
    wrong = WrongCodes(lambda: now[0])
    for number in range(ALL_AT_ONCE):
        wrong.count(f"203.0.113.{number}")
    assert wrong.are_too_many("198.51.100.1")
    now[0] += 1
    assert not wrong.are_too_many("198.51.100.1")


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("", "six letters"),
        ("KFRD0H", "sign 0"),
        ("KFRDG", "That’s 5 letters"),
        ("😀", "sign 😀"),
        ("K" * 4_000, "4000 letters"),
    ],
)
def test_a_code_that_cannot_be_one_is_told_why(code: str, part: str) -> None:
    assert part in fault(code)


@given(st.text(LETTERS, min_size=6, max_size=6) | st.text(LETTERS, min_size=8, max_size=8))
def test_a_code_that_can_be_one_has_no_fault(code: str) -> None:
    assert fault(code) == ""


def test_a_browser_keeps_its_place_in_each_workshop_and_in_no_other() -> None:
    places, browser = Places(Secret()), Browser()
    places.give(browser, "KFRDGH", "p1")  # type: ignore[arg-type]
    places.give(browser, "MNPRTV", "p9")  # type: ignore[arg-type]
    assert [places.of(browser, code) for code in ("KFRDGH", "MNPRTV", "DDDDDD")] == ["p1", "p9", None]  # type: ignore[arg-type]
    assert Places(Secret()).of(browser, "KFRDGH") == "p1"  # type: ignore[arg-type]  # as after a new start
    assert Places(Secret("t" * 40)).of(browser, "KFRDGH") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("protocol", "secure"), [("http", False), ("https", True)])
def test_the_cookie_works_on_plain_http_and_is_protected_on_https(protocol: str, secure: bool) -> None:  # noqa: FBT001
    browser = Browser(protocol)
    Places(Secret()).give(browser, "KFRDGH", "p1")  # type: ignore[arg-type]
    assert (browser.options["secure"], browser.options["httponly"], browser.options["samesite"]) == (
        secure,
        True,
        "Lax",
    )
    assert next(iter(browser.kept)).startswith("__Host-") == secure


def test_a_cookie_that_was_changed_or_meant_for_a_form_gives_no_place() -> None:
    places, browser = Places(Secret()), Browser()
    places.give(browser, "KFRDGH", "p1")  # type: ignore[arg-type]
    (name,) = browser.kept
    for value in (browser.kept[name][:-1], places.new("KFRDGH"), "", "x" * 9_000):
        browser.kept[name] = value
        assert places.of(browser, "KFRDGH") is None  # type: ignore[arg-type]


def test_a_form_lets_in_one_participant_of_its_own_workshop() -> None:
    places = Places(Secret())
    form = places.new("KFRDGH")
    assert places.joining(form, "KFRDGH") == places.joining(form, "KFRDGH") is not None
    assert places.joining(form, "MNPRTV") is None
    assert places.new("KFRDGH") != form


def test_an_own_code_finds_its_participant_unless_they_were_taken_out() -> None:
    places, played = Places(Secret()), Played()
    played.join("p1", "p2")
    own = places.own_code(played.workshop.code, "p2")
    assert places.by_own_code([played.workshop], own) == (played.workshop.code, "p2")
    assert places.by_own_code([played.workshop], "DDDDDDDD") is None
    played.host("remove", participant="p2")
    assert places.by_own_code([played.workshop], own) is None


def test_a_members_events_keep_what_they_joined_and_what_they_lead() -> None:
    own, ada, ben = OwnWorkshops(MemoryJournal()), Person("ada", cohort="Spring"), Person(ALONE)

    async def happens() -> None:
        await own.joined(ada, Workshop("KFRDGH"), "p1")
        await own.joined(ada, Workshop("KFRDGH"), "p2")  # on a second device at the same moment
        await own.led(ben, "KFRDGH", "A morning")
        await own.led(ben, "MNPRTV", "An afternoon")
        await own.led(ben, "MNPRTV", "An afternoon")
        assert await own.participant(ada, "KFRDGH") == "p1"
        assert await own.participant(ada, "MNPRTV") is None
        assert await own.participant(ben, "KFRDGH") is None
        assert [(each.code, each.title) for each in await own.all_led(ben)] == [
            ("MNPRTV", "An afternoon"),
            ("KFRDGH", "A morning"),
        ]
        assert await own.all_led(ada) == ()

    run(happens())
