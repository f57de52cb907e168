"""Names of the cast: slots in the text, filled from a name pack. Names never change the state, score or ending."""

from __future__ import annotations

import dataclasses
import functools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from misread_scenarios.model import CastMember, Name, Scenario

Item = TypeVar("Item")

SLOT = re.compile(r"\{([^{}]*)\}")
PARTS = re.compile(r"([a-z][a-z0-9-]*)(?:\.([A-Za-z]+)|:([^|]+)\|([^|]+)(?:\|([^|]+))?)?$")

PRONOUNS: dict[str, dict[str, str]] = {
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "they": {"they": "they", "them": "them", "their": "their", "theirs": "theirs", "themself": "themself"},
}
"""For each set of pronouns, the word that stands where a text says `they`, `them`, `their`, `theirs`, `themself`."""
ENDINGS = ("", "e", "em", "en", "er", "es")
GERMAN: dict[str, dict[str, str]] = {
    "she": {"er": "sie", "ihn": "sie", "ihm": "ihr", **{f"sein{end}": f"ihr{end}" for end in ENDINGS}},
    "he": {form: form for form in ("er", "ihn", "ihm", *(f"sein{end}" for end in ENDINGS))},
    "they": {},
}
"""The same for German, which has no pronoun for *they*: the name is said again, for `sein` in the genitive."""
FORMS = {"en": tuple(PRONOUNS["they"]), "de": tuple(GERMAN["he"])}
"""The forms of pronouns that a text of a language may ask for."""


@dataclasses.dataclass(frozen=True)
class Names:
    """One name and set of pronouns for each cast member of a story."""

    by_member: Mapping[str, Name]

    def of(self, member: str) -> Name:
        """Return the name and pronouns of a cast member."""
        return self.by_member[member]

    def fill(self, text: str) -> str:
        """Return the text with each slot filled: `{sam}`, `{sam.they}`, `{sam.Their}`, `{sam:reads|read}`.

        The second word of `{sam:reads|read}` goes with *they*, the first with the other pronouns. Three words are for
        *she*, *he* and *they*: `{sam:Kollegin|Kollege|Fachkraft}`.
        """
        return SLOT.sub(self._word, text)

    def _word(self, slot: re.Match[str]) -> str:
        parts = PARTS.match(slot[1])
        if not parts:
            return slot[0]
        member, form, first, second, third = parts.groups()
        name = self.by_member[member]
        if first:
            words = (first, second, third) if third else (first, first, second)
            return str(words[("she", "he", "they").index(name.pronouns)])
        if not form:
            return name.name
        word = _pronoun(name, form.lower())
        return f"{word[0].upper()}{word[1:]}" if form[0].isupper() else word


def _pronoun(name: Name, form: str) -> str:
    if form in PRONOUNS["they"]:
        return PRONOUNS[name.pronouns][form]
    return GERMAN[name.pronouns].get(form) or (genitive(name.name) if form.startswith("sein") else name.name)


def genitive(name: str) -> str:
    """Return a name as German writes it before what is somebody's: Sams, Ines’, Max’."""
    return f"{name}’" if name.lower().endswith(("s", "ß", "x", "z", "ce")) else f"{name}s"


def default_names(scenario: Scenario) -> Names:
    """Return the names that the file itself uses."""
    return Names(dict(scenario.cast))


@functools.lru_cache(maxsize=1024)  # a screen asks at every click
def drawn_names(scenario: Scenario, seed: int) -> Names:
    """Return the names that a seed draws, each from the person's own packs; they differ from the file's names.

    The draw depends only on the seed and the person's id, so that a seed gives a person the same name in every file of
    a story.
    """
    return Names({id_: _draw(member, seed) for id_, member in scenario.cast.items()})


def _draw(member: CastMember, seed: int) -> Name:
    return random.Random(f"{seed}/name/{member.id}").choice(member.packs or (member,))  # noqa: S311 - no secret


def shuffled(items: Sequence[Item], scenario: str, scene: str, seed: int) -> tuple[Item, ...]:
    """Return a scene's choices in the order in which a learner with this seed sees them."""
    order = list(items)
    random.Random(f"{seed}/order/{scenario}/{scene}").shuffle(order)  # noqa: S311 - no secret
    return tuple(order)


def bad_slots(text: str, cast: Mapping[str, CastMember], lang: str = "en") -> Iterator[str]:
    """Yield a sentence about every slot of a text that could not be filled; its language decides on the pronouns."""
    forms = FORMS.get(lang.partition("-")[0], FORMS["en"])
    plain = SLOT.sub("", text)
    if "{" in plain or "}" in plain:
        yield "a curly bracket stands alone; slots are written `{sam}`"
    for slot in SLOT.findall(text):
        parts = PARTS.match(slot)
        member, form = (parts[1], parts[2]) if parts else ("", None)
        if not parts or (parts[5] and forms is FORMS["en"]):
            yield f"'{{{slot[:30]}}}' is not a slot; write `{{sam}}`, `{{sam.they}}` or `{{sam:reads|read}}`"
        elif member not in cast:
            yield f"'{{{slot[:30]}}}' names nobody of the cast; there are: {', '.join(cast) or 'none'}"
        elif form and form.lower() not in forms:
            yield f"'{form[:20]}' is not a form of a pronoun; there are: {', '.join(forms)}"
