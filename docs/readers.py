"""Sheets for readers, and their scores: can the cases be solved from the options alone, and by reading?

A blind reader gets the option texts of every scene and nothing else:

    python docs/readers.py sheet 1 > sheet.md

and answers with a line a case, `sam-priya: B D A C B D A D C`. A careful reader plays each case once, in one world, a
letter at a time, and sees what a learner sees:

    python docs/readers.py play --world 0 --seed 1 sam-priya B D

Put the answers into a file, and add them to `docs/readers.yaml` with their scores:

    python docs/readers.py record blind 1 answers.txt
    python docs/readers.py record careful 1 answers.txt

In a scene that takes two options the letters stand together (`AC`); a confidence stands behind its letter (`B80`).
"""

from __future__ import annotations

import argparse
import functools
import itertools
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from misread_scenarios.library import library, load
from misread_scenarios.model import Choice, Scenario, Scene
from misread_scenarios.names import default_names
from misread_scenarios.paths import Case, FixedList, by_list, count, expect_over_worlds, is_case, offer_at
from misread_scenarios.play import Stand, opening, texts, transitions

RECORDED = Path(__file__).with_name("readers.yaml")
LETTERS = "ABCDEFGHIJ"


def cases() -> list[Scenario]:
    """Return the cases of the library, in the order of their ids."""
    return [scenario for scenario in map(load, library()) if is_case(scenario)]


def lettered(scene: Scene, seed: int) -> dict[str, Choice]:
    """Return the choices of a scene by the letters that a sheet of this seed gives them."""
    choices = sorted(scene.choices, key=lambda choice: choice.id)
    random.Random(f"{seed}/{scene.id}/{scene.choices[0].text}").shuffle(choices)  # noqa: S311 - no secret
    return dict(zip(LETTERS, choices, strict=False))


def sheet(seed: int) -> Iterator[str]:
    """Yield the lines of a blind reader's sheet."""
    for scenario in cases():
        fill = default_names(scenario).fill
        yield f"# {scenario.id}\n"
        for number, scene in enumerate(scenario.scenes, 1):
            yield f"## Decision {number}{_asks(scene)}\n"
            yield from (f"- {letter}. {fill(choice.text)}" for letter, choice in lettered(scene, seed).items())
            yield ""


def _asks(scene: Scene) -> str:
    several = f" (choose {scene.pick})" if scene.pick > 1 else ""
    levels = (
        f" (with how sure you are: {scene.confidence.low} to {scene.confidence.high} by {scene.confidence.step})"
        if scene.confidence
        else ""
    )
    return several + levels


def pick_of(scene: Scene, answer: str, seed: int) -> str:
    """Return the pick that an answer means: `B`, `AC` where two are chosen, `B80` with a confidence.

    Raises:
        SystemExit: where the scene offers no such letter or level, naming the scene and what it offers.
    """
    options = lettered(scene, seed)
    letters = answer.rstrip("0123456789%").upper()
    unknown = [letter for letter in letters if letter not in options]
    if unknown or len(letters) != scene.pick:
        message = f"scene {scene.id}: '{answer}' is no answer; it offers {', '.join(options)}{_asks(scene)}"
        raise SystemExit(message)
    ids = "+".join(options[letter].id for letter in letters)
    level = answer[len(letters) :].rstrip("%")
    if scene.confidence is not None and options[letters].claims is not None:
        sure = int(level or scene.confidence.high)
        if sure not in scene.confidence.levels:
            message = (
                f"scene {scene.id}: '{answer}' is no answer; levels are {', '.join(map(str, scene.confidence.levels))}"
            )
            raise SystemExit(message)
        return f"{ids}@{sure}"
    return ids


def seed_of(scenario: Scenario, world: int) -> int:
    """Return the first seed that draws a world, given by its number (counted round)."""
    wanted = transitions.draws(scenario)
    return next(seed for seed in itertools.count() if opening(scenario, seed).drawn == wanted[world % len(wanted)])


def played(scenario: Scenario, answers: Iterable[str], world: int, seed: int) -> Stand:
    """Return where a careful reader stands after some answers."""
    stand = opening(scenario, seed_of(scenario, world))
    for answer in answers:
        if stand.scene is None:
            message = f"{scenario.id} is over after {len(stand.steps)} answers; '{answer}' is one too many"
            raise SystemExit(message)
        stand = stand.after(pick_of(stand.scene, answer, seed))
    return stand


