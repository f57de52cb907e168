"""nbgrader's commands as they are typed in a folder, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def nbgrader(folder: Path, *words: str) -> None:
    """Type a command; what it says is shown where it does not succeed."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
