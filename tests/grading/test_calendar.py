"""A day is a day of the calendar of the course's zone, and a time is one that the clocks there show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_grading.calendar import (
    BadMoment,
    BadZone,
    after,
    day,
    days_between,
    default_zone,
    moment_of,
    said,
    zone_named,
)

YEARS = (datetime(2011, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001 - the clock of any zone
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]
).map(zone_named)
moments = st.datetimes(*YEARS, timezones=st.just(UTC))
BERLIN = zone_named("Europe/Berlin")


@given(moments, st.integers(0, 400), zones)
def test_days_later_the_clock_shows_the_same_time_unless_it_passes_over_it(
    start: datetime, days: int, zone: ZoneInfo
) -> None:
    wall = start.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    end = after(start, days, zone).astimezone(zone)
    folds = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (0, 1)}
    exists = any(one.replace(tzinfo=None) == wall for one in folds)
    if exists:
        assert end.replace(tzinfo=None) == wall
    else:
        assert timedelta() < end.replace(tzinfo=None) - wall <= timedelta(days=1)


@given(moments, st.integers(0, 400), zones)
def test_so_many_days_lie_between_a_moment_and_the_one_so_many_days_later(
    start: datetime, days: int, zone: ZoneInfo
) -> None:
    end = after(start, days, zone)
    found = days_between(start, end, zone)
    assert after(start, found, zone) == end
    assert found == int(found) >= days


@given(moments, st.floats(0, 400, allow_nan=False), st.floats(0, 400, allow_nan=False), zones)
def test_more_days_never_end_earlier(start: datetime, one: float, other: float, zone: ZoneInfo) -> None:
    fewer, more = sorted((one, other))
    assert start <= after(start, fewer, zone) <= after(start, more, zone)
    assert days_between(start, after(start, fewer, zone), zone) <= days_between(start, after(start, more, zone), zone)


@given(st.datetimes(*YEARS), zones)
def test_a_time_is_accepted_exactly_when_the_clock_shows_it(wall: datetime, zone: ZoneInfo) -> None:
    try:
        meant = moment_of(wall.isoformat(), zone)
    except BadMoment:
        for fold in (0, 1):
            there = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone)
            assert there.replace(tzinfo=None) != wall
    else:
        assert meant.at.replace(tzinfo=None) == wall
        assert meant.other is None or meant.other.astimezone(UTC) < meant.at.astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "due", "end"),
    [
        ("Europe/Berlin", "2026-10-20", "27 October 2026, 23:59 CET"),
        ("America/New_York", "2026-10-27", "3 November 2026, 23:59 EST"),
        ("Asia/Kolkata", "2026-10-20", "27 October 2026, 23:59 IST"),
        ("Pacific/Apia", "2026-10-20", "27 October 2026, 23:59 UTC+13"),
        ("Asia/Kathmandu", "2026-10-20", "27 October 2026, 23:59 UTC+5:45"),
    ],
)
def test_seven_days_from_the_end_of_a_day_are_the_end_of_the_seventh(zone: str, due: str, end: str) -> None:
    there = zone_named(zone)
    found = after(moment_of(due, there).at, 7, there)
    assert said(found, there) == end
    assert found.astimezone(there).second == 59


def test_a_day_that_has_25_hours_is_one_day() -> None:
    start = moment_of("2026-10-24T12:00", BERLIN).at.astimezone(UTC)
    assert days_between(start, start + timedelta(hours=25), BERLIN) == 1
    assert days_between(start, start + timedelta(hours=24), BERLIN) < 1
    assert days_between(start, start + timedelta(hours=12, minutes=30), BERLIN) == pytest.approx(0.5)


def test_a_time_that_the_clocks_pass_over_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(BadMoment, match=r"does not exist in Europe/Berlin.*2026-03-29T01:30:00 or 2026-03-29T03:30:00"):
        moment_of("2026-03-29T02:30", BERLIN)
    with pytest.raises(BadMoment, match="does not exist in Pacific/Apia"):
        moment_of("2011-12-30", zone_named("Pacific/Apia"))


def test_an_ambiguous_time_means_the_later_and_an_offset_names_the_other() -> None:
    twice = moment_of("2026-10-25T02:30", BERLIN)
    assert twice.other is not None
    assert (said(twice.at, BERLIN), said(twice.other, BERLIN)) == (
        "25 October 2026, 02:30 CET",
        "25 October 2026, 02:30 CEST",
    )
    assert moment_of("2026-10-25T02:30+02:00", BERLIN).at == twice.other


@pytest.mark.parametrize("text", ["tomorrow", "31.3.2026", "2026-02-30", "0026-01-01", "9999-12-31", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        moment_of(text, BERLIN)


@pytest.mark.parametrize(
    ("name", "meant"), [("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("New York", "Amer")]
)
def test_a_zone_that_nobody_knows_is_refused_with_one_that_could_be_meant(name: str, meant: str) -> None:
    with pytest.raises(BadZone, match=meant):
        zone_named(name)


def test_without_a_setting_the_variable_names_the_zone_and_else_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert default_zone().key == "America/New_York"
    monkeypatch.setenv("MISREAD_ZONE", "Asia/Kolkata")
    assert default_zone().key == "Asia/Kolkata"
    monkeypatch.setenv("MISREAD_ZONE", "Mars/Olympus")
    with pytest.raises(BadZone, match="Mars/Olympus"):
        default_zone()


def test_a_day_is_that_of_the_zone_and_not_of_the_machine() -> None:
    late = datetime(2026, 3, 7, 23, 30, tzinfo=UTC)
    assert (day(late, zone_named("UTC")), day(late, BERLIN)) == ("7 March 2026", "8 March 2026")
