"""A copy that is made as the operators' page says, while the course runs, gives everything back."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from misread_records import Event, new_id, open_journal

PAGE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text("utf-8")


def wrote(learner: str, text: str) -> Event:
    return Event(
        id=new_id(),
        learner=learner,
        cohort=None,
        at=datetime.now(UTC),
        lesson="m4",
        item="M4.exit",
        kind="wrote",
        attempt=1,
        data={"question": "1", "text": text},
        content="c",
    )


def copied(place: Path) -> Path:
    """Copy a database with the statement of the operators' page."""
    (statement,) = re.findall(r'^sqlite3 misread\.db "(.*)"$', PAGE, re.MULTILINE)
    copy = place.with_name("copy.db")
    with closing(sqlite3.connect(place)) as database:
        database.execute(str(statement).replace("copy.db", str(copy)))
    return copy


def test_a_copy_of_a_running_course_gives_every_event_back(tmp_path: Path) -> None:
    place = tmp_path / "misread.db"
    journal = open_journal(f"sqlite:///{place}")
    before = tuple(journal.append(wrote("ada", f"línea {number} 🎭")) for number in range(50))
    copy = copied(place)
    journal.append(wrote("ada", "after the copy"))
    assert len(journal.read("ada")) == 51

    # the server is killed: its log of what was written last stays beside the file
    assert place.with_name("misread.db-wal").exists()
    for each in ("misread.db", "misread.db-wal", "misread.db-shm"):
        place.with_name(each).unlink(missing_ok=True)
    place.write_bytes(copy.read_bytes())
    journal.close()

    restored = open_journal(f"sqlite:///{place}")
    assert restored.read("ada") == before
    assert restored.append(before[0]) == before[0]
    more = restored.append(wrote("ada", "after the restore"))
    assert restored.read("ada") == (*before, more)
    restored.close()
