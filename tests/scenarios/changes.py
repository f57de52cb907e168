"""Broken files, stored as changes of a sound one.

A change file has Git's conflict markers, with the path of the changed file under this folder, such as `clean.md`. The
bytes between the first two markers are replaced by those between the last two:

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
    """Return the changed file; each change must match the sound file in exactly one place."""
    content = path.read_bytes()
    assert not _CHANGE.sub(b"", content).strip(), f"{path.name} holds something outside its changes"
    changes: list[tuple[bytes, bytes, bytes]] = _CHANGE.findall(content)
    (name,) = {name.decode() for name, _, _ in changes}
    text: bytes = (HERE / name).read_bytes()
    for _, old, new in changes:
        assert text.count(old) == 1, f"{path.name} changes what stands in {name} {text.count(old)} times: {old!r}"
        text = text.replace(old, new)
    return text
