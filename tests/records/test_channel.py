"""A channel of PostgreSQL tells every other process every word, and says when the database is away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from misread_records import JournalMissing
from misread_records.database import Channel
from tests.postgres import PrivatePostgres
from tests.web.event_loop import run


def test_a_channel_tells_others_a_whole_burst_and_oneself_nothing(postgresql: PrivatePostgres) -> None:
    database = postgresql.new_account()
    words = [f"W{number}" for number in range(200)]

    async def scene() -> list[str]:
        one, two = Channel(database, "here"), Channel(database, "here")
        heard, own, opened = list[str](), list[str](), [asyncio.Event(), asyncio.Event()]

        async def listen(channel: Channel, into: list[str], is_open: asyncio.Event) -> None:
            async for word in channel.words():
                if word:
                    into.append(word)
                else:
                    is_open.set()
                if word == "end":
                    return

        listening = asyncio.ensure_future(listen(two, heard, opened[0]))
        self_listening = asyncio.ensure_future(listen(one, own, opened[1]))
        await asyncio.gather(*(each.wait() for each in opened))
        await one.tell([*words, "end"])
        await listening
        await two.tell(["end"])
        await self_listening
        assert own == ["end"]
        one.close()
        two.close()
        return heard

    assert run(scene()) == [*words, "end"]


def test_a_channel_of_a_database_that_is_away_says_so(tmp_path: Path) -> None:
    async def scene() -> None:
        channel = Channel(f"postgresql+psycopg://somebody@/postgres?host={tmp_path}", "here")
        with pytest.raises(JournalMissing):
            await channel.tell(["word"])
        with pytest.raises(JournalMissing):
            await anext(channel.words())

    run(scene())
