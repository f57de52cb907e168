"""The form of a new workshop: steps are added, moved and removed, and whatever is typed is kept and checked."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.workshop.agenda import Settings, Step, check_agenda
from misread_web.workshop.agendas import ready
from misread_web.workshop.start_form import MOST_STEPS, Draft, Row

POLL = Row("poll", "poll", "", "Warm-up", "5", "Which?", "One\nTwo")
WORDS = Row("words", "words", "", "Words", "5", "Which?")
CASE = Row("sam-priya", "case", "sam-priya", "Sam and Priya", "45")
BUTTONS = st.sampled_from(["add", "use-60", "use-61", "empty", "same", "", "up", "up--1", "remove-x"]) | st.builds(
    "{}-{}".format, st.sampled_from(["up", "down", "remove"]), st.integers(0, 6)
)


def draft(*rows: Row) -> Draft:
    return Draft("A morning", "en", rows)


def fields(of: Draft) -> dict[str, str]:
    """Return the fields that the page sends for a draft."""
    sent = {"title": of.title, "lang": of.lang, "least": of.least, "rows": str(len(of.rows))}
    for number, row in enumerate(of.rows):
        sent |= {f"offer-{number}": f"{row.kind}:{row.item}"}
        sent |= {f"{name}-{number}": getattr(row, name) for name in ("title", "minutes", "question", "options")}
    return sent


def read(sent: dict[str, str]) -> Draft:
    return Draft.read(lambda name: sent.get(name, ""))


def test_a_step_moves_to_both_sides_and_the_focus_moves_along() -> None:
    begun = draft(POLL, CASE, WORDS)
    down = begun.done("down-0", "")
    assert (down.rows, down.focus) == ((CASE, POLL, WORDS), "down-1")
    last = down.done("down-1", "")
    assert (last.rows, last.focus) == ((CASE, WORDS, POLL), "up-2")
    first = begun.done("up-1", "")
    assert (first.rows, first.focus) == ((CASE, POLL, WORDS), "down-0")
    assert first.said == "Sam and Priya is step 1 now."


def test_a_removed_step_leaves_the_focus_on_the_next_one_or_on_what_adds() -> None:
    gone = draft(POLL, CASE).done("remove-1", "")
    assert (gone.rows, gone.focus, gone.said) == ((POLL,), "remove-0", "Removed: Sam and Priya.")
    assert gone.done("remove-0", "").focus == "add"


def test_the_same_step_can_be_added_twice_under_two_ids() -> None:
    twice = draft().done("add", "case:sam-priya").done("add", "case:sam-priya")
    assert [row.id for row in twice.rows] == ["sam-priya", "sam-priya-2"]
    check_agenda(twice.agenda())
    assert "Added as step 2" in twice.said


def test_no_more_steps_than_an_agenda_takes_are_added() -> None:
    full = draft(*(dataclasses.replace(WORDS, id=f"w-{number}") for number in range(MOST_STEPS)))
    assert len(full.done("add", "words:").rows) == MOST_STEPS
    assert f"No more than {MOST_STEPS}" in full.done("add", "words:").said


def test_what_is_not_in_the_library_is_not_added() -> None:
    assert draft(POLL).done("add", "case:nonsense").rows == (POLL,)
    assert draft(POLL).done("add", "").said == "Choose first what to add."


def test_a_ready_made_agenda_comes_back_from_its_form_unchanged() -> None:
    for minutes in (60, 90, 180):
        whole = Draft.new(ready(minutes))
        assert whole.faults() == {}
        assert read(fields(whole)).agenda() == ready(minutes)
        assert whole.minutes == minutes


@pytest.mark.parametrize(
    ("row", "field", "part"),
    [
        (dataclasses.replace(CASE, title="  "), "title-0", "Give this step a title"),
        (dataclasses.replace(CASE, title="x" * 401), "title-0", "too long"),
        (dataclasses.replace(CASE, minutes="soon"), "minutes-0", "whole number"),
        (dataclasses.replace(CASE, minutes="0"), "minutes-0", "whole number"),
        (dataclasses.replace(CASE, minutes="-5"), "minutes-0", "whole number"),
        (dataclasses.replace(CASE, minutes="9" * 5_000), "minutes-0", "whole number"),
        (dataclasses.replace(CASE, minutes="2.5"), "minutes-0", "whole number"),
        (dataclasses.replace(POLL, question=" "), "question-0", "Write what you want to ask"),
        (dataclasses.replace(POLL, options="One"), "options-0", "2 to 9 answers"),
        (dataclasses.replace(POLL, options="One\n one "), "options-0", ""),
        (dataclasses.replace(POLL, options="One\n  One  "), "options-0", "the same"),
        (dataclasses.replace(POLL, options="a\nb" + "x" * 130), "options-0", "too long"),
    ],
)
def test_each_fault_names_its_field_and_what_would_work(row: Row, field: str, part: str) -> None:
    found = draft(row).faults()
    assert (list(found) == [field] and part in found[field]) if part else found == {}


def test_settings_come_from_the_form() -> None:
    sent = {**fields(draft(POLL)), "names": "yes", "trios": "yes", "least": " 5 "}
    assert read(sent).settings() == Settings(names=True, least=5, together=3)
    assert "least" in read({**sent, "least": "none"}).faults()
    assert "add" in draft().faults()


@given(st.lists(st.tuples(BUTTONS, st.sampled_from(["case:sam-priya", "poll:", "nonsense", ""])), max_size=12))
def test_whatever_is_pressed_the_agenda_keeps_its_form(pressed: list[tuple[str, str]]) -> None:
    now = draft(POLL, CASE, WORDS)
    for do, added in pressed:
        now = read(fields(now.done(do, added)))
    assert len({row.id for row in now.rows}) == len(now.rows)
    if now.rows:
        check_agenda(now.agenda())


@given(st.dictionaries(st.sampled_from([*fields(draft(POLL, CASE)), "names"]), st.text()))
def test_nonsense_in_any_field_is_a_fault_or_a_workshop(changed: dict[str, str]) -> None:
    now = read({**fields(draft(POLL, CASE)), **changed})
    if not now.faults():
        check_agenda(now.agenda())
        assert all(Step.read(step.model_dump(mode="json")) == step for step in now.agenda())
        assert now.settings()
