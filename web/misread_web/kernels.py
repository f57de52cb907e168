"""The kernels behind the lessons: whose they are, whose answers they write, and how little they say."""

from __future__ import annotations

from typing import Any

from jupyter_server import CallContext
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Unicode

from misread_web.people.person import Person
from misread_web.people.secret import VARIABLE
from misread_widgets.seat import COHORT, JOURNAL, LEARNER

SECRETS = (VARIABLE, "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN")
"""Variables with which somebody could sign in as anybody, or speak to the Hub as the course."""


class LessonKernels(AsyncMappingKernelManager):
    """Starts each kernel with its learner and their journal in its environment, and so in no other process's."""

    journal = Unicode(help="The address of the journal that lessons write to.").tag(config=True)
    _owners = Dict(help="The learner for whom each kernel was started.")

    def owner_of(self, kernel_id: str) -> str | None:
        """Return the learner for whom a kernel was started; None where there is no such kernel."""
        owner: str | None = self._owners.get(kernel_id)
        return owner

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **arguments: Any) -> str:  # noqa: ANN401 - passed on
        """Start a kernel for whoever made the request; it keeps its own coming and going to itself."""
        person: Person = CallContext.get(CallContext.JUPYTER_HANDLER).current_user
        theirs = dict.fromkeys(SECRETS, "") | {
            JOURNAL: self.journal,
            LEARNER: person.username,
            COHORT: person.cohort or "",
        }
        quiet = ["--IPKernelApp.log_level=CRITICAL"]
        kernel: str = await super()._async_start_kernel(
            **arguments, env={**(env or {}), **theirs}, extra_arguments=quiet
        )
        self._owners[kernel] = person.username
        return kernel

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # this is how its base class names the two

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - passed on
        """Forget a kernel, and whose it was."""
        self._owners.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)
