"""`misread workshop-rehearse`: lets simulated people join a workshop, so that a facilitator can practise alone."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from misread_web.workshop import MOST_PEOPLE, CannotJoin, Group, rehearse, typed

Code = Annotated[str, typer.Argument(metavar="CODE", help="The join code of a workshop that is open.")]
Address = Annotated[str, typer.Option(metavar="URL", help="The address of the course.")]
People = Annotated[int, typer.Option(min=1, max=MOST_PEOPLE, help="How many people join.")]
Pace = Annotated[float, typer.Option(min=0.05, max=5.0, help="How long they take to vote: 0.5 is half the time.")]
Minutes = Annotated[int, typer.Option(min=1, max=240, help="After how many minutes they leave at the latest.")]
Seed = Annotated[int, typer.Option(help="Another number makes another group of people.")]


def run(  # noqa: PLR0913 - one parameter an option
    code: Code,
    *,
    address: Address = "http://127.0.0.1:8100/",
    people: People = 30,
    pace: Pace = 1.0,
    minutes: Minutes = 90,
    seed: Seed = 0,
) -> None:
    """Rehearse a workshop alone: simulated people join and vote, each in their own way.

    Open a workshop first, as you would for a group, and lead it on your host page. Some of the people take the
    shortest answer, some the most careful one, some vote late, some at once, and some change their minds after talking.
    They come in as phones do. They do not answer exercises, situations to rate or the two mirrors.
    """
    base = address if address.endswith("/") else f"{address}/"
    try:
        practice = rehearse(base, typed(code), Group(people, pace, seed), told=typer.echo)
        asyncio.run(asyncio.wait_for(practice, minutes * 60))
    except CannotJoin as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except TimeoutError:
        typer.echo(f"The simulated people have left after {minutes} minutes.")
    except KeyboardInterrupt:
        typer.echo("The simulated people have left.")
