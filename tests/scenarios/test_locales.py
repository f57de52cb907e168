"""Numbers, days, lists and time zones are written as a language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from misread_scenarios.locales import day, figure, listed, thousands, translations, zone


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [(2.5, "2.5", "2,5"), (2.0, "2", "2"), (1 / 3, "0.33", "0,33"), (-0.5, "-0.5", "-0,5")],
)
def test_a_figure_has_two_decimals_at_most_and_none_that_say_nothing(number: float, english: str, german: str) -> None:
    assert (figure(number, "en"), figure(number, "de")) == (english, german)


def test_thousands_are_set_apart_as_the_language_does() -> None:
    assert (thousands(1234567, "en"), thousands(1234567, "de")) == ("1,234,567", "1.234.567")


def test_a_list_ends_with_the_word_of_the_language() -> None:
    assert listed(["a", "b", "c"], "de") == "a, b und c"
    assert listed(["a"], "de") == "a"


def test_a_day_is_written_out() -> None:
    assert day(date(2026, 3, 7), "de") == "7. März 2026"


def test_a_time_zone_has_its_german_name_and_the_english_one_where_there_is_none() -> None:
    winter, summer = (
        datetime(2026, 1, 5, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2026, 7, 5, tzinfo=ZoneInfo("Europe/Berlin")),
    )
    assert [zone(moment, "CET", "de") for moment in (winter, summer)] == ["Uhr (MEZ)", "Uhr (MESZ)"]
    assert zone(datetime(2026, 1, 5, tzinfo=ZoneInfo("Asia/Kathmandu")), "NPT", "de") == "Uhr (NPT)"
    assert zone(datetime(2026, 1, 5, tzinfo=UTC), "UTC", "de") == "Uhr (UTC)"


def test_a_package_without_messages_in_a_language_says_what_it_is_given() -> None:
    assert translations("misread_scenarios", "de").gettext("Go on") == "Go on"
    assert translations("misread_widgets", "de").gettext("Go on") != "Go on"
