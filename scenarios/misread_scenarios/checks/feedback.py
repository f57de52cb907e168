"""Rules about feedback: it must be short, judge the move, and name its idea."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.model import Choice, Note, Passage, Scene
from misread_scenarios.paths import words
from misread_scenarios.play import Move, last_of, points, total

FEWEST_WORDS, MOST_WORDS = 25, 70
FEWEST_SENTENCES = 2
FEWEST_OPENINGS, MOST_OF_ONE_OPENING = 8, 0.2
SENTENCE = re.compile(r"[.!?][\"'”’)]*(?:\s+|$)")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
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


def poor_feedback(checked: CheckedScenario) -> Iterator[Finding]:
    """Q11: feedback has 25 to 70 words, mentions something in the scene, and judges the move, not the person.

    A note names the decisive signal, so it shares a word of at least four letters with the scene: its paragraphs, its
    fact, the option, or what happened next. The note has at least two sentences and ascribes no trait to the learner
    (you are naive). If the points of a choice depend on a drawn fact, the choice has a different note for each world
    that scores it differently. `covers` names at least one idea (S84), and a finding (E12) if the text gives a figure;
    in a scene that asks for a confidence, percentages are the learner's own and need no finding. Only a human reader
    can judge whether a note is well written.
    """
    for scene in checked.scenario.scenes:
        scene_words = _long_words(scene.fact or "", *(passage.text for passage in scene.paragraphs))
        for choice in scene.choices:
            own = scene_words | _long_words(choice.text, *(passage.text for passage in choice.then))
            for note in choice.why:
                for message in _faults(checked.names.fill(note.text)):
                    yield note.line, f"the feedback on '{choice.id}' {message}"
                if not own & _long_words(note.text):
                    yield (
                        note.line,
                        f"the feedback on '{choice.id}' names nothing of the scene; say which signal decided",
                    )
            yield from _shared_notes(checked, scene, choice)
            yield from _uncovered(scene, choice)


def _long_words(*texts: str) -> set[str]:
    return {word.lower() for text in texts for word in LONG_WORD.findall(text)}


def _shared_notes(checked: CheckedScenario, scene: Scene, choice: Choice) -> Iterator[Finding]:
    """Yield the notes of a choice that two worlds share although they score the choice differently."""
    move = Move(choice.id, (choice,))
    if not checked.scenario.draw or scene.confidence is not None:
        return
    earned: dict[Note, dict[tuple[object, ...], set[float]]] = {}
    for state in checked.states[scene.id] if checked.uncountable is None else ():
        note = last_of(choice.why, state)
        if note is not None:
            world = tuple(state[fact] for fact in checked.scenario.draw)
            earned.setdefault(note, {}).setdefault(world, set()).add(total(points(scene, state, move)))
    for note, worlds in earned.items():
        if not set.intersection(*worlds.values()):
            message = f"the feedback on '{choice.id}' is the same in worlds that score it differently"
            yield note.line, f"{message}; give each its own note, `why (if …): …`"


def like_openings(checked: CheckedScenario) -> Iterator[Finding]:
    """Q32: notes on choices do not all begin alike.

    Learners stop reading after the third note that begins with the same two words. The notes of a file have at least
    eight different openings, and no opening begins more than a fifth of them. Open with a question, with what the other
    person saw, with a figure, a cost or a gain. Files with fewer than sixteen notes are left out.
    """
    notes = [note for scene in checked.scenario.scenes for choice in scene.choices for note in choice.why]
    if len(notes) < 2 * FEWEST_OPENINGS:
        return
    openings: defaultdict[str, list[Note]] = defaultdict(list)
    for note in notes:
        openings[" ".join(words(checked.names.fill(note.text))[:2]).lower()].append(note)
    if len(openings) < FEWEST_OPENINGS:
        message = f"the {len(notes)} notes open in {len(openings)} ways (at least {FEWEST_OPENINGS})"
        yield notes[0].line, f"{message}; open some with a question, a cost, or what the other person saw"
    for opening, alike in openings.items():
        if len(alike) > MOST_OF_ONE_OPENING * len(notes):
            message = f"{len(alike)} of {len(notes)} notes open with '{opening}' (at most {MOST_OF_ONE_OPENING:.0%})"
            yield alike[0].line, f"{message}; open some with a question, a cost, or what the other person saw"


def _faults(text: str) -> Iterator[str]:
    length = len(words(text))
    if not FEWEST_WORDS <= length <= MOST_WORDS:
        yield f"has {length} words; write {FEWEST_WORDS} to {MOST_WORDS}"
    sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
    if len(sentences) < FEWEST_SENTENCES:
        yield "has one sentence; say what was assumed, and what it cost or bought"
    if trait := TRAIT.search(text):
        yield f"says '{trait[0]}'; speak of the move, not of the person"


def _uncovered(scene: Scene, choice: Choice) -> Iterator[Finding]:
    """Yield what `covers` lacks. A missing `covers` is reported by SC047."""
    if choice.covers and not any(IDEA.match(idea) for idea in choice.covers):
        yield choice.line, f"'{choice.id}' covers no idea of the course; add one, as in `  - covers: S84`"
    if scene.confidence is None and not any(EVIDENCE.match(idea) for idea in choice.covers):
        for passage in _with_figures(choice):
            yield passage.line, f"the feedback on '{choice.id}' gives a figure; name its finding, as in `covers: E12`"


def _with_figures(choice: Choice) -> list[Passage]:
    return [passage for passage in choice.why if FIGURE.search(passage.text)]
