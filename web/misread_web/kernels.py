"""The kernels behind the lessons: whose answers they write, and how little they say."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Unicode


class LessonKernels(AsyncMappingKernelManager):
    """Starts each kernel with the learner and their journal in its environment, and so in no other process's."""

    learner: Dict[str, str] = Dict(Unicode(), help="The environment that names a learner and their journal.").tag(
        config=True
    )

    async def _async_start_kernel(self, *, env: dict[str, str] | None = None, **arguments: Any) -> str:  # noqa: ANN401 - passed on
        """Start a kernel that knows its learner, and that writes only errors to the terminal."""
        environment = {**(env or {}), **self.learner}
        quiet = ["--IPKernelApp.log_level=ERROR"]
        kernel: str = await super()._async_start_kernel(**arguments, env=environment, extra_arguments=quiet)
        return kernel

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # this is how its base class names the two
