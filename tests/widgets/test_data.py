"""Data exercises: what the lists offer, what a result shows and hides, and what never leaves the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.exercises import Data, Selection, exercises, load_exercise
from misread_scenarios.language import speaking
from misread_scenarios.practice_data import VIEWS
from misread_scenarios.practice_data import view as data_view
from misread_widgets.views import CannotLook, data_text, looking, menus, result, selected

if TYPE_CHECKING:
    from misread_widgets import Lesson
    from tests.widgets.conftest import Hand

DATA = {id_: exercise for id_, exercise in exercises().items() if isinstance(exercise, Data)}
each_data = pytest.mark.parametrize("id_", DATA)
NEVER_ASKED = {"asked": "no", "manager_assumed": "no"}


def shown_or_refused(exercise: Data, chosen: list[int]) -> dict[str, Any] | str:
    """Return a result, or the sentence that says why there is none."""
    try:
        return result(exercise, selected(exercise, chosen))
    except CannotLook as error:
        return str(error)


def d1() -> Data:
    exercise = load_exercise("D1")
    assert isinstance(exercise, Data)
    return exercise


def picks(exercise: Data, **chosen: str) -> list[int]:
    """Return the place of an option in each list: by the list's part or column, the first where none is given."""
    found = []
    for menu in menus(exercise):
        names = [name for name, _label in menu.options]
        found.append(names.index(chosen.pop(menu.column or menu.part, names[0])) + 1)
    assert not chosen
    return found


def test_a_share_is_shown_with_the_counts_that_it_comes_from() -> None:
    shown = result(d1(), Selection(measure="wants-more", groups=("visibility_band",), filters={"asked": "no"}))
    assert shown["name"] == "Share who want more, by visibility"
    assert shown["scope"] == "Asked outright: never asked"
    assert shown["columns"] == ["Visibility", "Share", "Counts"]
    assert [row[0] for row in shown["rows"]] == ["High", "Middle", "Low"]
    assert sum(int(row[2].split(" of ")[0]) for row in shown["rows"]) == 130
    assert sum(int(row[2].split(" of ")[1]) for row in shown["rows"]) == 220
    assert shown["source"] == "Made-up data: Harbour & Pine"
    assert all(f"{share} ({counts})" in shown["svg"] for _group, share, counts in shown["rows"])


def test_all_together_is_one_row_and_a_count_has_one_figure() -> None:
    shown = result(d1(), Selection(measure="wants-more", filters=NEVER_ASKED))
    assert (shown["columns"], shown["rows"]) == (["Group", "Share", "Counts"], [["All", "50%", "66 of 132"]])
    counted = result(d1(), Selection(measure="people", filters=NEVER_ASKED))
    assert (counted["columns"], counted["rows"]) == (["Group", "People"], [["All", "132"]])


def test_figures_and_labels_are_written_as_the_language_does() -> None:
    with speaking("de"):
        shown = result(d1(), Selection(measure="wants-more", filters={"manager_assumed": "no"}))
    assert [row[1].startswith("37,6") for row in shown["rows"]] == [True]


def test_a_headline_of_its_own_is_the_charts_title() -> None:
    shown = result(d1(), d1().chart, d1().chart.headline)
    assert shown["headline"].startswith("Half of the people")
    assert f"<title>{shown['headline']}</title>" in shown["svg"]
    assert shown["name"] == "Number of people, by what they want"


def test_figures_on_fewer_than_ten_people_are_hidden_in_the_table_and_in_the_chart() -> None:
    exercise = d1().model_copy(
        update={
            "groups": ("gender", "visibility_band"),
            "fields": {
                **d1().fields,
                "gender": d1()
                .fields["asked"]
                .model_copy(
                    update={"label": "Gender", "values": {"woman": "women", "man": "men", "nonbinary": "nonbinary"}}
                ),
            },
        }
    )
    by_both = result(exercise, Selection(measure="wants-more", groups=("gender", "visibility_band"), filters={}))
    hidden = [row for row in by_both["rows"] if row[2] == "hidden (fewer than 10)"]
    assert [(row[0], row[1], row[3]) for row in hidden] == [("Nonbinary", "High", "–"), ("Nonbinary", "Middle", "–")]
    as_well = [row for row in by_both["rows"] if row[2] == "hidden as well"]
    assert [(row[0], row[1], row[3]) for row in as_well] == [("Men", "High", "–"), ("Men", "Middle", "–")]
    assert by_both["note"] == data_text.PROTECTS_SAY
    assert len(by_both["rows"]) == 9
    assert by_both["svg"].count('fill="var(--mr-accent)"') == 5
    counted = result(exercise, Selection(measure="people", groups=("gender", "visibility_band"), filters={}))
    assert [row[2] for row in counted["rows"] if row[0] == "Nonbinary"] == ["hidden (fewer than 10)"] * 2 + ["10"]


