"""Build the documentation site into `build/docs`: `make docs`, or `python docs/site/build.py [FOLDER]`.

The pages lie where their readers find them in the repository: in `docs/`, and CONTRIBUTING and CHANGELOG at the top.
They are staged in one folder with their links pointing there, and Sphinx builds that. Any warning is an error: a link
that leads nowhere, a page that no menu names.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import playable
from sphinx.cmd.build import main as sphinx

import misread_web

SITE = Path(__file__).parent
DOCS = SITE.parent
HOUSE = DOCS.parent
COURSE_STATIC = Path(misread_web.__file__).parent / "jupyter/voila/templates/misread/static"
PLAYED = "elective-3-waiting"
FROM_THE_TOP = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""The pages at the top of the repository, and their names on the site; the site's first page stands for the README."""


def stage(source: Path) -> None:
    """Write all pages of the site into a folder, with their links as they are there."""
    shutil.copytree(DOCS / "images", source / "images")
    for page in DOCS.glob("*.md"):
        (source / page.name).write_text(relinked(page.read_text("utf-8")), "utf-8")
    for name, staged in FROM_THE_TOP.items():
        if name != "README.md":
            (source / staged).write_text(relinked((HOUSE / name).read_text("utf-8")), "utf-8")
    for page in (*SITE.glob("*.md"), SITE / "conf.py"):
        shutil.copy(page, source)
    shutil.copytree(COURSE_STATIC / "fonts", source / "_static" / "fonts")
    shutil.copy(COURSE_STATIC / "fonts.css", source / "_static")
    (source / "playable.html").write_text(playable.html(PLAYED), "utf-8")


def relinked(page: str) -> str:
    """Return a page with its links as they are on the site; of a link to anything but a page, the label stays."""

    def link(match: re.Match[str]) -> str:
        label, target, anchor = match[1], match[2].removeprefix("../").removeprefix("docs/"), match[3] or ""
        if ":" in target or (DOCS / target).is_file() or not target:
            return f"[{label}]({target}{anchor})"
        return f"[{label}]({FROM_THE_TOP[target]}{anchor})" if target in FROM_THE_TOP else label

    return re.sub(r"\[([^\]\n]*)\]\(([^)#\s]*)(#[^)\s]*)?\)", link, page)


def main() -> int:
    """Build the site; return 0 if there was no warning."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HOUSE / "build" / "docs"
    with tempfile.TemporaryDirectory() as staged:
        source = Path(staged) / "pages"
        source.mkdir()
        stage(source)
        options = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet"]
        failed = sphinx([*options, "--doctree-dir", str(Path(staged) / "doctrees"), str(source), str(target)])
    if not failed:
        sys.stdout.write(f"The site is in {target}. Open {target / 'index.html'} in a browser.\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
