"""`misread practice`: write the data exercises for JupyterLab."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from misread_course.practice import DATA_FOLDER, write_practice


def run(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write. It is made if it is not there.")],
) -> None:
    """Write the data exercises for JupyterLab: their tables as CSV files, and a pandas notebook for each.

    In each notebook one line of pandas is to be filled in, and the rest is free; `check` gives the same feedback as the
    page. Nothing in these notebooks is saved or graded. A notebook that is there already is never overwritten.
    """
    try:
        written = write_practice(folder)
    except FileExistsError as error:
        typer.echo(f"{error} is there already, and nothing was written; name an empty folder", err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{folder} cannot be written ({error.strerror}); name another folder", err=True)
        raise typer.Exit(1) from error
    kinds = Counter(path.suffix for path in written)
    typer.echo(f"{kinds['.csv']} tables are in {folder / DATA_FOLDER}, and {kinds['.ipynb']} notebooks beside it")
    typer.echo(f"open them with: jupyter lab {folder}")
    if importlib.util.find_spec("pandas") is None:
        typer.echo("pandas is missing here; install it with: pip install 'misread[practice]'", err=True)
