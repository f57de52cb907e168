"""Forms: what was filled in is read, checked and kept from names; each form of the library proves its own checks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_scenarios.exercises import (
    PRIVACY,
    Advice,
    BadAnswer,
    Filled,
    Form,
    FormTable,
    UnknownExercise,
    advice_on,
    check_values,
    filled,
    form_changes,
    form_dates,
    form_lines,
    form_sums,
    forms,
    load_form,
    named_people,
)
from misread_scenarios.exercises.form_checks import is_closed
from misread_scenarios.exercises.form_text import hidden_counts

FORMS = forms()
CHECKS = [(form.id, check.id) for form in FORMS.values() for check in form.checks]
BLOCKING = {
    ("T4", "all-unknown"),
    ("T7", "no-end"),
    ("T7", "no-support"),
    ("T7", "no-way-back"),
}


def spoken(form: Form, **change: JsonValue) -> set[str]:
    """Return the checks that speak on a form's example with a change."""
    return {advice.check for advice in advice_on(Filled(form, {**form.example, **change}))}


def one(form: Form, check: str, **change: JsonValue) -> Advice:
    """Return the first advice of a check on a form's example with a change."""
    said = advice_on(Filled(form, {**form.example, **change}))
    return next(advice for advice in said if advice.check == check)


def test_the_library_has_the_ten_forms_in_the_order_of_their_numbers() -> None:
    assert list(FORMS) == ["T1", "T2", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11"]


def test_an_unknown_form_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownExercise, match="did you mean 'T11'"):
        load_form("T111")


@pytest.mark.parametrize("id_", FORMS)
def test_the_example_fills_every_field_that_must_be_filled_and_no_check_speaks(id_: str) -> None:
    form = FORMS[id_]
    example = Filled(form, form.example)
    assert advice_on(example) == ()
    for part in form.parts.values():
        if not part.optional:
            assert (
                any(row.is_begun for row in example.rows(part))
                if isinstance(part, FormTable)
                else example.text(part.id)
            )


@pytest.mark.parametrize("id_", FORMS)
def test_each_slip_makes_the_checks_speak_that_it_names_and_no_other(id_: str) -> None:
    for slip in FORMS[id_].slips:
        assert spoken(FORMS[id_], **slip.change) == set(slip.fires), slip.slip


@pytest.mark.parametrize(("id_", "check"), CHECKS)
def test_each_check_speaks_on_a_slip(id_: str, check: str) -> None:
    assert any(check in slip.fires for slip in FORMS[id_].slips)


def test_only_the_checks_of_the_first_reaction_and_of_the_trial_block() -> None:
    assert {(form.id, check.id) for form in FORMS.values() for check in form.checks if check.blocks} == BLOCKING


@pytest.mark.parametrize("id_", FORMS)
def test_a_blank_form_is_not_begun_and_gets_no_advice_about_what_is_written(id_: str) -> None:
    blank = filled(FORMS[id_], "")
    assert not blank.is_begun
    assert all(advice.late for advice in advice_on(blank))


@pytest.mark.parametrize("name", ["talked", "paths", "pressure", "history"])
def test_one_known_answer_is_enough_to_finish_the_checklist(name: str) -> None:
    form = FORMS["T4"]
    unknown = dict.fromkeys(["talked", "paths", "pressure", "history"], "dont-know")
    assert spoken(form, **unknown) == {"all-unknown"}
    assert spoken(form, **dict.fromkeys(unknown, "")) == {"all-unknown"}
    known = next(option for option in form.parts[name].options if option != "dont-know")  # type: ignore[union-attr]
    assert spoken(form, **{**unknown, name: known}) == set()


@pytest.mark.parametrize(
    ("purpose", "speaks"),
    [
        ("A promotion.", True),
        ("The job title", True),
        ("Promotion, and what A would have to learn for it", False),
        ("Where A is heading", False),
        ("", False),
    ],
)
def test_a_purpose_that_is_only_a_title_is_questioned(purpose: str, *, speaks: bool) -> None:
    assert ("title-only" in spoken(FORMS["T1"], purpose=purpose)) is speaks


@pytest.mark.parametrize(
    ("question", "closed"),
    [
        ("Are you happy here?", True),
        ("Don’t you want to lead?", True),
        ("do you like it", True),
        ("Would you rather build or lead?", False),
        ("Can you tell me about a good week?", False),
        ("What would you be proud of?", False),
        ("Doing what?", False),
        ("", False),
    ],
)
def test_a_question_is_closed_if_yes_or_no_answers_it(question: str, *, closed: bool) -> None:
    assert is_closed(question) is closed


def test_one_open_question_among_closed_ones_is_enough() -> None:
    form = FORMS["T1"]
    assert "yes-no-questions" in spoken(form, **{"question-1": "Do you like it? Is it far?", "question-2": ""})
    assert "yes-no-questions" not in spoken(form, **{"question-1": "Do you like it? What of it?", "question-2": ""})
    assert "yes-no-questions" not in spoken(form, **{"question-1": "", "question-2": ""})


