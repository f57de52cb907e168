"""The kernels behind the lessons: whose they are, whose answers they write, and how little they say."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from jupyter_server import CallContext
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Instance, Integer, Unicode

from misread_records.seat import COHORT, JOURNAL, LEARNER
from misread_web.auth import FROM_FILE, VARIABLE, Person, TooManyKernels
from misread_web.live import KERNELS_EACH

SECRETS = (VARIABLE, FROM_FILE, "MISREAD_DATABASE_FILE", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN")
"""Variables with which somebody could sign in as anybody, or speak to the Hub as the course."""

TO_CONNECT = 60.0
"""Seconds that a page has to reach its kernel; after that, one to which nobody is connected has lost its page."""


class LessonKernels(AsyncMappingKernelManager):
    """Starts each kernel with its learner and their journal in its environment, and so in no other process's."""

    journal = Unicode(help="The address of the journal that lessons write to.").tag(config=True)
    most_each = Integer(KERNELS_EACH, help="How many kernels one learner may have at once.").tag(config=True)
    _owners = Dict(help="The learner for whom each kernel was started, the oldest first.")
    _begun = Dict(help="When each kernel was started, in seconds of a clock that only goes on.")
    _starting = Instance(Counter, (), help="How many kernels are being started for each learner.")

    def owner_of(self, kernel_id: str) -> str | None:
        """Return the learner for whom a kernel was started; None if there is no such kernel."""
        owner: str | None = self._owners.get(kernel_id)
        return owner

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **arguments: Any) -> str:  # noqa: ANN401 - passed on
        """Start a kernel for the person who made the request; it keeps its own coming and going to itself.

        Raises:
            TooManyKernels: if they have as many as they may, and a page of theirs is there for each.
        """
        person: Person = CallContext.get(CallContext.JUPYTER_HANDLER).current_user
        await self._make_room(person.username)
        theirs = dict.fromkeys(SECRETS, "") | {
            JOURNAL: self.journal,
            LEARNER: person.username,
            COHORT: person.cohort or "",
        }
        quiet = ["--IPKernelApp.log_level=CRITICAL"]
        self._starting[person.username] += 1
        try:
            kernel: str = await super()._async_start_kernel(
                **arguments, env={**(env or {}), **theirs}, extra_arguments=quiet
            )
            self._owners[kernel], self._begun[kernel] = person.username, time.monotonic()
        finally:
            self._starting[person.username] -= 1
        return kernel

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # this is how its base class names the two

    async def _make_room(self, learner: str) -> None:
        """End kernels of a learner whose pages have gone, the oldest first, until one more may be started.

        Raises:
            TooManyKernels: if none of them has gone.
        """
        while len(theirs := self._of(learner)) + self._starting[learner] >= self.most_each:
            gone = next(filter(self._is_left, theirs), None)
            if gone is None:
                raise TooManyKernels
            self._owners.pop(gone)
            await self.shutdown_kernel(gone, now=True)  # type: ignore[no-untyped-call]  # Jupyter's own

    def _of(self, learner: str) -> list[str]:
        return [kernel for kernel, owner in self._owners.items() if owner == learner]

    def _is_left(self, kernel: str) -> bool:
        """Tell whether no page is connected to a kernel, nor may be on its way to it."""
        connections: int = self.kernel_model(kernel)["connections"]  # type: ignore[no-untyped-call]  # likewise
        return not connections and time.monotonic() - self._begun[kernel] > TO_CONNECT

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - passed on
        """Forget a kernel, and whose it was."""
        self._owners.pop(kernel_id, None)
        self._begun.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)
