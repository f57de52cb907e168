"""What a facilitator prepares with: a guide with minutes, a workbook for participants and slides, from one agenda.

All three are made of the same source, the library's files and the ready-made agendas, so they always agree with what
the screens will show.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_scenarios.decisions import still_to_come
from misread_scenarios.exercises import load_exercise
from misread_scenarios.format import load_mirrors
from misread_scenarios.library import library, load
from misread_web.language import _, ngettext
from misread_web.workshop.agendas import READY, offer, ready, step_of
from misread_web.workshop.deck import Slide
from misread_web.workshop.telling import telling_of
from misread_widgets.views import Telling, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records.workshop import Step
    from misread_scenarios.model import Scenario, Scene

SHORTEST_ROUND = 4.0
"""From this many minutes a decision on, there is time for a talk and a second vote."""


class NoGuide(ValueError):
    """There is no guide for a case or a number of minutes; the message says which there are."""


@dataclasses.dataclass(frozen=True)
class GuideChoice:
    """A choice of a decision in words, and what it assumed in the first version of the story."""

    text: str
    why: str


@dataclasses.dataclass(frozen=True)
class GuideDecision:
    """One decision of a case: its title, how the scene opens, the notes for the facilitator, and its choices."""

    title: str
    opens: str
    notes: tuple[str, ...]
    choices: tuple[GuideChoice, ...]


@dataclasses.dataclass(frozen=True)
class GuideStep:
    """One step of the agenda.

    Attributes:
        begins, ends: when it begins and ends, in minutes from the start.
        title: its title.
        asks: what is asked, if the step has a question.
        options: the answers of a poll.
        how: what the facilitator does, one sentence each.
        decisions: the decisions of a case, in the order of its file.
        step: the step.
    """

    begins: int
    ends: int
    title: str
    asks: str
    options: tuple[str, ...]
    how: tuple[str, ...]
    decisions: tuple[GuideDecision, ...]
    step: Step


@dataclasses.dataclass(frozen=True)
class Guide:
    """A guide to a workshop on one case: its title, its length in minutes, and its steps."""

    case: str
    title: str
    minutes: int
    steps: tuple[GuideStep, ...]


def guide_steps(case: str, minutes: int) -> tuple[Step, ...]:
    """Return the ready-made agenda of this many minutes with this case in place of its main one.

    Raises:
        NoGuide: if there is no such case, or no agenda of this length.
    """
    if case not in library():
        said = _("There is no case “{case}”; there are: {cases}")
        raise NoGuide(said.format(case=case[:60], cases=", ".join(library())))
    if minutes not in READY:
        lengths = ", ".join(map(str, READY))
        said = _("There is no agenda of {minutes} minutes; there are: {lengths}")
        raise NoGuide(said.format(minutes=minutes, lengths=lengths))
    steps = list(ready(minutes))
    main = max((step for step in steps if step.kind == "case"), key=lambda step: step.minutes)
    chosen = offer(f"case:{case}")
    if chosen is not None and main.item != case:
        others = [step.id for step in steps if step is not main]
        steps[steps.index(main)] = step_of(chosen, others).model_copy(update={"minutes": main.minutes})
        steps = [step for step in steps if step.kind != "case" or step.item != case or step.minutes == main.minutes]
    return tuple(steps)


def case_titles() -> dict[str, str]:
    """Return the title of each case that there is a guide to, by its id, in the spoken language."""
    return {id_: telling_of(load(id_)).text(load(id_).title) for id_ in library()}


def guide_of(case: str, minutes: int) -> Guide:
    """Return a guide in the spoken language; raises `NoGuide` as `guide_steps` does."""
    steps: list[GuideStep] = []
    for step in guide_steps(case, minutes):
        begins = steps[-1].ends if steps else 0
        steps.append(_step(step, begins))
    scenario = load(case)
    return Guide(case, telling_of(scenario).text(scenario.title), minutes, tuple(steps))


def _step(step: Step, begins: int) -> GuideStep:
    scenario = load(step.item) if step.kind == "case" else None
    return GuideStep(
        begins=begins,
        ends=begins + step.minutes,
        title=typeset(step.title),
        asks=typeset(step.question) or _asked(step),
        options=tuple(map(typeset, step.options)),
        how=tuple(_how(step, scenario)),
        decisions=tuple(_decision(scenario, scene) for scene in scenario.scenes if scene.choices) if scenario else (),
        step=step,
    )


def _asked(step: Step) -> str:
    if step.kind == "exercise":
        return typeset(load_exercise(step.item).title)
    return ""


def _how(step: Step, scenario: Scenario | None) -> Iterator[str]:
    match step.kind:
        case "case":
            yield from _case_plan(step, scenario) if scenario else ()
        case "mirrors":
            mirrors = load_mirrors(step.item)
            yield _("Half the room reads each line as one of the two thought it, the other half as the other.")
            yield from (Telling(mirrors, mirrors.names).text(note) for note in mirrors.host)
        case "break":
            yield _("Start the timer, so that everybody sees when you go on.")
        case "talk":
            yield _("In pairs or trios. Ask two or three people for one sentence each at the end.")
        case "words":
            yield _("Read what comes in on your own page first, and let through what may stand on the wall.")
        case _:
            yield _("Read the question aloud, open the vote, close it when most have voted, and show the result.")


def _case_plan(step: Step, scenario: Scenario) -> Iterator[str]:
    decisions = max(1, still_to_come(scenario, scenario.scenes[0]))
    each = step.minutes / decisions
    number = ngettext("{number} decision on the longest way", "{number} decisions on the longest way", decisions)
    yield _("{decisions}: about {minutes} minutes each.").format(
        decisions=number.format(number=decisions), minutes=f"{each:.0f}" if each >= 1 else "1"
    )
    if each < SHORTEST_ROUND:
        yield _("There is no time for a second vote: vote once, show the result, and talk where the room is split.")
        return
    parts = [max(1, round(each * share)) for share in (0.2, 0.15, 0.3, 0.15)]
    rest = max(1, round(each) - sum(parts))
    said = _(
        "In minutes: read aloud {read}, vote {vote}, show the result and talk in pairs {talk}, vote again {again}, see "
        "what follows {rest}."
    )
    yield said.format(read=parts[0], vote=parts[1], talk=parts[2], again=parts[3], rest=rest)
    yield _("Where the room is split, show both branches, one after the other. Where it agrees, skip the talk.")


def _decision(scenario: Scenario, scene: Scene) -> GuideDecision:
    text = telling_of(scenario).text
    opening = next((passage.text for passage in scene.paragraphs if passage.when is None), "")
    return GuideDecision(
        title=text(scene.title),
        opens=text(opening.split("\n\n")[0]),
        notes=tuple(text(note) for note in scene.host),
        choices=tuple(
            GuideChoice(text(choice.text), text(choice.why[0].text) if choice.why else "") for choice in scene.choices
        ),
    )


def slides_of(guide: Guide) -> tuple[Slide, ...]:
    """Return slides that lead through the agenda; the cases themselves are on the projector's page."""
    slides = [
        Slide("title", guide.title, lines=(_("{minutes} minutes").format(minutes=guide.minutes),)),
        Slide("next", _("What we’ll do"), lines=tuple(step.title for step in guide.steps)),
        Slide(
            "title",
            _("Join in"),
            lines=(
                _("Open the address on the screen, or scan the code, and type the six letters."),
                _("You need no account. Votes stay hidden until they are shown, and nobody sees yours."),
            ),
        ),
    ]
    for step in guide.steps:
        lines = (step.asks, *step.options) if step.options else tuple(filter(None, [step.asks]))
        kicker = ngettext("{number} minute", "{number} minutes", step.step.minutes).format(number=step.step.minutes)
        slides.append(Slide("question", step.title, kicker, lines, note=" ".join(step.how)))
    last = (_("One sentence that I’ll say on Monday"), _("One person whom I’ll ask, and when"))
    slides.append(Slide("next", _("Before you go"), lines=last))
    return tuple(slides)
