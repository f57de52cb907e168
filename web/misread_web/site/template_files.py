"""The files that pages of the course are made of."""

from __future__ import annotations

import posixpath

from tornado.web import HTTPError
from voila.static_file_handler import TemplateStaticFileHandler

OURS = "misread/static/"


class TemplateFiles(TemplateStaticFileHandler):  # type: ignore[misc]  # Voila has no types
    """Sends the files of our template; Voila's handler breaks where an address names none."""

    def parse_url_path(self, url_path: str) -> str:
        """Return the part of the address that names the file.

        Raises:
            HTTPError: 404 if it names no file of ours.
        """
        plain = posixpath.normpath(url_path.replace("\\", "/"))
        if not plain.startswith(OURS) or "\0" in plain:
            raise HTTPError(404)
        path: str = super().parse_url_path(plain)
        return path
