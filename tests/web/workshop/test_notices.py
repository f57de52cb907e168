"""Several server processes on one database: each hears what the others save about a workshop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from pydantic import JsonValue

from misread_records import new_id, open_journal
from misread_records.workshop import Act, BadAct, Step, Workshop
from misread_web.live import OpenConnections
from misread_web.operations import Metrics
from misread_web.workshop import Sender, Workshops, WorkshopService, notices_for
from misread_web.workshop.notices import Looking, PostgresNotices
from tests.postgres import PrivatePostgres, private_postgres
from tests.web.event_loop import run

STEPS = (Step(id="sam", kind="case", title="Sam and Priya", item="sam-priya"),)
FIRST: JsonValue = {"options": ["1"]}


@pytest.fixture(scope="module")
def postgres() -> Iterator[PrivatePostgres]:
    with private_postgres() as server:
        yield server


class Process:
    """What one server process has of a workshop: its own journal, threads and notices."""

    def __init__(self, database: str, stack: ExitStack) -> None:
        journal = stack.enter_context(closing(open_journal(database)))
        service = WorkshopService(journal, OpenConnections(Metrics()), notices=notices_for(database))
        self.workshops: Workshops = stack.enter_context(closing(service)).workshops

    async def until(self, code: str, holds: Callable[[Workshop], bool]) -> Workshop:
        """Watch a workshop until something holds of it."""
        workshop, changed = await self.workshops.get(code), asyncio.Event()
        stop = self.workshops.watch(code, lambda _: changed.set())
        while not holds(workshop):
            await changed.wait()
            changed.clear()
            workshop = self.workshops.now(code)
        stop()
        return workshop


def databases(postgres: PrivatePostgres, tmp_path: Path) -> dict[str, str]:
    return {"postgresql": postgres.new_account(), "sqlite": f"sqlite:///{tmp_path / 'answers.db'}"}


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_vote_at_one_process_is_counted_at_another(kind: str, postgres: PrivatePostgres, tmp_path: Path) -> None:
    database = databases(postgres, tmp_path)[kind]

    async def scene() -> None:
        with ExitStack() as stack:
            one, two = Process(database, stack), Process(database, stack)
            code = await one.workshops.open_new("hana", "A morning", "en", STEPS)
            ada = await two.workshops.join(code, "Ada")
            watching = asyncio.ensure_future(one.until(code, lambda workshop: ada in workshop.participants))
            await watching
            await one.workshops.act(code, Act("begin", {"step": "sam"}), 0)
            await one.workshops.act(code, Act("vote"), 1)
            await two.workshops.vote(Sender(code, ada, new_id()), "sam", 1, 1, FIRST)
            workshop = await one.until(code, lambda workshop: bool(workshop.steps["sam"].ballot.votes))
            assert list(workshop.steps["sam"].ballot.votes) == [ada]

    run(scene())


def test_of_two_facilitators_at_two_processes_one_acts(postgres: PrivatePostgres) -> None:
    database = postgres.new_account()

    async def scene() -> Sequence[object]:
        with ExitStack() as stack:
            one, two = Process(database, stack), Process(database, stack)
            code = await one.workshops.open_new("hana", "A morning", "en", STEPS)
            await two.workshops.get(code)
            acts = [each.workshops.act(code, Act("begin", {"step": "sam"}), 0) for each in (one, two)]
            done = await asyncio.gather(*acts, return_exceptions=True)
            assert [(await each.workshops.get(code)).acts for each in (one, two)] == [1, 1]
            return done

    assert [type(each) for each in run(scene()) if each is not None] == [BadAct]


def test_votes_at_two_processes_at_once_are_all_counted_by_both(postgres: PrivatePostgres) -> None:
    database, people = postgres.new_account(), 30

    async def scene() -> None:
        with ExitStack() as stack:
            processes = Process(database, stack), Process(database, stack)
            one, two = processes
            code = await one.workshops.open_new("hana", "A morning", "en", STEPS)
            ids = [await one.workshops.join(code, f"P{number}") for number in range(people)]
            await one.workshops.act(code, Act("begin", {"step": "sam"}), 0)
            await one.workshops.act(code, Act("vote"), 1)
            await two.workshops.get(code)
            votes = [
                processes[number % 2].workshops.vote(Sender(code, id_, new_id()), "sam", 1, 1, FIRST)
                for number, id_ in enumerate(ids)
            ]
            await asyncio.gather(*votes)
            for process in processes:
                workshop = await process.until(code, lambda each: len(each.steps["sam"].ballot.votes) == people)
                assert set(workshop.steps["sam"].ballot.votes) == set(ids)
                assert workshop.strays == {}

    run(scene())


def test_after_the_database_was_away_a_process_connects_again_and_reads_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("misread_web.workshop.notices.AGAIN_SECONDS", 0.05)
    with private_postgres() as server:
        database = server.new_account()

        async def scene() -> None:
            heard: asyncio.Queue[str] = asyncio.Queue()
            notices = PostgresNotices(database, look_seconds=3600)
            notices.listen(heard.put_nowait)
            assert await heard.get() == ""
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
            assert await heard.get() == ""
            other = PostgresNotices(database, look_seconds=3600)
            other.tell("KFRDGH")
            assert await heard.get() == "KFRDGH"
            for each in (notices, other):
                each.close()

        run(scene())


def test_sqlite_needs_no_connection_for_notices(tmp_path: Path) -> None:
    assert isinstance(notices_for(f"sqlite:///{tmp_path / 'answers.db'}"), Looking)