def told(stand: Stand, seed: int) -> Iterator[str]:
    """Yield what a careful reader sees: what the last choice led to, its note, and the scene that asks now."""
    fill = default_names(stand.scenario).fill
    for step in stand.steps[-1:]:
        for choice in step.choices:
            yield f"You chose: {fill(choice.text)}\n"
            if not stand.fact_shown:
                yield fill(texts.then_of(choice, step)) + "\n"
                yield f"(Note: {fill(texts.why_of(choice, step))})\n"
    if stand.scene is None:
        yield f"The end: {fill(stand.ending.title) if stand.ending else ''}\n"
        yield from (fill(text) + "\n" for text in texts.ending_paragraphs(stand))
        return
    yield f"## {fill(stand.scene.title)}{_asks(stand.scene)}\n"
    yield from (fill(text) + "\n" for text in texts.situation(stand))
    if stand.fact_shown and stand.scene.fact:
        yield fill(stand.scene.fact) + "\n"
    offered = {choice.id for choice in transitions.visible(stand.scene, stand.state)}
    for letter, choice in lettered(stand.scene, seed).items():
        if choice.id in offered:
            hours = f" ({choice.hours} h)" if "hours" in choice.model_fields_set else ""
            yield f"- {letter}. {fill(choice.text)}{hours}"


def blind_list(scenario: Scenario, picks: Iterable[str]) -> FixedList:
    """Return the fixed list that a blind reader's picks, one a scene, make over all offers of the case.

    A scene that is asked twice, before and after its fact, is answered alike.
    """
    chosen = dict(zip((scene.id for scene in scenario.scenes), picks, strict=True))
    offers = {
        offer for case in count(scenario).cases for spot in case.graph.spots if (offer := offer_at(spot)) is not None
    }
    return {offer: pick for offer in offers if (pick := _offered(chosen[offer[0]], offer[2]))}


def _offered(pick: str, moves: Iterable[str]) -> str | None:
    """Return a pick as its scene spells it, several choices in the file's order; None where it is not offered."""
    return next((move for move in moves if sorted(move.split("+")) == sorted(pick.split("+"))), None)


def blind_share(scenario: Scenario, picks: Iterable[str]) -> float:
    """Return the share of the best path's points that a blind reader's picks earn, in the mean over the worlds."""
    return expect_over_worlds(count(scenario), by_list(blind_list(scenario, picks))).share


def careful_share(scenario: Scenario, picks: Iterable[str], world: int) -> float:
    """Return the share of the best path's points that a run in one world earned."""
    stand = opening(scenario, seed_of(scenario, world))
    for pick in picks:
        stand = stand.after(pick)
    if not stand.over:
        message = f"{scenario.id}: the run is not over after {len(stand.steps)} picks"
        raise SystemExit(message)
    case: Case = count(scenario).case(stand.drawn)
    return sum(stand.points.values()) / case.maximum


@functools.cache
def recorded() -> dict[str, list[dict[str, Any]]]:
    """Return what was recorded of all readers."""
    return dict(yaml.safe_load(RECORDED.read_text("utf-8"))) if RECORDED.exists() else {"blind": [], "careful": []}


def shares(kind: str) -> dict[str, list[float]]:
    """Return the shares that readers of one kind earned, by case, as the library is now."""
    found: dict[str, list[float]] = {}
    for reader in recorded()[kind]:
        for id_, picks in reader["picks"].items():
            share = (
                blind_share(load(id_), picks) if kind == "blind" else careful_share(load(id_), picks, reader["world"])
            )
            found.setdefault(id_, []).append(share)
    return found


def record(kind: str, seed: int, world: int, file: Path) -> None:
    """Add a reader's answers to the recorded ones, and print what they earned."""
    picks: dict[str, list[str]] = {}
    for line in filter(str.strip, file.read_text("utf-8").splitlines()):
        id_, _, answers = line.partition(":")
        scenario = load(id_.strip())
        if kind == "blind":
            pairs = zip(scenario.scenes, answers.split(), strict=True)
            picks[scenario.id] = [pick_of(scene, answer, seed) for scene, answer in pairs]
            share = blind_share(scenario, picks[scenario.id])
        else:
            picks[scenario.id] = list(played(scenario, answers.split(), world, seed).picks)
            share = careful_share(scenario, picks[scenario.id], world)
        print(f"{scenario.id:28} {share:.2f}")  # noqa: T201 - a script speaks by printing
    known = recorded()
    known[kind].append({"world": world, "picks": picks} if kind == "careful" else {"picks": picks})
    RECORDED.write_text(yaml.safe_dump(known, sort_keys=False, default_flow_style=None, width=118), "utf-8")


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sheet").add_argument("seed", type=int)
    play = commands.add_parser("play")
    play.add_argument("case", choices=[scenario.id for scenario in cases()])
    play.add_argument("--world", type=int, default=0)
    play.add_argument("--seed", type=int, default=1)
    play.add_argument("answers", nargs="*")
    keep = commands.add_parser("record")
    keep.add_argument("kind", choices=["blind", "careful"])
    keep.add_argument("seed", type=int)
    keep.add_argument("file", type=Path)
    keep.add_argument("--world", type=int, default=0)
    given = parser.parse_args()
    if given.command == "sheet":
        print("\n".join(sheet(given.seed)))  # noqa: T201 - a script speaks by printing
    elif given.command == "play":
        stand = played(load(given.case), given.answers, given.world, given.seed)
        print("\n".join(told(stand, given.seed)))  # noqa: T201 - a script speaks by printing
    else:
        record(given.kind, given.seed, given.world, given.file)


if __name__ == "__main__":
    main()
