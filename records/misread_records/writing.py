"""The state of one text, worked out from a learner's events, even if it was written in two places at once.

Each ``wrote`` event holds the whole text:

==============  ====================================================================================================
in its data     means
==============  ====================================================================================================
``question``    the question that it answers; an exercise with one question uses the exercise's id
``text``        the text at that moment
``done``        whether it was handed in (or, for a question that is only compared, whether a comparison was asked for)
``on``          the ids of the versions that its writer saw and replaced; an event without it is older than this rule
                and replaced everything before it
``beside``      true if its writer began from an older version than the one that was current when it arrived
==============  ====================================================================================================

A version stands until another one replaces it. A text never replaces a version that its writer had not seen: then both
stand, and the writer chooses by writing a version that replaces all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from misread_records.event import Event

LONG_ENOUGH = 200
"""A draft of at least so many characters is kept if the next one is less than half as long: it may be wanted back."""
MOST_GONE = 20
"""How many ids of deleted drafts a version remembers: a slow connection may deliver one of them again."""


@dataclass(frozen=True)
class Version:
    """One version of a text.

    Attributes:
        id: the id of its event.
        text: the text.
        done: whether this version was handed in.
        at: when it was saved, in UTC.
        content: the version of the exercise it was written for.
        slot: the slot of its event in the journal, if any.
        on: the ids of the versions that it replaced.
        beside: whether its writer began from an older version than the one that was current when it arrived.
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
        standing: the versions that nothing has replaced: one, or several that were written apart. The first one counts
            until the writer chooses: versions handed in come before drafts, and drafts begun from an older version
            come last.
        handed: the version last handed in, which is marked; None if none was handed in.
        kept: every version that the journal has, in the order of appending.
    """

    standing: tuple[Version, ...]
    handed: Version | None
    kept: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """The version that counts until the writer chooses another."""
        return self.standing[0]

    @property
    def others(self) -> tuple[Version, ...]:
        """The other versions that nothing has replaced."""
        return self.standing[1:]

    def seen(self, version: Version) -> tuple[str, ...]:
        """Return the ids that a page showing a version has seen: its own, and that of the version handed in before it.

        The journal may delete a draft between the two, but it keeps the version that was handed in.
        """
        id_ = str(version.id)
        handed = "" if self.handed is None else str(self.handed.id)
        return (id_, handed) if handed and handed != id_ and handed in _seen([id_], self.kept) else (id_,)

    @property
    def text(self) -> str:
        """The current text, handed in or not."""
        return self.now.text

    @property
    def done(self) -> bool:
        """Whether the current text is handed in."""
        return self.now.done

    @property
    def handed_in(self) -> str | None:
        """The text last handed in. It differs from `text` while the writer revises it."""
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
        data: the data of its event.
        slot: the slot of its event, so that two processes cannot both replace one version.
        instead_of: the draft that it replaces in the journal; None if every earlier version is kept.
    """

    data: dict[str, JsonValue]
    slot: str | None
    instead_of: UUID | None


def written(events: Iterable[Event], item: str, question: str | None = None) -> Written | None:
    """Return what a learner wrote for an exercise; None if nothing.

    Args:
        events: one learner's events, in the order of appending; events of other items are ignored, and duplicates
            count once.
        item: the exercise's id.
        question: the question, if the item has several.
    """
    kept = _versions(events, item, question or item)
    return _written(kept) if kept else None


def every_text(events: Iterable[Event]) -> dict[tuple[str, str, str], Written]:
    """Return every text by lesson, item and question, in the order in which the texts were begun."""
    versions: dict[tuple[str, str, str], list[Event]] = {}
    for event in events:
        if event.kind == "wrote":
            versions.setdefault((event.lesson, event.item, str(event.data.get("question", ""))), []).append(event)
    texts = {key: written(own, *key[1:]) for key, own in versions.items()}
    return {key: text for key, text in texts.items() if text}


