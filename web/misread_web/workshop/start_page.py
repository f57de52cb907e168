"""The page on which a facilitator puts a workshop together, opens it, and finds those that they lead."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from tornado.web import HTTPError

from misread_scenarios.language import LANGUAGES, speaking
from misread_web.language import _
from misread_web.live import Overtime
from misread_web.site import home_text
from misread_web.workshop.agendas import READY, case_offers, kind_names, offers, ready, step_of
from misread_web.workshop.codes import spaced
from misread_web.workshop.pages import WorkshopPage
from misread_web.workshop.start_form import HIGHEST_LEAST, MOST_MINUTES, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_records.workshop import Step

LATEST = 30
"""How many of somebody's workshops are listed."""


class StartPage(WorkshopPage):
    """The page of a facilitator about their workshops."""

    async def get(self) -> None:
        """Send the page, with an agenda of the steps that the address names, or of sixty minutes."""
        await self._show(await asyncio.to_thread(_begun, self.get_query_arguments("step")))

    async def post(self) -> None:
        """Change the draft as a button says, or open the workshop."""
        fields = {name: values[-1].decode("utf-8", "replace") for name, values in self.request.body_arguments.items()}
        do = fields.get("do", "")
        draft = await asyncio.to_thread(_changed, fields, do)
        if do == "open":
            await self._open(draft)
        else:
            await self._show(draft)

    async def _open(self, draft: Draft) -> None:
        if faults := draft.faults():
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            await self._show(draft, faults)
            return
        person = self.person
        if person is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        title = " ".join(draft.title.split()) or self._usual_title(draft.lang)
        try:
            code = await self.front.workshops.open_new(
                person.username, title, draft.lang, draft.agenda(), draft.settings()
            )
        except Overtime as error:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error
        await self.front.own.led(person, code, title)
        self.go(f"workshop/{code}/host")

    def _usual_title(self, lang: str) -> str:
        today = datetime.now(self.pages.zone).date()
        with speaking(lang):
            return _("Workshop of {day}").format(day=home_text.date_words(today))

    async def _show(self, draft: Draft, faults: dict[str, str] | None = None) -> None:
        self.front.homes.see(self, "")  # phones reach the course where this page is reached
        own = await self.front.own.all_led(self.person) if self.person else ()
        groups = await asyncio.to_thread(offers)
        focus = next(iter(faults)) if faults else draft.focus
        self.show(
            "workshop-start.html",
            draft=dataclasses.replace(draft, focus=focus),
            faults=faults or {},
            groups=groups,
            ready=READY,
            usual=self._usual_title(draft.lang),
            most_minutes=MOST_MINUTES,
            highest=HIGHEST_LEAST,
            tongues=LANGUAGES,
            kinds=kind_names(),
            own=own[:LATEST],
            more=max(0, len(own) - LATEST),
            home=self.front.homes.home(),
            spaced=spaced,
            xsrf=self.xsrf_token.decode(),
        )


def _begun(names: list[str]) -> Draft:
    steps: list[Step] = []
    for one in case_offers(names):
        if not isinstance(one, str):
            steps.append(step_of(one, [step.id for step in steps]))
    return Draft.new(steps or ready(READY[0]))


def _changed(fields: Mapping[str, str], do: str) -> Draft:
    draft = Draft.read(lambda name: fields.get(name, ""))
    return draft if do == "open" else draft.done(do, fields.get("add", ""))
