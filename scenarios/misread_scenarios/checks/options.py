"""Rules about the length and words of options, which must not give away the best option."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding, Placed
from misread_scenarios.checks.scored_scenes import ScoredScene, items
from misread_scenarios.paths import words

SMALLEST_BANK = 8
LONGEST_TO_SHORTEST = 1.6
MOST_OFTEN_LONGEST = 0.35
LEAST_OFTEN_SHORTEST = 0.10
MEAN_RATIO = (0.85, 1.15)
FEWEST_WORDS, MOST_WORDS = 12, 24
CUE_IN_BEST, CUE_IN_OTHERS = 0.6, 0.2
ABSOLUTES = ("always", "never", "just")
FEWEST_ABSOLUTES = 3


def banks(checked_scenarios: Iterable[CheckedScenario]) -> Iterator[tuple[ScoredScene, ...]]:
    """Yield each bank that is large enough to judge: the items of a scenario, or those of all scenarios together.

    A scene is an item in each world in which one of its options is better than another.
    """
    every: list[ScoredScene] = []
    for checked in checked_scenarios:
        own = items(checked)
        every += own
        if len(own) >= SMALLEST_BANK:
            yield own
    if len(every) >= SMALLEST_BANK and len({item.checked for item in every}) > 1:
        yield tuple(every)


def named(bank: tuple[ScoredScene, ...]) -> str:
    """Return the name of a bank for a message."""
    files = {item.checked.scenario.id for item in bank}
    return f"over the {len(bank)} decisions of {'the library' if len(files) > 1 else next(iter(files))}"


def uneven_options(checked: CheckedScenario) -> Iterator[Finding]:
    """Q3: the options of a scene are about equally long.

    People who know nothing about the subject can still see which option the author took most care of. The longest
    option of a scene has at most 1.6 times the words of the shortest, counted with the file's own names. Shorten the
    longest option, or add a reason to the shortest.
    """
    for scene in checked.scenario.scenes:
        lengths = {choice.id: len(words(checked.names.fill(choice.text))) for choice in scene.choices}
        if not lengths:
            continue
        longest, shortest = max(lengths, key=lengths.__getitem__), min(lengths, key=lengths.__getitem__)
        if lengths[longest] > LONGEST_TO_SHORTEST * lengths[shortest]:
            pair = f"'{longest}' has {lengths[longest]} words and '{shortest}' {lengths[shortest]}"
            yield scene.line, f"in '{scene.id}' {pair}; bring them within a factor of {LONGEST_TO_SHORTEST}"


def telling_lengths(checked_scenarios: tuple[CheckedScenario, ...]) -> Iterator[Placed]:
    """Q3-bank: over a bank, length does not show which option is best.

    The best option is the longest in at most 35 % of the scenes and the shortest in at least 10 % (options of equal
    length share the place). It has 0.85 to 1.15 times as many words as the other options on average. A bank is a
    scenario with at least eight scored scenes, or all scenarios of a library together; in a smaller one, chance alone
    breaks the limits. A change to the scene in the report helps most.
    """
    for bank in banks(checked_scenarios):
        long_share = sum(_share(item, max(item.lengths.values())) for item in bank) / len(bank)
        short_share = sum(_share(item, min(item.lengths.values())) for item in bank) / len(bank)
        ratio = sum(_ratio(item) for item in bank) / len(bank)
        longest, shortest = max(bank, key=_ratio), min(bank, key=_ratio)
        if long_share > MOST_OFTEN_LONGEST:
            fault = f"the best option is the longest in {long_share:.0%} of cases (at most {MOST_OFTEN_LONGEST:.0%})"
            yield *_at(longest), f"{named(bank)} {fault}; shorten the best option here"
        if short_share < LEAST_OFTEN_SHORTEST:
            least = f"(at least {LEAST_OFTEN_SHORTEST:.0%})"
            fault = f"the best option is the shortest in {short_share:.0%} of cases {least}"
            yield *_at(longest), f"{named(bank)} {fault}; shorten the best option here"
        if not MEAN_RATIO[0] <= ratio <= MEAN_RATIO[1]:
            fault = f"best options have {ratio:.2f} of the words of the others ({MEAN_RATIO[0]} to {MEAN_RATIO[1]})"
            yield *_at(longest if ratio > 1 else shortest), f"{named(bank)} {fault}; begin with the options here"


def _at(item: ScoredScene) -> tuple[CheckedScenario, int]:
    return item.checked, item.scene.line


def _share(item: ScoredScene, length: int) -> float:
    """Return the share (0-1) of best options among the options of this length."""
    of_length = [id_ for id_, words_ in item.lengths.items() if words_ == length]
    return sum(item.best.get(id_, 0) for id_ in of_length) / len(of_length)


def _ratio(item: ScoredScene) -> float:
    """Return the ratio of the words of the best option to the mean of the other options."""
    best = sum(share * item.lengths[id_] for id_, share in item.best.items())
    return best / (sum(item.lengths[id_] for id_ in item.weak) / len(item.weak))


def wordy_options(checked: CheckedScenario) -> Iterator[Finding]:
    """Q9: an option has 12 to 24 words.

    A shorter option has no room for the reason that makes it tempting, and busy people do not read a longer one. Words
    are counted with the file's own names.
    """
    for scene in checked.scenario.scenes:
        for choice in scene.choices:
            length = len(words(checked.names.fill(choice.text)))
            if not FEWEST_WORDS <= length <= MOST_WORDS:
                yield choice.line, f"'{choice.id}' has {length} words; write {FEWEST_WORDS} to {MOST_WORDS}"


def telling_words(checked_scenarios: tuple[CheckedScenario, ...]) -> Iterator[Placed]:
    """Q9-bank: over a bank, no word shows which option is best.

    A word gives the key away if it stands in more than 60 % of the best options and in fewer than 20 % of the others;
    ask, open, listen, together and share are the usual ones. So does `always`, `never` or `just` if it stands at least
    three times, and only in weaker options. Use the word in both good and weak options, or in neither. A bank is a
    scenario with at least eight scored scenes, or all scenarios of a library together.
    """
    for bank in banks(checked_scenarios):
        best, others = _words(bank, best=True), _words(bank, best=False)
        weak = sum(len(item.weak) for item in bank)
        for word, number in sorted(best.items()):
            if number > CUE_IN_BEST * len(bank) and others[word] < CUE_IN_OTHERS * weak:
                shares = f"{number / len(bank):.0%} of the best options and {others[word] / weak:.0%} of the others"
                message = f"{named(bank)} '{word}' stands in {shares}; use another word here"
                yield *_first(bank, word, best=True), message
        for word in ABSOLUTES:
            if others[word] >= FEWEST_ABSOLUTES and not best[word]:
                message = f"{named(bank)} '{word}' stands in {others[word]:.0f} weaker options and in no best one"
                yield *_first(bank, word, best=False), f"{message}; use another word here"


def _words(bank: tuple[ScoredScene, ...], *, best: bool) -> Counter[str]:
    """Return the number of options that hold each word; best options count by their share."""
    counts: Counter[str] = Counter()
    for item in bank:
        for id_, text in item.texts.items():
            weight = item.best.get(id_, 0) if best else id_ in item.weak
            for word in _plain(text):
                counts[word] += weight  # type: ignore[assignment] # a counter holds shares as well as whole numbers
    return counts


def _plain(text: str) -> set[str]:
    return {re.sub(r"^\W+|\W+$", "", word).lower() for word in words(text)}


def _first(bank: tuple[ScoredScene, ...], word: str, *, best: bool) -> tuple[CheckedScenario, int]:
    """Return the scenario and line of the first best (or weaker) option that holds a word."""
    for item in bank:
        for choice in item.scene.choices:
            if (choice.id in item.best) == best and word in _plain(item.texts[choice.id]):
                return item.checked, choice.line
    return _at(bank[0])
