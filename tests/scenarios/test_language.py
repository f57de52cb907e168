"""The language of a learner: which it is, for how long, and how it writes figures, lists and plurals."""

from __future__ import annotations

from contextvars import copy_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.language import Catalogue, accepted, chosen, figure, listed, speaking, spoken, thousands


def test_a_language_is_spoken_inside_its_block_alone() -> None:
    with speaking("de"):
        assert spoken() == "de"
        with speaking("xx"):
            assert spoken() == "en"
        assert spoken() == "de"
    assert spoken() == "en"


def test_one_context_does_not_hear_the_language_of_another() -> None:
    with speaking("de"):
        other = copy_context()
    assert spoken() == "en"
    assert other.run(spoken) == "de"


@pytest.mark.parametrize(
    ("wishes", "met"),
    [(["de"], "de"), (["de-AT"], "de"), (["de_CH"], "de"), (["fr", "de"], "de"), (["fr"], "en"), ([None, ""], "en")],
)
def test_the_first_wish_that_can_be_met_is(wishes: list[str | None], met: str) -> None:
    assert chosen(*wishes) == met


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", ["de-DE", "de", "en"]),
        ("en;q=0.4, fr;q=0.5, de;q=0.9", ["de", "fr", "en"]),
        ("de;q=0, en", ["en"]),
        ("de;q=nonsense, en", ["en"]),
        ("", []),
    ],
)
def test_a_browser_says_which_languages_it_prefers(header: str, tags: list[str]) -> None:
    assert accepted(header) == tags


@given(st.text(max_size=60))
def test_no_header_is_too_odd_to_read(header: str) -> None:
    assert all(accepted(header))


def test_figures_and_lists_are_written_as_the_language_does() -> None:
    assert (figure(12.5), thousands(20_000), listed(["a", "b", "c"])) == ("12.5", "20,000", "a, b and c")
    with speaking("de"):
        assert (figure(12.5), figure(3), thousands(20_000)) == ("12,5", "3", "20.000")
        assert (listed(["a", "b", "c"]), listed(["a"])) == ("a, b und c", "a")


def test_a_message_without_a_translation_stays_english() -> None:
    nowhere = Catalogue("misread_scenarios")
    with speaking("de"):
        assert nowhere.gettext("Nobody translates this.") == "Nobody translates this."
        assert nowhere.ngettext("{number} pear", "{number} pears", 2) == "{number} pears"