def test_a_figure_that_the_chart_needs_stays_without_its_counts() -> None:
    exercise = load_exercise("D2")
    assert isinstance(exercise, Data)
    shown = result(exercise, exercise.chart, exercise.chart.headline)
    men = {row[0]: row[2:] for row in shown["rows"] if row[1] == "Men"}
    assert men == {"High": ["75.5%", "–"], "Middle": ["55.9%", "–"], "Low": ["36.4%", "24 of 66"]}
    assert shown["note"] == data_text.PROTECTS_SAY


def test_what_nothing_fits_says_so_and_has_no_chart() -> None:
    follow_up = d1().fields["asked"].model_copy(update={"label": "Follow-up", "values": {"never asked": "never asked"}})
    fields = {**d1().fields, "follow_up": follow_up}
    exercise = d1().model_copy(update={"fields": fields, "filters": ("asked", "follow_up")})
    both = {"asked": "yes", "follow_up": "never asked"}
    shown = result(exercise, Selection(measure="wants-more", groups=("visibility_band",), filters=both))
    assert (shown["rows"], shown["svg"], shown["note"][:22]) == ([], "", "Nothing fits these fil")


def test_every_view_and_every_source_has_its_words() -> None:
    assert set(data_text.ROWS) == set(VIEWS)
    assert set(data_text.SOURCES) == set(VIEWS.values())


@each_data
def test_every_list_offers_a_choice_and_says_nothing_in_ids(id_: str) -> None:
    exercise = DATA[id_]
    offered = looking(exercise)["menus"]
    assert all(len(menu["options"]) > 1 and menu["label"] for menu in offered)
    assert len({menu["label"] for menu in offered}) == len(offered)
    for menu, listed in zip(menus(exercise), offered, strict=True):
        assert len(set(listed["options"])) == len(menu.options)


@each_data
def test_the_reading_of_every_key_can_be_chosen_from_the_lists(id_: str) -> None:
    exercise = DATA[id_]
    shown = menus(exercise)
    offered = {(menu.part, menu.column): {name for name, _label in menu.options} for menu in shown}
    readings = [read for item in exercise.items for read in getattr(item, "reads", ())]
    assert readings
    for read in readings:
        assert len(exercise.measures) == 1 or read.measure in offered["measure", ""]
        assert all(group in offered["group", ""] for group in read.groups)
        assert len(read.groups) < 2 or sum(menu.part == "group" for menu in shown) == 2
        assert all(value in offered["filter", column] for column, value in read.filters.items())
        assert not read.weighting or read.weighting in offered["weighting", ""]


@each_data
@settings(max_examples=12, deadline=None)
@given(choose=st.data())
def test_whatever_is_chosen_is_shown_or_refused_with_a_sentence(id_: str, choose: st.DataObject) -> None:
    exercise = DATA[id_]
    chosen = [choose.draw(st.integers(1, len(menu.options))) for menu in menus(exercise)]
    shown = shown_or_refused(exercise, chosen)
    if isinstance(shown, str):
        assert shown.endswith(".")
        return
    assert all(len(row) == len(shown["columns"]) and all(row) for row in shown["rows"])
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert bool(shown["svg"]) == bool(shown["rows"])
    assert bool(shown["rows"]) == (shown["note"] in {"", data_text.PROTECTS_SAY})


def test_a_column_that_is_chosen_twice_counts_once() -> None:
    shown = [menu.options for menu in menus(d1())]
    place = [name for name, _label in shown[1]].index("asked") + 1
    assert selected(d1(), [1, place, place, 1, 1]).groups == ("asked",)


@pytest.mark.parametrize("chosen", [[1], [1, 1, 1, 1, 9], [1, 1, 1, 1, 1, 1]])
def test_picks_that_do_not_fit_the_lists_are_no_selection(chosen: list[int]) -> None:
    with pytest.raises(LookupError, match="5 lists"):
        selected(d1(), chosen)


def test_looking_saves_nothing_and_is_gone_with_the_next_message(lesson: Lesson, hand: type[Hand]) -> None:
    piece = lesson.exercise("D1")
    view = hand(piece).do("look", picks=picks(d1(), measure="wants-more", asked="no", manager_assumed="no"))
    assert view["looked"]["rows"] == [["All", "50%", "66 of 132"]]
    assert (view["say"], view["notice"], view["turn"]) == ("Table with 1 row", None, "0")
    assert lesson.seat.journal.read("ada") == ()
    again = hand(piece).do("answer-each", answers=["not a number", [1]])
    assert (again["looked"], again["say"]) == (None, "")
    assert piece.view["standing"]["how_far"] == "ahead"


