"""Checks that every name in a story exists: variables, drawn values, competencies, scenes, endings, people."""

from __future__ import annotations

from misread_scenarios.conditions import Compare, Condition, Flag, Within
from misread_scenarios.conditions_asked import comparisons
from misread_scenarios.model import Choice, Effect, Ending, Scenario, Scene
from misread_scenarios.names import bad_slots
from misread_scenarios.problems import Findings, offer
from misread_scenarios.readable_texts import wording

END = "end"
FEWEST_CLAIMS = 2


def check_references(scenario: Scenario, findings: Findings, unread: frozenset[str]) -> None:
    """Report every unknown name; names whose declaration could not be read (`unread`) are left out."""
    checking = _Checking(scenario, findings, unread)
    checking.ids()
    for scene in scenario.scenes:
        checking.scene(scene)
    for effect in scenario.closing:
        checking.effect(effect)
    checking.endings()
    for text, line in ((scenario.title, scenario.line or 1), *wording(scenario)):
        for message in bad_slots(text, scenario.cast, scenario.lang):
            findings.add("SC014", line, message)


class _Checking:
    """The names of one scenario, and the list for problems."""

    def __init__(self, scenario: Scenario, findings: Findings, unread: frozenset[str]) -> None:
        self.scenario, self.findings, self.unread = scenario, findings, unread
        self.variables = scenario.variables
        self.names = {*scenario.variables, *scenario.draw, "hours"}
        self.competencies = set(scenario.competencies)
        self.targets = {END, *(scene.id for scene in scenario.scenes)}
        self.scenes = sorted(self.targets - {END})
        self.ends = {ending.id for ending in scenario.endings}
        self.known_ends = sorted(self.ends)
        self.known_names = sorted(self.names)

    def ids(self) -> None:
        seen: set[str] = set()
        headings: tuple[Scene | Ending, ...] = (*self.scenario.scenes, *self.scenario.endings)
        for named in headings:
            if named.id in seen:
                self.findings.add("SC008", named.line, f"the id '{named.id}' is used twice; give each heading its own")
            seen.add(named.id)
        for name in self.scenario.draw.keys() & self.variables.keys():
            self.findings.add("SC003", 1, f"'{name}' is both a variable and a drawn fact; rename one")

    def scene(self, scene: Scene) -> None:
        for passage in (*scene.paragraphs, *scene.takeaway):
            self.condition(passage.when, passage.line)
        self.drawn(scene.shows, "shows", scene.line)
        if scene.pick > 1 and scene.pick > len(scene.choices):
            self.findings.add("SC010", scene.line, f"'pick: {scene.pick}' asks for more choices than there are")
        if scene.pick > 1 and (scene.confidence or scene.fact):
            self.findings.add("SC010", scene.line, "'pick' cannot go with 'confidence' or 'fact'; use one of them")
        if scene.confidence and sum(choice.claims is not None for choice in scene.choices) < FEWEST_CLAIMS:
            self.findings.add(
                "SC010", scene.line, "'confidence' needs two claims or more; write `claims:` below the choices"
            )
        for choice in scene.choices:
            self.choice(choice, scene)

    def choice(self, choice: Choice, scene: Scene) -> None:
        for condition in (choice.when, choice.claims):
            self.condition(condition, choice.line)
        self.drawn(choice.asks, "asks", choice.line)
        if choice.claims is not None and scene.confidence is None:
            self.findings.add("SC010", choice.line, "'claims' needs levels; write `> confidence: 50..100 by 10`")
        for effect in choice.effects:
            self.effect(effect)
        for score in choice.scores:
            self.condition(score.when, score.line)
            for competency in score.points.keys() - self.competencies:
                message = (
                    f"'{competency}' is not among the competencies; {offer(competency, self.scenario.competencies)}"
                )
                self.findings.add("SC013", score.line, message)
        for passage in (*choice.then, *choice.why):
            self.condition(passage.when, passage.line)
        for jump in choice.jumps:
            self.condition(jump.when, jump.line)
            if jump.target not in self.targets:
                message = f"there is no scene '{jump.target}'; {offer(jump.target, self.scenes)}"
                self.findings.add("SC016", jump.line, message)

    def drawn(self, names: tuple[str, ...], key: str, line: int) -> None:
        """Report the names that are not drawn facts."""
        for name in names:
            if name not in self.scenario.draw:
                message = f"'{key}: {name[:40]}' does not name a drawn fact; {offer(name, self.scenario.draw)}"
                self.findings.add("SC013", line, message)

    def effect(self, effect: Effect) -> None:
        self.condition(effect.when, effect.line)
        for change in (change for change in effect.changes if change.variable not in self.unread):
            variable = self.variables.get(change.variable)
            if variable is None:
                message = f"there is no variable '{change.variable}'; {offer(change.variable, self.variables)}"
                self.findings.add("SC013", effect.line, message)
            elif change.operation == "=" and not variable.low <= change.amount <= variable.high:
                message = f"'{change.variable}' goes from {variable.low} to {variable.high}; {change.amount} is outside"
                self.findings.add("SC013", effect.line, message)
            elif variable.kind == "flag" and change.operation == "+":
                message = f"'{change.variable}' is a flag; write `{change.variable} = yes` or `= no`"
                self.findings.add("SC013", effect.line, message)

    def endings(self) -> None:
        rules = self.scenario.rules
        if self.ends and not rules:
            self.findings.add(
                "SC015", self.scenario.endings[0].line, "endings need rules; list them under `## Endings`"
            )
        for number, rule in enumerate(rules, 1):
            self.condition(rule.when, rule.line)
            if (rule.when is None) != (number == len(rules)):
                example = f"{len(rules)}. otherwise -> {rule.target}"
                self.findings.add("SC015", rule.line, f"the last rule, and only the last, is `otherwise`: `{example}`")
        named = [(rule.target, rule.line) for rule in rules]
        named += [(id_, 1) for tier in (*self.scenario.tiers, self.scenario.good) for id_ in tier]
        for id_, line in named:
            if id_ not in self.ends:
                self.findings.add("SC016", line, f"there is no ending '{id_}'; {offer(id_, self.known_ends)}")

    def condition(self, condition: Condition | None, line: int) -> None:
        for part in comparisons(condition) if condition else ():
            message = self._wrong(part)
            if message:
                self.findings.add("SC012" if next(part.names()) in self.names else "SC013", line, message)

    def _wrong(self, part: Flag | Compare | Within) -> str | None:
        """Return what is wrong with one comparison; None if it is right."""
        name = part.name
        if name in self.unread:
            return None
        if name not in self.names:
            return f"there is no variable or drawn fact '{name}'; {offer(name, self.known_names)}"
        if name in self.scenario.draw:
            values = self.scenario.draw[name]
            if isinstance(part, Compare) and part.value in values:
                return None
            return f"'{part}' can never hold: '{name}' is one of {', '.join(values)}; write `{name} == {values[0]}`"
        if name == "hours":
            whole = isinstance(part, Within) or (isinstance(part, Compare) and isinstance(part.value, int))
            return None if whole else f"'{part}' asks for hours; write `hours > 24`"
        return self._wrong_number(part)

    def _wrong_number(self, part: Flag | Compare | Within) -> str | None:
        variable = self.variables[part.name]
        if isinstance(part, Flag):
            kind = variable.kind
            return None if kind == "flag" else f"'{part.name}' is a number; write `{part.name} >= {variable.start}`"
        if variable.kind == "flag":
            return f"'{part.name}' is a flag; write `{part.name}` or `not {part.name}`"
        numbers = (part.low, part.high) if isinstance(part, Within) else (part.value,)
        if all(isinstance(number, int) and variable.low <= number <= variable.high for number in numbers):
            return None
        return f"'{part}' is outside the range: '{part.name}' goes from {variable.low} to {variable.high}"