def test_advice_on_a_row_names_the_row_and_the_column() -> None:
    rung = one(FORMS["T5"], "rung-without-twin", ladder={"fourth": {"specialist": "Fellow"}})
    assert (rung.part, rung.row, rung.column) == ("ladder", 4, "manager")
    assert rung.text.startswith("Rung 4 has")
    trait = one(FORMS["T6"], "trait-words", standards=[{}, {"behaviour": "A real Passion for it"}])
    assert (trait.row, trait.column, trait.words) == (2, "behaviour", "Passion")
    assert trait.text.startswith('"Passion" names a trait')


def test_the_why_is_shown_once_there_are_two_readings() -> None:
    form = FORMS["T10"]
    table = form.parts["signals"]
    assert isinstance(table, FormTable)
    why = table.column["why"]
    one_reading, two = Filled(form, {"signals": [{"reading": "A"}, {"reading": "A", "rival": "B"}]}).rows(table)
    assert not Filled.is_shown(one_reading, why)
    assert Filled.is_shown(two, why)


def test_what_is_not_known_reads_as_not_known() -> None:
    table = FORMS["T8"].parts["lines"]
    assert isinstance(table, FormTable)
    assert table.column["interest"].reads("") == "Not known"
    assert table.column["interest"].reads("wants") == "Would like it"
    assert table.column["role"].reads("") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talk to Dana Whitfield on Monday", ("Dana Whitfield",)),
        ("Élodie Lefèvre and Søren O’Brien", ("Élodie Lefèvre", "Søren O’Brien")),
        ("write to d.w+x@mail.example.org.", ("d.w+x@mail.example.org",)),
        ("Ask Dr Okafor", ("Dr Okafor",)),
        ("The lead fitter (A) and Human Resources on Monday Morning", ()),
        ("Thank Priya. Next Thursday", ()),
        ("HR Business Partner", ()),
        ("A and B, in the Project Office", ()),
    ],
)
def test_full_names_and_addresses_are_noticed(text: str, found: tuple[str, ...]) -> None:
    assert named_people(text) == found


def test_a_name_in_a_cell_is_noticed_in_its_place() -> None:
    said = one(FORMS["T2"], PRIVACY, rows={"one-year": {"help": "Dana Whitfield"}})
    assert (said.part, said.row, said.column, said.blocks, said.late) == ("rows", 2, "help", False, False)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "filled in as"),
        ({"about": 3}, "needs a text"),
        ({"talked": "perhaps"}, "choose yes, no, dont-know"),
        ({"talked-on": "12 March"}, "2026-11-28"),
        ({"talked-on": "2026-02-30"}, "2026-11-28"),
    ],
)
def test_values_that_do_not_fit_are_refused_with_what_would(values: JsonValue, message: str) -> None:
    with pytest.raises(BadAnswer, match=message):
        check_values(FORMS["T4"], values, authored=True)


@pytest.mark.parametrize(
    ("id_", "values", "message"),
    [
        ("T10", {"signals": {}}, "needs"),
        ("T10", {"signals": [{"seen": "x"}] * 31}, "at most 30"),
        ("T10", {"signals": ["x"]}, "a row is filled in"),
        ("T2", {"rows": []}, "needs"),
        ("T9", {"values": [{"weight": "4"}]}, "within its limits"),
        ("T9", {"values": [{"weight": "1.5"}]}, "within its limits"),
    ],
)
def test_rows_that_do_not_fit_are_refused(id_: str, values: JsonValue, message: str) -> None:
    with pytest.raises(BadAnswer, match=message):
        check_values(FORMS[id_], values, authored=True)


@pytest.mark.parametrize("values", [{"talked": "perhaps"}, {"talked-on": "12 Mar"}, {"talked-on": "2026-02-30"}])
def test_a_value_that_does_not_fit_is_kept_while_somebody_writes_and_reads_as_blank(values: JsonValue) -> None:
    check_values(FORMS["T4"], values)
    assert not filled(FORMS["T4"], json.dumps(values)).is_begun


def test_values_of_an_earlier_form_may_stay_and_are_not_read() -> None:
    form = FORMS["T4"]
    values: dict[str, JsonValue] = {"gone": [1, {"deep": None}], "talked": "yes"}
    check_values(form, values)
    assert filled(form, json.dumps(values)).text("talked") == "yes"
    assert filled(form, json.dumps(values)).text("gone") == ""


anything: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(id_=st.sampled_from(list(FORMS)), data=st.data())
def test_whatever_was_saved_is_read_and_checked_without_an_error(id_: str, data: st.DataObject) -> None:
    form = FORMS[id_]
    names = st.sampled_from(list(form.parts))
    columns = [column.id for part in form.parts.values() if isinstance(part, FormTable) for column in part.columns]
    cells = st.dictionaries(st.sampled_from([*columns, "x"]), anything | st.sampled_from(["", "yes"]), max_size=4)
    rows = st.lists(cells, max_size=4) | st.dictionaries(st.sampled_from(["first", "one-year"]), cells, max_size=2)
    values = data.draw(st.dictionaries(names, anything | rows, max_size=5))
    advice_on(filled(form, json.dumps(values)))


