"""The rule about studies that a case names."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.feedback import EVIDENCE
from misread_scenarios.checks.rule import Finding
from misread_scenarios.evidence import studies
from misread_scenarios.problems import offer


def unknown_evidence(checked: CheckedScenario) -> Iterator[Finding]:
    """Q17: every study that feedback rests on is on the list of those that were read.

    `covers: E12` names a study of `evidence.yaml` beside the scenarios, which has its authors, its year, where it
    appeared and how it was done. What was found only through somebody else's report has `read: false` there, and no
    feedback rests on it. Correct the id, or read the study and add it to the list.
    """
    for scene in checked.scenario.scenes:
        for choice in scene.choices:
            for id_ in (id_ for id_ in choice.covers if EVIDENCE.match(id_)):
                if id_ not in studies():
                    yield choice.line, f"'{choice.id}' names no study with '{id_}'; {offer(id_, studies())}"
                elif not studies()[id_].read:
                    yield choice.line, f"'{choice.id}' rests on {id_}, which was not read itself; leave it out"
