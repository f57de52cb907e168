"""Where a learner is signed in: the list, the note about a new device, and the end of what is not theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from tornado.web import HTTPError, authenticated

from misread_records.people import KEPT, SignIn, SignIns
from misread_web.home.account import new_devices
from misread_web.home.handlers import HomeHandler


def alike(found: Sequence[SignIn]) -> frozenset[str]:
    """Return the ids of sign-ins that would read the same: of one kind of browser, and within one minute."""
    read = [(one.browser, one.at.replace(second=0, microsecond=0)) for one in found]
    return frozenset(one.id for one, words in zip(found, read, strict=True) if read.count(words) > 1)


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
        found = await asyncio.to_thread(self._kept.of, self.seat.learner)
        self.show(
            "sign-ins.html",
            found=found,
            here=self.current_user.sign_in,
            others=[one for one in found if one.is_open and one.id != self.current_user.sign_in],
            alike=alike(found),
            fresh=new_devices(found, datetime.now(UTC)),
            days=KEPT.days,
            xsrf=self.xsrf_token.decode(),
        )

    @authenticated
    async def post(self) -> None:
        """End one of them, or all others; or keep that every new device is theirs.

        Raises:
            HTTPError: 400 if nothing of that is asked.
        """
        kept, learner = self._kept, self.seat.learner
        asked, one = self.get_body_argument("do", ""), self.get_body_argument("sign-in", "")
        if asked == "end":
            await asyncio.to_thread(kept.end_of, learner, [one])
        elif asked == "others":
            found = await asyncio.to_thread(kept.of, learner)
            others = [each.id for each in found if each.id != self.current_user.sign_in]
            await asyncio.to_thread(kept.end_of, learner, others)
        elif asked == "mine":
            await asyncio.to_thread(kept.note, learner)
        else:
            raise HTTPError(400)
        self.redirect(f"{self.base_url}data/sign-ins", status=HTTPStatus.SEE_OTHER)
