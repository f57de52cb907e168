"""Where people sign in, facilitators lead, members are recognised on any device, and others join without an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest

from misread_records import new_id, open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from tests.web.workshop.test_joining_pages import OPEN, xsrf

if TYPE_CHECKING:
    from tests.web.conftest import Course


class Room(NamedTuple):
    """A course with a cohort: its address, its database, and each member's id and sign-in cookie by their name."""

    address: str
    database: str
    learners: dict[str, str]
    cookies: dict[str, str]

    def browser(self, who: str = "", **headers: str) -> httpx.Client:
        """Return a new browser in which somebody is signed in, or nobody."""
        url = httpx.URL(self.address)
        host = headers.get("Host", f"{url.host}:{url.port}")
        name = re.sub("[^A-Za-z0-9]", "-", f"misread-{host}")
        cookies = {name: self.cookies[who]} if who else {}
        return httpx.Client(base_url=self.address, cookies=cookies, headers=headers, timeout=60)

    def opened(self) -> str:
        """Let the facilitator open a workshop, and return its code."""
        with self.browser("Fay") as fay:
            answer = fay.post("workshop", data={**OPEN, "_xsrf": xsrf(fay.get("workshop").text)})
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].split("/")[2]


def join(browser: httpx.Client, code: str, name: str = "") -> str:
    """Join a workshop, and return the address that the browser is led to."""
    token = xsrf(browser.get(f"join/{code}").text)
    return browser.post(f"join/{code}", data={"_xsrf": token, "name": name}).headers["Location"]


@pytest.fixture(scope="module")
def room(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    data: Path = tmp_path_factory.mktemp("members")
    database = f"sqlite:///{data}/misread.db"
    with Cohorts(database) as cohorts:
        authenticator = LinkAuth(cohorts, read_or_create_secret(data, {}))
        people = {"Fay": Role.FACILITATOR, "Ada": Role.LEARNER, "Gil": Role.GRADER}
        cohorts.create("Spring", [Newcomer(name, role=role) for name, role in people.items()])
        until, members = datetime.now(UTC) + timedelta(days=1), cohorts.members("Spring")
        cookies = {
            each.name: authenticator.cookie_for(authenticator.by_link(authenticator.link_for(each, until)))
            for each in members
        }
        with serving(data, "--port", "0", "--cohort", "Spring") as course:
            yield Room(course.address, database, {each.name: each.learner for each in members}, cookies)


def test_only_facilitators_lead_and_their_home_leads_there(room: Room) -> None:
    code = room.opened()
    for who, status in (("Fay", 200), ("Ada", 403), ("Gil", 403), ("", 403)):
        with room.browser(who) as browser:
            for path in ("workshop", f"workshop/{code}/host", f"workshop/{code}/projector", f"workshop/{code}/report"):
                assert browser.get(path).status_code == status, (who, path)
            if who:
                assert ('href="/workshop"' in browser.get("").text) == (who == "Fay")


def test_a_member_is_recognised_on_a_second_device_and_their_events_keep_that_they_joined(room: Room) -> None:
    code = room.opened()
    with room.browser("Ada") as first, room.browser("Ada") as second:
        assert "You are signed in" in first.get(f"join/{code}").text
        assert join(first, code, "Ada") == f"/workshop/{code}"
        answer = second.get(f"join/{code}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/workshop/{code}")
        assert second.get(f"workshop/{code}").status_code == 200
        exported = first.get("data/my-course.json")
    journal = open_journal(room.database)
    (joined,) = [each for each in journal.read(room.learners["Ada"], "workshop") if each.item == code]
    events = journal.read(f"workshop:{code}", "workshop")
    journal.close()
    assert (joined.kind, joined.cohort) == ("joined", "Spring")
    assert [each.data["participant"] for each in events if each.kind == "joined"] == [joined.data["participant"]]
    assert code in exported.text


def test_somebody_without_an_account_joins_and_sees_nothing_else_of_the_course(room: Room) -> None:
    code = room.opened()
    with room.browser() as guest:
        assert join(guest, code) == f"/workshop/{code}"
        assert guest.get(f"workshop/{code}").status_code == 200
        for path in ("", "lessons/m4-sam-and-priya", "data/my-course", f"workshop/{code}/host"):
            assert guest.get(path).status_code == 403, path


def test_the_projector_shows_the_address_by_which_the_facilitator_came(room: Room) -> None:
    code = room.opened()
    with room.browser("Fay", Host="course.example.org") as fay:
        assert '"address":"course.example.org/join"' in fay.get(f"workshop/{code}/projector").text
    with room.browser("Fay") as fay:  # at this machine's own address, which means nothing to phones
        assert '"address":"127.0.0.1' not in fay.get(f"workshop/{code}/projector").text


def test_the_start_page_warns_only_where_phones_cannot_reach_the_course(room: Room) -> None:
    with room.browser("Fay") as fay:
        assert "Phones cannot reach" in fay.get("workshop").text
    with room.browser("Fay", Host="course.example.org") as fay:
        assert "Phones cannot reach" not in fay.get("workshop").text


def test_a_second_facilitators_list_has_the_workshop_that_they_helped_to_lead(room: Room) -> None:
    code = room.opened()
    with room.browser("Fay") as fay:
        text = fay.get("workshop").text
    assert text.count(f"/workshop/{code}/host") == 1


def test_places_and_codes_hold_after_the_server_was_started_again(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path
) -> None:
    with serving(tmp_path, "--port", "0", command="workshop") as course:
        with httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as host:
            answer = host.post("workshop", data={**OPEN, "_xsrf": xsrf(host.get("workshop").text)})
            code = answer.headers["Location"].split("/")[2]
        with httpx.Client(base_url=course.address, timeout=60) as phone:
            join(phone, code, "Ada")
            own = re.search(r'"code":\s*"([A-Z]{4} [A-Z]{4})"', phone.get(f"workshop/{code}").text)
            assert own
            kept = dict(phone.cookies)
        address, port = course.address, course.address.split(":")[2].strip("/")
    with serving(tmp_path, "--port", port, command="workshop") as again:
        assert again.address == address
        with httpx.Client(base_url=address, cookies=kept, timeout=60) as phone:
            assert own[1] in phone.get(f"workshop/{code}").text
        with httpx.Client(base_url=address, timeout=60) as other:
            token = xsrf(other.get(f"join/{code}").text)
            answer = other.post(f"join/{code}", data={"_xsrf": token, "own": own[1].lower()})
            assert answer.headers["Location"] == f"/workshop/{code}"
            assert own[1] in other.get(f"workshop/{code}").text


def test_a_workshop_that_is_over_says_so(room: Room) -> None:
    code = room.opened()
    journal = open_journal(room.database)
    (opened,) = journal.read(f"workshop:{code}", "workshop")
    end = {"id": new_id(), "kind": "finished", "slot": "finished", "data": {}, "at": opened.at + timedelta(hours=1)}
    journal.append(opened.model_copy(update=end))
    journal.close()
    with room.browser() as guest:
        answer = guest.get(f"join/{code}")
        assert (answer.status_code, "This workshop is over" in answer.text) == (410, True)
