"""All rules for exercises, rubrics and forms, in the order of their codes."""

from __future__ import annotations

from misread_scenarios.exercises.checks import answers, figures, forms, lengths, naming, rating, values, wording
from misread_scenarios.exercises.checks.rule import SheetRule
from misread_scenarios.exercises.data import Data
from misread_scenarios.exercises.exercise import Exercise, LibraryFile, Scored
from misread_scenarios.exercises.form import Form
from misread_scenarios.exercises.multi_select import MultiSelect
from misread_scenarios.exercises.rate import Rate
from misread_scenarios.exercises.reflection import Reflection
from misread_scenarios.exercises.rubric import Rubric
from misread_scenarios.exercises.values import Values

RULES: tuple[SheetRule, ...] = (
    SheetRule("EX030", "fail", (Scored,), answers.models_that_fall_short),
    SheetRule("EX031", "fail", (Scored,), answers.mistakes_of_another_score),
    SheetRule("EX032", "fail", (Scored,), answers.silent_wrong_answers),
    SheetRule("EX033", "fail", (Scored,), wording.repeated_texts),
    SheetRule("EX034", "fail", (Scored,), wording.feedback_that_tells_the_key),
    SheetRule("EX035", "fail", (Scored,), lengths.wordy_texts),
    SheetRule("EX036", "fail", (MultiSelect,), lengths.lines_that_show),
    SheetRule("EX037", "fail", (LibraryFile,), lengths.hard_texts),
    SheetRule("EX038", "warn", (Exercise,), lengths.other_minutes),
    SheetRule("EX039", "fail", (Exercise, Rate), naming.unknown_competencies),
    SheetRule("EX040", "fail", (Reflection,), naming.reflections_without_their_rubric),
    SheetRule("EX041", "fail", (Rubric,), naming.rubrics_without_their_reflections),
    SheetRule("EX042", "fail", (Rate,), rating.unclear_best_options),
    SheetRule("EX043", "fail", (Rate,), rating.forms_with_one_answer),
    SheetRule("EX044", "fail", (Rate,), rating.options_that_show),
    SheetRule("EX045", "fail", (Rate,), rating.wordy_situations),
    SheetRule("EX046", "fail", (Rate,), rating.keys_without_a_panel),
    SheetRule("EX047", "fail", (Values,), values.unfinished_models),
    SheetRule("EX048", "fail", (Values,), values.unlike_value_cards),
    SheetRule("EX049", "fail", (LibraryFile,), lengths.leaving_out),
    SheetRule("EX060", "fail", (Form,), forms.forms_without_privacy),
    SheetRule("EX061", "fail", (Form,), forms.names_asked_for),
    SheetRule("EX062", "fail", (Form,), forms.examples_with_advice),
    SheetRule("EX063", "fail", (Form,), forms.checks_without_a_slip),
    SheetRule("EX064", "fail", (Form,), forms.unknown_cases),
    SheetRule("EX070", "fail", (Data,), figures.unknown_columns),
    SheetRule("EX071", "fail", (Data,), figures.keys_of_another_figure),
    SheetRule("EX072", "fail", (Data,), figures.slips_that_lead_elsewhere),
    SheetRule("EX073", "fail", (Data,), figures.data_without_their_source),
    SheetRule("EX074", "fail", (Data,), figures.small_groups),
)
"""The rules that the checker applies."""
