"""Rules about texts: their length, their reading level, and the minutes that they take."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from typing import Any

from misread_scenarios.checks import Finding, inclusive, reading_level
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.choose import ChoiceItem, Transcript
from misread_scenarios.exercises.data import ChoiceQuestion, Data, LimitsQuestion, NumberQuestion
from misread_scenarios.exercises.exercise import Exercise, Item, LibraryFile, Place, Scored
from misread_scenarios.exercises.form import Form, FormTable
from misread_scenarios.exercises.multi_select import MultiSelect
from misread_scenarios.exercises.order import Cut, RankedItem
from misread_scenarios.exercises.rate import FORMS, Rate
from misread_scenarios.exercises.reflection import Reflection
from misread_scenarios.exercises.rubric import Rubric
from misread_scenarios.exercises.values import Values
from misread_scenarios.paths import words

EXPLANATION, FEEDBACK, LINE = (25, 60), (10, 40), (12, 24)
LONGEST_TO_SHORTEST = 1.6
BELONGING_TO_OTHERS = (0.85, 1.15)
READ_A_MINUTE, WRITTEN_A_MINUTE, SECONDS_AN_ITEM = 200, 15, 40
SECONDS_A_FIGURE, SECONDS_A_PAIR = 100, 25
CLOSE = 0.2


def wordy_texts(subject: ExerciseSubject, exercise: Scored) -> Iterator[Finding]:
    """EX035: an explanation has 25 to 60 words, feedback 10 to 40.

    Feedback says why the answer is tempting and where to look, which takes two sentences. The explanation says why the
    key is right, and what follows from it. Shorter texts leave out one of the two, and learners do not read longer ones
    between two tries.
    """
    for number, item in enumerate(exercise.lines):
        texts = [(("explain",), item.explain, EXPLANATION)]
        texts += [(("feedback", name), text, FEEDBACK) for name, text in item.feedback.items()]  # type: ignore[misc]
        for place, text, (fewest, most) in texts:
            length = len(words(text))
            if not fewest <= length <= most:
                what = " ".join(place)
                line = subject.line("items", number, *place)
                yield line, f"`{what}` of '{item.id}' has {length} words; write {fewest} to {most}"


def lines_that_show(subject: ExerciseSubject, exercise: MultiSelect) -> Iterator[Finding]:
    """EX036: the lines to pick from are about equally long.

    People who know nothing about the subject can still see which lines the author took most care of. Each line has 12
    to 24 words, and the longest has at most 1.6 times as many as the shortest. The lines that belong have on average
    0.85 to 1.15 times as many words as the others.
    """
    lengths = [len(words(item.text)) for item in exercise.items]
    for number, (item, length) in enumerate(zip(exercise.items, lengths, strict=True)):
        if not LINE[0] <= length <= LINE[1]:
            line = subject.line("items", number, "text")
            yield line, f"'{item.id}' has {length} words; write {LINE[0]} to {LINE[1]}"
    if max(lengths) > LONGEST_TO_SHORTEST * min(lengths):
        pair = f"the longest line has {max(lengths)} words and the shortest {min(lengths)}"
        yield subject.line("items"), f"{pair}; bring them within a factor of {LONGEST_TO_SHORTEST}"
    belong = [length for item, length in zip(exercise.items, lengths, strict=True) if item.key]
    others = [length for item, length in zip(exercise.items, lengths, strict=True) if not item.key]
    ratio = statistics.mean(belong) / statistics.mean(others)
    if not BELONGING_TO_OTHERS[0] <= ratio <= BELONGING_TO_OTHERS[1]:
        yield subject.line("items"), f"lines that belong have {ratio:.2f} of the words of the others (0.85 to 1.15)"


def hard_texts(subject: ExerciseSubject, content: LibraryFile) -> Iterator[Finding]:
    """EX037: the texts are plain to read.

    The measure is the school grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. Each
    group of vowels counts as a syllable, except a silent e at the end. The median grade of all texts of the file is at
    most 8, and no text of twelve words or more is above 11. Over the file, a sentence has at most 18 words on average.
    Shorter sentences and everyday words bring all three down.
    """
    yield from (
        (subject.line(*place), message) for place, message in reading_level.hard_texts(_texts(content), ("title",))
    )


def leaving_out(subject: ExerciseSubject, content: LibraryFile) -> Iterator[Finding]:
    """EX049: no word and no image leaves somebody out.

    `inclusive_language.yaml` beside the scenarios lists job names for one gender, words that make an illness or an age
    a reproach, and images from war, from one country's sports or from somebody else's history, each with what to write
    instead. An exception that is meant as it should be stands under `except` in the list.
    """
    for place, text in _texts(content):
        yield from ((subject.line(*place), said) for said in inclusive.left_out(text))


def minutes_taken(exercise: Exercise) -> float:
    """Return the minutes that an exercise takes, as EX038 works them out."""
    taken = sum(len(words(text)) for place, text in _texts(exercise) if _read_first(place)) / READ_A_MINUTE
    if isinstance(exercise, Scored):
        taken += sum(_seconds(item) for item in exercise.lines) / 60
    elif isinstance(exercise, Values):
        taken += (exercise.rank * SECONDS_AN_ITEM + exercise.pairs * SECONDS_A_PAIR) / 60
    elif isinstance(exercise, Reflection):
        taken += exercise.words.min / WRITTEN_A_MINUTE
    return taken


def other_minutes(subject: ExerciseSubject, exercise: Exercise) -> Iterator[Finding]:
    """EX038: the stated minutes are the time that the exercise takes.

    The time is 200 words a minute for the texts that come before an answer, 40 seconds an item, 100 for a figure to be
    found in data, and 15 words a minute for the fewest words of a text to write. In an exercise on values, each ranked
    card takes as long as an item, and each pair of jobs 25 seconds. The stated minutes differ from the time by at most
    20 %, or by one minute.
    """
    taken = minutes_taken(exercise)
    if abs(taken - exercise.minutes) > max(CLOSE * taken, 1):
        minutes = max(1, round(taken))
        message = f"the exercise takes about {minutes} minutes, not {exercise.minutes}; write `minutes: {minutes}`"
        yield subject.line("minutes"), message


def _seconds(item: Item) -> int:
    return SECONDS_A_FIGURE if isinstance(item, NumberQuestion) else SECONDS_AN_ITEM


def _read_first(place: Place) -> bool:
    return place[0] not in {"other", "sample", "mistakes"} and place[-1] != "explain" and "feedback" not in place


def _texts(content: LibraryFile) -> Iterator[tuple[Place, str]]:
    """Yield the texts that learners, or readers of their texts, see."""
    if isinstance(content, Exercise):
        yield ("instruction",), content.instruction
        yield ("scoring",), content.scoring
    for kind, texts in _OF_KIND.items():
        if isinstance(content, kind):
            yield from texts(content)


def _of_reflection(reflection: Reflection) -> Iterator[tuple[Place, str]]:
    for field in ("prompt", "help", "sample"):
        yield (field,), getattr(reflection, field)


def _of_rubric(rubric: Rubric) -> Iterator[tuple[Place, str]]:
    for number, row in enumerate(rubric.rows):
        for name in ("asks", "zero"):
            yield ("rows", number, name), getattr(row, name)
        for name in ("one", "two"):
            yield ("rows", number, name, "looks_like"), getattr(row, name).looks_like


def _of_form(form: Form) -> Iterator[tuple[Place, str]]:
    """Yield the texts of a form that are sentences; labels and options are no more than a few words."""
    for name in ("purpose", "seen_by", "privacy"):
        yield (name,), getattr(form, name)
    for number, section in enumerate(form.sections):
        if section.intro:
            yield ("sections", number, "intro"), section.intro
        for index, part in enumerate(section.fields):
            entries = part.columns if isinstance(part, FormTable) else ()
            yield from ((("sections", number, "fields", index), each.help) for each in (part, *entries) if each.help)
    for number, check in enumerate(form.checks):
        yield ("checks", number, "say"), check.say


def _of_scored(exercise: Scored) -> Iterator[tuple[Place, str]]:
    if exercise.case:
        yield ("case",), exercise.case
    if exercise.other:
        yield ("other",), exercise.other
    if isinstance(exercise, Data):
        yield ("about",), exercise.about
        yield ("chart", "headline"), exercise.chart.headline
    for number, item in enumerate(exercise.lines):
        yield ("items", number, "text"), item.text
        yield from _of_options(number, item)
        yield ("items", number, "explain"), item.explain
        for name, text in item.feedback.items():
            yield ("items", number, "feedback", name), text


def _of_values(exercise: Values) -> Iterator[tuple[Place, str]]:
    for field in ("private", "same", "moved", "moved_ask", "circle"):
        yield (field,), getattr(exercise, field)
    for number, card in enumerate(exercise.items):
        for field in ("text", "much", "little"):
            yield ("items", number, field), getattr(card, field)


def _of_rated(item: Rate) -> Iterator[tuple[Place, str]]:
    for option, text in item.options.items():
        yield ("options", option), text
    for name in FORMS:
        for field in ("situation", "rationale"):
            yield ("forms", name, field), getattr(item.forms[name], field)


def _of_options(number: int, item: Item) -> Iterator[tuple[Place, str]]:
    """Yield the options of an item, or the lines of its talk."""
    if isinstance(item, ChoiceItem | RankedItem | Cut | ChoiceQuestion | LimitsQuestion):
        for option, text in item.options.items():
            yield ("items", number, "options", option), text
    if isinstance(item, Transcript):
        for place, line in enumerate(item.lines):
            yield ("items", number, "lines", place, "says"), line.says


_OF_KIND: dict[type[Any], Callable[..., Iterator[tuple[Place, str]]]] = {
    Scored: _of_scored,
    Reflection: _of_reflection,
    Values: _of_values,
    Rate: _of_rated,
    Form: _of_form,
    Rubric: _of_rubric,
}
"""What yields the texts of each kind of content, by its class."""
