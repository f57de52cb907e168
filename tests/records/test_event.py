from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from misread_records import BadEvent, Event
from misread_records.event import DEEPEST_DATA, LONGEST_DATA, LONGEST_NAME, data_text

Make = Callable[..., Event]

any_text = st.text(st.characters(exclude_categories=["Cs"]))
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=20,
)
any_data = st.dictionaries(any_text, any_json, max_size=5)
any_name = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=LONGEST_NAME)
any_moment = st.datetimes(
    timezones=st.timezones() | st.just(UTC),
    min_value=datetime(1, 1, 3),  # noqa: DTZ001 - the bounds are given without a zone, which is drawn apart
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
)


@given(data=any_data, learner=any_name, slot=st.none() | any_name, at=any_moment)
def test_any_event_comes_back_from_its_line(
    an_event: Make, data: dict[str, Any], learner: str, slot: str | None, at: datetime
) -> None:
    event = an_event(data=data, learner=learner, slot=slot, at=at)
    line = event.to_line()
    assert "\n" not in line
    assert Event.from_line(line) == event
    assert Event.from_line(line.encode()) == event
    # Python holds a moment of an hour that comes twice, in autumn, unequal to any moment of another zone.
    assert event.at == at.astimezone(UTC)
    assert event.at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text", ["two\nlines", "two\r\nlines", "\u2028", "\x00", "\x1b[31m", "</script>", "\u202e", "👩‍👧"]
)
def test_learner_text_stays_as_it_was_written(an_event: Make, text: str) -> None:
    event = an_event(kind="wrote", data={"text": text})
    assert Event.from_line(event.to_line()).data == {"text": text}


def refusal(an_event: Make, **changes: object) -> BadEvent:
    with pytest.raises(BadEvent) as caught:
        an_event(**changes)
    return caught.value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", uuid4()),
        ("id", "not-an-id"),
        ("learner", ""),
        ("learner", "a" * (LONGEST_NAME + 1)),
        ("learner", "ada\n"),
        ("learner", "ada\u202e"),
        ("learner", "\ud800"),
        ("cohort", "\x00"),
        ("at", datetime(2026, 11, 22)),  # noqa: DTZ001 - a moment without a zone is the point
        ("at", datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))),
        ("lesson", " \t "),
        ("item", None),
        ("kind", "guessed"),
        ("attempt", 0),
        ("attempt", 1_000_001),
        ("attempt", True),
        ("attempt", "1"),
        ("data", [1]),
        ("data", {"text": "\udcff"}),
        ("data", {"\ud800": 1}),
        ("data", {1: 2}),
        ("data", {"number": float("nan")}),
        ("data", {"number": float("inf")}),
        ("data", {"pair": (1, 2)}),
        ("data", {"thing": object()}),
        ("content", "x" * 1000),
        ("slot", ""),
        ("answer", "a field that there is not"),
    ],
)
def test_what_breaks_a_bound_is_refused_by_the_name_of_its_field(an_event: Make, field: str, value: object) -> None:
    error = refusal(an_event, **{field: value})
    assert [problem.partition(":")[0] for problem in error.problems] == [field]
    assert "Everything saved before is still there." in str(error)


def test_every_wrong_field_is_named_at_once(an_event: Make) -> None:
    error = refusal(an_event, learner="", attempt=0, data={"text": "\udcff"})
    assert [problem.partition(":")[0] for problem in error.problems] == ["learner", "attempt", "data"]


def test_a_refusal_does_not_repeat_what_the_learner_wrote(an_event: Make) -> None:
    words = "my boss is Marta"
    assert words not in str(refusal(an_event, kind="wrote", data={words: (words,)}, content=words * 100))


def test_data_may_fill_its_bound_and_not_one_byte_more(an_event: Make) -> None:
    room = LONGEST_DATA - len(data_text({"text": ""}))
    text = "ä" * (room // 2) + "x" * (room % 2)
    full = an_event(data={"text": text})
    assert len(data_text(full.data).encode()) == LONGEST_DATA
    assert Event.from_line(full.to_line()) == full
    assert "200,001" in refusal(an_event, data={"text": text + "x"}).problems[0]


def nested(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(levels - 1):
        data = {"inner": data}
    return data


def test_data_may_be_as_deep_as_its_bound_and_no_deeper(an_event: Make) -> None:
    event = an_event(data=nested(DEEPEST_DATA))
    assert Event.from_line(event.to_line()) == event
    assert f"nested at most {DEEPEST_DATA} deep" in refusal(an_event, data=nested(DEEPEST_DATA + 1)).problems[0]
    assert f"nested at most {DEEPEST_DATA} deep" in refusal(an_event, data=nested(50_000)).problems[0]


def test_an_event_cannot_be_changed(an_event: Make) -> None:
    event = an_event()
    with pytest.raises(ValidationError):
        event.learner = "eve"  # type: ignore[misc]


def test_an_event_keeps_its_own_copy_of_its_data(an_event: Make) -> None:
    words = ["first"]
    event = an_event(data={"words": words})
    words.append("second")
    assert event.data == {"words": ["first"]}


@given(line=st.text() | st.binary())
def test_any_line_is_an_event_or_refused(line: str | bytes) -> None:
    with pytest.raises(BadEvent):
        Event.from_line(line)


@given(cut=st.integers(min_value=0), text=any_text)
def test_no_beginning_of_a_line_is_an_event(an_event: Make, cut: int, text: str) -> None:
    line = an_event(data={"text": text}).to_line().encode()
    with pytest.raises(BadEvent):
        Event.from_line(line[: cut % len(line)])


def test_a_line_with_a_lone_surrogate_in_its_json_is_refused(an_event: Make) -> None:
    line = an_event(data={"text": "here"}).to_line().replace("here", "\\ud800")
    with pytest.raises(BadEvent):
        Event.from_line(line)


def test_the_same_deed_sent_again_later_is_recognised(an_event: Make) -> None:
    first = an_event()
    again = first.model_copy(update={"at": first.at + timedelta(hours=1), "content": "newer", "cohort": "spring"})
    assert first.does_the_same(again)


@pytest.mark.parametrize(
    "change",
    [
        {"learner": "eve"},
        {"lesson": "m2"},
        {"item": "x"},
        {"kind": "wrote"},
        {"attempt": 2},
        {"data": {}},
        {"slot": "s"},
    ],
)
def test_another_deed_under_the_same_id_is_told_apart(an_event: Make, change: dict[str, Any]) -> None:
    first = an_event()
    assert not first.does_the_same(an_event(**{"id": first.id, **change}))
