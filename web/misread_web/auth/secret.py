"""The secret that signs links and cookies: anybody who knows it can sign in as anybody else."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from misread_records.private_files import make_folder

VARIABLE = "MISREAD_SECRET"
FROM_FILE = "MISREAD_SECRET_FILE"
"""Names a file that holds the secret, as containers get theirs; who may read it there is the container's to say."""
FILE = "secret"
SHORTEST = 32
"""Characters; `secrets.token_urlsafe` gives 43 for 32 bytes."""
_OTHERS = 0o077
"""The bits of a file's mode that let anybody but its owner in."""


class BadSecret(Exception):
    """The secret cannot be used; the message says what to do."""


def secret_of(data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the secret: `MISREAD_SECRET`, or what the file holds that `MISREAD_SECRET_FILE` names.

    Where neither is set, it is that of the data folder, made where there is none.

    Several servers of one course, and the command that makes its links, need the same one.

    Raises:
        BadSecret: if it is too short, or where others may read its file.
        OSError: if its file cannot be read or made.
    """
    given = environment.get(VARIABLE, "").strip()
    if given:
        return _checked(given, VARIABLE)
    if named := environment.get(FROM_FILE, "").strip():
        return _checked(Path(named).read_text("ascii", "replace").strip(), named)
    file = data / FILE
    if not file.exists():
        _make(file)
    _keep_others_out(file)
    return _checked(file.read_text("ascii", "replace").strip(), str(file))


def _checked(secret: str, where: str) -> str:
    if len(secret) < SHORTEST:
        raise BadSecret(f"{where} has {len(secret)} characters, and anybody could guess fewer than {SHORTEST}; {_NEW}")
    return secret


_NEW = "a good one: python -c 'import secrets; print(secrets.token_urlsafe(32))'"


def _make(file: Path) -> None:
    """Write a new secret under another name first, so that of several processes that start at once one wins whole."""
    make_folder(file.parent)
    draft = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(32) + "\n")
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


def _keep_others_out(file: Path) -> None:
    if sys.platform != "win32" and file.stat().st_mode & _OTHERS:
        raise BadSecret(f"others on this machine may read {file}, and could sign in as anybody; run: chmod 600 {file}")
