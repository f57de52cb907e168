"""Builds the Content-Security-Policy of pages: only files of the course, no eval, no inline script without a hash."""

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
"""The policy of every response without a stricter one: only files of the course."""
_UNUSED = ("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
           "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
           "publickey-credentials-get", "screen-wake-lock", "serial", "sync-xhr", "usb",
           "xr-spatial-tracking")  # fmt: skip
"""Browser features that no page of the course uses."""
EVERY_ANSWER: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    }
)
"""Headers of every response: no guessing of types, no use by other sites, no referrer to them, no device features."""
_CALLS = ("voila_finish();", "window.voila_heartbeat()")
"""The two constant inline scripts that Voila sends while it renders a lesson with a kernel."""
NO_OPENER: Final = ("Cross-Origin-Opener-Policy", "same-origin")
"""The header that isolates a page from another site's page that opened its window."""
_OPENED_BY_NO_OTHER_SITE = frozenset({"none", "same-origin"})


def may_have_foreign_opener(fetch_site: str | None) -> bool:
    """Return whether a page of another site may have led to this request, so that the response needs `NO_OPENER`.

    `fetch_site` is the request's header `Sec-Fetch-Site` (W3C Fetch Metadata), which pages cannot set. It is `none` if
    somebody typed the address, or opened a bookmark or a link in a mail program, and `same-origin` if a page of the
    course led here. In these cases the header is left out, because it makes Chromium start a new process for the page,
    which took 34 ms of the 160 until a lesson could be used.
    """
    return fetch_site not in _OPENED_BY_NO_OTHER_SITE


def with_kernel(nonce: str) -> str:
    """Return the policy of a lesson with a kernel, which Voila renders.

    Voila's two inline scripts are allowed by their hashes. JupyterLab's front end adds its stylesheets to the page one
    by one; a script of ours marks them with this page's `nonce`, which allows them. anywidget loads a widget's module
    from memory, hence `blob:`.
    """
    hashes = " ".join(f"'sha256-{_hash(call)}'" for call in _CALLS)
    return OWN_FILES_ONLY.replace("script-src 'self'", f"script-src 'self' blob: {hashes}").replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{nonce}'"
    )


def with_inline(script: str, style: str) -> str:
    """Return the policy of a page with one inline script and one inline stylesheet, allowed by their hashes."""
    return OWN_FILES_ONLY.replace("script-src 'self'", f"script-src 'self' 'sha256-{_hash(script)}'").replace(
        "style-src 'self'", f"style-src 'self' 'sha256-{_hash(style)}'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
