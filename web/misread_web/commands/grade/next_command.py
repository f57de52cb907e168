"""The name that commands of this group use for the options that were typed."""

from __future__ import annotations

from misread_web.commands.next_command import TypedOptions

__all__ = ["TypedOptions"]
