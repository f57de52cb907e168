"""Every `*.play` file beside a scenario is a file of tests: one for each run that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from misread_scenarios.format import read_file
from misread_scenarios.plays import Play, differences, read_plays


class PlayFailed(AssertionError):
    """A run that comes to something else than its play says."""


class PlayFile(pytest.File):
    """The plays of one scenario."""

    def collect(self) -> Iterator[PlayItem]:
        """Yield one test for each play."""
        for play in read_plays(self.path):
            yield PlayItem.from_parent(self, name=play.name, play=play)


class PlayItem(pytest.Item):
    """One run of a scenario, played again."""

    def __init__(self, *, play: Play, **rest: Any) -> None:  # noqa: ANN401 - pytest's own arguments
        """Take the play beside what pytest passes."""
        super().__init__(**rest)
        self.play = play

    def runtest(self) -> None:
        """Play it and compare."""
        reading = read_file(self.path.with_suffix(".md"))
        wrong = [str(problem) for problem in reading.problems]
        if reading.scenario is not None:
            wrong += differences(reading.scenario, self.play)
        if wrong:
            raise PlayFailed("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - pytest's types
        """Show the differences alone; where they were found says nothing to an author."""
        return str(excinfo.value) if isinstance(excinfo.value, PlayFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the file and the play."""
        return self.path, None, f"{self.path.name}: {self.name}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PlayFile | None:
    """Take a file of plays as tests."""
    return PlayFile.from_parent(parent, path=file_path) if file_path.suffix == ".play" else None
