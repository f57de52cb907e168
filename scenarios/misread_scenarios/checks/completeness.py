"""Rules about missing parts of scenes, choices and endings."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding


def missing_texts(checked: CheckedScenario) -> Iterator[Finding]:
    """SC046: every choice says what happens next and why.

    Feedback has two layers: first the story goes on (`then`), and then a note says what the choice assumed and what it
    cost or gained (`why`). In a scene with a `> fact:` the fact is what happens next, so its choices need no `then`.
    """
    for scene in checked.scenario.scenes:
        for choice in scene.choices:
            if not choice.then and not scene.fact:
                yield choice.line, f"'{choice.id}' does not say what happens next; add `  - then: …` below it"
            if not choice.why:
                yield choice.line, f"'{choice.id}' does not say what it assumed and cost; add `  - why: …` below it"


def missing_marks(checked: CheckedScenario) -> Iterator[Finding]:
    """SC047: every choice gives its hours, tags and covered ideas.

    Learners see the hours beside the text, so a scenario gives hours for every choice or for none. Tags name the kind
    of move (ask, evidence, pledge …), so that the checker can count lazy styles of play. `covers` names the ideas of
    the course that the choice teaches.
    """
    choices = [choice for scene in checked.scenario.scenes for choice in scene.choices]
    timed = any("hours" in choice.model_fields_set for choice in choices)
    for choice in choices:
        if timed and "hours" not in choice.model_fields_set:
            yield choice.line, f"'{choice.id}' gives no hours, and others do; add `  - hours: 1` (or 0)"
        if not choice.tags:
            yield choice.line, f"'{choice.id}' has no tags; add what kind of move it is, as in `  - tags: ask`"
        if not choice.covers:
            yield choice.line, f"'{choice.id}' covers no idea; add the ideas it teaches, as in `  - covers: S84`"


def missing_host_notes(checked: CheckedScenario) -> Iterator[Finding]:
    """SC048: every scene has a note for the host.

    The same file is played in workshops, in which a facilitator needs a question for the room before the vote:
    `> host: Ask who has been in this place before.`
    """
    for scene in checked.scenario.scenes:
        if not scene.host:
            yield scene.line, f"the scene '{scene.id}' has no note for a host; add `> host: Ask …` above its choices"


def unranked_endings(checked: CheckedScenario) -> Iterator[Finding]:
    """SC038: a scored story ranks its endings.

    The checker can count whether good play leads to good endings only if the file says which endings are better.
    `tiers: [[E1, E2], E3, E4]` ranks them from best to worst and names each ending once (equals share a bracket).
    `good: [E1, E2, E3]` names the endings that a learner may be content with. A story with one ending, or without
    scores, needs neither.
    """
    scenario = checked.scenario
    if len(scenario.endings) <= 1 or not checked.scored:
        return
    ranked = [id_ for tier in scenario.tiers for id_ in tier]
    for ending in scenario.endings:
        if ranked.count(ending.id) != 1:
            times = "twice or more" if ending.id in ranked else "nowhere"
            yield ending.line, f"`tiers` names '{ending.id}' {times}; name each ending once, best first"
    if not scenario.good:
        example = scenario.endings[0].id
        yield scenario.endings[0].line, f"`good` names no ending; say which are good, as in `good: [{example}]`"
