"""`misread serve`: the course in a browser, on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def run(
    *,
    port: Annotated[int, typer.Option(help="The port to listen on; a free one is taken where it is in use.")] = 8100,
    host: Annotated[str, typer.Option(help="The address to listen on: only this machine's own.")] = "127.0.0.1",
    data: Annotated[Path | None, typer.Option(help="The folder where your answers are kept.", metavar="DIR")] = None,
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="Open the course (where there is a screen), or do not."),
    ] = None,
    kernels: Annotated[
        bool,
        typer.Option("--kernels", help="Give each page a kernel of its own, as Voila does: slower, for comparison."),
    ] = False,
) -> None:
    """Serve the course on this machine, and print its address."""
    if host not in LOOPBACK:
        message = (
            f"'{host}' would let other machines in, and this version has no sign-in: anybody who finds the address "
            "could read and change your answers. It listens on 127.0.0.1 only; leave --host out."
        )
        raise typer.BadParameter(message, param_hint="--host")
    from misread_web.server import course_server  # noqa: PLC0415 - Voila takes a second to load; --help need not wait

    folder = data or platformdirs.user_data_path("misread", appauthor=False)
    opening = has_screen() if browser is None else browser
    course_server(folder, port, open_browser=opening, kernels=kernels).start()


def has_screen() -> bool:
    """Tell whether a browser that is opened here would be seen."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
