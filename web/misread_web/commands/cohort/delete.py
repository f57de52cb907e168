"""`misread cohort delete`: delete a cohort for good."""

from __future__ import annotations

import typer

from misread_records.people import Contents
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Yes
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import ask, counted, people


def run(name: CohortName, *, yes: Yes = False, data: Data = None, database: Database = None) -> None:
    """Delete a cohort for good: its people, all that they did, and the marks for it. Grades stay.

    To end a course and keep the work, close its cohort.
    """
    with opened_cohorts(data, database) as cohorts:
        contents = cohorts.contents(name)
        forget = TypedOptions(None, data, database).command("grade", "forget", "LEARNER")
        for line in _what_goes(contents, forget):
            typer.echo(line)
        ask("Delete all of this?", "Nothing was deleted.", yes=yes)
        typer.echo(f"The cohort '{cohorts.delete(name).cohort.name}' was deleted.")


def _what_goes(contents: Contents, forget: str) -> list[str]:
    """Return lines that say what the command deletes; `forget` is the command that deletes a learner's grades."""
    removed = f" and {contents.removed:,} who were removed before" if contents.removed else ""
    running = "" if contents.cohort.closed else " It is open: they lose the course at once."
    return [
        f"Of the cohort '{contents.cohort.name}' this deletes for good:",
        f"- {people(contents.people)}{removed}, with names, e-mail addresses, ids and sign-in links.{running}",
        f"- {counted(contents.events, 'record', 'records')} of what they did: every choice, answer and text.",
        f"- {counted(contents.markings, 'record', 'records')} of marks that graders gave.",
        f"Grades and graded work stay, with names, in the folder of the grades. To delete them there: {forget}",
        "Backups stay, too.",
    ]
