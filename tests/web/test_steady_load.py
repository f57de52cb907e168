"""A steady stream of choices, some over connections that break: none is lost, and none counts twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SERVING = Path(__file__).parents[2] / "benchmarks" / "serving.py"
WITHIN = 240


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_choice_of_many_learners_is_lost_or_doubled(database: str) -> None:
    small = ["--sessions", "12", "--rate", "15", "--minutes", "0.1", "--cut-every", "9", "--databases", database]
    done = subprocess.run(
        [sys.executable, str(SERVING), "steady", *small], check=False, capture_output=True, text=True, timeout=WITHIN
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "90 confirmed (10 after a broken connection)" in " ".join(done.stdout.split())
