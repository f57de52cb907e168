"""A separate process that holds a journal's lock, of a file or a database, until it ends."""

from __future__ import annotations

import sqlite3
import sys

from filelock import FileLock


def main() -> None:
    path = sys.argv[1]
    if path.endswith(".db"):
        connection = sqlite3.connect(path)
        connection.execute("BEGIN EXCLUSIVE")
    else:
        lock = FileLock(f"{path}.lock")
        lock.acquire()
    print("held", flush=True)  # noqa: T201 - this is how it answers
    sys.stdin.read()


if __name__ == "__main__":
    main()
