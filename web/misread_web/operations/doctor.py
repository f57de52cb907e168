"""Checks what the course needs on this machine, and says what to do if something is missing."""

from __future__ import annotations

import dataclasses
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from packaging.requirements import Requirement

from misread_course.catalogue import lessons
from misread_scenarios.format import read_file
from misread_scenarios.library import library, path_of
from misread_web.documents import pdf_trouble

REINSTALL = "install the course again, in the folder of the course: make course"


@dataclasses.dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        name: the thing that was checked.
        is_fine: whether it is installed and fits.
        detail: its version or place, or what is wrong.
        remedy: what to do if it is missing.
        needed: whether the course needs it.
    """

    name: str
    is_fine: bool
    detail: str
    remedy: str = ""
    needed: bool = True

    @property
    def word(self) -> str:
        """The result in one word."""
        return "ok" if self.is_fine else "missing" if self.needed else "optional"


def findings(data: Path) -> Iterator[Finding]:
    """Yield the result of every check of this machine; `data` is the data folder."""
    yield Finding("Python", sys.version_info >= (3, 11), f"{platform.python_version()} at {sys.executable}", REINSTALL)
    yield from packages()
    yield kernel()
    yield from content()
    yield data_folder(data)
    yield postgresql()
    yield pdf_files()
    yield browser()


def packages() -> Iterator[Finding]:
    """Yield a finding for every package that the course declares as a dependency."""
    for line in metadata.requires("misread") or []:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding(requirement.name, is_fine=False, detail=f"needed: {requirement}", remedy=REINSTALL)
        else:
            fits = requirement.specifier.contains(version, prereleases=True)
            yield Finding(requirement.name, fits, f"{version} (needed: {requirement.specifier})", REINSTALL)


def kernel() -> Finding:
    """Return whether Jupyter finds the kernel that runs the lessons."""
    try:
        folder = KernelSpecManager().get_kernel_spec("python3").resource_dir
    except NoSuchKernel:
        return Finding("kernel", is_fine=False, detail="Jupyter has no kernel 'python3'", remedy=REINSTALL)
    return Finding("kernel", is_fine=True, detail=folder)


def content() -> Iterator[Finding]:
    """Yield a finding each for the lessons and the scenarios: whether they are there and can be read."""
    yield Finding("lessons", bool(lessons()), ", ".join(lesson.name for lesson in lessons()), REINSTALL)
    broken = [id_ for id_ in library() if read_file(path_of(id_)).scenario is None]
    detail = f"{len(library())} in the library" + (f"; these have problems: {', '.join(broken)}" if broken else "")
    yield Finding("scenarios", bool(library()) and not broken, detail, "see what is wrong: misread check")


def data_folder(folder: Path) -> Finding:
    """Return whether the data folder of `misread serve` can be written to."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    writable = nearest.is_dir() and os.access(nearest, os.W_OK)
    return Finding("answers", writable, str(folder), "name a folder that you may write to: misread serve --data DIR")


def postgresql() -> Finding:
    """Return whether the driver for PostgreSQL is installed."""
    is_installed = util.find_spec("psycopg") is not None
    detail = "psycopg is installed" if is_installed else "psycopg is not installed; answers are kept in an SQLite file"
    return Finding(
        "PostgreSQL",
        is_installed,
        detail,
        "to keep them in PostgreSQL: pip install 'misread[postgresql]'",
        needed=False,
    )


def pdf_files() -> Finding:
    """Return whether PDF files can be made."""
    trouble = pdf_trouble()
    detail = trouble.partition(". ")[0].partition(":")[0] if trouble else "WeasyPrint and Pango are installed"
    return Finding("PDF", trouble is None, detail, trouble or "", needed=False)


def browser() -> Finding:
    """Return whether a browser for the tests is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    return Finding(
        "Chromium", path is not None, path or "only the tests use it", "to run them: make test", needed=False
    )
