"""Generates scenarios from a seed, large enough to measure the reader, the counter and the checker."""

from __future__ import annotations

import random

OPTIONS = ("ask", "wait", "write", "leave")
WORDS = ("the", "sheet", "lies", "on", "the", "desk", "and", "nobody", "has", "said", "what", "it", "is", "for", "yet")


def scenario_text(id_: str, scenes: int, seed: int) -> str:
    """Return a scenario file with a number of scenes of four choices each: 4 ** scenes paths."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return "\n".join(
        [*_header(id_), *(line for number in range(1, scenes + 1) for line in _scene(number, chance)), *_endings()]
    )


def _header(id_: str) -> list[str]:
    return [
        "---",
        "format: scenario/1",
        f"id: {id_}",
        "title: A generated case",
        "minutes: 20",
        "competencies: [C1, C2, C3]",
        "state:",
        "  trust: 0..10 = 5  # trust",
        "  known: 0..10 = 0  # what is known",
        "  calm: 0..10 = 6   # calm",
        "  open: flag        # a way is open",
        "cast:",
        "  sam: {name: Sam, pronouns: they, packs: [{name: Tunde, pronouns: he}, {name: Ilse, pronouns: she}]}",
        "tiers: [[E1], [E2], [E3]]",
        "good: [E1, E2]",
        "---",
    ]


def _scene(number: int, chance: random.Random) -> list[str]:
    lines = [
        f"## N{number} Scene {number}",
        "",
        _sentence(chance, 60),
        "",
        "> host: Ask what each of them would need to see.",
        "",
    ]
    for option in chance.sample(OPTIONS, len(OPTIONS)):
        points = chance.randint(0, 3)
        lines += [
            f"- {option}. {_sentence(chance, 16)}",
            f"  - effect: trust {chance.choice(['+1', '-1', '+2', '-2'])}, known {chance.choice(['+1', '+2', '-1'])}",
            f"  - effect (if trust >= {chance.randint(2, 8)}): calm {chance.choice(['+1', '-1'])}, open = yes",
            f"  - score: C1 {points}, C2 {chance.randint(0, 3)}",
            f"  - score (if known >= {chance.randint(2, 8)}): C1 {min(points + 1, 3)}",
            f"  - hours: {chance.randint(0, 3)}",
            f"  - then: {_sentence(chance, 40)}",
            f"  - why: This assumed that {_sentence(chance, 40)}",
            f"  - tags: {option}",
            "  - covers: S84",
        ]
    return [*lines, ""]


def _endings() -> list[str]:
    text = " ".join(WORDS).capitalize() + "."
    rules = [
        "## Endings",
        "",
        "1. open and trust >= 6 -> E1",
        "2. known >= 5 or calm >= 8 -> E2",
        "3. otherwise -> E3",
        "",
    ]
    return rules + [line for number in (1, 2, 3) for line in (f"## E{number} Ending {number}", "", text, "")]


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."
