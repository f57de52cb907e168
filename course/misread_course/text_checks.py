"""The checker's rules for the words of a lesson: how hard they read, whom they leave out, what they claim, how long."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from misread_course.catalogue import Lesson
from misread_course.items import OPTIONAL, LessonItem, items
from misread_course.notebook import cells, source_of
from misread_course.steps import CASE, MINUTES, WORDS_A_MINUTE, steps
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.checks import inclusive, reading_level
from misread_scenarios.evidence import causal_words, citations
from misread_scenarios.exercises import load_exercise
from misread_scenarios.exercises.checks import minutes_taken as exercise_minutes
from misread_scenarios.library import load
from misread_scenarios.paths import run_minutes

SOURCES = "## Where this comes from"
"""The heading of the cell that lists the studies of a lesson."""
BLOCK = re.compile(r"\n\s*\n|\n(?=[-*] )")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"’”)]*\s+")
MADE_UP = "made up"
SECONDS_A_DECISION = 25
CLOSE = 0.2
"""The largest share by which the stated minutes may differ from those that a lesson takes."""


@dataclasses.dataclass(frozen=True)
class LessonText:
    """A text of a lesson, and the id of the cell that shows it."""

    cell: str
    text: str


def prose(lesson: Lesson) -> Iterator[LessonText]:
    """Yield each paragraph and list entry of a lesson's text cells, without headings and without its sources."""
    for cell in cells(lesson):
        source = source_of(cell)
        if cell["cell_type"] == "markdown" and not source.startswith(SOURCES):
            for block in BLOCK.split(source):
                if (text := block.strip()) and not text.startswith("#"):
                    yield LessonText(cell["id"], text.removeprefix("- "))


def card_texts(lesson: Lesson) -> Iterator[LessonText]:
    """Yield each text of a lesson's first guesses and of its questions from memory."""
    for item in items(lesson):
        if item.kind == "guess":
            card = load_guess(item.id)
            own = [*card.paragraphs, card.ask, *card.choices.values(), *card.replies.values(), card.after]
        elif item.kind == "recall":
            recall = load_recall(item.id)
            own = [
                *recall.paragraphs,
                *(text for question in recall.questions for text in (question.text, question.good)),
            ]
        else:
            continue
        yield from (LessonText(item.cell, text) for text in own)


def hard_words(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE004: a lesson is plain to read.

    The measure is the school grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. The
    median grade of all paragraphs and cards of the lesson is at most 8, and none of twelve words or more is above 11.
    Over the lesson, a sentence has at most 18 words on average. Headings and the list of sources do not count. Shorter
    sentences and everyday words bring all three figures down.
    """
    texts = [(each.cell, each.text) for each in (*prose(lesson), *card_texts(lesson))]
    yield from reading_level.hard_texts(texts, cells(lesson)[0]["id"])


def leaving_out(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE005: no word and no image of a lesson leaves somebody out.

    `inclusive_language.yaml` beside the scenarios lists job names for one gender, words that make an illness or an age
    a reproach, and images from war, from one country's sports or from somebody else's history, each with what to write
    instead. An exception that is meant as it should be stands under `except` in the list.
    """
    headings = (LessonText(step.cells[0], step.title) for step in steps(lesson))
    for each in (*prose(lesson), *card_texts(lesson), *headings):
        yield from ((each.cell, said) for said in inclusive.left_out(each.text))


def unknown_studies(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE006: every study that a lesson quotes is on the list of those that were read.

    A text cites a study as `(Badura and others, 2020)`, and `evidence.yaml` beside the scenarios has its authors, its
    year, where it appeared and how it was done. What was found only through somebody else's report has `read: false`
    there and is not quoted as a fact. Correct the citation, or read the study and add it to the list.
    """
    for cell in cells(lesson):
        if cell["cell_type"] == "markdown":
            for cited, study in citations(source_of(cell)):
                if study is None:
                    yield cell["id"], f"'{cited}' is not in evidence.yaml; correct the citation, or add the study"
                elif not study.read:
                    yield cell["id"], f"'{cited}' was not read itself; read it, or take the claim out"


def causes_without_an_experiment(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE007: a sentence that quotes a study without an experiment names no cause.

    Surveys, records, theories and polls show what goes together. A sentence such as "safety raises output (Frazier and
    others, 2017)" says more than the study can. Write "goes with", or quote an experiment. `design` in `evidence.yaml`
    says how each study was done.
    """
    for each in prose(lesson):
        for sentence in SENTENCE_END.split(each.text):
            weak = [cited for cited, study in citations(sentence) if study and study.design != "experiment"]
            if weak and (causal := causal_words(sentence)):
                yield (
                    each.cell,
                    f"'{causal[0]}' names a cause, and {weak[0]} is not an experiment; write what goes with what",
                )


def real_people(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE008: a lesson with a case says that its people and firms are made up.

    Readers otherwise look for the firm behind a case, or take its figures for findings. The last text cell of the
    lesson says it, below the sources: "The people and the firms that you play are made up." Practice data say of
    themselves what they are, in the exercise that they belong to.
    """
    texts = [cell for cell in cells(lesson) if cell["cell_type"] == "markdown"]
    if any(item.kind == CASE for item in items(lesson)) and MADE_UP not in source_of(texts[-1]):
        yield texts[-1]["id"], f"the lesson has a case and does not say at its end that people and firms are {MADE_UP}"


def other_minutes(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """LE009: a lesson says truly how long it takes.

    The time is 200 words a minute for the texts, 25 seconds for each decision of a case and for each first guess, and
    for exercises what EX038 works out: 40 seconds an item, and more for figures to find and texts to write. Questions
    from memory, mirrors and situations to rate take the minutes that they state, and tools, which are optional, none.
    The time differs from the lesson's minutes by at most 20 % of these. Learners plan by them, and so do facilitators.
    """
    taken = minutes_taken(lesson)
    if abs(taken - lesson.minutes) > CLOSE * lesson.minutes:
        yield cells(lesson)[0]["id"], f"the lesson takes about {taken:.0f} minutes, and says {lesson.minutes}"


def minutes_taken(lesson: Lesson) -> float:
    """Return the minutes that a lesson takes, from its words, its decisions and its exercises."""
    read = sum(len(source_of(cell).split()) for cell in cells(lesson) if cell["cell_type"] == "markdown")
    return read / WORDS_A_MINUTE + sum(_item_minutes(item) for item in items(lesson) if item.kind not in OPTIONAL)


def _item_minutes(item: LessonItem) -> float:
    if item.kind == CASE:
        return run_minutes(load(item.id))
    if item.kind == "exercise":
        return exercise_minutes(load_exercise(item.id))
    if item.kind == "guess":
        card = load_guess(item.id)
        texts = [*card.paragraphs, card.ask, *card.choices.values(), max(card.replies.values(), key=len, default="")]
        return len(" ".join([*texts, card.after]).split()) / WORDS_A_MINUTE + SECONDS_A_DECISION / 60
    return MINUTES[item.kind](item.id)
