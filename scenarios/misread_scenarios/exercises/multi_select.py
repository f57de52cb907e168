"""Multi-select: pick the lines that belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import Answer, BadAnswer, Item, Place, Scored
from misread_scenarios.exercises.rules import LEFT, PICKED
from misread_scenarios.problems import offer

COLUMN = "line"
"""The only column of a line, which says whether the line was picked."""
NAMES = {PICKED: "picked", LEFT: "missed"}


class PickLine(Item):
    """A line to pick or to leave; `key` says which is right. Feedback has the name `picked` or `missed`."""

    key: bool


class MultiSelect(Scored):
    """Lines to pick from: some belong, and some do not.

    An answer is the list of the ids that were picked, in the order of picking.

    Attributes:
        pick: how many to pick; None leaves that to the learner, who picks at least one.
    """

    kind: Literal["multi-select"]
    rule: Literal["hits-minus-false-over-keys", "equal-share-of-keys"]
    pick: Annotated[int, Field(ge=1)] | None = None
    items: Annotated[tuple[PickLine, ...], Field(min_length=2)]

    @property
    def lines(self) -> tuple[Item, ...]:
        """The items, in the file's order."""
        return self.items

    @property
    def key(self) -> Answer:
        """Which lines belong."""
        return self._answer({item.id for item in self.items if item.key})

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer unless it lists the asked number of items, each once."""
        ids = [item.id for item in self.items]
        if not isinstance(answer, list):
            raise BadAnswer(f"an answer is a list of items, as in {ids[:2]}")
        picked = [id_ for id_ in answer if isinstance(id_, str) and id_ in ids]
        for strange in (str(id_) for id_ in answer if id_ not in ids):
            raise BadAnswer(f"there is no item '{strange[:40]}'; {offer(strange, ids)}")
        if len(set(picked)) < len(picked):
            raise BadAnswer("an item is picked twice; name each once")
        if not picked or len(picked) != (self.pick or len(picked)):
            wanted = f"exactly {self.pick} items" if self.pick else "at least one item"
            raise BadAnswer(f"{len(picked)} are picked; pick {wanted}")
        return self._answer(set(picked))

    def _answer(self, picked: set[str]) -> Mapping[str, Mapping[str, str]]:
        return {item.id: {COLUMN: PICKED if item.id in picked else LEFT} for item in self.items}

    def values(self, item: str) -> Iterator[tuple[str, str]]:  # noqa: ARG002 - the same for every item
        """Yield both values of a line, picked and left."""
        yield COLUMN, PICKED
        yield COLUMN, LEFT

    def feedback_name(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - there is one column
        """Return `picked` or `missed`."""
        return NAMES[value]

    def label(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - there is one column
        """Return the value itself, because the learner reads no other text for it."""
        return value

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield the faults that any scored exercise may have, and a `pick` that is not the number of right lines."""
        yield from super().strangers()
        if self.rule == "equal-share-of-keys" and self.pick is None:
            yield ("rule",), "under this rule picking all lines would earn everything; say with `pick` how many to pick"
        belong = sum(item.key for item in self.items)
        if self.pick not in (None, belong) or not 0 < belong < len(self.items):
            message = f"{belong} of {len(self.items)} items belong; let some belong, some not, and `pick` say how many"
            yield ("pick",), message
