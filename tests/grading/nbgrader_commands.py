"""Runs nbgrader's commands in a folder, each in a separate process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def nbgrader(folder: Path, *words: str) -> None:
    """Run a command; if it fails, show its output."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
