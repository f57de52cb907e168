"""The agenda of a workshop: its steps in order, each with its minutes, and the settings of the group."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

StepKind = Literal["case", "exercise", "mirrors", "poll", "words", "confidence", "rating", "talk", "break"]
"""What a step asks for: a scenario of the library, an exercise of the library, the two mirrors, one of several answers,
words of one's own, how sure one is, a rating, nothing but a talk, or a break."""

LONGEST_TEXT = 400
LONGEST_OPTION = 120
MOST_STEPS = 40
MOST_MINUTES = 240
LEAST_SHOWN = 3
"""From this number of votes on, a result is shown, unless the facilitator has chosen another number."""


class BadAgenda(ValueError):
    """An agenda that cannot be used; `problems` names each place and what would have worked."""

    def __init__(self, *problems: str) -> None:
        """Keep the problems."""
        super().__init__("; ".join(problems))
        self.problems = problems


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, data: object) -> Self:
        """Return the model for JSON data.

        Raises:
            BadAgenda: if the data is not allowed; it names every such field.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            problems = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise BadAgenda(*problems) from error


class Step(_Model):
    """One step of an agenda.

    Attributes:
        id: the name of the step in the workshop's events.
        kind: what the step asks for.
        title: what the step is called on the screens.
        minutes: how long the facilitator plans for it.
        item: the id of the scenario, the exercise, the mirrors or the rated situation; empty for other kinds.
        question: what is asked, if the step has no item.
        options: the answers of a poll, in order.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    kind: StepKind
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 5
    item: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    question: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    options: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=LONGEST_OPTION)], ...], Field(max_length=9)
    ] = ()


class Settings(_Model):
    """The settings of a workshop; a facilitator may change them while it runs.

    Attributes:
        names: whether participants' names may stand on the projector.
        least: the fewest votes whose result is shown, so that nobody is recognised by their vote.
        together: how many people share a device: 1, or 3 for trios.
    """

    names: bool = False
    least: Annotated[int, Field(ge=1, le=50)] = LEAST_SHOWN
    together: Annotated[int, Field(ge=1, le=3)] = 1


def check_agenda(steps: tuple[Step, ...]) -> None:
    """Check that an agenda has steps, each with an id of its own.

    Raises:
        BadAgenda: if it has none or too many, or an id twice.
    """
    if not 1 <= len(steps) <= MOST_STEPS:
        raise BadAgenda(f"steps: there are {len(steps)}; an agenda has 1 to {MOST_STEPS}")
    ids = [step.id for step in steps]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise BadAgenda(f"steps: the id {', '.join(twice)} is used more than once; each step needs its own")
