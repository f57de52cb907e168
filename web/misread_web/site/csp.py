"""What a page may load and run (its Content-Security-Policy): its own files, no eval, and no unnamed script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OWN_FILES_ONLY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The policy of every answer that has none stricter: files of the course alone."""
_UNUSED = ("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
           "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
           "publickey-credentials-get", "screen-wake-lock", "serial", "sync-xhr", "usb",
           "xr-spatial-tracking")  # fmt: skip
"""What a browser may offer to pages and the course asks for on none."""
EVERY_ANSWER: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    }
)
"""What every answer says: it is of the type that it names, it is for pages of this course alone, and these tell no
other site where somebody is, and need nothing of the device."""
_CALLS = ("voila_finish();", "window.voila_heartbeat()")
"""The two scripts, always the same, that Voila's ordinary way sends inside a page while it arrives."""
NO_OPENER: Final = ("Cross-Origin-Opener-Policy", "same-origin")
"""The header that parts a page from the page of another site that opened its window."""
_OPENED_BY_NO_OTHER_SITE = frozenset({"none", "same-origin"})


def may_have_foreign_opener(fetch_site: str | None) -> bool:
    """Tell whether a page of another site may have led to this request, so that the answer needs `NO_OPENER`.

    `fetch_site` is the request's header `Sec-Fetch-Site` (W3C Fetch Metadata); no page can set it. It says `none` where
    somebody typed an address, or opened a bookmark or a link in a mail program, and `same-origin` where a page of the
    course led here. Without need the header is left out, because Chromium then starts a new process for the page,
    which took 34 ms of 160 until a lesson could be used.
    """
    return fetch_site not in _OPENED_BY_NO_OTHER_SITE


def with_kernel(nonce: str) -> str:
    """Return the policy of a lesson that takes Voila's ordinary way.

    Its two scripts inside the page are allowed by their hashes. JupyterLab's front end puts its stylesheets into the
    page one by one; those that a script of ours has marked with this page's `nonce` are allowed. anywidget loads a
    widget's module from memory, hence `blob:`.
    """
    hashes = " ".join(f"'sha256-{_hash(call)}'" for call in _CALLS)
    return OWN_FILES_ONLY.replace("script-src 'self'", f"script-src 'self' blob: {hashes}").replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{nonce}'"
    )


def with_inline(script: str, style: str) -> str:
    """Return the policy of a page that carries one script and one stylesheet inside it, allowed by their hashes."""
    return OWN_FILES_ONLY.replace("script-src 'self'", f"script-src 'self' 'sha256-{_hash(script)}'").replace(
        "style-src 'self'", f"style-src 'self' 'sha256-{_hash(style)}'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
