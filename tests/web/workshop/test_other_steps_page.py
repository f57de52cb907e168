"""The other kinds of steps on a phone and on the projector, in a browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from misread_scenarios.exercises import exercises, rated_situations
from misread_web.workshop.scripts import script, style
from misread_web.workshop.views.kinds import step_view
from misread_widgets import assets
from tests.web.workshop.phones import Phone, check
from tests.web.workshop.test_other_steps import EXERCISES, PEOPLE, STEPS, at, kept, pages, projector, voted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from pydantic import JsonValue

    from tests.records.workshop.conftest import Played

PROJECTOR = """<!doctype html><html lang="en">
<head><meta charset="utf-8"><style>body {{ margin: 0 }} {style}</style></head>
<body class="mr-page"><main id="place"></main><script type="module">
{script}
</script></body></html>"""
FITS = """(views) => {
  const listeners = [];
  const model = { get: () => model.view, on: (_name, listener) => listeners.push(listener), off() {}, view: views[0] };
  window.page.render({ model, el: document.getElementById("place") });
  const slide = document.querySelector(".ws-slide");
  return views.flatMap((view, place) => {
    model.view = view;
    listeners.forEach((each) => each());
    return slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1 ? [place] : [];
  });
}"""


@pytest.fixture(scope="module")
def small(browser: Browser) -> Iterator[Page]:
    """A page as wide as a small phone, for all tests of this file."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield page
    page.close()


def pick(page: Page) -> None:
    for place in range(5):
        page.get_by_role("checkbox").nth(place).check()


def match(page: Page) -> None:
    lists = page.locator(".ws-widget select")
    for place in range(lists.count()):
        lists.nth(place).select_option(index=1)


def order(page: Page) -> None:
    page.get_by_role("button", name="Move down").first.click()


def choose(page: Page) -> None:
    groups = page.locator(".ws-widget [role=radiogroup]")
    for place in range(groups.count()):
        groups.nth(place).get_by_role("radio").first.check()


def rate(page: Page) -> None:
    groups = page.locator(".ws-widget fieldset")
    for place in range(groups.count()):
        groups.nth(place).get_by_role("radio").first.check()


def mark(page: Page) -> None:
    page.locator(".mr-marking input").nth(6).check()


ASKED: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "multi-select": ("exercise", "X4.2", pick),
    "match": ("exercise", "X4.3", match),
    "order": ("exercise", "X6.2", order),
    "choose": ("exercise", "EL4X", choose),
    "rating": ("rating", "J1", rate),
    "mirrors": ("mirrors", "two-mirrors", mark),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_lessons_own_widget_asks_and_its_answer_is_a_vote(name: str, small: Page) -> None:
    kind, item, answer = ASKED[name]
    played = at(kind, item)
    phone = Phone(small, played)
    played.host("vote")
    phone.show()
    confirm = small.locator(".ws-widget button[type=submit]")
    expect(confirm).to_be_visible()
    check(small)
    answer(small)
    confirm.click()
    (message,) = phone.sent()
    assert {key: message[key] for key in ("do", "step", "ballot", "round")} == {
        "do": "vote", "step": "one", "ballot": 1, "round": 1,
    }  # fmt: skip
    assert played.vote(ada=kept(played, message["answer"])) == [None]
    phone.show()
    expect(small.get_by_text("Your vote is in.")).to_be_visible()


def test_a_vote_on_an_exercise_is_filled_in_again_when_it_is_changed(small: Page) -> None:
    played = voted("exercise", 0)
    Phone(small, played)
    small.get_by_role("button", name="Change").click()
    expect(small.get_by_role("checkbox", checked=True)).to_have_count(5)


def test_words_are_sent_by_enter_and_stay_text(small: Page) -> None:
    played = at("words")
    phone = Phone(small, played)
    small.get_by_label("One word").fill("<b>Courage</b>")
    small.keyboard.press("Enter")
    (message,) = phone.sent()
    assert (message["do"], message["step"], message["text"]) == ("write", "one", "<b>Courage</b>")
    expect(small.get_by_label("One word")).to_be_focused()
    note = played.say("wrote", {"participant": "ada", "text": message["text"], "share": False}, "one")
    played.host("note", note=str(note.id), shown=True)
    phone.show()
    expect(small.locator(".ws-words .ws-cloud li")).to_have_text("<b>Courage</b>")


def test_the_explanations_of_an_exercise_come_with_the_page_that_has_the_key(small: Page) -> None:
    played = voted("exercise", 0, 0, 1)
    phone = Phone(small, played)
    played.host("reveal")
    phone.show()
    expect(small.locator(".ws-row").first).to_be_visible()
    expect(small.get_by_text("Why:")).to_have_count(0)
    first = next(number for number, page in enumerate(pages(played)) if "The answer" in json.dumps(page))
    played.host("page", number=first)
    phone.show()
    expect(small.get_by_text("Why:").first).to_be_visible()
    expect(small.locator(".ws-answer").first).to_be_visible()


def every_page(played: Played) -> Iterator[dict[str, Any]]:
    """Yield the projector's view with each page of the present phase."""
    assert played.workshop.state
    view = projector(played)
    for page in step_view(played.workshop, played.workshop.state).all_pages:
        yield {**view, "step": {**view["step"], "page": page}}


def all_votes(kind: str, item: str) -> Played:
    """Return a workshop with two rounds of votes on an item, with the result shown."""
    played = at(kind, item)
    for _ in range(2):
        played.host("vote")
        if kind == "exercise":
            played.vote(**dict.fromkeys(PEOPLE, exercises()[item].model))  # type: ignore[attr-defined]
        else:
            situation = rated_situations()[item]
            ratings = dict(zip(situation.options, (1, 2, 3, 4), strict=True))
            vote: dict[str, JsonValue] = {"ratings": ratings, "pick": situation.forms.a.best}  # type: ignore[dict-item]
            played.vote(ada=vote, ben=vote, cem=vote)
        played.host("reveal")
    return played


def test_every_page_of_every_exercise_fits_on_the_projector(browser: Browser) -> None:
    """At 1280 by 720 pixels and 32 pixels of text nothing has to be scrolled."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    sheet = assets.text("tokens.css") + style("projector")
    module = script("projector").replace("export default { render };", "window.page = { render };")
    module = re.sub(r"const GROWTH = .*", "const GROWTH = [1];", module)
    page.set_content(PROJECTOR.format(style=sheet, script=module))
    steps = [*(("exercise", item) for item in EXERCISES), *(("rating", item) for item in rated_situations())]
    views, names = [], []
    for kind, item in steps:
        for played in (at(kind, item), all_votes(kind, item)):
            found = list(every_page(played))
            views += found
            names += [f"{item} {view['step']['phase']} {place}" for place, view in enumerate(found, 1)]
    asked = at("mirrors", STEPS["mirrors"]["item"])  # type: ignore[arg-type]
    views += (found := list(every_page(asked)))
    names += ["mirrors"] * len(found)
    page.wait_for_function("window.page")
    assert [names[place] for place in page.evaluate(FITS, views)] == []
    page.close()
