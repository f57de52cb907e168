"""A workshop's pages over their connections: what each is told, and what each may do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from misread_records import Event, Journal, JournalMissing, new_id
from misread_records.journals.memory import MemoryJournal
from misread_records.seat import Seat
from misread_records.workshop import Act, BadAct, Step, journal_name
from misread_web.live import OpenConnections
from misread_web.operations import Metrics
from misread_web.workshop import Role, WorkshopService
from misread_web.workshop.workshops import LONGEST_NOTE
from tests.web.event_loop import run

STEPS = [
    Step(id="poll", kind="poll", title="Warm-up", question="Coffee?", options=("Yes", "No")),
    Step(id="sam", kind="case", title="Sam and Priya", item="sam-priya"),
]


class PageDouble:
    """A page's end of a connection: it keeps the state that it is told, as `live.js` does."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.refused: list[str] = []
        self.heard: list[str] = []
        self.unsaved: list[str] = []
        self.updates = 0
        self.is_behind = False
        self._news = asyncio.Event()
        self.code: int | None = None

    def tell(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            if "open" in message or "update" in message:
                self.updates += "update" in message
                self.state |= message["state"]
            elif "message" in message:
                self.refused.append(message["content"]["refused"])
            elif "heard" in message:
                self.heard.append(message["heard"])
            elif "unsaved" in message:
                self.unsaved.append(message["unsaved"])

        self._news.set()

    def tell_json(self, messages: bytes) -> None:
        self.tell(*json.loads(messages))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds of what the page was told."""
        while not holds():
            self._news.clear()
            await self._news.wait()

    def close(self, code: int | None = None, reason: str | None = None) -> None:  # noqa: ARG002 - as any Carrier's
        self.code = code


class Room:
    """A service with one workshop, and its pages."""

    def __init__(self, service: WorkshopService, code: str, journal: Journal) -> None:
        self.service, self.code, self.journal = service, code, journal
        self.workshops = service.workshops

    async def page(self, role: Role, who: str = "hana") -> tuple[PageDouble, Any]:
        learner = f"{journal_name(self.code)}/{who}" if role == "participant" else who
        page = PageDouble()
        talk = self.service.conversations[role].start(self.code, Seat(learner, None, self.journal), page)
        await talk.begin("")
        return page, talk

    async def say(self, talk: Any, id_: str = "", **content: Any) -> None:  # noqa: ANN401 - a message's
        await talk.take({"to": "workshop", "id": id_ or str(new_id()), "content": content}, 100)
        await talk.heard()


Scene = Callable[[Room], Coroutine[Any, Any, None]]


def play(scene: Scene, journal: Journal | None = None, lang: str = "en") -> None:
    journal = journal or MemoryJournal()

    async def whole() -> None:
        service = WorkshopService(journal, OpenConnections(Metrics()))
        try:
            code = await service.workshops.open_new("hana", "A morning", lang, STEPS)
            await scene(Room(service, code, journal))
        finally:
            service.close()

    run(whole())


def test_a_vote_reaches_the_host_and_only_its_own_page_knows_it() -> None:
    async def scene(room: Room) -> None:
        ada, ben = [await room.workshops.join(room.code, name) for name in ("Ada", "Ben")]
        host, hosts = await room.page("host")
        adas, adas_talk = await room.page("participant", ada)
        bens, _ = await room.page("participant", ben)
        await room.say(hosts, do="begin", step="sam", after=0)
        await room.say(hosts, do="vote", after=1)
        await room.say(adas_talk, do="vote", step="sam", ballot=1, round=1, answer={"options": ["1"]})
        await host.until(lambda: host.state["view"]["after"] == 2)
        assert host.refused == adas.refused == []
        assert len((await room.workshops.get(room.code)).steps["sam"].ballot.votes) == 1
        assert adas.state["own"]["vote"]
        assert bens.state["own"]["vote"] is None
        assert len(adas.heard) == 1
        assert host.state["view"]["after"] == 2

    play(scene)


def test_a_vote_that_comes_too_late_is_told_so_and_an_earlier_one_still_counts() -> None:
    async def scene(room: Room) -> None:
        ada, ben = [await room.workshops.join(room.code, name) for name in ("Ada", "Ben")]
        _, hosts = await room.page("host")
        (adas, adas_talk), (bens, bens_talk) = [await room.page("participant", who) for who in (ada, ben)]
        vote: dict[str, Any] = {"do": "vote", "step": "sam", "ballot": 1, "round": 1}
        await room.say(hosts, do="begin", step="sam", after=0)
        await room.say(hosts, do="vote", after=1)
        await room.say(adas_talk, **vote, answer={"options": ["1"]})
        await room.say(hosts, do="close", after=2)
        for talk in (adas_talk, bens_talk):
            await room.say(talk, **vote, answer={"options": ["2"]})
        assert [text.partition(".")[2].strip() for text in adas.refused] == ["What you chose before still counts."]
        assert [text.partition(",")[2].strip() for text in bens.refused] == ["so this time it doesn’t count."]
        assert len(bens.heard) == 1
        assert len((await room.workshops.get(room.code)).steps["sam"].ballot.votes) == 1

    play(scene)


def test_a_choice_that_the_scene_does_not_have_is_refused_before_it_is_saved() -> None:
    async def scene(room: Room) -> None:
        host, hosts = await room.page("host")
        await room.say(hosts, do="begin", step="sam", after=0)
        for picks in (["report"], ["blanks", "report"], ["blanks@70"], ["blanks+drawing"]):
            await room.say(hosts, do="follow", picks=picks, after=1)
        assert len(host.refused) == 4
        assert host.refused[0].startswith("The scene has no choice ‘report’; it has ")
        await room.say(hosts, do="follow", picks=["blanks"], after=1)
        await room.say(hosts, do="go_on", pick="report", after=2)
        await room.say(hosts, do="go_on", pick="blanks", after=2)
        assert len(host.refused) == 5
        state = (await room.workshops.get(room.code)).steps["sam"]
        assert state.picks == ("blanks",)
        events = room.journal.read(journal_name(room.code))
        assert [event.data["do"] for event in events if event.kind == "hosted"] == ["begin", "follow", "go_on"]

    play(scene)


def test_a_refusal_speaks_the_language_of_the_workshop() -> None:
    async def scene(room: Room) -> None:
        host, hosts = await room.page("host")
        await room.say(hosts, do="close", after=0)
        await room.say(hosts, do="begin", step="tea", after=0)
        assert host.refused == ["Noch hat kein Schritt begonnen.", "In der Agenda gibt es keinen Schritt „tea“."]

    play(scene, lang="de")


def test_a_message_that_is_sent_twice_counts_once() -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        _, hosts = await room.page("host")
        page, talk = await room.page("participant", ada)
        begin, vote = str(new_id()), str(new_id())
        for _ in range(2):
            await room.say(hosts, begin, do="begin", step="sam", after=0)
        await room.say(hosts, do="vote", after=1)
        for _ in range(2):
            await room.say(talk, vote, do="vote", step="sam", ballot=1, round=1, answer={"options": ["1"]})
            await room.say(talk, do="write", step="", text="Why?", share=False)
        events = room.journal.read(journal_name(room.code))
        assert [event.kind for event in events].count("voted") == 1
        assert [event.kind for event in events].count("hosted") == 2
        assert page.refused == []
        assert page.heard.count(vote) == 2

    play(scene)


def test_of_two_facilitators_at_the_same_moment_one_acts_and_the_other_is_told() -> None:
    async def scene(room: Room) -> None:
        one, ones = await room.page("host")
        two, twos = await room.page("host", "hugo")
        await asyncio.gather(
            room.say(ones, do="begin", step="poll", after=0), room.say(twos, do="begin", step="sam", after=0)
        )
        await one.until(lambda: one.state["view"]["after"] == 1)
        await two.until(lambda: two.state["view"]["after"] == 1)
        assert len(one.refused + two.refused) == 1
        assert one.state["view"] == two.state["view"]
        assert (await room.workshops.get(room.code)).acts == 1

    play(scene)


@pytest.mark.parametrize("content", [{"do": "reveal", "after": 0}, {"do": "dance"}, {"do": "vote", "step": 1}, 7, None])
def test_a_message_of_the_wrong_page_or_shape_is_refused_and_acknowledged(content: object) -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        for role, who in (("participant", ada), ("projector", "hana")):
            page, talk = await room.page(role, who)  # type: ignore[arg-type]
            await talk.take({"to": "workshop", "id": str(new_id()), "content": content}, 10)
            await talk.heard()
            assert len(page.refused) == len(page.heard) == 1
        assert (await room.workshops.get(room.code)).acts == 0

    play(scene)


def test_a_page_that_does_not_keep_up_gets_the_newest_view_and_none_of_those_between() -> None:
    async def scene(room: Room) -> None:
        (page, _), (other, _) = await room.page("projector"), await room.page("projector")
        _, hosts = await room.page("host")
        page.is_behind = True
        await room.say(hosts, do="begin", step="sam", after=0)
        await room.say(hosts, do="vote", after=1)
        await other.until(lambda: (other.state["view"]["step"] or {}).get("phase") == "vote")
        assert page.updates == 0
        page.is_behind = False
        await page.until(lambda: page.updates)
        assert page.updates == 1
        assert page.state == other.state

    play(scene)


def test_a_vote_that_comes_too_late_is_answered_and_changes_nothing() -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        page, talk = await room.page("participant", ada)
        _, hosts = await room.page("host")
        for after, act in enumerate(({"do": "begin", "step": "sam"}, {"do": "vote"}, {"do": "close"})):
            await room.say(hosts, after=after, **act)
        await room.say(talk, do="vote", step="sam", ballot=1, round=1, answer={"options": ["1"]})
        assert len(page.refused) == len(page.heard) == 1
        assert [event.kind for event in room.journal.read(journal_name(room.code))].count("voted") == 0

    play(scene)


def test_what_one_participant_may_send_is_limited_and_each_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("misread_web.workshop.workshops.MOST_NOTES", 2)
    monkeypatch.setattr("misread_web.workshop.workshops.MOST_EACH", 4)

    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        page, talk = await room.page("participant", ada)
        for text in ("One", "Two", "Three", "x" * (LONGEST_NOTE + 1)):
            await room.say(talk, do="write", step="", text=text, share=False)
        assert ["2 texts" in page.refused[0], "1,001 characters" in page.refused[1]] == [True, True]
        await room.say(talk, do="name", name="Ada L.")
        await room.say(talk, do="name", name="Ada Lovelace")
        assert "4 votes and texts" in page.refused[2]
        workshop = await room.workshops.get(room.code)
        assert [note.text for note in workshop.parking] == ["One", "Two"]
        assert workshop.participants[ada].name == "Ada L."

    play(scene)


def test_a_full_workshop_lets_nobody_else_in_and_everybody_who_is_in_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("misread_web.workshop.workshops.MOST_PARTICIPANTS", 2)

    async def scene(room: Room) -> None:
        ada, _ = [await room.workshops.join(room.code, name) for name in ("Ada", "Ben")]
        with pytest.raises(BadAct, match="full: 2 people"):
            await room.workshops.join(room.code, "Cyd")
        assert await room.workshops.join(room.code, "Ada", ada) == ada
        await room.workshops.act(room.code, Act("remove", {"participant": ada}), 0)
        assert await room.workshops.join(room.code, "Cyd")

    play(scene)


class Away(MemoryJournal):
    """A journal that cannot be reached while it `is_away`."""

    is_away = False

    def append(self, event: Event) -> Event:
        if self.is_away:
            raise JournalMissing("the database", "away")
        return super().append(event)


def test_what_cannot_be_saved_now_is_not_confirmed_and_counts_once_when_it_is_sent_again() -> None:
    async def scene(room: Room) -> None:
        assert isinstance(room.journal, Away)
        ada = await room.workshops.join(room.code, "Ada")
        page, talk = await room.page("participant", ada)
        id_ = str(new_id())
        room.journal.is_away = True
        await room.say(talk, id_, do="write", step="", text="Why?", share=False)
        assert (page.unsaved, page.heard, page.refused) == ([id_], [], [])
        room.journal.is_away = False
        await room.say(talk, id_, do="write", step="", text="Why?", share=False)
        assert page.heard == [id_]
        assert len((await room.workshops.get(room.code)).parking) == 1

    play(scene, Away())


def test_a_restarted_server_and_a_late_participant_see_the_workshop_as_it_is() -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        _, hosts = await room.page("host")
        page, talk = await room.page("participant", ada)
        await room.say(hosts, do="begin", step="sam", after=0)
        await room.say(hosts, do="vote", after=1)
        await room.say(talk, do="vote", step="sam", ballot=1, round=1, answer={"options": ["1"]})
        await page.until(lambda: page.state["view"]["turn"] == "sam/1/vote/1/0" and page.state["own"]["vote"])
        again = WorkshopService(room.journal, OpenConnections(Metrics()))
        try:
            after = Room(again, room.code, room.journal)
            back, _ = await after.page("participant", ada)
            assert back.state == page.state
            ben = await after.workshops.join(room.code, "Ben")
            late, lates = await after.page("participant", ben)
            assert late.state["view"] == page.state["view"]
            await after.say(lates, do="vote", step="sam", ballot=1, round=1, answer={"options": ["2"]})
            assert len((await after.workshops.get(room.code)).steps["sam"].ballot.votes) == 2
        finally:
            again.close()

    play(scene)


def test_a_removed_participant_is_told_so_and_can_do_nothing() -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        page, talk = await room.page("participant", ada)
        _, hosts = await room.page("host")
        await room.say(hosts, do="remove", participant=ada, after=0)
        await page.until(lambda: page.state["own"]["is_removed"])
        await room.say(talk, do="write", step="", text="Why?", share=False)
        assert len(page.refused) == 1
        assert (await room.workshops.get(room.code)).parking == []

    play(scene)


def test_when_everybody_has_left_nothing_of_the_conversations_stays() -> None:
    async def scene(room: Room) -> None:
        ada = await room.workshops.join(room.code, "Ada")
        talks = [(await room.page(role, who))[1] for role, who in (("host", "hana"), ("participant", ada))]  # type: ignore[arg-type]
        assert sum(len(kind.watched) for kind in room.service.conversations.values()) == 2
        for talk in talks:
            talk.end()
        await room.workshops.join(room.code, "Ben")
        assert [kind.watched for kind in room.service.conversations.values()] == [frozenset()] * 3

    play(scene)


def test_an_id_that_another_message_had_already_is_answered_and_changes_nothing() -> None:
    async def scene(room: Room) -> None:
        ada, ben = [await room.workshops.join(room.code, name) for name in ("Ada", "Ben")]
        _, adas_talk = await room.page("participant", ada)
        page, talk = await room.page("participant", ben)
        elsewhere, id_ = await room.workshops.open_new("hana", "Another", "en", STEPS), str(new_id())
        await room.say(adas_talk, id_, do="write", step="", text="Why?", share=False)
        await room.say(talk, id_, do="write", step="", text="Mine", share=False)
        assert page.heard == [id_]
        other = Room(room.service, elsewhere, room.journal)
        cyd = await other.workshops.join(elsewhere, "Cyd")
        cyds, cyds_talk = await other.page("participant", cyd)
        await other.say(cyds_talk, id_, do="write", step="", text="Mine", share=False)
        assert (len(cyds.refused), cyds.heard, cyds.unsaved) == (1, [id_], [])
        texts = [note.text for code in (room.code, elsewhere) for note in (await room.workshops.get(code)).parking]
        assert texts == ["Why?"]

    play(scene)
