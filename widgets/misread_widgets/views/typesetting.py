"""Authored text as it is set: typewriter quotation marks and apostrophes become printed ones."""

from __future__ import annotations

import functools
import re

_OPENING = r"(?:^|(?<=[\s(\[—–“]))"


@functools.lru_cache(maxsize=4096)  # what authors wrote is set for every learner anew
def typeset(text: str, lang: str = "en") -> str:
    """Return an English text with printed quotation marks and apostrophes; in other languages authors set their own."""
    if lang.partition("-")[0] != "en":
        return text
    text = re.sub(_OPENING + '"', "“", text).replace('"', "”")
    return re.sub(_OPENING + r"'(?=\w[^']*')", "\u2018", text).replace("'", "\u2019")
