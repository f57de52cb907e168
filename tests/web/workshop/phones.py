"""A participant's page in a browser, drawn from a workshop's events without a server between them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from misread_web.workshop.lesson_modules import modules
from misread_web.workshop.scripts import script, style
from misread_web.workshop.views import own_view, participant_view
from misread_widgets import assets

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.records.workshop.conftest import Played

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
ADDRESS = "http://workshop.test"
HTML = """<!doctype html>
<html lang="en" data-assets="/assets/"><head><meta charset="utf-8"><title>A workshop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>body {{ margin: 0 }} {style}</style></head>
<body class="mr-page" data-state="saved"><main id="place"></main>
<script type="module">
import page from "/participant.js";
const state = {state};
const listeners = {{}};
const tell = (name, ...values) => (listeners[name] ?? []).forEach((each) => each(...values));
const model = {{
  get: (name) => state[name],
  on: (name, listener) => (listeners[name] ??= []).push(listener),
  off() {{}},
  send: (content) => window.sent.push(content),
}};
window.sent = [];
window.show = (now) => {{ Object.assign(state, now); tell("change:view"); tell("change:own"); }};
window.refuse = (text) => tell("msg:custom", {{ refused: text }});
page.render({{ model, el: document.getElementById("place") }});
window.isDrawn = true;
</script></body></html>"""


def check(page: Page) -> None:
    """Check a page with axe, and that nothing is wider than the phone.

    The bar at the lower edge covers part of what can be scrolled to; for axe, it stands below everything.
    """
    page.evaluate("document.querySelector('.ws-hand').style.position = 'static'")
    found = Axe().run(page, options=WCAG)
    page.evaluate("document.querySelector('.ws-hand').style.position = ''")
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


class Phone:
    """One participant's page; the tests play the server."""

    def __init__(self, page: Page, played: Played, who: str = "ada") -> None:
        """Open the page as it is now."""
        self.page, self.played, self.who = page, played, who
        page.unroute_all()
        page.route(f"{ADDRESS}/**", self._answer)
        page.goto(f"{ADDRESS}/")
        page.wait_for_function("window.isDrawn")

    @property
    def views(self) -> dict[str, Any]:
        """What the server would send now."""
        workshop = self.played.workshop
        own = own_view(workshop, self.who, own_code="DFGHJKMN")
        return {"view": participant_view(workshop, self.played.events[-1].at), "own": own}

    def _answer(self, route: Route) -> None:
        name = route.request.url.partition(f"{ADDRESS}/")[2]
        if name == "participant.js":
            route.fulfill(body=script("participant"), content_type="text/javascript")
        elif name.startswith("assets/"):
            route.fulfill(body=modules()[name.removeprefix("assets/")], content_type="text/javascript")
        else:
            state = json.dumps(self.views).replace("<", "\\u003c")
            sheet = assets.text("tokens.css") + style("participant")
            route.fulfill(body=HTML.format(style=sheet, state=state), content_type="text/html; charset=utf-8")

    def show(self) -> None:
        """Send the page what is true now."""
        self.page.evaluate("(now) => window.show(now)", self.views)

    def sent(self) -> list[dict[str, Any]]:
        """Return what the page has sent since the last call."""
        return list(self.page.evaluate("window.sent.splice(0)"))

    def line(self, state: str) -> None:
        """Set the state of the connection, as the page's script for the connection does."""
        self.page.evaluate("(state) => (document.body.dataset.state = state)", state)
