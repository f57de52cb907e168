"""Words and images that leave somebody out: the list in the library, and the rule that holds cases to it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from importlib import resources

import yaml

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.readable_texts import wording

LIST = "inclusive_language.yaml"


@dataclasses.dataclass(frozen=True)
class LeavingOut:
    """Terms of one kind: a pattern that finds them, what to write instead, and one for phrases that are meant so."""

    terms: re.Pattern[str]
    instead: str
    meant: re.Pattern[str] | None


@functools.cache
def terms() -> tuple[LeavingOut, ...]:
    """Return the list, as the library has it."""
    file = resources.files("misread_scenarios") / "library" / LIST
    return tuple(
        LeavingOut(
            _pattern(entry["terms"]), entry["instead"], _pattern(entry["except"]) if entry.get("except") else None
        )
        for entry in yaml.safe_load(file.read_text("utf-8"))
    )


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern for whole phrases, in capitals or not, with any kind of apostrophe and a plural s."""
    spelt = sorted((re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+") for phrase in phrases), key=len)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(reversed(spelt))})s?(?![\w-])", re.IGNORECASE)


def left_out(text: str) -> Iterator[str]:
    """Yield a sentence for each term of the list in a text."""
    for kind in terms():
        kept = kind.meant.sub(" ", text) if kind.meant else text
        for term in dict.fromkeys(match[0].lower() for match in kind.terms.finditer(kept)):
            yield f"'{term}' leaves somebody out; write {kind.instead}"


def leaving_out(checked: CheckedScenario) -> Iterator[Finding]:
    """Q10: no word and no image of a case leaves somebody out.

    `inclusive_language.yaml` beside the scenarios lists job names for one gender, words that make an illness or an age
    a reproach, and images from war, from one country's sports or from somebody else's history, each with what to write
    instead. People of any age, gender and country take the course, many in a second language. An exception that is
    meant as it should be stands under `except` in the list.
    """
    for text, line in wording(checked.scenario):
        yield from ((line, said) for said in left_out(checked.names.fill(text)))
