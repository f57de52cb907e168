"""The page that lists where a learner is signed in, and ends sign-ins that are not theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from tornado.web import HTTPError, authenticated

from misread_records.people import KEPT, SignIn, SignIns
from misread_web.home.account import new_devices
from misread_web.home.handlers import HomeHandler


def alike(sign_ins: Sequence[SignIn]) -> frozenset[str]:
    """Return the ids of sign-ins that would look the same in the list: the same kind of browser in the same minute."""
    shown = [(each.browser, each.at.replace(second=0, microsecond=0)) for each in sign_ins]
    return frozenset(each.id for each, words in zip(sign_ins, shown, strict=True) if shown.count(words) > 1)


class SignInsPage(HomeHandler):
    """The list of a learner's sign-ins."""

    @property
    def _kept(self) -> SignIns:
        if self.house.people is None:
            raise HTTPError(404)
        return self.house.people.sign_ins

    @authenticated
    async def get(self) -> None:
        """Send the list."""
        sign_ins = await asyncio.to_thread(self._kept.of, self.seat.learner)
        self.show(
            "sign-ins.html",
            sign_ins=sign_ins,
            here=self.current_user.sign_in,
            others=[each for each in sign_ins if each.is_open and each.id != self.current_user.sign_in],
            alike=alike(sign_ins),
            fresh=new_devices(sign_ins, datetime.now(UTC)),
            days=KEPT.days,
            xsrf=self.xsrf_token.decode(),
        )

    @authenticated
    async def post(self) -> None:
        """End one sign-in or all others, or save that the learner recognizes every new device.

        Raises:
            HTTPError: 400 if the form asks for none of these.
        """
        kept, learner = self._kept, self.seat.learner
        action = self.get_body_argument("do", "")
        if action == "end":
            await asyncio.to_thread(kept.end_of, learner, [self.get_body_argument("sign-in", "")])
        elif action == "others":
            sign_ins = await asyncio.to_thread(kept.of, learner)
            others = [each.id for each in sign_ins if each.id != self.current_user.sign_in]
            await asyncio.to_thread(kept.end_of, learner, others)
        elif action == "mine":
            await asyncio.to_thread(kept.note, learner)
        else:
            raise HTTPError(400)
        self.redirect(f"{self.base_url}data/sign-ins", status=HTTPStatus.SEE_OTHER)
