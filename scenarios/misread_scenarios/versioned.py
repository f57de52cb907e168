"""Content that knows its version, which stands in every event that was made with it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from misread_scenarios.language import SOURCE


class Versioned(BaseModel):
    """Authored data: nothing beyond what is named here, and nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @functools.cached_property
    def language(self) -> str:
        """The language that it is read in, as a tag: that of a translation laid over it, or else English."""
        return str(getattr(self, "lang", SOURCE))

    @functools.cached_property
    def version(self) -> str:
        """A short hash of all that is said; it changes when any word or figure does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy that works out anew what is worked out of it, such as its version."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(copy).model_fields.keys():
            del copy.__dict__[name]
        return copy
