"""Every exercise in a browser: a typical mistake earns what its file says, and the model answer earns everything."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, expect

from misread_scenarios.exercises import (
    ANSWER,
    CUT,
    PICKED,
    PLACE,
    Answer,
    ChoiceQuestion,
    Data,
    Item,
    LimitsQuestion,
    Match,
    MultiSelect,
    NumberQuestion,
    Order,
    PickedPerItem,
    Rank,
    Scored,
    exercises,
    understood,
)
from misread_widgets.views import exercise_text, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

SCORED = {id_: exercise for id_, exercise in exercises().items() if isinstance(exercise, Scored)}


def fill(shown: Shown, exercise: Scored, answer: Answer) -> None:
    """Give an answer by the words on the page."""
    match exercise:
        case MultiSelect():
            for line in exercise.items:
                tick(shown.root, typeset(line.text), on=PICKED in answer[line.id].values())
        case Match():
            for pair in exercise.items:
                place(row(shown, pair.text), exercise, pair.id, answer)
        case PickedPerItem():
            for question in exercise.questions:
                for option, value in answer[question.id].items():
                    tick(row(shown, question.text), typeset(question.labels[option]), on=value == PICKED)
        case Data():
            reply_to_all(shown, exercise, answer)
        case Order():
            lay(shown, exercise, answer)
        case _:
            assert isinstance(exercise, Rank)
            rank(shown, exercise, answer)


def rank(shown: Shown, exercise: Rank, answer: Answer) -> None:
    """Put the options of each item in order."""
    for item in exercise.items:
        options = sorted(item.options, key=answer[item.id].__getitem__)
        arrange(row(shown, item.text), [typeset(item.options[option]) for option in options])


def reply_to_all(shown: Shown, exercise: Data, answer: Answer) -> None:
    """Answer each question about data."""
    for asked in exercise.items:
        reply(row(shown, asked.text), asked, answer)


def reply(where: Locator, asked: Item, answer: Answer) -> None:
    """Answer a question about data."""
    match asked:
        case NumberQuestion():
            where.get_by_role("textbox").fill(answer[asked.id][ANSWER])
        case ChoiceQuestion():
            where.get_by_role("radio", name=typeset(asked.options[answer[asked.id][ANSWER]]), exact=True).check()
        case _:
            assert isinstance(asked, LimitsQuestion)
            for option, value in answer[asked.id].items():
                tick(where, typeset(asked.options[option]), on=value == PICKED)


def lay(shown: Shown, exercise: Order, answer: Answer) -> None:
    """Lay the cards in order, and cut a loop."""
    laid = sorted(exercise.items, key=lambda card: int(answer[card.id][PLACE]))
    arrange(shown.root.locator(".mr-cards"), [typeset(card.text) for card in laid])
    if exercise.cut:
        shown.root.get_by_role("radio", name=typeset(exercise.cut.options[answer[CUT][CUT]]), exact=True).check()


def row(shown: Shown, text: str) -> Locator:
    """Return the part of the page that asks about an item."""
    return shown.root.locator(".mr-matched", has=shown.page.get_by_text(typeset(text), exact=True))


def tick(where: Locator, label: str, *, on: bool) -> None:
    """Set a box; of radio buttons, press the one that is to be on."""
    box = where.get_by_label(label, exact=True)
    if on or box.get_attribute("type") == "checkbox":
        box.set_checked(on)


def place(where: Locator, exercise: Match, item: str, answer: Answer) -> None:
    """Give an item its values, by whatever its columns are drawn as."""
    labels = {name: typeset(exercise.label(item, name, value)) for name, value in answer[item].items()}
    if exercise.layout == "grid":
        where.get_by_role("radio", name=", ".join(labels.values()), exact=True).check()
        return
    for name, column in exercise.columns.items():
        lists = where.get_by_role("combobox", name=typeset(column.label))
        if lists.count():
            lists.select_option(label=labels[name])
        else:
            group = where.get_by_role("radiogroup", name=typeset(column.label), include_hidden=True)
            group.get_by_role("radio", name=labels[name], exact=True).check()


def arrange(cards: Locator, texts: Sequence[str]) -> None:
    """Move cards up until they stand in this order."""
    for wanted, text in enumerate(texts):
        while cards.locator(".mr-card-text").all_inner_texts().index(text) > wanted:
            cards.get_by_role("button", name=f"Move up: {text}", exact=True).press("Enter")


@pytest.mark.parametrize("id_", SCORED)
def test_a_mistake_earns_what_it_names_and_then_the_model_answer_earns_all(show: Show, host: Host, id_: str) -> None:
    exercise = SCORED[id_]
    shown = show(f"exercise:{id_}", reduced_motion="reduce")
    result = shown.root.locator(".mr-result")
    mistake = exercise.mistakes[0]
    fill(shown, exercise, understood(exercise, mistake.answer))
    shown.button("Confirm").press("Enter")
    expect(result).to_be_focused()
    (first,) = host.seat.journal.read("ada")
    assert understood(exercise, first.data["answer"]) == understood(exercise, mistake.answer)
    most = points_in(result, Fraction(mistake.score))
    assert shown.violations() == []
    fill(shown, exercise, understood(exercise, exercise.model))
    shown.button("Confirm again").press("Enter")
    shown.on("over")
    expect(result).to_contain_text(exercise_text.earned(Fraction(1), most))
    expect(shown.root.locator(".mr-outcome")).to_have_count(len(exercise.lines))
    assert shown.root.locator(".mr-outcome:not(.mr-was-right)").count() == 0
    assert (shown.violations(), shown.overflow(), shown.wrong) == ([], 0, [])


def points_in(result: Locator, share: Fraction) -> int:
    """Return the most points that the result names, after it names this share of them."""
    said: Any = result.inner_text()
    most = next((number for number in range(1, 100) if exercise_text.earned(share, number) in said), None)
    assert most is not None, said
    return most
