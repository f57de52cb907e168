"""The projector's page in a browser: readable from the back row, with nothing cut off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from misread_scenarios.language import speaking
from misread_scenarios.library import library
from misread_web.workshop.views import projector_view
from misread_web.workshop.views.case import CaseView, result_pages
from tests.records.workshop.conftest import Played
from tests.web.workshop.screens import INVITATION, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from pydantic import JsonValue

PEOPLE = ("ada", "ben", "cem", "dora")
SMALLEST = 32
"""The smallest text at 1280 × 720, in CSS pixels."""
FONT_SIZES = """() => [...document.querySelectorAll(".ws-projector *")].filter((each) => each.checkVisibility()
  && !each.closest(".ws-unseen") && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize))"""
OVERFLOWS = """(views) => views.map((view) => {
  window.show(view);
  return [".ws-slide", ".ws-projector"].some((name) => {
    const { scrollHeight, clientHeight } = document.querySelector(name);
    return scrollHeight > clientHeight + 1;
  });
})"""


@pytest.fixture(scope="module")
def wall(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield page
    page.close()


@pytest.fixture
def played() -> Played:
    played = Played()
    played.join(*PEOPLE)
    return played


def smallest(page: Page) -> float:
    return float(min(page.evaluate(FONT_SIZES)))


def test_no_text_is_smaller_than_the_back_row_can_read_in_any_phase(wall: Page, played: Played) -> None:
    screen = Screen(wall, played, "projector")
    assert smallest(wall) >= SMALLEST
    expect(wall.get_by_role("img", name="QR code to join")).to_be_visible()
    played.host("begin", step="sam")
    acts: list[tuple[str, dict[str, Any]]] = [
        ("vote", {}), ("close", {}), ("reveal", {}), ("talk", {"seconds": 60, "people": 2}), ("vote", {}),
        ("reveal", {}), ("follow", {"picks": ["name-priya", "blanks"]}), ("page", {"number": 1}), ("pause", {}),
    ]  # fmt: skip
    for act, data in acts:
        assert played.host(act, **data) is None
        if act == "vote":
            played.vote(ada="blanks", ben="name-priya", cem="name-priya", dora="ask-first")
        screen.show()
        assert smallest(wall) >= SMALLEST, act
        screen.check()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1024, 768)])
def test_text_grows_with_the_screen(wall: Page, played: Played, width: int, height: int) -> None:
    played.host("begin", step="sam")
    Screen(wall, played, "projector")
    wall.set_viewport_size({"width": width, "height": height})
    try:
        assert smallest(wall) >= SMALLEST * width / 1280
    finally:
        wall.set_viewport_size({"width": 1280, "height": 720})


class Tour:
    """Shows every scene of a case on the projector: each phase, each page, each consequence and each ending."""

    def __init__(self, item: str) -> None:
        """Open a German workshop with the case, as German needs the most room."""
        step: JsonValue = {"id": "case", "kind": "case", "title": "Ein Fall", "item": item, "minutes": 45}
        self.played = Played([step], lang="de")
        self.played.join(*PEOPLE)
        self.played.host("begin", step="case")
        self.seen = set[object]()

    @property
    def case(self) -> CaseView:
        """The case as it stands."""
        assert self.played.workshop.state
        return CaseView(self.played.workshop, self.played.workshop.state)

    def pages(self) -> Iterator[dict[str, Any]]:
        """Yield the view of each page of the present screen."""
        workshop, now = self.played.workshop, self.played.events[-1].at
        with speaking("de"):
            number = len(self.case.all_pages)
        for page in range(number):
            self.played.host("page", number=page)
            yield projector_view(workshop, now, INVITATION)

    def scenes(self, path: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
        """Yield the views of the scene that a path leads to, and of all that follow; each scene once."""
        with speaking("de"):
            stand = self.case.stand
            moves = {tuple(sorted(choice.id for choice in move.choices)): move.pick for move in stand.moves}
        place = (stand.scene, stand.fact_shown) if stand.scene else stand.ending and stand.ending.id
        if place in self.seen:
            return
        self.seen.add(place)
        yield from self.pages()
        if stand.over:
            return
        for _round in range(2):
            self.played.host("vote")
            self.played.vote(**dict(zip(PEOPLE, [*moves.values()] * len(PEOPLE), strict=False)))
            yield from self.pages()
            self.played.host("reveal")
            yield from self.pages()
        for pick in moves.values():
            self.played.host("back", picks=list(path))
            self.played.host("follow", picks=[pick])
            yield from self.pages()
            self.played.host("go_on", pick=pick)
            yield from self.scenes((*path, pick))


def test_every_page_of_every_case_of_the_library_fits_at_the_smallest_text(wall: Page, played: Played) -> None:
    screen = Screen(wall, played, "projector")
    played.host("begin", step="sam")
    screen.show()
    wall.evaluate("document.fonts.ready")
    cut = dict[str, Any]()
    for item in library():
        views = [*{json.dumps(view["step"]["page"]): view for view in Tour(item).scenes()}.values()]
        assert len(views) >= 10
        overflows = wall.evaluate(OVERFLOWS, views)
        cut |= {f"{item} {number}": view["step"]["page"] for number, view in enumerate(views) if overflows[number]}
    assert cut == {}


def test_many_long_choices_take_further_pages_and_none_is_lost(wall: Page) -> None:
    rows = [
        {"letter": letter, "text": f"{letter} " + "a choice with many words " * 5, "sure": "", "says": "",
         "bars": [{"share": 50}, {"share": 50}], "figures": ["50 % → 50 %", "9 → 9"]}
        for letter in "ABCDEFGH"
    ]  # fmt: skip
    rounds = [{"name": name, "text": "18 votes", "hidden": False} for name in ("First vote", "Second vote")]
    pages = result_pages({"rounds": rounds, "rows": rows, "moved": "4 of 18 have changed their vote."})
    assert [row for page in pages for row in page["result"]["rows"]] == rows
    assert [bool(page["result"]["moved"]) for page in pages] == [False] * (len(pages) - 1) + [True]
    played = Played()
    screen = Screen(wall, played, "projector")
    played.host("begin", step="sam")
    view = screen.view
    shown = [{**view, "step": {**view["step"], "page": page}} for page in pages]
    screen.show()
    wall.evaluate("document.fonts.ready")
    assert wall.evaluate(OVERFLOWS, shown) == [False] * len(pages)
