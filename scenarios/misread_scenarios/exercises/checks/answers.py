"""Rules about answers: the answers in a file must earn their scores, and wrong answers need feedback."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.answering import hints, score
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.exercise import Scored


def models_that_fall_short(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX030: the model answer scores 1.

    The model answer and the keys are written in two places, so that each guards the other against a slip. If they
    differ, one of the two is wrong: read the item again as a learner would, and correct the wrong one.
    """
    given = exercise.read(exercise.model)
    for id_, keyed in exercise.key.items():
        for column, value in keyed.items():
            if given[id_][column] != value:
                place = ("model", id_) if isinstance(exercise.model, dict) else ("model",)
                said = f"the model answer says '{given[id_][column]}' for '{id_}', and the key '{value}'"
                yield subject.line(*place), said


def mistakes_of_another_score(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX031: each typical mistake earns exactly the score that it states, and that score is less than 1.

    A typical mistake is a complete answer of a learner who misunderstands one thing. Its score shows what that mistake
    costs under the exercise's scoring rule, and reveals unintended changes of the rule. Write the score as a fraction
    (`5/8`) if it has no short decimal form.
    """
    for number, mistake in enumerate(exercise.mistakes):
        earned = score(exercise, exercise.read(mistake.answer))
        line = subject.line("mistakes", number, "score")
        if earned != Fraction(mistake.score):
            yield line, f"this mistake scores {earned}, and not {mistake.score}; mend the score or the answer"
        elif earned == 1:
            yield line, "this answer scores 1, so it is not a mistake; give one that costs something"


def silent_wrong_answers(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX032: every plausible wrong answer has feedback that says why it is tempting.

    A wrong answer that occurs in a typical mistake is plausible, and needs feedback of its own: why it is tempting, and
    where to look. All other wrong answers may share the exercise's `other`; without `other`, each needs feedback of its
    own. Add the feedback below the item, under the name of the wrong answer.
    """
    tempting = {
        (hint.item, exercise.feedback_name(hint.item, hint.column, hint.value))
        for mistake in exercise.mistakes
        for hint in hints(exercise, exercise.read(mistake.answer))
    }
    for number, item in enumerate(exercise.lines):
        for name in sorted(exercise.feedback_names(item.id)):
            if name not in item.feedback and ((item.id, name) in tempting or not exercise.other):
                line = subject.line("items", number, "feedback")
                yield line, f"'{item.id}' has no feedback on '{name}'; add `{name}:` to its feedback"
