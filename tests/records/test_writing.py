"""A text that was begun on an older state never replaces a newer one, whatever devices do in whatever order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from misread_records import Event, MemoryJournal, SlotTaken, new_id, placed, written

Make = Callable[..., Event]
ITEM = LESSON = "X4.6"


@dataclasses.dataclass
class Desk:
    """A journal, and what a server does with a text that arrives there."""

    make: Make
    keeps_all: bool = False
    journal: MemoryJournal = dataclasses.field(default_factory=MemoryJournal)

    @property
    def events(self) -> tuple[Event, ...]:
        return self.journal.read("ada")

    def save(self, text: str, on: list[UUID] | None, *, done: bool = False, id_: UUID | None = None) -> UUID:
        """Keep a text as a piece does; `on` are the versions it was written over."""
        id_ = id_ or new_id()
        over = None if on is None else list(map(str, on))
        if any(event.id == id_ for event in self.events):
            return id_
        found = placed(self.events, ITEM, ITEM, text, id_=id_, done=done, on=over)
        if found is not None:
            event = self.make(id=id_, kind="wrote", item=ITEM, lesson=LESSON, data=found.data, slot=found.slot)
            if found.instead_of is None or self.keeps_all:
                self.journal.append(event.model_copy(update={"slot": None} if self.keeps_all else {}))
            else:
                self.journal.replace(event, found.instead_of)
        return id_

    @property
    def texts(self) -> list[str]:
        now = written(self.events, ITEM)
        return [version.text for version in now.standing] if now else []

    @property
    def handed_in(self) -> str | None:
        now = written(self.events, ITEM)
        return now.handed_in if now else None


def test_a_text_begun_on_an_older_state_stands_beside_the_newer_one(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    long = desk.save("a thousand characters", [first])
    phone = desk.save("begun, and a line", [first])
    assert desk.texts == ["a thousand characters", "begun, and a line"]
    desk.save("a thousand characters, and more", [long])
    desk.save("begun, and two lines", [phone])
    assert desk.texts == ["a thousand characters, and more", "begun, and two lines"]


def test_a_choice_between_two_texts_leaves_one_and_both_stay_in_the_journal(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    both = [desk.save("newer", [first]), desk.save("older", [first])]
    desk.save("older", both)
    assert desk.texts == ["older"]
    assert [event.data["text"] for event in desk.events] == ["begun", "newer", "older", "older"]


def test_a_text_that_is_handed_in_counts_before_a_draft_that_it_did_not_know(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    desk.save("a newer draft", [first])
    desk.save("handed in on the phone", [first], done=True)
    assert desk.texts == ["handed in on the phone", "a newer draft"]
    assert desk.handed_in == "handed in on the phone"


def test_what_was_handed_in_stays_so_until_one_that_knew_it_is(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    newer = desk.save("handed in at the desk", [first], done=True)
    older = desk.save("handed in on the phone", [first], done=True)
    assert (desk.texts[0], desk.handed_in) == ("handed in at the desk", "handed in at the desk")
    desk.save("both, put together", [newer, older], done=True)
    assert (desk.texts, desk.handed_in) == (["both, put together"], "both, put together")


def test_a_draft_repeated_after_its_successor_is_nothing_new(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("one", [])
    second = desk.save("one, two", [first])
    third = desk.save("one, two, three", [first, second])
    desk.save("one, two", [first], id_=second)
    assert desk.texts == ["one, two, three"]
    desk.save("four", [third])
    desk.save("one, two", [first], id_=second)
    assert desk.texts == ["four"]


def test_the_same_text_from_two_devices_is_one_and_a_blank_one_replaces_nothing(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    desk.save("the same", [first])
    desk.save("the same", [first])
    desk.save("  ", [first])
    assert desk.texts == ["the same"]
    desk.save("the same", [first], done=True)
    assert (desk.texts, desk.handed_in) == (["the same"], "the same")


def test_two_processes_cannot_both_write_over_one_version(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("handed in", [], done=True)
    before = desk.events
    desk.save("one", [first])
    late = placed(before, ITEM, ITEM, "another", id_=new_id(), done=False, on=[str(first)])
    assert late
    event = an_event(kind="wrote", item=ITEM, lesson=LESSON, data=late.data, slot=late.slot)
    try:
        desk.journal.append(event)
    except SlotTaken as error:
        assert error.existing.data["text"] == "one"  # noqa: PT017 - the error is what is looked at
    else:
        raise AssertionError("both were written over one version")


def test_a_long_draft_with_little_left_is_kept(an_event: Make) -> None:
    desk = Desk(an_event)
    first = desk.save("begun", [])
    long = desk.save("word " * 100, [first])
    gone = desk.save("", [long])
    desk.save("a new beginning", [gone])
    assert [event.data["text"] for event in desk.events] == ["begun", "word " * 100, "a new beginning"]
    assert desk.texts == ["a new beginning"]


def test_texts_from_before_there_were_versions_read_as_they_did(an_event: Make) -> None:
    def wrote(text: str, *, done: bool) -> Event:
        return an_event(kind="wrote", item=ITEM, data={"question": ITEM, "text": text, "done": done})

    found = written([wrote("one", done=True), wrote("two", done=False)], ITEM)
    assert found
    assert (found.text, found.done, found.handed_in, found.others) == ("two", False, "one", ())


def test_a_file_whose_versions_were_made_to_run_in_a_circle_still_has_a_text(an_event: Make) -> None:
    ids = [new_id(), new_id()]
    events = [
        an_event(id=id_, kind="wrote", item=ITEM, data={"question": ITEM, "text": text, "done": False, "on": [str(on)]})
        for id_, on, text in zip(ids, reversed(ids), ("one", "two"), strict=True)
    ]
    found = written(events, ITEM)
    assert found
    assert found.text == "two"


STEP = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["look", "write", "write", "hand in", "choose", "repeat"]),
    st.sampled_from(["", "a", "b", "c " * 150]),
)


@dataclasses.dataclass
class Device:
    """A page: what it showed when its text was begun, and what it has sent since."""

    seen: list[UUID] = dataclasses.field(default_factory=list)
    sent: list[tuple[UUID, str, list[UUID], bool]] = dataclasses.field(default_factory=list)


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(STEP, max_size=25))
def test_no_text_is_lost_to_one_whose_writer_had_not_seen_it(an_event: Make, steps: list[tuple[int, str, str]]) -> None:
    """Three devices look, write, hand in, choose and repeat themselves, in any order.

    A text is superseded only by one whose device had seen it or had sent it. And what stands and what is handed in is
    the same whether drafts gave way in the journal or were kept, and, for what is handed in, in a submission, which has
    no drafts.
    """
    devices = [Device(), Device(), Device()]
    lean, full = Desk(an_event), Desk(an_event, keeps_all=True)
    texts: dict[UUID, str] = {}
    over: dict[UUID, set[UUID]] = {}
    for number, (which, what, word) in enumerate(steps):
        device = devices[which]
        now = written(lean.events, ITEM)
        if what == "look":
            device.seen, device.sent = ([UUID(id_) for id_ in now.seen(now.now)] if now else []), []
        elif what == "repeat" and device.sent:
            id_, text, on, done = device.sent[-1]
            for desk in (lean, full):
                desk.save(text, on, done=done, id_=id_)
        elif what != "repeat":
            text = f"{word}{number}" if word else ""
            if what == "choose" and now:
                device.seen = [UUID(id_) for version in now.standing for id_ in now.seen(version)]
            on, id_ = [*device.seen, *(sent[0] for sent in device.sent)], new_id()
            done = what == "hand in" and bool(text)
            for desk in (lean, full):
                desk.save(text, on, done=done, id_=id_)
            device.sent.append((id_, text, on, done))
            texts[id_], over[id_] = text, set(on)
        assert lean.texts == full.texts
        assert lean.handed_in == full.handed_in
    covered = set().union(*over.values())
    unseen = {text for id_, text in texts.items() if id_ not in covered and text}
    assert unseen <= set(lean.texts)
    submitted = [event for event in lean.events if event.data["done"]]
    if (found := written(submitted, ITEM)) is not None:
        assert found.handed_in == lean.handed_in == found.text