@given(text=st.text(max_size=40))
def test_a_text_that_is_no_form_reads_as_a_blank_one(text: str) -> None:
    assert not filled(FORMS["T4"], text).is_begun


def read(form: Form, **change: JsonValue) -> Filled:
    return Filled(form, {**form.example, **change})


def test_two_versions_are_compared_field_by_field_and_word_by_word() -> None:
    form = FORMS["T4"]
    after = read(
        form, decision="I keep the line open, and ask K on Friday about leading a day crew.", **{"how-i-know": ""}
    )
    changes = {change.name: change.pieces for change in form_changes(read(form), after)}
    assert list(changes) == ["How I know", "What I will do now"]
    assert [piece for piece in changes["What I will do now"] if piece[0] != "kept"] == [
        ("removed", "Thursday"),
        ("added", "Friday"),
    ]
    assert {what for what, _ in changes["How I know"]} == {"removed"}
    assert form_changes(after, after) == ()


def test_a_row_that_was_added_stands_after_the_rows_before_it() -> None:
    form = FORMS["T10"]
    signals = form.example["signals"]
    assert isinstance(signals, list)
    change = form_changes(read(form), read(form, signals=[*signals, {"seen": "Left early"}]))
    assert [(one.name, one.pieces) for one in change] == [
        ("Signal 3: What was seen, without motives", (("added", "Left early"),))
    ]


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_the_pieces_of_a_change_hold_both_texts_whole(before: str, after: str) -> None:
    form = FORMS["T4"]
    first, second = read(form, signal=before), read(form, signal=after)
    for change in form_changes(first, second):
        assert "".join(text for what, text in change.pieces if what != "added") == first.text("signal")
        assert "".join(text for what, text in change.pieces if what != "removed") == second.text("signal")


def test_the_dates_of_a_form_become_calendar_entries_with_their_step() -> None:
    assert [(entry.day.isoformat(), entry.title) for entry in form_dates(read(FORMS["T1"]))] == [
        ("2026-12-10", "Career conversation"),
        ("2027-01-14", "Agreed step: Sit in with the buyer for a day"),
        ("2027-02-04", "Look again at what we agreed"),
    ]
    nameless = read(FORMS["T1"], steps=[{"date": "2027-01-14"}])
    assert "Agreed step" in [entry.title for entry in form_dates(nameless)]


@pytest.mark.parametrize("id_", FORMS)
def test_no_calendar_entry_says_who_it_is_about(id_: str) -> None:
    people = {"person", "who", "about", "owner", "help", "partner"}
    form = FORMS[id_]
    for part in form.parts.values():
        for entry in part.columns if isinstance(part, FormTable) else (part,):
            assert not any(f"{{{name}}}" in entry.event for name in people)


def test_private_notes_stay_out_of_what_is_taken_away() -> None:
    form = FORMS["T8"]
    noted = read(form, lines=[{"person": "L", "private": "told me at lunch"}])
    assert "told me at lunch" in [line.text for line in form_lines(noted)]
    assert "told me at lunch" not in [line.text for line in form_lines(noted, private=False)]
    assert [line.text for line in form_lines(noted, private=False)].count("Not known") == 6


def test_the_routes_are_added_up_by_the_weights() -> None:
    assert form_sums(read(FORMS["T9"]))["values"] == (
        "Weighted totals: Stay and ask 18, Move within the firm 25, Leave 21.",
    )
    assert "values" not in form_sums(read(FORMS["T9"], values=[{"value": "Quiet"}]))


def test_small_groups_are_hidden_in_the_count() -> None:
    wants: JsonValue = {"person": "A", "interest": "wants"}
    later: JsonValue = {"person": "B", "interest": "later"}
    lines: list[JsonValue] = [*[wants] * 12, *[later] * 3]
    said = form_sums(read(FORMS["T8"], lines=lines))["lines"]
    assert said[0].endswith("Does not want it 0, Not known 0; 15 in all.")
    assert "Would like it hidden, Would like it, later hidden" in said[0]
    assert "under 10" in said[1]
    shown = form_sums(read(FORMS["T8"], lines=[{"person": "A", "interest": "wants"}] * 12))["lines"]
    assert len(shown) == 1
    assert "Would like it 12," in shown[0]


@given(
    counts=st.dictionaries(st.text(max_size=3), st.integers(0, 40), min_size=1, max_size=6), below=st.integers(2, 12)
)
def test_no_hidden_count_can_be_worked_out_from_the_total(counts: dict[str, int], below: int) -> None:
    hidden = hidden_counts(counts, below)
    assert {name for name, count in counts.items() if 0 < count < below} <= hidden
    assert len(hidden) != 1 or sum(count > 0 for count in counts.values()) == 1
