"""Manages the kernels of lessons that need one: their owners, their environment and their number."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from jupyter_server import CallContext
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Instance, Integer, Unicode

from misread_records.seat import COHORT, JOURNAL, LANG, LEARNER
from misread_scenarios.language import SOURCE
from misread_web.auth import FROM_FILE, VARIABLE, Person, TooManyKernels
from misread_web.live import KERNELS_EACH

SECRETS = (VARIABLE, FROM_FILE, "MISREAD_DATABASE_FILE", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN")
"""Secret variables, which kernels must not see: they let their owner sign in as anybody, or act as the course."""

TO_CONNECT = 60.0
"""How many seconds a page may take to connect to its kernel. After that, a kernel without a connection is unused."""


class LessonKernels(AsyncMappingKernelManager):
    """Starts each kernel with its learner's id and journal in its environment."""

    journal = Unicode(help="The address of the journal that lessons write to.").tag(config=True)
    most_each = Integer(KERNELS_EACH, help="How many kernels one learner may have at once.").tag(config=True)
    _owners = Dict(help="The learner for whom each kernel was started, oldest kernel first.")
    _begun = Dict(help="When each kernel was started, in seconds of a monotonic clock.")
    _starting = Instance(Counter, (), help="How many kernels are starting for each learner.")

    def owner_of(self, kernel_id: str) -> str | None:
        """Return the learner for whom a kernel was started; None if there is no such kernel."""
        owner: str | None = self._owners.get(kernel_id)
        return owner

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **arguments: Any) -> str:  # noqa: ANN401 - passed on
        """Start a kernel for the person who made the request, with its log switched off.

        Raises:
            TooManyKernels: if they have as many kernels as they may, and all are in use.
        """
        person: Person = CallContext.get(CallContext.JUPYTER_HANDLER).current_user
        await self._make_room(person.username)
        own_variables = dict.fromkeys(SECRETS, "") | {
            JOURNAL: self.journal,
            LEARNER: person.username,
            COHORT: person.cohort or "",
            LANG: SOURCE,  # the page around it is the notebook's own, which is English
        }
        quiet = ["--IPKernelApp.log_level=CRITICAL"]
        self._starting[person.username] += 1
        try:
            kernel: str = await super()._async_start_kernel(
                **arguments, env={**(env or {}), **own_variables}, extra_arguments=quiet
            )
            self._owners[kernel], self._begun[kernel] = person.username, time.monotonic()
        finally:
            self._starting[person.username] -= 1
        return kernel

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # this is how its base class names the two

    async def _make_room(self, learner: str) -> None:
        """Shut down unused kernels of a learner, oldest first, until one more may be started.

        Raises:
            TooManyKernels: if too few of them are unused.
        """
        while len(kernels := self._of(learner)) + self._starting[learner] >= self.most_each:
            unused = next(filter(self._is_unused, kernels), None)
            if unused is None:
                raise TooManyKernels
            self._owners.pop(unused)
            await self.shutdown_kernel(unused, now=True)  # type: ignore[no-untyped-call]  # Jupyter's own

    def _of(self, learner: str) -> list[str]:
        return [kernel for kernel, owner in self._owners.items() if owner == learner]

    def _is_unused(self, kernel: str) -> bool:
        """Return whether a kernel has no connection, and has had enough time to get one."""
        connections: int = self.kernel_model(kernel)["connections"]  # type: ignore[no-untyped-call]  # likewise
        return not connections and time.monotonic() - self._begun[kernel] > TO_CONNECT

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - passed on
        """Forget a kernel and its owner."""
        self._owners.pop(kernel_id, None)
        self._begun.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)
