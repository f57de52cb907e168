"""The secret that signs links and cookies. Anybody who knows it can sign in as anybody else."""

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
"""The variable with the path of a file with the secret, as containers provide it; its file mode is not checked."""
FILE = "secret"
SHORTEST = 32
"""The fewest characters of a secret; `secrets.token_urlsafe` makes 43 from 32 bytes."""
_OTHERS = 0o077
"""The bits of a file's mode that give access to anybody but its owner."""


class BadSecret(Exception):
    """The secret cannot be used; the message says what to do."""


def read_or_create_secret(data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the secret of the course, and create it if the course has none yet.

    It is the value of `MISREAD_SECRET`, or the content of the file that `MISREAD_SECRET_FILE` names. If neither is
    set, it is the content of the file `secret` in the data folder, which is created if it is missing. All servers of a
    course, and the command that makes its links, need the same secret.

    Raises:
        BadSecret: if the secret is too short, or other users of the machine may read its file.
        OSError: if the file cannot be read or created.
    """
    value = environment.get(VARIABLE, "").strip()
    if value:
        return _checked(value, VARIABLE)
    if path := environment.get(FROM_FILE, "").strip():
        return _checked(Path(path).read_text("ascii", "replace").strip(), path)
    file = data / FILE
    if not file.exists():
        _make(file)
    _keep_others_out(file)
    return _checked(file.read_text("ascii", "replace").strip(), str(file))


def _checked(secret: str, where: str) -> str:
    if len(secret) < SHORTEST:
        raise BadSecret(f"{where} has {len(secret)} characters; a secret needs at least {SHORTEST}. {_NEW}")
    return secret


_NEW = "To make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'"


def _make(file: Path) -> None:
    """Create the file in one step, from a draft: if several processes start at once, all read the same whole secret."""
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
        raise BadSecret(f"other users of this machine can read {file} and sign in as anybody; run: chmod 600 {file}")
