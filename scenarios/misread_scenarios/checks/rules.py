"""All rules of the checker, in the order of their codes."""

from __future__ import annotations

from misread_scenarios.checks import (
    completeness,
    credit,
    dominance,
    feedback,
    graph,
    options,
    outcome,
    packs,
    policies,
    positions,
    texts,
    variables,
)
from misread_scenarios.checks.allowances import ALLOWANCES
from misread_scenarios.checks.rule import LibraryRule, Rule

ENDLESS = Rule("SC032", "fail", graph.endless_paths)
"""The rule that must hold before any path can be walked."""

RULES: tuple[Rule | LibraryRule, ...] = (
    Rule("SC030", "fail", graph.unreachable_scenes, walks=True),
    Rule("SC031", "fail", graph.scenes_without_choices),
    ENDLESS,
    Rule("SC033", "fail", graph.stuck, walks=True),
    Rule("SC034", "fail", graph.unseen_choices, walks=True),
    Rule("SC035", "fail", graph.unnamed_endings),
    Rule("SC036", "warn", graph.silent_rules, walks=True),
    Rule("SC037", "fail", graph.claims_that_do_not_settle, walks=True),
    Rule("SC038", "fail", completeness.unranked_endings),
    Rule("SC039", "fail", variables.contradictions, walks=True),
    Rule("SC040", "warn", texts.never_holds, walks=True),
    Rule("SC041", "warn", texts.always_holds, walks=True),
    Rule("SC042", "fail", texts.silent_choices, walks=True),
    Rule("SC043", "fail", texts.silent_scenes, walks=True),
    Rule("SC044", "warn", variables.never_read),
    Rule("SC045", "warn", variables.never_changed),
    Rule("SC046", "fail", completeness.missing_texts),
    Rule("SC047", "warn", completeness.missing_marks),
    Rule("SC048", "warn", completeness.missing_host_notes),
    ALLOWANCES,
    Rule("Q3", "fail", options.uneven_options),
    LibraryRule("Q3-bank", "fail", options.telling_lengths),
    Rule("Q4", "fail", positions.rewarded_letters, walks=True),
    LibraryRule("Q4-bank", "fail", positions.telling_places),
    Rule("Q5", "fail", outcome.rare_endings, walks=True),
    Rule("Q6", "fail", policies.rewarded_styles, walks=True),
    Rule("Q7", "warn", dominance.dominated_options, walks=True),
    Rule("Q9", "fail", options.wordy_options),
    LibraryRule("Q9-bank", "fail", options.telling_words),
    Rule("Q11", "fail", feedback.poor_feedback),
    Rule("Q14", "fail", packs.names_that_show),
    LibraryRule("Q14-bank", "fail", packs.lopsided_packs),
    Rule("Q20", "fail", outcome.loose_endings, walks=True),
    Rule("Q21", "warn", outcome.unforgiven_slips, walks=True),
    Rule("Q22", "fail", credit.flat_scores, walks=True),
    LibraryRule("Q22-bank", "fail", credit.thin_competencies),
)
"""What the checker looks at."""
