"""Preparation of `misread workshop` after its options are read: who may lead it, and what is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO
from urllib.parse import urlencode, urlsplit

import typer

from misread_records import JournalError
from misread_records.people import Cohorts
from misread_scenarios.problems import offer
from misread_web.auth import BadAddress, BadSecret, OwnerAuth, home_at, read_or_create_secret
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.server import CourseServer, course_server
from misread_web.workshop import (
    HostAuth,
    case_offers,
    findings,
    in_terminal,
    joining_home,
    lan_addresses,
    last_steps,
    offers,
)

__all__ = ["check", "course_server", "page_for", "prepared"]

_OF_COHORTS = (
    "This data folder holds cohorts, whose members sign in by personal links. Their facilitators lead workshops from "
    "the served course: misread serve --host 0.0.0.0, then its page /workshop. For a workshop that needs no cohort, "
    "name another folder: misread workshop --data DIR"
)
_GREETING = """\
To lead the workshop, open this address in a browser of this machine:
  {entry}
{elsewhere}Phones on the same network join at
  {joining}
{picture}
If phones cannot reach it, run this in a second terminal: misread workshop --check{port}
Stop the workshop with Ctrl+C. What people do in it is kept: it goes on when you start it again."""
_NO_NETWORK = """\
This machine is on no network, so no phone can reach it yet. Join the Wi-Fi of the room, or switch on this machine's own
hotspot; the page of the facilitator then shows the address."""
WHITE_ON_BLACK = "\033[97;40m"
PLAIN = "\033[0m"


def page_for(names: Sequence[str]) -> str:
    """Return the address of the page to start a workshop with an agenda, relative to the course home.

    Raises:
        BadParameter: if a name is not that of anything in the library.
    """
    found = list(case_offers(names))
    unknown = [each for each in found if isinstance(each, str)]
    if unknown:
        items = [each.item for group in offers().values() for each in group if each.item]
        raise typer.BadParameter(
            f"the library has no case, exercise or situation '{unknown[0][:40]}'; {offer(unknown[0], items)}",
            param_hint="CASE",
        )
    query = urlencode([("step", each.item) for each in found if not isinstance(each, str)])
    return f"workshop?{query}" if query else "workshop"


def prepared(
    data: Path | None, database: str | None, address: str | None
) -> tuple[str, OwnerAuth, Callable[[CourseServer, str], str]]:
    """Return the address of the database, the authenticator, and the function for what is printed at the start.

    Exit with 1 if there are cohorts, or the folder, the database or the secret cannot be used.

    Raises:
        BadParameter: if `address` is not the address of a course.
    """
    try:
        home = home_at(address) if address else None
    except BadAddress as error:
        raise typer.BadParameter(str(error), param_hint="--address") from error
    try:
        folder = open_data_folder(data)
        place = secure_database(folder, database)
        with Cohorts(place) as cohorts:
            if cohorts.were_ever():
                _stop(_OF_COHORTS)
        authenticator = HostAuth(read_or_create_secret(folder), home=home)
    except (JournalError, BadSecret, OSError) as error:
        _stop(str(error))
    authenticator.reached = lambda other: typer.echo(
        f"A device at {other} has reached the workshop: phones can come in."
    )
    return place, authenticator, lambda server, entry: _greeting(server, entry, authenticator)


def _stop(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)


def _greeting(server: CourseServer, entry: str, authenticator: HostAuth) -> str:
    """Return what is printed once the server listens: where to lead the workshop, and where to join it."""
    home = authenticator.home or joining_home(server.port)
    port = "" if server.port == 8100 else f" --port {server.port}"  # noqa: PLR2004 - the default
    if home is None:
        shown, elsewhere = {"joining": f"http://…:{server.port}/join", "picture": _NO_NETWORK}, ""
    else:
        parts = urlsplit(entry)
        elsewhere = f"or, instead, on another device:\n  {home}{parts.path.lstrip('/')}?{parts.query}\n"
        shown = {"joining": f"{home}join", "picture": picture(f"{home}join", sys.stdout)}
    return _GREETING.format(entry=entry, elsewhere=elsewhere, port=port, **shown)


def picture(address: str, out: TextIO) -> str:
    """Return the QR code of an address for a terminal; empty if its characters cannot be written there."""
    lines = in_terminal(address).splitlines()
    try:
        "\n".join(lines).encode(out.encoding or "ascii")
    except (UnicodeError, LookupError):
        return ""
    if not out.isatty():
        return "\n".join(lines)
    return "\n".join(f"{WHITE_ON_BLACK}{line}{PLAIN}" for line in lines)


def check(port: int) -> NoReturn:
    """Print what was found about the way from a phone to this machine; exit with 1 if something is in its way."""
    found = []
    for each in findings(lan_addresses(), port):
        found.append(each)
        typer.echo(f"{each.word:<5} {each.found}")
        if each.todo:
            typer.echo(f"      → {each.todo}")
    typer.echo(f"\n{last_steps(found)}")
    raise typer.Exit(1 if any(each.word == "stop" for each in found) else 0)
