"""`misread cohort ratings`: write tables of the situations that measure the course."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path

import typer

from misread_grading.reports import EXCEL, Rater, Table, as_csv, as_excel, judgement_tables
from misread_records import open_journal, private_files
from misread_records.people import Role
from misread_web.auth import read_or_create_secret
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, Tables
from misread_web.commands.output import aligned, people


def run(
    name: CohortName,
    *,
    to: Tables = Path("ratings.xlsx"),
    separator: CsvSeparator = Separator.COMMA,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write how a cohort rated the situations before the course, after it and three months later, without names.

    Print the summary, in which groups of fewer than ten learners are hidden. The figures show whether the course works;
    they are not for judging, choosing or promoting anybody.
    """
    with opened_cohorts(data, database) as cohorts:
        folder = open_data_folder(data)
        secret = read_or_create_secret(folder)
        learners = [member.learner for member in cohorts.members(name) if member.role is Role.LEARNER]
        with contextlib.closing(open_journal(secure_database(folder, database))) as journal:
            raters = [Rater.of(pseudonym(secret, each), each, journal.read(each)) for each in learners]
        tables = judgement_tables(raters)
        files = _written(tables, to, separator.sign)
    typer.echo(f"{', '.join(map(str, files))}: the ratings of {people(sum(rater.has_rated for rater in raters))}.")
    for line in aligned([[str(value) for value in row] for row in (tables[-1].columns, *tables[-1].rows)]):
        typer.echo(line)


def _written(tables: Iterable[Table], to: Path, delimiter: str) -> list[Path]:
    """Write one Excel file with a sheet for each table, or a CSV file for each, and return the files."""
    if to.suffix.casefold() == EXCEL:
        private_files.write(to, as_excel(tables))
        return [to]
    files = []
    for table in tables:
        files.append(to.with_name(f"{to.stem}-{table.title.casefold()}.csv"))
        private_files.write(files[-1], as_csv(table, delimiter))
    return files


def pseudonym(secret: str, learner: str) -> str:
    """Return the name of a learner in the tables: the same in each, and without the secret nobody can work it out."""
    return hmac.new(secret.encode(), b"misread: ratings\0" + learner.encode(), hashlib.sha256).hexdigest()[:10]
