"""Errors whose text ends with the commands to type next."""

from __future__ import annotations

import shlex
from collections.abc import Callable


class ErrorWithCommands(Exception):
    """An error whose text may end with commands to type next.

    Attributes:
        reason: the text without the commands.
        commands: the words of each command after `misread`, as in `("grade", "due", "m4", "WHEN")`.
    """

    def __init__(self, reason: str = "", *commands: tuple[str, ...]) -> None:
        """Take the reason and the commands."""
        self.reason, self.commands = reason, commands
        super().__init__(self.text(lambda *words: shlex.join(["misread", *words])))

    def text(self, command: Callable[..., str]) -> str:
        """Return the whole text; `command` turns the words of a command into the command as it is typed."""
        steps = ", then ".join(command(*words) for words in self.commands)
        return f"{self.reason}: {steps}" if steps else self.reason
