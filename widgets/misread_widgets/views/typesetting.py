"""Turns typewriter quotation marks and apostrophes into typographic ones."""

from __future__ import annotations

import functools
import re

_OPENING = r"(?:^|(?<=[\s(\[—–“]))"


@functools.lru_cache(maxsize=4096)  # the same texts are set for every learner
def typeset(text: str, lang: str = "en") -> str:
    """Return an English text with typographic quotation marks; in other languages, authors type their own."""
    if lang.partition("-")[0] != "en":
        return text
    text = re.sub(_OPENING + '"', "“", text).replace('"', "”")
    return re.sub(_OPENING + r"'(?=\w[^']*')", "\u2018", text).replace("'", "\u2019")
