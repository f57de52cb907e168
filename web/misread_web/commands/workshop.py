"""`misread workshop`: serves the course to the phones of a room, and finds out why they cannot reach it."""

from __future__ import annotations

from typing import Annotated

import typer

from misread_web.commands import opened_workshop
from misread_web.commands.data_options import Data, Database
from misread_web.commands.scenario_file import complete_id
from misread_web.commands.serve import has_screen
from misread_web.commands.serve_options import Browser, Format, Lang, Level, Port
from misread_web.operations import LogFormat, LogLevel, start_logging

Steps = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CASE",
        help="What the page to start a workshop has in its agenda: cases, exercises, rated situations or the two "
        "mirrors, by their ids. Default: a ready-made agenda of 60 minutes.",
        autocompletion=complete_id,
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="The address that phones use, if it does not belong to this machine: http://training.example.org:8100. "
        "Default: the address of this machine in its network.",
    ),
]
Check = Annotated[
    bool,
    typer.Option("--check", help="Find out why phones cannot reach the workshop that runs here, and print what to do."),
]


def run(  # noqa: PLR0913 - one parameter an option
    steps: Steps = None,
    *,
    port: Port = 8100,
    address: Address = None,
    check: Check = False,
    data: Data = None,
    database: Database = None,
    browser: Browser = None,
    lang: Lang = "en",
    log_format: Format = LogFormat.TEXT,
    log_level: Level = LogLevel.WARNING,
) -> None:
    """Lead a workshop from this machine: serve the course to the phones on the same Wi-Fi.

    You lead it in the browser in which you open the printed address. Everybody else on the network reaches only the
    page to join, with a code, and the page on which they take part. No internet is needed. With --check, nothing is
    served: in a second terminal, it tests the way from a phone to the workshop that runs on this machine.
    """
    if check:
        opened_workshop.check(port)
    page = opened_workshop.page_for(steps or [])
    start_logging(log_format, log_level)
    place, authenticator, greeting = opened_workshop.prepared(data, database, address)
    opened_workshop.course_server(
        place,
        host="",
        port=port,
        authenticator=authenticator,
        open_browser=has_screen() if browser is None else browser,
        language=lang,
        page=page,
        greeting=greeting,
    ).start()
