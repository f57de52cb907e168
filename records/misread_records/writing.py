"""What a learner's events say about one text: how it stands now, also where it was written in two places at once.

Each ``wrote`` event holds a text whole:

==============  ====================================================================================================
in its data     means
==============  ====================================================================================================
``question``    the question that it answers; an exercise that is one question goes by the exercise's id
``text``        the text as it stood
``done``        whether it was handed in (or, of a question that is only compared, whether that was asked for)
``on``          the ids of the versions that its writer saw and wrote over; an event without it is older than this rule
                and was written over everything before it
``beside``      true where it was begun on an older version than the one that stood when it arrived
==============  ====================================================================================================

A version stands until another one is written over it. A text that was begun on an older state is written over nothing
that its writer had not seen, so both stand, and the writer chooses: by a version that is written over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from misread_records.event import Event

LONG_ENOUGH = 200
"""Characters from which a draft is kept where the next one has less than half of it: they may be wanted back."""
MOST_GONE = 20
"""How many ids of drafts that are gone a version carries on: one of them may arrive once more over a slow line."""


@dataclass(frozen=True)
class Version:
    """One version of a text.

    Attributes:
        id: of its event.
        text: what it says.
        done: whether it was handed in as it stands.
        at: when it was saved, in UTC.
        content: the version of the exercise it was written for.
        slot: the place that its event holds in the journal, if any.
        on: the ids of the versions that it was written over.
        beside: whether it was begun on an older version than the one that stood when it arrived.
    """

    id: UUID
    text: str
    done: bool
    at: datetime
    content: str
    slot: str | None
    on: frozenset[str]
    beside: bool


@dataclass(frozen=True)
class Written:
    """What was written for an exercise.

    Attributes:
        standing: the versions over which nothing has been written: one, or several that were written apart. The first
            is the one that counts meanwhile: one that was handed in before a draft, the newest before one that was
            begun on an older state.
        handed: the version that was last handed in, which is the one that is marked; None if none was.
        kept: every version that the journal has, in the order of appending.
    """

    standing: tuple[Version, ...]
    handed: Version | None
    kept: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """The version that counts for as long as nothing else is chosen."""
        return self.standing[0]

    @property
    def others(self) -> tuple[Version, ...]:
        """The versions that stand beside it."""
        return self.standing[1:]

    def seen(self, version: Version) -> tuple[str, ...]:
        """Return what a page that shows a version has seen: its id, and that of what was handed in before it, if any.

        A draft between the two may give way in the journal; what was handed in stays, and is known to have been seen.
        """
        own = str(version.id)
        handed = "" if self.handed is None else str(self.handed.id)
        return (own, handed) if handed and handed != own and handed in _seen([own], self.kept) else (own,)

    @property
    def text(self) -> str:
        """The text as it stands now, handed in or not."""
        return self.now.text

    @property
    def done(self) -> bool:
        """Whether it is handed in as it stands."""
        return self.now.done

    @property
    def handed_in(self) -> str | None:
        """The text that was last handed in. It differs from `text` while somebody revises what they handed in."""
        return None if self.handed is None else self.handed.text

    @property
    def at(self) -> datetime:
        """When `text` was saved, in UTC."""
        return self.now.at

    @property
    def content(self) -> str:
        """The version of the exercise that `text` was written for."""
        return self.now.content


@dataclass(frozen=True)
class VersionPlacement:
    """How a new version goes into the journal.

    Attributes:
        data: what its event holds.
        slot: the place that it takes, so that two processes cannot both write over one version.
        instead_of: the draft whose place it takes in the journal; None if everything before it is kept.
    """

    data: dict[str, JsonValue]
    slot: str | None
    instead_of: UUID | None


def written(events: Iterable[Event], item: str, question: str | None = None) -> Written | None:
    """Give what was written for an exercise; None if nothing was.

    Args:
        events: one learner's events, in the order of appending; those of other items are passed over, and one that is
            there twice counts once.
        item: the exercise's id.
        question: the question, where the item has several.
    """
    kept = _versions(events, item, question or item)
    return _written(kept) if kept else None


def every_text(events: Iterable[Event]) -> dict[tuple[str, str, str], Written]:
    """Give everything that was written, by lesson, item and question, in the order in which it was begun."""
    known = tuple(events)
    keys = dict.fromkeys(
        (event.lesson, event.item, str(event.data.get("question", ""))) for event in known if event.kind == "wrote"
    )
    found = {}
    for lesson, item, question in keys:
        if now := written((event for event in known if event.lesson == lesson), item, question):
            found[lesson, item, question] = now
    return found


def placed(  # noqa: PLR0913 - what a page says of a text
    events: Sequence[Event], item: str, question: str, text: str, *, id_: UUID, done: bool, on: Iterable[str] | None
) -> VersionPlacement | None:
    """Say how a text that has arrived goes into the journal; None if it has nothing that is not there already.

    A text over which its own page has written since, and a blank one begun on an older state, have nothing. What was
    handed in stays handed in until another text is that was written over it; one that was not is kept as a draft.

    Args:
        events: what the learner did in this lesson, in the order of appending.
        item: the exercise's id, or the card's.
        question: which of its questions the text answers.
        text: what it says.
        id_: of the event that it is to be.
        done: whether its writer asks to hand it in.
        on: the ids of the versions that its page showed when it was begun, and of those that the page has sent since;
            None from a page that does not know, whose text goes over everything.
    """
    kept = _versions(events, item, question)
    if any(str(id_) in version.on for version in kept):
        return None
    if not kept:
        return VersionPlacement(_data(question, text, done=done, on=on or ()), f"{item}/{question}/first", None)
    now = _written(kept)
    over = {str(version.id) for version in now.standing} if on is None else set(on)
    followed = [version for version in now.standing if str(version.id) in over]
    if not followed:
        same = next((version for version in now.standing if version.text == text), None)
        if not text.strip() or (same and (same.done or not done)):
            return None
        followed = [same] if same else []
        over |= {str(same.id)} if same else set()
    done = done and (now.handed is None or str(now.handed.id) in _seen(over, kept))
    beside = not done and str(now.now.id) not in over
    data = _data(question, text, done=done, on=_kept_by(over, followed, kept), beside=beside)
    replaced = _replaced(followed, text, first=events[0].id)
    if replaced is not None:
        return VersionPlacement(data, replaced.slot, replaced.id)
    return VersionPlacement(data, f"after {followed[0].id}" if followed else None, None)


def _versions(events: Iterable[Event], item: str, question: str) -> tuple[Version, ...]:
    found: dict[UUID, Version] = {}
    for event in events:
        text = event.data.get("text")
        is_one = event.item == item and event.kind == "wrote" and event.data.get("question") == question
        if is_one and isinstance(text, str) and event.id not in found:
            on = event.data.get("on")
            over = frozenset(map(str, on if isinstance(on, list) else found)) - {str(event.id)}
            done, beside = event.data.get("done") is True, event.data.get("beside") is True
            found[event.id] = Version(event.id, text, done, event.at, event.content, event.slot, over, beside)
    return tuple(found.values())


def _written(kept: tuple[Version, ...]) -> Written:
    over = frozenset().union(*(version.on for version in kept))
    # Where a file was changed by hand, each may be written over another; the last one stands then.
    standing = [version for version in kept if str(version.id) not in over] or [kept[-1]]
    newest_first = standing[::-1]
    in_order = (
        *(version for version in newest_first if version.done),
        *(version for version in newest_first if not version.done and not version.beside),
        *(version for version in standing if not version.done and version.beside),
    )
    handed = next((version for version in reversed(kept) if version.done), None)
    return Written(in_order, handed, kept)


def _seen(over: Iterable[str], kept: Iterable[Version]) -> set[str]:
    """Return the ids of the versions that were written over, directly or by those that were."""
    by_id: Mapping[str, Version] = {str(version.id): version for version in kept}
    seen: set[str] = set()
    waiting = list(over)
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting += by_id[id_].on if id_ in by_id else ()
    return seen


def _kept_by(over: Iterable[str], followed: Iterable[Version], kept: Iterable[Version]) -> list[str]:
    """Return the ids that a version is written over, with those that the drafts below it were.

    A draft may go, from the journal or from a submission; what it was written over must not stand again. Ids sort by
    their time.
    """
    there = {str(version.id) for version in kept}
    below = {id_ for version in followed if not version.done for id_ in version.on}
    return sorted({*over, *(below & there), *sorted(below - there)[-MOST_GONE:]})


def _replaced(followed: Sequence[Version], text: str, first: UUID) -> Version | None:
    """Return the draft whose place a text takes.

    What was handed in stays, and so do texts between which the writer chose, a long one of which little is left, and
    the first event of a lesson, by which its open pages know the lesson.
    """
    if len(followed) != 1:
        return None
    (before,) = followed
    is_cut = len(before.text) >= LONG_ENOUGH and len(text) * 2 < len(before.text)
    return None if before.done or before.id == first or is_cut else before


def _data(question: str, text: str, *, done: bool, on: Iterable[str], beside: bool = False) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {"question": question, "text": text, "done": done, "on": list(on)}
    return {**data, "beside": True} if beside else data
