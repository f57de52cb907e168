"""Turns typewriter quotation marks and apostrophes into typographic ones."""

from __future__ import annotations

import functools
import re

from misread_scenarios.language import spoken

_BEFORE = r"(?:^|(?<=[\s(\[—–“„\u201a]))"
APOSTROPHE = "\u2019"


def typeset(text: str, lang: str = "") -> str:
    """Return a text with the quotation marks of a language (by default the spoken one) and typographic apostrophes.

    In languages other than English and German, authors type their own.
    """
    return _typeset(text, (lang or spoken()).partition("-")[0])


@functools.lru_cache(maxsize=8192)  # the same texts are set for every learner
def _typeset(text: str, language: str) -> str:
    if language == "en":
        text = re.sub(_BEFORE + '"', "“", text).replace('"', "”")
        text = re.sub(_BEFORE + r"'(?=\w[^']*')", "\u2018", text)
    elif language == "de":
        text = re.sub(_BEFORE + '"', "„", text).replace('"', "“")
        text = re.sub(_BEFORE + r"'(?=\w)([^']*)'(?!\w)", "\u201a\\1\u2018", text)
    else:
        return text
    return text.replace("'", APOSTROPHE)
