"""The host page and the projector in a browser, drawn from a workshop's events without a server between them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.sync_playwright import Axe

from misread_records.workshop import act_of
from misread_web.site.templates import ROOM
from misread_web.workshop.scripts import script, style
from misread_web.workshop.views import Invitation, host_view, projector_view
from misread_web.workshop.views.steering import FINISH
from misread_widgets import assets

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.records.workshop.conftest import Played

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
ADDRESS = "http://workshop.test"
STATIC = Path(ROOM) / "jupyter" / "voila" / "templates" / "misread" / "static"
INVITATION = Invitation("192.168.178.31:8000/join", "http://192.168.178.31:8000/join/KFRDGH")
HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A workshop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>body {{ margin: 0 }} {style}</style></head>
<body class="mr-page"><main id="place"></main>
<script type="module">
import page from "/{name}.js";
const state = {{ view: {view} }};
const listeners = {{}};
const tell = (name, ...values) => (listeners[name] ?? []).forEach((each) => each(...values));
const model = {{
  get: (name) => state[name],
  on: (name, listener) => (listeners[name] ??= []).push(listener),
  off() {{}},
  send: (content) => window.sent.push(content),
}};
window.sent = [];
window.show = (view) => {{ state.view = view; tell("change:view"); }};
window.refuse = (text) => tell("msg:custom", {{ refused: text }});
page.render({{ model, el: document.getElementById("place") }});
window.isDrawn = true;
</script></body></html>"""


class Screen:
    """The host page or the projector; the tests play the server."""

    def __init__(self, page: Page, played: Played, name: Literal["host", "projector"]) -> None:
        """Open the page as it is now."""
        self.page, self.played, self.name = page, played, name
        page.unroute_all()
        page.route(f"{ADDRESS}/**", self._answer)
        page.goto(f"{ADDRESS}/")
        page.wait_for_function("window.isDrawn")
        page.evaluate("document.fonts.ready")

    @property
    def view(self) -> dict[str, Any]:
        """What the server would send now."""
        make = host_view if self.name == "host" else projector_view
        return make(self.played.workshop, self.played.events[-1].at, INVITATION)

    def _answer(self, route: Route) -> None:
        name = route.request.url.partition(f"{ADDRESS}/")[2]
        if name.startswith("fonts/"):
            route.fulfill(path=STATIC / name)
        elif name.endswith(".js"):
            route.fulfill(body=script(self.name), content_type="text/javascript")
        else:
            view = json.dumps(self.view).replace("<", "\\u003c")
            sheet = assets.text("tokens.css") + (STATIC / "fonts.css").read_text("utf-8") + style(self.name)
            body = HTML.format(style=sheet, name=self.name, view=view)
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def show(self) -> None:
        """Send the page what is true now."""
        self.page.evaluate("(view) => window.show(view)", self.view)

    def take(self) -> dict[str, Any]:
        """Do what the page has sent, as the server does, and return it."""
        (act,) = self.page.evaluate("window.sent.splice(0)")
        assert act.pop("after") == self.played.workshop.acts
        if act["do"] == FINISH:
            self.played.say("finished", {}, slot="finished")
        else:
            data = dict(act_of(act).data)
            assert self.played.host(act["do"], **data) is None
        self.show()
        return dict(act)

    def check(self) -> None:
        """Check that the page passes axe and does not scroll sideways."""
        found = Axe().run(self.page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
