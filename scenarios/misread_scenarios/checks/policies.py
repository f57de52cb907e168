"""Whether a lazy style of play pays."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.rule import Finding
from misread_scenarios.checks.subject import Subject
from misread_scenarios.counting import Case
from misread_scenarios.policies import Expectation, best_each_time, expect, prefer

FEWEST_SCENES = 3
MOST_FOR_A_STYLE = 0.75
NEVER = 1e-9


def rewarded_styles(subject: Subject) -> Iterator[Finding]:
    """Q6: no single style of play is enough.

    A learner may find out that asking (or warm words, or delay) always pays, and stop thinking. For each tag that at
    least three scenes offer, a player takes a choice with that tag wherever there is one (each as likely) and the best
    one elsewhere, which is the stricter of the two ways to fill the gaps. Such a player earns at most 0.75 of the best
    path's points and never comes to an ending of the top tier. Where facts are drawn, the score is the mean over them,
    and the top ending counts where it can be reached whatever is drawn: reached under one fact it is luck.
    Give the tag to a weaker option as well, or let one scene punish the style. Where a style is the skill itself, say
    so: `allow: {Q6: asking is half of the skill}`.
    """
    for tag, line in _tags(subject).items():
        found = [expect(case, prefer(tag, best_each_time(case))) for case in subject.census.cases]
        share = sum(expectation.share for expectation in found) / len(found)
        if share > MOST_FOR_A_STYLE:
            message = f"'{tag}' wherever it is offered, otherwise the best, earns {share:.2f} of the best path's points"
            yield line, f"{message} (at most {MOST_FOR_A_STYLE}); tag a weaker option '{tag}' too"
        if all(_reaches_top(case, expectation) for case, expectation in zip(subject.census.cases, found, strict=True)):
            message = f"'{tag}' wherever it is offered, otherwise the best, comes to a top ending"
            yield line, f"{message}; let one scene punish the style"


def _tags(subject: Subject) -> dict[str, int]:
    """Return the tags that enough scenes offer, each with the line of the first choice that carries it."""
    lines: dict[str, int] = {}
    scenes: dict[str, int] = {}
    for scene in subject.met_scenes if subject.scored else ():
        for tag in {tag for choice in scene.choices for tag in choice.tags}:
            scenes[tag] = scenes.get(tag, 0) + 1
            lines.setdefault(tag, next(choice.line for choice in scene.choices if tag in choice.tags))
    return {tag: lines[tag] for tag in sorted(lines) if scenes[tag] >= FEWEST_SCENES}


def _reaches_top(case: Case, expectation: Expectation) -> bool:
    tiers = case.scenario.tiers
    return bool(tiers) and any(expectation.endings.get(ending, 0) > NEVER for ending in tiers[0])
