"""How many words a text has, counted on the graders' side as the page counts them in which it is written.

Words are the segments of Unicode's default word boundaries (Unicode Standard Annex 29, section 4) that hold a letter or
a digit. Both sides ask the same library, ICU: the browser as `Intl.Segmenter`, and this module as `icu4py`. Chromium's
copy parts words at a full stop or a colon between letters, as in "e.g", and the rules do not; so both sides part them.

Where there are no spaces between words, as in Japanese, Chinese and Thai, ICU takes them from a dictionary, so that two
versions of it may differ by a word here and there, and so may a browser with another library (Firefox has ICU4X).
Letters that Unicode has taken in since this version of Python are not letters here.
"""

from __future__ import annotations

import re
from typing import Final

from icu4py.breakers import WordBreaker

_LANGUAGE: Final = "en"
"""The rules go by the script of each character; a language changes next to nothing, and nobody was asked for it."""
_PARTED: Final = re.compile("(?<=[^\\W\\d_])[.:\ufe55\uff0e\uff1a](?=[^\\W\\d_])")


def count_words(text: str) -> int:
    """Return the number of words of a text, in whatever language.

    >>> count_words("Don't stop: 3.5 km, well-known.")
    6
    """
    return len(words_of(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in order.

    >>> words_of("Don't stop: 3.5 km, well-known.")
    ["Don't", 'stop', '3.5', 'km', 'well', 'known']
    """
    # Half a character (a lone surrogate) can stand in no text of ICU's.
    whole = text.encode("utf-8", errors="replace").decode()
    segments = (segment for segment in WordBreaker(whole, _LANGUAGE) if any(sign.isalnum() for sign in segment))
    return [word for segment in segments for word in _PARTED.split(segment)]
