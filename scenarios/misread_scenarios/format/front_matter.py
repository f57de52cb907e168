"""The front matter of a scenario: its people, its variables and its drawn facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast, get_args

from misread_scenarios.format.yaml_data import Data, Fields, Items, YamlScalar, texts
from misread_scenarios.model import CastMember, Name, Pronouns, Variable, You
from misread_scenarios.problems import Findings, offer

FORMAT = "scenario/1"
ID = re.compile(r"[a-z][a-z0-9-]{0,59}$")
VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,29}$")
RANGE = re.compile(r"(\d{1,4})\.\.(\d{1,4})[ \t]*=[ \t]*(\d{1,4})$")
FLAG = re.compile(r"flag(?:[ \t]*=[ \t]*(yes|no))?$")
WORD = re.compile(r"[a-z][a-z0-9-]{0,29}$")
LABEL = re.compile(r"[ \t]+([A-Za-z][A-Za-z0-9]*):[^#]*#(.*)$")
RESERVED = frozenset({"hours", "and", "or", "not", "yes", "no", "if", "otherwise"})
FEWEST_DRAWN = 2
NEEDED = ("format", "id", "title", "minutes")


class Header:
    """Reads the fields of one front matter into parts of the scenario, and reports problems."""

    def __init__(self, fields: Fields, lines: list[str], findings: Findings) -> None:
        """Take the fields, the file's lines (their comments label variables) and the list for problems."""
        self.fields = fields
        self.labels = {match[1]: match[2].strip() for line in lines if (match := LABEL.match(line))}
        self.findings = findings
        self.unread: set[str] = set()
        """Variables and drawn facts whose declaration could not be read."""

    def read(self) -> dict[str, Any]:
        """Return the fields as the model expects them; fields that cannot be read are left out."""
        fields: dict[str, Any] = {}
        for name, data in self.fields.values.items():
            reader = READERS.get(name)
            if reader is None:
                self.wrong(self.fields.lines[name], f"the field '{name}' is unknown; {offer(name, READERS)}")
            elif (value := reader(self, data)) is not None and name != "format":
                fields[FIELD_NAMES.get(name, name)] = value
        for name in NEEDED:
            if name not in self.fields.values:
                self.wrong(self.fields.line, f"the field '{name}' is missing; add `{name}: {EXAMPLES[name]}`")
        return fields

    def wrong(self, line: int, message: str, code: str = "SC003") -> None:
        """Add a problem of the front matter."""
        self.findings.add(code, line, message)

    def format(self, data: Data) -> None:
        """Check that the file says which format it is written in."""
        if not isinstance(data, YamlScalar) or data.value != FORMAT:
            self.wrong(data.line, f"the format is not known; write `format: {FORMAT}`")

    def id(self, data: Data) -> str | None:
        """Return an id: small letters, digits and hyphens."""
        if isinstance(data, YamlScalar) and ID.match(data.value):
            return data.value
        self.wrong(data.line, "an id is small letters, digits and hyphens, as in `id: sam-priya`")
        return None

    def text(self, data: Data) -> str | None:
        """Return a text that is not empty."""
        if isinstance(data, YamlScalar) and data.value.strip():
            return data.value
        self.wrong(data.line, "a text is expected here; write it on one line, in quotes if it holds `: `")
        return None

    def lang(self, data: Data) -> str | None:
        """Return a language tag such as `en` or `fr-CH`."""
        if isinstance(data, YamlScalar) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", data.value):
            return data.value
        self.wrong(data.line, "a language tag is expected, as in `lang: en`")
        return None

    def minutes(self, data: Data) -> int | None:
        """Return how long a learner needs, in whole minutes."""
        if isinstance(data, YamlScalar) and re.fullmatch(r"[1-9]\d{0,2}", data.value):
            return int(data.value)
        self.wrong(data.line, "whole minutes are expected, as in `minutes: 20`")
        return None

    def you(self, data: Data) -> str | None:
        """Return the part that a learner plays."""
        if isinstance(data, YamlScalar) and data.value in get_args(You):
            return data.value
        self.wrong(
            data.line, f"`you` is the learner's part; write {' or '.join(f'`you: {part}`' for part in get_args(You))}"
        )
        return None

    def names(self, data: Data) -> tuple[str, ...] | None:
        """Return a list of plain words."""
        items = texts(data)
        if items is None:
            self.wrong(data.line, "a list is expected, as in `[C1, C2]`")
            return None
        return tuple(item.value for item in items)

    def tiers(self, data: Data) -> tuple[tuple[str, ...], ...] | None:
        """Return endings from best to least good; each entry is one id, or a list of equals."""
        if not isinstance(data, Items):
            self.wrong(data.line, "a list of endings is expected, best first, as in `[[E1, E2], E3]`")
            return None
        tiers = [(item.value,) if isinstance(item, YamlScalar) else self.names(item) for item in data.values]
        return tuple(tier for tier in tiers if tier is not None)

    def reasons(self, data: Data) -> dict[str, str] | None:
        """Return the reason given for each rule that is broken on purpose."""
        if not isinstance(data, Fields):
            self.wrong(data.line, "rules with reasons are expected, as in `allow: {Q6: asking is half of the skill}`")
            return None
        read = {code: self.text(reason) for code, reason in data.values.items()}
        return {code: reason for code, reason in read.items() if reason}

    def state(self, data: Data) -> dict[str, Variable] | None:
        """Return the variables of a story."""
        if not isinstance(data, Fields):
            self.wrong(data.line, "variables are expected, one a line, as in `  trust: 0..10 = 5`", "SC004")
            return None
        read = {name: self.variable(name, value, data.lines[name]) for name, value in data.values.items()}
        self.unread |= {name for name, variable in read.items() if variable is None}
        return {name: variable for name, variable in read.items() if variable}

    def variable(self, name: str, data: Data, line: int) -> Variable | None:
        """Return one variable: a range with its start, or a flag."""
        words = data.value if isinstance(data, YamlScalar) else ""
        label = self.labels.get(name, "")
        if not VARIABLE.match(name) or name in RESERVED:
            self.wrong(line, f"'{name}' cannot name a variable; use letters and digits, as in `trust`", "SC004")
        elif match := RANGE.match(words):
            low, high, start = (int(number) for number in match.groups())
            if low <= start <= high and low < high:
                return Variable(kind="number", low=low, high=high, start=start, label=label, line=line)
            self.wrong(line, f"'{name}' starts outside its range; write `{name}: 0..10 = 5`", "SC004")
        elif match := FLAG.match(words):
            return Variable(kind="flag", start=int(match[1] == "yes"), label=label, line=line)
        else:
            self.wrong(line, f"'{name}' is not a variable; write `{name}: 0..10 = 5` or `{name}: flag`", "SC004")
        return None

    def cast(self, data: Data) -> dict[str, CastMember] | None:
        """Return the people of a story, by their ids."""
        if not isinstance(data, Fields):
            self.wrong(
                data.line, "people are expected, one a line, as in `  sam: {name: Sam, pronouns: they}`", "SC005"
            )
            return None
        read = {id_: self.member(id_, person, data.lines[id_]) for id_, person in data.values.items()}
        return {id_: member for id_, member in read.items() if member}

    def member(self, id_: str, data: Data, line: int) -> CastMember | None:
        """Return one person with their name packs."""
        name = self.name(data, line, also=("role", "packs"))
        if not WORD.match(id_) or name is None or not isinstance(data, Fields):
            if not WORD.match(id_):
                self.wrong(line, f"'{id_[:30]}' cannot name a person; use small letters, as in `sam`", "SC005")
            return None
        packs = data.values.get("packs", Items((), line))
        others = packs.values if isinstance(packs, Items) else ()
        if not isinstance(packs, Items):
            self.wrong(line, "name packs are a list, as in `packs: [{name: Tunde, pronouns: he}]`", "SC005")
        read = [self.name(other, line) for other in others]
        role = data.values.get("role", YamlScalar("", line))
        return CastMember(
            id=id_,
            name=name.name,
            pronouns=name.pronouns,
            role=role.value if isinstance(role, YamlScalar) else "",
            packs=tuple(other for other in read if other),
            line=line,
        )

    def name(self, data: Data, line: int, also: tuple[str, ...] = ()) -> Name | None:
        """Return a name with its pronouns."""
        values = data.values if isinstance(data, Fields) else {}
        name, pronouns = values.get("name"), values.get("pronouns")
        for key in values:
            if key not in {"name", "pronouns", *also}:
                self.wrong(
                    line, f"'{key}' is not a field of a person; {offer(key, ('name', 'pronouns', *also))}", "SC005"
                )
        if (
            isinstance(name, YamlScalar)
            and name.value
            and isinstance(pronouns, YamlScalar)
            and pronouns.value in get_args(Pronouns)
        ):
            return Name(name=name.value, pronouns=cast("Pronouns", pronouns.value), line=line)
        self.wrong(line, "a person needs a name and pronouns: `{name: Sam, pronouns: they}` (she, he or they)", "SC005")
        return None

    def draw(self, data: Data) -> dict[str, tuple[str, ...]] | None:
        """Return the drawn facts, with their possible values."""
        if not isinstance(data, Fields):
            self.wrong(data.line, "drawn facts are expected, as in `draw: {truth: [penalty, gap]}`", "SC006")
            return None
        facts: dict[str, tuple[str, ...]] = {}
        for name, values in data.values.items():
            words = [item.value for item in texts(values) or ()]
            plain = VARIABLE.match(name) and name not in RESERVED and all(WORD.match(word) for word in words)
            if plain and len(set(words)) == len(words) >= FEWEST_DRAWN and not RESERVED & set(words):
                facts[name] = tuple(words)
            else:
                example = "two or more small words, as in `truth: [penalty, gap]`"
                self.wrong(data.lines[name], f"'{name[:30]}' needs {example}", "SC006")
                self.unread.add(name)
        return facts


READERS: dict[str, Callable[[Header, Data], Any]] = {
    "format": Header.format,
    "id": Header.id,
    "lang": Header.lang,
    "title": Header.text,
    "minutes": Header.minutes,
    "you": Header.you,
    "competencies": Header.names,
    "state": Header.state,
    "cast": Header.cast,
    "draw": Header.draw,
    "tiers": Header.tiers,
    "good": Header.names,
    "allow": Header.reasons,
}
"""The fields of the front matter, and the method that reads each."""

FIELD_NAMES = {"state": "variables"}
EXAMPLES = {"format": FORMAT, "id": "sam-priya", "title": "Sam and Priya", "minutes": "20"}
