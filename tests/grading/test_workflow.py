"""What readers' marks come to: one is enough, two who are close are averaged, a third decides."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_grading.marking.workflow import (
    NUMBERS,
    BadPanel,
    LearnerText,
    MarkingState,
    Panel,
    Stage,
    in_turn,
    numbered,
    standing,
    waiting_for,
)
from misread_records import new_id
from misread_records.marking import Marking

TEXT = LearnerText("Autumn", "X4.6", "ada", "f00d")
ALL_TWICE = Panel(second=Fraction(1))
marks = st.integers(0, 8)


def read(marker: str, total: int, *, final: bool = True, text: LearnerText = TEXT) -> Marking:
    """Let somebody give a text so many points."""
    return Marking(
        id=new_id(),
        at=datetime.now(UTC),
        marker=marker,
        cohort=text.cohort,
        lesson="m4-sam-and-priya",
        item=text.item,
        learner=text.learner,
        text=text.version,
        rubric="c0de",
        rows={"R-C.1": total},
        final=final,
    )


@given(total=marks)
def test_one_reader_is_enough_where_no_second_is_asked_for(total: int) -> None:
    found = standing(TEXT, [read("grace", total)], Panel())
    assert (found.stage, found.score) == (Stage.DONE, Fraction(total))


@given(first=marks, second=marks)
def test_two_who_are_close_are_averaged_and_two_who_are_not_wait_for_a_third(first: int, second: int) -> None:
    found = standing(TEXT, [read("grace", first), read("hope", second)], ALL_TWICE)
    if abs(first - second) < ALL_TWICE.apart:
        assert found.score == Fraction(first + second, 2)
        assert len(found.deciding) == 2
    else:
        assert (found.stage, found.score, found.deciding) == (Stage.THIRD, None, ())


@given(first=st.integers(0, 3), second=st.integers(5, 8), third=marks)
def test_a_third_reader_decides(first: int, second: int, third: int) -> None:
    given_ = [read("grace", first), read("hope", second), read("iris", third)]
    found = standing(TEXT, given_, ALL_TWICE)
    assert (found.stage, found.score, found.deciding) == (Stage.DONE, Fraction(third), (given_[2],))


def test_a_text_waits_for_one_reader_after_another() -> None:
    given_: list[Marking] = []
    stages = []
    for marker, total in (("grace", 2), ("hope", 7), ("iris", 5)):
        stages.append(standing(TEXT, given_, ALL_TWICE).stage)
        given_.append(read(marker, total))
    assert stages == [Stage.FIRST, Stage.SECOND, Stage.THIRD]


def test_a_draft_counts_for_nothing() -> None:
    assert standing(TEXT, [read("grace", 8, final=False)], Panel()) == MarkingState(Stage.FIRST, ())


def test_who_thinks_again_changes_their_own_marks_only() -> None:
    found = standing(TEXT, [read("grace", 2), read("hope", 8), read("grace", 8)], ALL_TWICE)
    assert [(reading.marker, reading.total) for reading in found.readings] == [("grace", 8), ("hope", 8)]
    assert found.score == 8


def test_marks_for_an_earlier_text_do_not_hold_for_a_later_one() -> None:
    later = dataclasses.replace(TEXT, version="beef")
    assert standing(later, [read("grace", 5)], Panel()).stage is Stage.FIRST


def test_nobody_reads_a_text_twice_nor_one_that_is_done() -> None:
    half = standing(TEXT, [read("grace", 5)], ALL_TWICE)
    assert not half.may_read("grace")
    assert half.may_read("hope")
    assert not standing(TEXT, [read("grace", 5)], Panel()).may_read("hope")


def test_a_third_reader_decides_nothing_once_the_first_two_agree() -> None:
    given_ = [read("grace", 6), read("hope", 0), read("iris", 1), read("hope", 5)]
    found = standing(TEXT, given_, ALL_TWICE)
    assert (found.score, found.deciding) == (Fraction(11, 2), (given_[0], given_[3]))


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 5), Fraction(1)])
def test_about_the_share_asked_for_is_read_twice_and_always_the_same(share: Fraction) -> None:
    texts = [LearnerText("Autumn", "X4.6", f"learner{number}", "f00d") for number in range(2000)]
    chosen = [text.learner for text in texts if Panel(share).wants_second(text)]
    assert len(chosen) / 2000 == pytest.approx(float(share), abs=0.03)
    changed = [dataclasses.replace(text, version="beef") for text in texts]
    assert chosen == [text.learner for text in changed if Panel(share).wants_second(text)]


def test_the_turn_does_not_follow_the_writers_names() -> None:
    texts = [LearnerText("Autumn", "X4.6", f"learner{number:02}", "f00d") for number in range(30)]
    assert in_turn(texts) == in_turn(reversed(texts)) != texts


def test_a_number_stays_with_its_text_whatever_else_is_handed_in() -> None:
    texts = [LearnerText("Autumn", "X4.6", f"learner{number:02}", "f00d") for number in range(60)]
    first = numbered(texts[::2])
    changed = {number: dataclasses.replace(text, version="beef") for number, text in numbered(texts).items()}
    assert set(first) < set(changed)
    assert {number: changed[number].learner for number in first} == {n: text.learner for n, text in first.items()}


def test_each_of_many_texts_has_a_number_of_its_own_in_their_turn() -> None:
    texts = [LearnerText("Autumn", "X4.6", f"learner{number}", "f00d") for number in range(3000)]
    found = numbered(texts)
    assert list(found.values()) == in_turn(texts)
    assert list(found) == sorted(set(found))
    assert min(found) >= NUMBERS.start


def test_texts_that_have_begun_to_be_read_come_first() -> None:
    texts = [LearnerText("Autumn", "X4.6", learner, "f00d") for learner in ("ada", "bo", "cy")]
    standings = {text: standing(text, [], ALL_TWICE) for text in texts}
    begun = in_turn(texts)[2]
    standings[begun] = standing(begun, [read("grace", 5, text=begun)], ALL_TWICE)
    assert waiting_for("hope", standings)[0] == begun
    assert begun not in waiting_for("grace", standings)


def test_two_readers_who_begin_at_once_get_different_texts() -> None:
    standings = {
        text: standing(text, [], Panel())
        for text in (LearnerText("Autumn", "X4.6", f"learner{n}", "f00d") for n in range(30))
    }
    orders = {marker: waiting_for(marker, standings) for marker in ("grace", "hope")}
    assert set(orders["grace"]) == set(orders["hope"]) == set(standings)
    assert all(one != other for one, other in zip(orders["grace"][:3], orders["hope"][:3], strict=True))
    begun = orders["hope"][0]
    assert waiting_for("hope", standings, {begun}) == [*orders["hope"][1:], begun]


def test_a_course_says_how_its_texts_are_read() -> None:
    assert Panel.of({}) == Panel()
    assert Panel.of({"Panel": {"second": 0.2, "apart": 3}}) == Panel(Fraction(1, 5), 3)


@pytest.mark.parametrize("said", [{"second": 1.5}, {"second": "some"}, {"apart": 0}, {"apart": None}])
def test_what_cannot_be_said_of_readers_is_named(said: dict[str, object]) -> None:
    with pytest.raises(BadPanel, match=r"c\.Panel in nbgrader_config\.py says"):
        Panel.of({"Panel": said})
