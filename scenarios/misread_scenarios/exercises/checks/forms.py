"""Rules about forms: who may see them, how they keep names out, and the checks that are built into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.form import Entry, Filled, Form, FormTable
from misread_scenarios.exercises.form_checks import PRIVACY, Advice, advice_on
from misread_scenarios.library import UnknownScenario, load
from misread_scenarios.paths import words

INSTEAD_OF_NAMES = re.compile(r"\b(?:initials?|roles?)\b", re.IGNORECASE)
WHO_SEES = re.compile(r"\b(?:sees?|reads?|opens?|shows?)\b", re.IGNORECASE)
ASKS_FOR_A_PERSON = re.compile(r"\b(?:who|whom|whose|person|partner|mentor|names?|owner)\b", re.IGNORECASE)
FEWEST_WORDS = 6


def forms_without_privacy(subject: ExerciseSubject, form: Form) -> Iterator[Finding]:
    """EX060: a form says who may see it, and asks for initials or roles instead of names.

    What people write on a form is often about somebody else. `seen_by` tells them in a whole sentence who can read it,
    and `privacy` asks for initials or roles. Both are shown above the first field and stay on every print.
    """
    if not WHO_SEES.search(form.seen_by) or len(words(form.seen_by)) < FEWEST_WORDS:
        yield (
            subject.line("seen_by"),
            "`seen_by` does not say who may see the form; write who can read it, in a sentence",
        )
    if not INSTEAD_OF_NAMES.search(form.privacy):
        yield subject.line("privacy"), "`privacy` does not ask for initials or roles; ask for them instead of names"


def names_asked_for(subject: ExerciseSubject, form: Form) -> Iterator[Finding]:
    """EX061: a field that asks for a person asks for initials or a role.

    A label such as "Who does it" invites a full name, in spite of the sentence above the form. Say "initials" or "role"
    in the label or in the help of that field. Fields for several lines of text are left alone.
    """
    for place, entry in _entries(form):
        text = f"{entry.label} {entry.help}"
        if entry.kind == "line" and ASKS_FOR_A_PERSON.search(entry.label) and not INSTEAD_OF_NAMES.search(text):
            yield (
                subject.line(*place),
                f"'{entry.id}' asks for a person; say in its help that initials or a role will do",
            )


def examples_with_advice(subject: ExerciseSubject, form: Form) -> Iterator[Finding]:
    """EX062: no check of a form speaks on its own example.

    The example shows learners what a well filled-in form looks like. A check that speaks on it is too strict, or the
    example is not good enough. That includes the check for names, which every form has.
    """
    for advice in advice_on(Filled(form, form.example)):
        yield subject.line("example", advice.part), f"the check '{advice.check}' speaks on the example{_why(advice)}"


def checks_without_a_slip(subject: ExerciseSubject, form: Form) -> Iterator[Finding]:
    """EX063: each check of a form speaks on a slip, and each slip makes exactly the checks speak that it names.

    A slip is the example with a change. It shows that a check works, and that it is silent where it has nothing to say.
    Add a slip for each check, and name all checks that speak on it.
    """
    fired: set[str] = set()
    for number, slip in enumerate(form.slips):
        spoke = {advice.check for advice in advice_on(Filled(form, {**form.example, **slip.change}))}
        fired |= spoke
        if spoke != set(slip.fires):
            said = ", ".join(sorted(spoke)) or "no check"
            yield subject.line("slips", number, "fires"), f"on this slip speaks {said}, and not {', '.join(slip.fires)}"
    for number, check in enumerate(form.checks):
        if check.id not in fired:
            yield subject.line("checks", number), f"no slip makes the check '{check.id}' speak; add one"


def unknown_cases(subject: ExerciseSubject, form: Form) -> Iterator[Finding]:
    """EX064: the case that a form starts from exists, and has the scenes that the form names.

    A form may offer what a learner chose in a case as first lines. It names the scenario of the library and, for each
    line, the scene in which the choice was made and the field that it may go into.
    """
    if form.from_run is None:
        return
    try:
        scenes = {scene.id for scene in load(form.from_run.scenario).scenes}
    except UnknownScenario as error:
        yield subject.line("from_run", "scenario"), str(error)
        return
    for number, line in enumerate(form.from_run.lines):
        if line.scene not in scenes:
            missing = f"'{form.from_run.scenario}' has no scene '{line.scene}'"
            yield subject.line("from_run", "lines", number), f"{missing}; there are: {', '.join(sorted(scenes))}"


def _entries(form: Form) -> Iterator[tuple[tuple[str | int, ...], Entry]]:
    for number, section in enumerate(form.sections):
        for index, part in enumerate(section.fields):
            place = ("sections", number, "fields", index)
            if isinstance(part, FormTable):
                yield from (((*place, "columns", at), column) for at, column in enumerate(part.columns))
            else:
                yield place, part


def _why(advice: Advice) -> str:
    return f": '{advice.words}' looks like a name" if advice.check == PRIVACY else ""