def placed(  # noqa: PLR0913 - what a page says of a text
    events: Sequence[Event], item: str, question: str, text: str, *, id_: UUID, done: bool, on: Iterable[str] | None
) -> VersionPlacement | None:
    """Return how a text that arrived goes into the journal; None if it adds nothing.

    A text adds nothing if a later text of the same page has replaced it, or if it is blank and was begun from an older
    version. A version that was handed in stays so until its writer hands in a text that replaces it; a text that does
    not replace it is kept as a draft.

    Args:
        events: the learner's events in this lesson, in the order of appending.
        item: the exercise's id, or the card's.
        question: the question of the item that the text answers.
        text: the text.
        id_: the id of its future event.
        done: whether its writer asks to hand it in.
        on: the ids of the versions that its page showed when it was begun, and of those that the page has sent since;
            None from a page that does not know: its text replaces everything.
    """
    kept = _versions(events, item, question)
    if any(str(id_) in version.on for version in kept):
        return None
    if not kept:
        return VersionPlacement(_data(question, text, done=done, on=on or ()), f"{item}/{question}/first", None)
    current = _written(kept)
    over = {str(version.id) for version in current.standing} if on is None else set(on)
    followed = [version for version in current.standing if str(version.id) in over]
    if not followed:
        same = next((version for version in current.standing if version.text == text), None)
        if not text.strip() or (same and (same.done or not done)):
            return None
        followed = [same] if same else []
        over |= {str(same.id)} if same else set()
    done = done and (current.handed is None or str(current.handed.id) in _seen(over, kept))
    beside = not done and str(current.now.id) not in over
    data = _data(question, text, done=done, on=_kept_by(over, followed, kept), beside=beside)
    replaced = _replaced(followed, text, first=events[0].id)
    if replaced is not None:
        return VersionPlacement(data, replaced.slot, replaced.id)
    return VersionPlacement(data, f"after {followed[0].id}" if followed else None, None)


def _versions(events: Iterable[Event], item: str, question: str) -> tuple[Version, ...]:
    versions: dict[UUID, Version] = {}
    for event in events:
        text = event.data.get("text")
        is_version = event.item == item and event.kind == "wrote" and event.data.get("question") == question
        if is_version and isinstance(text, str) and event.id not in versions:
            on = event.data.get("on")
            over = frozenset(map(str, on if isinstance(on, list) else versions)) - {str(event.id)}
            done, beside = event.data.get("done") is True, event.data.get("beside") is True
            versions[event.id] = Version(event.id, text, done, event.at, event.content, event.slot, over, beside)
    return tuple(versions.values())


def _written(kept: tuple[Version, ...]) -> Written:
    over = frozenset().union(*(version.on for version in kept))
    # If a file was edited by hand, every version may be replaced by another one; then the last one stands.
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
    """Return the ids of the versions that were replaced, directly or through others."""
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
    """Return the ids that a version replaces, including those that the drafts below it replaced.

    A draft may be deleted from the journal or from a submission, and the versions that it replaced must not come back.
    Ids sort by time.
    """
    kept_ids = {str(version.id) for version in kept}
    below = {id_ for version in followed if not version.done for id_ in version.on}
    return sorted({*over, *(below & kept_ids), *sorted(below - kept_ids)[-MOST_GONE:]})


def _replaced(followed: Sequence[Version], text: str, first: UUID) -> Version | None:
    """Return the draft that a text replaces in the journal; None if every version is kept.

    The journal keeps versions that were handed in, versions between which the writer chose, long drafts that were cut
    to less than half, and the first event of a lesson, by which open pages recognise the lesson.
    """
    if len(followed) != 1:
        return None
    (before,) = followed
    is_cut = len(before.text) >= LONG_ENOUGH and len(text) * 2 < len(before.text)
    return None if before.done or before.id == first or is_cut else before


def _data(question: str, text: str, *, done: bool, on: Iterable[str], beside: bool = False) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {"question": question, "text": text, "done": done, "on": list(on)}
    return {**data, "beside": True} if beside else data
