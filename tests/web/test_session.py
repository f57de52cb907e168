"""A session runs a lesson's cells for one seat, and its widgets speak to their own page only."""

import gc
import json
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anywidget
import nbformat
import pytest
import traitlets

from misread_course.catalogue import lesson, lessons
from misread_course.run_cell import compile_cell
from misread_records import Journal, new_id, open_journal
from misread_records.seat import Seat
from misread_web.live.comms import install
from misread_web.live.lesson_plan import Cell, NeedsKernel, Plan, plan
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten
from tests.web.home_server import Learner

SAM = "m4-case-play"


@pytest.fixture(autouse=True)
def comms() -> None:
    install()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(f"sqlite:///{tmp_path / 'answers.db'}")
    yield opened
    opened.close()


def opened(planned: Plan, seat: Seat) -> tuple[Session, list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    session = Session(planned, seat, told.append)
    for cell in session.cells:
        session.run(cell)
    return session, told


def begin(session: Session, told: list[dict[str, Any]]) -> None:
    view = next(message["state"]["view"] for message in told if message.get("open") == SAM)
    told += session.hear(SAM, {"do": "begin", "turn": view["turn"], "id": str(new_id())})


@pytest.mark.parametrize("name", [one.name for one in lessons()])
def test_every_cell_that_shows_something_opens_a_widget(name: str, journal: Journal) -> None:
    session, told = opened(plan(lesson(name)), Seat("ada", None, journal))
    assert len([message for message in told if "open" in message]) == len(session.widgets()) > 2
    assert all(set(message) == {"open", "module", "style", "state"} for message in told)
    assert json.loads(json.dumps(told)) == told
    session.close()


def test_what_is_done_in_one_session_changes_no_other(journal: Journal) -> None:
    planned = plan(lesson("m4-sam-and-priya"))
    ada, adas = opened(planned, Seat("ada", None, journal))
    ben, bens = opened(planned, Seat("ben", None, journal))
    before = len(bens)
    begin(ada, adas)
    assert [message["update"] for message in adas if "update" in message] == [SAM]
    assert len(bens) == before
    assert journal.read("ada")
    assert not journal.read("ben")
    for session in (ada, ben):
        session.close()


def test_the_next_session_shows_where_the_last_one_stood(journal: Journal) -> None:
    planned = plan(lesson("m4-sam-and-priya"))
    first, told = opened(planned, Seat("ada", None, journal))
    begin(first, told)
    shown = [message["state"]["view"] for message in told if message.get("update") == SAM][-1]
    first.close()
    second, again = opened(planned, Seat("ada", None, journal))
    view = next(message["state"]["view"] for message in again if message.get("open") == SAM)
    assert {**view, "ack": None} == {**shown, "ack": None}
    second.close()


def test_no_part_of_a_widget_but_its_view_reaches_a_page(journal: Journal) -> None:
    session, told = opened(plan(lesson("m4-sam-and-priya")), Seat("ada", None, journal))
    assert {name for message in told for name in message["state"]} == {"view"}
    session.close()


def test_a_cell_that_is_not_there_hears_nothing(journal: Journal) -> None:
    session, told = opened(plan(lesson("m4-sam-and-priya")), Seat("ada", None, journal))
    before = len(told)
    for content in (None, 7, "x", {"do": "begin"}, {"do": ["begin"]}):
        assert session.hear("no-such-cell", content) == []
    assert len(told) == before
    session.close()


def test_what_a_page_was_told_is_not_held_as_well(journal: Journal) -> None:
    session, told = opened(plan(lesson("m4-sam-and-priya")), Seat("ada", None, journal))
    assert not any(widget.trait_has_value("view") for widget in session.widgets())
    begin(session, told)
    assert not any(widget.trait_has_value("view") for widget in session.widgets())
    session.close()


def test_a_session_that_looks_again_tells_what_was_done_in_another(journal: Journal) -> None:
    planned = plan(lesson("m4-sam-and-priya"))
    here, told = opened(planned, Seat("ada", None, journal))
    there, theirs = opened(planned, Seat("ada", None, journal))
    begin(there, theirs)
    again = {message["update"]: message["state"]["view"] for message in here.look_again()}
    assert set(again) == {message["open"] for message in told}
    assert {**again[SAM], "ack": None} == {**theirs[-1]["state"]["view"], "ack": None}
    journal.forget("ada")
    with pytest.raises(Forgotten):
        here.look_again()
    for session in (here, there):
        session.close()


@pytest.mark.parametrize("name", [one.name for one in lessons()])
def test_what_was_done_in_another_lesson_is_not_taken_for_the_first_event_of_this_one(
    name: str, journal: Journal
) -> None:
    (elsewhere,) = Learner().does("another", "M4.try", "answered").events
    journal.append(elsewhere)
    session, told = opened(plan(lesson(name)), Seat("ada", None, journal))
    assert session.journal.since == ""
    assert {message["update"] for message in session.look_again()} == {message["open"] for message in told}
    (own,) = Learner().does(name, "an-item", "answered").events
    journal.append(own)
    session.look_again()
    assert session.journal.since == str(own.id)
    journal.forget("ada")
    with pytest.raises(Forgotten):
        session.look_again()
    session.close()


def test_a_closed_session_leaves_nothing_behind(journal: Journal) -> None:
    session, _ = opened(plan(lesson("m4-sam-and-priya")), Seat("ada", None, journal))
    gone = [weakref.ref(widget) for widget in session.widgets()]
    session.close()
    del session
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)


class Bare(anywidget.AnyWidget):
    _esm = "export default { render() {} }"
    number = traitlets.Int(0).tag(sync=True)


def test_a_value_that_is_no_widget_needs_a_kernel(journal: Journal) -> None:
    made = Plan(lesson("m4-sam-and-priya"), nbformat.v4.new_notebook(), ())
    session = Session(made, Seat("ada", None, journal), print)
    with pytest.raises(NeedsKernel, match="shows a int"):
        session.run(Cell("c", compile_cell("41 + 1", "c")))


def test_a_widget_made_outside_a_session_has_the_connection_it_always_had() -> None:
    widget = Bare()
    widget.number = 3
    assert type(widget.comm).__name__ != "SessionComm"
    widget.close()
