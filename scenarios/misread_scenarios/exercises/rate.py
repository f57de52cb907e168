"""Rate: a situation in two forms, and four options that are each rated for how effective they would be.

The two forms share the options, and differ in one fact that changes which option is best. They serve to measure what
people learn: a person who rates one form before the course and the other after it meets no item twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from misread_scenarios.exercises.exercise import Frozen, LibraryFile, Place, Words
from misread_scenarios.problems import offer

FormName: TypeAlias = Literal["a", "b"]
FORMS: tuple[FormName, ...] = get_args(FormName)
LOWEST, HIGHEST = 1, 4
"""The ends of the scale: very poor and very good."""
OPTIONS = 4
"""The number of options of each situation."""

OptionId = Annotated[str, Field(pattern=r"^[a-z]{1,8}$")]
Effectiveness = Annotated[float, Field(ge=LOWEST, le=HIGHEST)]


class SituationForm(Frozen):
    """One form of a situation.

    Attributes:
        situation: the text that the learner reads; it contains `decisive`.
        decisive: the words that differ from the other form, and decide which option is best.
        key: the effectiveness of each option, from 1 (very poor) to 4 (very good): the mean rating of a panel, or the
            designers' own draft.
        spread: for a panel's key, the standard deviation of the panel's ratings of each option.
        best: the option with the highest value in the key.
        rationale: the reason for the key.
    """

    situation: Words
    decisive: Words
    key: dict[OptionId, Effectiveness]
    spread: Annotated[dict[OptionId, Annotated[float, Field(ge=0)]], Field(default_factory=dict)]
    best: str
    rationale: Words


class SituationForms(Frozen):
    """The two forms of a situation; both are needed."""

    a: SituationForm
    b: SituationForm

    def __getitem__(self, name: FormName) -> SituationForm:
        """Return a form by its name."""
        return self.a if name == "a" else self.b


class Rate(LibraryFile):
    """A situation in two forms, with four options to rate. Both forms belong to one competency.

    Attributes:
        competency: the id of the competency that the situation is about.
        covers: the ideas of the course (`S38`) that it assesses.
        key_from: who made the keys. `designers` marks a draft, which learners read beside every comparison with it.
        raters: for a panel's key, the number of people who rated each option.
        options: the options as the learner reads them, by id.
        forms: the two forms.
    """

    format: Literal["exercise/1"]
    kind: Literal["rate"]
    competency: Words
    covers: Annotated[tuple[str, ...], Field(min_length=1)]
    key_from: Literal["designers", "panel"]
    raters: Annotated[int, Field(ge=0)] = 0
    options: Annotated[dict[OptionId, Words], Field(min_length=OPTIONS, max_length=OPTIONS)]
    forms: SituationForms

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield names of options that are missing or unknown, and decisive words that the situation does not have."""
        for name in FORMS:
            form = self.forms[name]
            yield from self._options_of("key", name, form.key)
            if form.spread:
                yield from self._options_of("spread", name, form.spread)
            if form.best not in self.options:
                yield (
                    ("forms", name, "best"),
                    f"there is no option '{form.best[:40]}'; {offer(form.best, self.options)}",
                )
            if form.decisive not in form.situation:
                yield ("forms", name, "decisive"), "the situation does not contain these words; copy them from it"

    def _options_of(self, field: str, name: str, values: Mapping[str, float]) -> Iterator[tuple[Place, str]]:
        for strange in values.keys() - self.options.keys():
            yield ("forms", name, field), f"there is no option '{strange[:40]}'; {offer(strange, self.options)}"
        if missing := sorted(self.options.keys() - values.keys()):
            yield ("forms", name, field), f"`{field}` has no value for {', '.join(missing)}; give each option one"
