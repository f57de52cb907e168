"""Serves the static files of the course's template."""

from __future__ import annotations

import posixpath

from tornado.web import HTTPError
from voila.static_file_handler import TemplateStaticFileHandler

OURS = "misread/static/"


class TemplateFiles(TemplateStaticFileHandler):  # type: ignore[misc]  # Voila has no types
    """Sends the files of our template; Voila's handler fails if an address names no file."""

    def parse_url_path(self, url_path: str) -> str:
        """Return the part of the path that names the file.

        Raises:
            HTTPError: 404 if it does not name a file of our template.
        """
        plain = posixpath.normpath(url_path.replace("\\", "/"))
        if not plain.startswith(OURS) or "\0" in plain:
            raise HTTPError(404)
        path: str = super().parse_url_path(plain)
        return path
