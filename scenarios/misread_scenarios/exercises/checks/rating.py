"""Rules about situations whose options are rated."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.checks.lengths import LINE, LONGEST_TO_SHORTEST
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.rate import FORMS, Rate
from misread_scenarios.paths import words

SITUATION, RATIONALE = (50, 90), (30, 60)
FEWEST_RATERS, WIDEST_SPREAD = 8, 1.0


def unclear_best_options(subject: ExerciseSubject, item: Rate) -> Iterator[Finding]:
    """EX042: in each form of a situation, the option that `best` names has the highest value in the key, alone.

    The best option and the key are written in two places, so that each guards the other against a slip. Learners pick
    one option as the best, and are told how their pick compares with this one; two that share the highest value would
    make one of two equal picks a miss. Correct the one that is wrong, or look for what sets the two options apart.
    """
    for name in FORMS:
        form = item.forms[name]
        highest = max(form.key.values())
        top = [option for option, value in form.key.items() if value == highest]
        if top != [form.best]:
            message = f"`best` is '{form.best}', and the highest value of the key is that of {', '.join(top)}"
            yield subject.line("forms", name, "best"), message


def forms_with_one_answer(subject: ExerciseSubject, item: Rate) -> Iterator[Finding]:
    """EX043: the two forms of a situation differ in their decisive words alone, and in which option is best.

    People who have learned that a kind of option is good would otherwise do well without reading. With one fact changed
    and another best option, only those who weigh the fact do well in both forms. The rest of the text is the same, so
    that the forms are equally hard to read.
    """
    first, second = (item.forms[name] for name in FORMS)
    if first.best == second.best:
        yield subject.line("forms", "b", "best"), f"'{first.best}' is best in both forms; let the fact change that"
    rest = [form.situation.replace(form.decisive, "…") for form in (first, second)]
    if rest[0] != rest[1]:
        message = "apart from `decisive`, the situation differs from that of form a; change only the decisive words"
        yield subject.line("forms", "b", "situation"), message


def options_that_show(subject: ExerciseSubject, item: Rate) -> Iterator[Finding]:
    """EX044: the four options are about equally long.

    Each has 12 to 24 words, and the longest at most 1.6 times as many as the shortest. People who know nothing about
    the subject can otherwise see which option the author took most care of. Two options with the same words cannot be
    told apart.
    """
    lengths = {option: len(words(text)) for option, text in item.options.items()}
    for option, length in lengths.items():
        if not LINE[0] <= length <= LINE[1]:
            message = f"option '{option}' has {length} words; write {LINE[0]} to {LINE[1]}"
            yield subject.line("options", option), message
    longest, shortest = max(lengths.values()), min(lengths.values())
    if longest > LONGEST_TO_SHORTEST * shortest:
        pair = f"the longest option has {longest} words and the shortest {shortest}"
        yield subject.line("options"), f"{pair}; bring them within a factor of {LONGEST_TO_SHORTEST}"
    if len({text.casefold() for text in item.options.values()}) < len(item.options):
        yield subject.line("options"), "two options have the same words; say what sets them apart"


def wordy_situations(subject: ExerciseSubject, item: Rate) -> Iterator[Finding]:
    """EX045: a situation has 50 to 90 words, and the reason for its key 30 to 60.

    Twelve situations are read in one sitting. A shorter text leaves out what makes a second option plausible, and a
    longer one measures patience. The reason says why the decisive fact makes one option best, and what is wrong with
    the most tempting of the others.
    """
    for name in FORMS:
        form = item.forms[name]
        for field, text, (fewest, most) in (
            ("situation", form.situation, SITUATION),
            ("rationale", form.rationale, RATIONALE),
        ):
            if not fewest <= (length := len(words(text))) <= most:
                message = f"`{field}` of form {name} has {length} words; write {fewest} to {most}"
                yield subject.line("forms", name, field), message


def keys_without_a_panel(subject: ExerciseSubject, item: Rate) -> Iterator[Finding]:
    """EX046: a key from a panel has eight raters or more, and a spread of at most 1.0 for each option.

    `key_from: panel` tells learners and L&D teams that people from management and HR rated the options without seeing a
    draft. Then `raters` has their number, and the `spread` of each form the standard deviation of their ratings. An
    option on which they disagree more than that has no key, and is rewritten. A draft has neither `raters` nor
    `spread`; write `key_from: designers` for it.
    """
    if item.key_from == "designers":
        if item.raters or any(item.forms[name].spread for name in FORMS):
            message = "a draft has no `raters` and no `spread`; take them out, or write `key_from: panel`"
            yield subject.line("key_from"), message
        return
    if item.raters < FEWEST_RATERS:
        message = f"a panel has {FEWEST_RATERS} raters or more, and `raters` says {item.raters}"
        yield subject.line("key_from"), message
    for name in FORMS:
        spread = item.forms[name].spread
        if not spread:
            yield subject.line("forms", name), f"form {name} has no `spread`; give that of each option"
        for option, value in spread.items():
            if value > WIDEST_SPREAD:
                message = (
                    f"the panel's ratings of '{option}' spread by {value:g}, more than {WIDEST_SPREAD}; rewrite it"
                )
                yield subject.line("forms", name, "spread"), message
