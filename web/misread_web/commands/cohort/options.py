"""Arguments and options of the commands of `misread cohort`."""

from __future__ import annotations

from typing import Annotated

import typer

CohortName = Annotated[str, typer.Argument(help="The name of the cohort.", metavar="NAME", show_default=False)]
MembersCohort = Annotated[str, typer.Argument(help="The name of the cohort.", metavar="COHORT", show_default=False)]
Who = Annotated[str, typer.Argument(help="An e-mail address, an id, or a name that nobody else has.", metavar="WHO")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
