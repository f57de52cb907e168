"""Whether feedback is feedback: short, about the move, with its idea named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from misread_scenarios.checks.items import words
from misread_scenarios.checks.rule import Finding
from misread_scenarios.checks.subject import Subject
from misread_scenarios.model import Choice, Passage, Scene

FEWEST_WORDS, MOST_WORDS = 25, 70
FEWEST_SENTENCES = 3
SENTENCE = re.compile(r"[.!?][\"'”’)]*(?:\s+|$)")
ASSUMPTION = re.compile(
    r"\b(?:assum|suppos|presum|expect|belie[fv]|thought|think|idea|hop(?:e|ing)|guess|trust|treat|premise|pattern|view|"
    r"wish|judg|meant|sense|took|tak(?:e|ing)|read|heard|saw|seen|held|preference|count(?:ed|ing)? on|"
    r"rest(?:s|ed|ing)? on|start(?:ed|ing)? (?:from|point)|"
    r"went (?:by|with)|look(?:s|ed)? (?:for|like)|ask(?:s|ed)? whose|as (?:if|though))",
    re.IGNORECASE,
)
TRAIT = re.compile(
    r"\byou(?:['’]re| are| were| seem| look| have been| tend to be)(?: \w+){0,3} "
    r"(?:naive|lazy|weak|blind|careless|cold|cowardly|arrogant|selfish|insensitive|impatient|timid|stubborn|rigid|soft|"
    r"harsh|unfair|ignorant|clumsy|thoughtless|biased|defensive|controlling|manipulative|dishonest|incompetent|foolish|"
    r"stupid|gullible|(?:bad|poor|good|great|born|natural) (?:manager|leader|boss|listener))\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d(?:\s?%| per cent| percent| (?:in|of|out of) \d)")
IDEA = re.compile(r"S\d+$")
EVIDENCE = re.compile(r"E\d+$")


def poor_feedback(subject: Subject) -> Iterator[Finding]:
    """Q11: feedback has 25 to 70 words, opens with what the choice assumed, and judges the move, not the person.

    The first sentence says what the choice took for granted (This assumed …, The idea was …, Behind this was the hope
    …); what it cost or bought and a better or equal choice take at least two more. No sentence ascribes a trait to the
    learner (you are naive). `covers` names at least one idea (S84), and a finding (E12) where the text gives a figure;
    per cents in a scene that asks for a confidence are the learner's own. Whether effect and alternative are well put,
    a reader must judge.
    """
    for scene in subject.scenario.scenes:
        for choice in scene.choices:
            for passage in choice.why:
                for message in _faults(subject.names.fill(passage.text)):
                    yield passage.line, f"the feedback on '{choice.id}' {message}"
            yield from _uncovered(scene, choice)


def _faults(text: str) -> Iterator[str]:
    length = len(words(text))
    if not FEWEST_WORDS <= length <= MOST_WORDS:
        yield f"has {length} words; write {FEWEST_WORDS} to {MOST_WORDS}"
    sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
    if not ASSUMPTION.search(sentences[0]):
        yield "does not open with what the choice assumed; begin as in `This assumed that …` or `The idea was …`"
    if len(sentences) < FEWEST_SENTENCES:
        yield f"has {len(sentences)} sentences; say what was assumed, what it cost or bought, and what else would do"
    if trait := TRAIT.search(text):
        yield f"says '{trait[0]}'; speak of the move, not of the person"


def _uncovered(scene: Scene, choice: Choice) -> Iterator[Finding]:
    """Yield what `covers` lacks (that it is missing at all is another rule's business)."""
    if choice.covers and not any(IDEA.match(idea) for idea in choice.covers):
        yield choice.line, f"'{choice.id}' covers no idea of the course; add one, as in `  - covers: S84`"
    if scene.confidence is None and not any(EVIDENCE.match(idea) for idea in choice.covers):
        for passage in _with_figures(choice):
            yield passage.line, f"the feedback on '{choice.id}' gives a figure; name its finding, as in `covers: E12`"


def _with_figures(choice: Choice) -> list[Passage]:
    return [passage for passage in choice.why if FIGURE.search(passage.text)]