def test_lists_that_the_page_does_not_have_are_refused(lesson: Lesson, hand: type[Hand]) -> None:
    view = hand(lesson.exercise("D1")).do("look", picks=[1, 99])
    assert view["notice"] is not None
    assert view["looked"] is None


@pytest.mark.parametrize("typed", ["", "  ", "half", "fifty per cent", "1/2", "NaN", "1e400", "50 60", "5" * 50])
def test_a_number_that_cannot_be_read_gets_a_sentence_and_costs_no_try(
    lesson: Lesson, hand: type[Hand], typed: str
) -> None:
    view = hand(lesson.exercise("D1")).do("answer-each", answers=[typed, [1]])
    assert view["ask"]["wrong"]["place"] == 0
    assert "can’t be read as a number" in view["ask"]["wrong"]["text"]
    assert (view["turn"], view["notice"], view["result"]) == ("0", None, [])
    assert lesson.seat.journal.read("ada") == ()


@pytest.mark.parametrize("typed", ["50", "50%", "50 %", "0.5", "0,5", "50.0", " 50,00 ", "50 per cent", "\u0665\u0660"])
def test_a_number_is_read_as_people_write_it_and_kept_as_it_was_typed(
    lesson: Lesson, hand: type[Hand], typed: str
) -> None:
    view = hand(lesson.exercise("D1")).do("answer-each", answers=[typed, [1]])
    (event,) = lesson.seat.journal.read("ada")
    answer = event.data["answer"]
    assert isinstance(answer, dict)
    assert answer["D1.rate"] == typed
    assert view["ask"]["questions"][0]["value"] == "50"
    assert view["ask"]["questions"][0]["notes"] == []


@pytest.mark.parametrize(
    "answers", [["50"], ["50", [1], [1]], [[1], "50"], ["50", [9]], ["50", "50"], ["50", []], ["50", [0]]]
)
def test_an_answer_that_is_not_on_the_screen_is_not_kept(lesson: Lesson, hand: type[Hand], answers: list[Any]) -> None:
    view = hand(lesson.exercise("D1")).do("answer-each", answers=answers)
    assert view["notice"] is not None
    assert lesson.seat.journal.read("ada") == ()


def test_each_slip_gets_its_own_note(lesson: Lesson, hand: type[Hand]) -> None:
    piece = lesson.exercise("D1")
    (first,) = hand(piece).do("answer-each", answers=["27.1", [1]])["ask"]["questions"][0]["notes"]
    assert first.startswith("That’s the share of the whole firm")
    view = hand(piece).do("answer-each", answers=["37,6", [1]])
    (rate,) = (one for one in view["outcomes"] if ["You said", "37.6%"] in one["said"])
    assert ["The answer", "50%"] in rate["said"]


def test_the_page_gets_the_results_that_it_asked_for_and_no_row_of_the_data(
    lesson: Lesson, hand: type[Hand], sent: list[str]
) -> None:
    exercise, piece = d1(), lesson.exercise("D1")
    hand(piece).do("look", picks=picks(exercise, measure="wants-more", group="visibility_band"))
    hand(piece).do("answer-each", answers=["27.1", [1]])
    everything = "".join(json.dumps(json.loads(message)[1]["state"].get("view")) for message in sent)
    assert str(data_view("people").rows[0]["emp_id"]) not in everything
    assert not any(column in everything for column in ("manager_assumed", "visibility_band", "want_type"))
    assert "66 of 132" not in everything
    slips = [f"{slip.value:g}" for slip in exercise.items[0].slips.values() if slip.value not in {27.1, 60}]  # type: ignore[union-attr]
    assert not any(f"{slip}%" in everything or f'"{slip}"' in everything for slip in slips)
    assert exercise.chart.headline[:20] not in everything


@each_data
def test_the_chart_with_the_answer_comes_when_the_exercise_is_over(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    piece, exercise = lesson.exercise(id_), DATA[id_]
    assert piece.view["checked"] is None
    for _ in range(exercise.tries):
        view = hand(piece).do("answer-each", answers=wrong_answers(piece.view))
    assert view["screen"] == "over"
    checked = view["checked"]["result"]
    assert checked["svg"].count("<text") >= 2 * len(checked["rows"]) > 0
    assert checked["headline"] != checked["name"]
    assert hand(piece).do("look", picks=[1] * len(view["looking"]["menus"]))["looked"]["rows"]


def wrong_answers(view: dict[str, Any]) -> list[str | list[int]]:
    """Return an answer to each question on the screen that is not right in all parts."""
    return ["123456" if one["kind"] == "number" else [1] for one in view["ask"]["questions"]]
