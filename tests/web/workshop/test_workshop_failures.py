"""What goes wrong in a room: phones without a network, wrong clocks, a host who drops out, a server that restarts."""

from __future__ import annotations

import signal
from contextlib import AbstractContextManager, ExitStack, closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from misread_records import open_journal
from misread_records.workshop import journal_name, workshop_of
from tests.web.relay import Filter, Relay
from tests.web.workshop.test_whole_workshop import go, opened, ready, until, vote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.conftest import Course, Visit

PHONE = {"viewport": {"width": 360, "height": 740}}
AN_HOUR_LATE = "const real = Date.now.bind(Date); Date.now = () => real() - 3_600_000;"


class Room:
    """A workshop on a server of its own, whose phones and facilitators reach it through relays."""

    def __init__(self, serving: Callable[..., AbstractContextManager[Course]], data: Path, stack: ExitStack) -> None:
        self._serving, self._data, self.stack = serving, data, stack
        self._running = self._start()
        self.code = opened(self.course)
        self.relays: list[Relay] = []

    def _start(self) -> ExitStack:
        running = self.stack.enter_context(ExitStack())
        self.course = running.enter_context(self._serving(self._data, "--port", "0", command="workshop"))
        return running

    def way(self, relay: Relay) -> Relay:
        self.relays.append(self.stack.enter_context(closing(relay)))
        return relay

    def restart(self) -> None:
        """Stop the server and start another one on the same data, to which all relays lead."""
        self.course.process.send_signal(signal.SIGTERM)
        self._running.close()
        self._running = self._start()
        for relay in self.relays:
            relay.lead_to(self.course.address)

    def joins(self, page: Page, relay: Relay, name: str) -> Page:
        page.goto(f"{relay.address}join/{self.code}")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
        return ready(page)

    def votes(self) -> int:
        """Return how many votes count in the present round; every kept vote counts in one way or another."""
        with closing(open_journal(f"sqlite:///{self._data / 'misread.db'}")) as journal:
            events = journal.read(journal_name(self.code))
        workshop = workshop_of(self.code, events)
        assert workshop.strays == {}
        assert workshop.state
        return len(workshop.state.ballot.votes)


@pytest.fixture
def room(serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        yield Room(serving, tmp_path / "workshop", stack)


def test_no_vote_is_lost_or_doubled_whatever_goes_wrong(room: Room, visit: Callable[..., Visit]) -> None:
    desk, far = room.way(Relay(room.course.address)), room.way(Relay(room.course.address))
    blocked = room.way(Filter(room.course.address, "refused"))
    leading = f"{desk.address}workshop/{room.code}/host"
    first = visit()
    host = ready(first.open(leading))
    late_clock = visit(**PHONE)
    late_clock.page.add_init_script(AN_HOUR_LATE)
    ada = room.joins(late_clock.page, desk, "Ada")
    ben = room.joins(visit(**PHONE).page, far, "Ben")
    cem = room.joins(visit(**PHONE).page, blocked, "Cem")
    go(host, "Begin: Sam and Priya")
    until(host, "Open the vote")
    go(host, "Open the vote")
    for page in (ada, ben, cem):  # Cem's page gets its news by plain requests
        expect(page.get_by_role("radio")).to_have_count(4)

    vote(ada, 0)
    far.cut()
    expect(ben.locator("body")).to_have_attribute("data-state", "down")
    ben.get_by_role("radio").nth(1).check()
    ben.get_by_role("button", name="Confirm").click()
    expect(ben.get_by_text("Your vote is kept on this phone")).to_be_visible()
    vote(cem, 1)
    expect(host.locator(".ws-answered")).to_contain_text("2 of 3 have voted")

    first.page.context.close()  # the host's laptop dies
    second = ready(visit(**PHONE).open(leading))
    expect(second.locator(".ws-answered")).to_contain_text("2 of 3 have voted")

    room.restart()
    for page in (second, ada, cem):
        ready(page)
    far.mend()
    expect(ben.get_by_text("Your vote is in.")).to_be_visible()
    expect(second.locator(".ws-answered")).to_contain_text("3 of 3 have voted")

    ada.get_by_role("button", name="Change").click()  # a vote twice counts once, as it was last
    vote(ada, 1)
    dora = room.joins(visit(**PHONE).page, desk, "Dora")
    vote(dora, 2)
    expect(second.locator(".ws-answered")).to_contain_text("4 of 4 have voted")
    assert room.votes() == 4
    go(second, "Close the vote", "Show the result")
    for page in (ada, ben, cem, dora):
        expect(page.get_by_text("How the room voted").first).to_be_visible()
    expect(second.locator(".ws-figures strong").first).to_have_text("0 %")
