"""The answers of a workshop's participants in words, and what a facilitator may follow of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.workshop import BadAct, choices_of, stand_of
from misread_web.language import _
from misread_web.workshop.telling import telling_of
from misread_web.workshop.views import parts_of
from misread_widgets.views import offered

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_records.workshop import Act, Ballot, StepState, Workshop


def choices_at(workshop: Workshop, state: StepState, ballot: Ballot) -> dict[str, str]:
    """Return the choices that a case had on offer at a ballot, in words and in the order of the screens."""
    stand = stand_of(workshop, state, ballot.path)
    if stand is None:
        return {}
    text = telling_of(stand.scenario).text
    return {choice.id: text(choice.text) for choice in offered(stand)}


def check_picks(workshop: Workshop, act: Act) -> None:
    """Check that the scene that a case has come to offers the picks that a facilitator follows.

    Raises:
        BadAct: if not; the message names what the scene offers.
    """
    state, picks = workshop.state, (*act.texts("picks"), *filter(None, [act.text("pick")]))
    if act.do not in ("follow", "go_on") or state is None:
        return
    stand = stand_of(workshop, state, state.picks)
    moves = stand.moves if stand is not None else ()
    offers = {tuple(sorted(move.pick.split("+"))) for move in moves}
    if wrong := [pick for pick in picks if tuple(sorted(pick.split("+"))) not in offers]:
        said = _("The scene has no choice ‘{pick}’; it has {picks}.")
        raise BadAct(said.format(pick=wrong[0][:40], picks=", ".join(move.pick for move in moves) or "–"))


def told(workshop: Workshop, state: StepState, ballot: Ballot, answer: JsonValue) -> tuple[str, str]:
    """Return an answer by the ids of its options and in words; each empty if it names no option of the question."""
    if state.step.kind == "case":
        choices = choices_at(workshop, state, ballot)
        given = [id_ for id_ in choices_of(str(answer)) if id_ in choices]
        return "+".join(given), " ".join(choices[id_] for id_ in given)
    ids, texts = [], []
    for part in parts_of(workshop, state):
        picked = set(part.picked(answer))
        options = [option for option in part.options if option.id in picked]
        ids.append("+".join(option.id for option in options))
        said = ", ".join(option.text for option in options)
        texts.append(f"{part.title}: {said}" if part.title and said else said)
    return " | ".join(filter(None, ids)), "; ".join(filter(None, texts))
