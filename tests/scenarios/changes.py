"""Broken files kept as changes of a sound one.

A change file is bytes in the form of Git's conflict markers, named after the file that it changes. What stands in
`clean.md` (a path under this folder) between the first two markers is replaced by what stands between the last two:

    <<<<<<< clean.md
    title: The third no
    =======
    title: The third yes
    >>>>>>>
"""

from __future__ import annotations

import re
from pathlib import Path

SUFFIX = ".change"
HERE = Path(__file__).parent
_CHANGE = re.compile(rb"^<{7} (\S+)\n(.*?)^={7}\n(.*?)^>{7}\n", re.DOTALL | re.MULTILINE)


def changed(path: Path) -> bytes:
    """Return the sound file with its changes made; each must fit it in exactly one place."""
    content = path.read_bytes()
    assert not _CHANGE.sub(b"", content).strip(), f"{path.name} holds something outside its changes"
    changes: list[tuple[bytes, bytes, bytes]] = _CHANGE.findall(content)
    (name,) = {name.decode() for name, _, _ in changes}
    text: bytes = (HERE / name).read_bytes()
    for _, old, new in changes:
        assert text.count(old) == 1, f"{path.name} changes what stands in {name} {text.count(old)} times: {old!r}"
        text = text.replace(old, new)
    return text
