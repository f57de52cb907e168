"""Rules about name packs: a story must read correctly with any names that are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding, Placed
from misread_scenarios.model import CastMember, Scenario
from misread_scenarios.readable_texts import wording

FEWEST_NAMES = 3
MOST_OF_ONE = 0.55
FEWEST_FILES = 3
PRONOUN = re.compile(r"\{([a-z][a-z0-9-]*)\.[Tt]hey\}(?:(['’]\w+)|\s+([A-Za-z]+\b))")
SUBJECT_AND_VERB = re.compile(r"\{([a-z][a-z0-9-]*)(\.[Tt]hey)?\}\s+\{([a-z][a-z0-9-]*):[^{}]*\}")
VERB = re.compile(r"\{[a-z][a-z0-9-]*:([^{}|]+)\|([^{}|]+)\}")
SHORT_FOR_ALL = frozenset({"d", "ll"})
"""Short forms that are the same after all pronouns: she'd and they'd, he'll and they'll."""
UNCHANGED = frozenset({"are", "were", "have", "do", "don't"})
FINAL_S = frozenset({"always", "sometimes", "perhaps", "besides", "afterwards", "nevertheless", "less", "across"})


def names_that_show(checked: CheckedScenario) -> Iterator[Finding]:
    """Q14: the text stays correct with any names that are drawn from the packs.

    Each person has at least three names, with more than one set of pronouns, and no two people share a name. Texts use
    slots, because a name that is written out stays when another one is drawn. After `{sam.they}`, write both forms of
    a verb in the present tense, `{sam:reads|read}`; after the name itself, write the plain verb (`{sam} reads`).
    Conditions cannot use names, so state, scores and endings are the same for all packs. The title of the file may
    contain names.
    """
    yield from _people(checked.scenario)
    for text, line in wording(checked.scenario):
        for message in (*_written_out(text, checked.scenario), *_ungrammatical(text)):
            yield line, message


def _people(scenario: Scenario) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for member in scenario.cast.values():
        names = (member, *member.packs)
        different = len({name.name for name in names})
        if different < FEWEST_NAMES:
            message = f"'{member.id}' has {different} different names; give {FEWEST_NAMES} or more"
            yield member.line, f"{message}: `packs: [{{name: Tunde, pronouns: he}}, …]`"
        elif len({name.pronouns for name in names}) == 1:
            yield member.line, f"all names of '{member.id}' go with '{member.pronouns}'; give other pronouns to some"
        for name in names:
            owner = owners.setdefault(name.name, member.id)
            if owner != member.id:
                message = f"'{name.name}' may be drawn for '{owner}' and for '{member.id}'"
                yield member.line, f"{message}; give one of them another name"


def _written_out(text: str, scenario: Scenario) -> Iterator[str]:
    for member in scenario.cast.values():
        for name in (member, *member.packs):
            if re.search(rf"\b{re.escape(name.name)}\b", text):
                yield f"the name '{name.name}' is written out; write `{{{member.id}}}`, so that packs can change it"


def _ungrammatical(text: str) -> Iterator[str]:
    for match in PRONOUN.finditer(text):
        person, short, word = match.groups()
        bent = word and word.endswith("s") and word.lower() not in FINAL_S
        bent_short = short and short[1:] not in SHORT_FOR_ALL
        if bent_short or bent or (word and word.lower() in UNCHANGED):
            example = f"`{{{person}.they}} {{{person}:reads|read}}`"
            yield f"'{match[0]}' fits one set of pronouns only; give both forms of the verb, as in {example}"
    for person, pronoun, other in SUBJECT_AND_VERB.findall(text):
        if person != other:
            yield f"the verb after '{{{person}{pronoun}}}' follows '{other}'; write `{{{person}:reads|read}}`"
        elif not pronoun:
            yield f"after the name '{{{person}}}' a verb stands plain: `{{{person}}} reads`"
    for single, plural in VERB.findall(text):
        if single.strip() == plural.strip() or (plural.endswith("s") and not single.endswith("s")):
            yield f"'{single}|{plural}' is not the order of verbs; `reads|read` gives the form for he and she first"


def lopsided_packs(checked_scenarios: tuple[CheckedScenario, ...]) -> Iterator[Placed]:
    """Q14-bank: over a library, no set of pronouns is drawn for a part in more than 55 % of the draws.

    Gender must not decide who is misread and who is not ready. The rule compares two parts: the first person of each
    cast, who is the person the story is about, and all people together. Each name of a person is equally likely.
    Libraries with fewer than three scenarios are left out. A program cannot judge the origin of names; a human reader
    must do that.
    """
    if len(checked_scenarios) < FEWEST_FILES:
        return
    first = [
        (checked, next(iter(checked.scenario.cast.values()))) for checked in checked_scenarios if checked.scenario.cast
    ]
    everyone = [(checked, member) for checked in checked_scenarios for member in checked.scenario.cast.values()]
    for part, people in (("the person the story is about", first), ("people of all parts", everyone)):
        shares = _shares([member for _, member in people])
        for pronouns, share in shares.items():
            if share > MOST_OF_ONE:
                checked, member = max(people, key=lambda pair: _shares([pair[1]]).get(pronouns, 0))
                message = (
                    f"over {len(checked_scenarios)} scenarios '{pronouns}' goes with {part} in {share:.0%} of the draws"
                )
                yield checked, member.line, f"{message} (at most {MOST_OF_ONE:.0%}); change a pack, here for one"


def _shares(people: list[CastMember]) -> Mapping[str, float]:
    """Return the share (0-1) of the draws that each set of pronouns gets."""
    shares: dict[str, float] = {}
    for member in people:
        names = (member, *member.packs)
        for name in names:
            shares[name.pronouns] = shares.get(name.pronouns, 0) + 1 / len(names) / len(people)
    return shares
