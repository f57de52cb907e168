"""How long a text is: its words are counted as the graders' side counts them, and none of it is ever cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Dialog, expect

from misread_records import written
from misread_scenarios.exercises import load_exercise
from misread_scenarios.exercises.reflection import Reflection
from misread_scenarios.word_count import count_words
from misread_widgets.protocol import LONGEST_TEXT
from tests.scenarios.test_word_count import SAMPLES

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

TOO_LONG = "Not saved: at most 20,000 characters fit here, and the text has {} too many. Shorten it, and it is saved."


@pytest.fixture
def counted(show: Show) -> Callable[[str], int]:
    """Type a text into a field and read how many words its page counts."""
    shown = show("exercise:X4.6")

    def count(text: str) -> int:
        shown.root.get_by_role("textbox", name="Your text").fill(text)
        said = shown.root.locator(".mr-writing > .mr-quiet").first.inner_text()
        return int(said.split()[0].replace(",", ""))

    return count


def test_a_page_and_the_graders_side_count_the_same_words_in_every_language(counted: Callable[[str], int]) -> None:
    texts = {language: text for language, (text, _words) in SAMPLES.items()}
    found = {language: counted(text) for language, text in texts.items()}
    assert found == {language: count_words(text) for language, text in texts.items()}
    mixed = " ".join(
        [
            *texts.values(),
            "can’t O'Neil 12:30 a.b x_y 3/4 ½ § 5% naïve e-mail\u00a0adresse\u2014ja 한국어 ไทยแลนด์ עברית",
        ]
    )
    assert counted(mixed) == count_words(mixed)


def test_page_and_grader_count_alike_whatever_punctuation_joins_letters(counted: Callable[[str], int]) -> None:
    signs = (sign for sign in map(chr, range(0x20, 0x10000)) if unicodedata.category(sign).startswith("P"))
    text = " ".join(f"a{sign}b 1{sign}2" for sign in signs)
    assert counted(text) == count_words(text)


def test_a_page_and_the_graders_side_count_the_samples_alike(counted: Callable[[str], int]) -> None:
    for id_ in ("X2.5", "X4.6"):
        exercise = load_exercise(id_)
        assert isinstance(exercise, Reflection)
        assert counted(exercise.sample) == count_words(exercise.sample)


def test_a_too_long_text_stays_in_the_field_and_is_saved_once_shorter(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6", viewport={"width": 360, "height": 740})
    area = shown.root.get_by_role("textbox", name="Your text")
    state = shown.root.locator(".mr-writing .mr-actions [role=status]")
    long = "🙂" * (LONGEST_TEXT - 4) + "too long" * 2
    area.fill(long)
    area.blur()
    expect(state).to_have_text(TOO_LONG.format(12))
    expect(area).to_have_value(long)
    shown.button("Hand in").click()
    expect(state).to_have_text(TOO_LONG.format(12))
    assert host.seat.journal.read("ada") == ()
    assert shown.violations() == []
    area.fill(long[:-12])
    area.blur()
    expect(state).to_have_text("Saved")
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.text == long[:-12]


def test_what_is_pasted_into_a_field_of_a_plan_is_not_cut(show: Show, host: Host) -> None:
    shown = show("exercise:X2.5")
    half = "word " * 2000
    for name in ("Three years", "One year"):
        shown.root.get_by_role("textbox", name=name).fill("")
        shown.root.get_by_role("textbox", name=name).focus()
        shown.page.keyboard.insert_text(half.rstrip() if name == "One year" else half.rstrip()[:-100])
    expect(shown.root.get_by_role("textbox", name="Three years")).to_have_value(half.rstrip()[:-100])
    expect(shown.root.get_by_role("textbox", name="One year")).to_have_value(half.rstrip())
    shown.root.get_by_role("textbox", name="One year").blur()
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    found = written(host.seat.journal.read("ada"), "X2.5")
    assert found
    assert half.rstrip() in found.text


def test_a_page_with_a_text_that_is_too_long_asks_before_it_goes(show: Show) -> None:
    shown = show("exercise:X4.6")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    shown.page.on("dialog", stay)
    shown.root.get_by_role("textbox", name="Your text").press_sequentially("a")
    shown.root.get_by_role("textbox", name="Your text").fill("x" * (LONGEST_TEXT + 1))
    shown.page.evaluate("location.href = 'about:blank'")
    expect(shown.root.get_by_role("textbox", name="Your text")).to_have_value("x" * (LONGEST_TEXT + 1))
    assert asked == ["beforeunload"]


def test_word_and_character_counts_are_grouped_as_in_their_language(show: Show) -> None:
    shown = show("exercise:X4.6")
    shown.root.get_by_role("textbox", name="Your text").fill("word " * 30_000)
    expect(shown.root.locator(".mr-writing .mr-actions [role=status]")).to_have_text(TOO_LONG.format("130,000"))
    expect(shown.root.locator(".mr-writing > .mr-quiet").first).to_contain_text("30,000 words")
