"""Finds environment variables that look like settings but that no command reads, which are mostly typing errors.

They cause a warning, not an error, because other programs set variables as well: Kubernetes adds the addresses of a
service called `misread`, and after a downgrade, a variable of the newer version may still be set.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

PREFIX = "MISREAD_"
SETTINGS = frozenset(
    {
        "MISREAD_ADDRESS",
        "MISREAD_BROWSER",
        "MISREAD_COHORTS",
        "MISREAD_CONFIG",
        "MISREAD_DATA",
        "MISREAD_DATABASE",
        "MISREAD_DATABASE_FILE",
        "MISREAD_GRADING",
        "MISREAD_HOST",
        "MISREAD_HUB_GROUPS",
        "MISREAD_KERNELS",
        "MISREAD_KERNELS_EACH",
        "MISREAD_LANG",
        "MISREAD_LOG_FORMAT",
        "MISREAD_LOG_LEVEL",
        "MISREAD_OPEN_LESSONS",
        "MISREAD_PORT",
        "MISREAD_PREFIX",
        "MISREAD_PROXIES",
        "MISREAD_SECRET",
        "MISREAD_SECRET_FILE",
        "MISREAD_ZONE",
        "MISREAD_SEPARATOR",
        "MISREAD_WITHOUT_SIGN_IN",
    }
)
"""The variables that commands read."""
IN_NOTEBOOKS: Mapping[str, str | None] = MappingProxyType(
    {
        "MISREAD_JOURNAL": "MISREAD_DATABASE",
        "MISREAD_COHORT": "MISREAD_COHORTS",
        "MISREAD_LEARNER": None,
    }
)
"""The variables that a lesson reads without a server, each with the setting that it is easily confused with."""
_SERVICE = re.compile(
    rf"{PREFIX}(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)=.*"
    rf"|{PREFIX}(\w+_)?PORT=(tcp|udp|sctp)://.*",
    re.DOTALL,
)
"""The variables that Kubernetes sets for services called `misread` or `misread-…`."""


def unread(environment: Mapping[str, str], command: str) -> Iterator[str]:
    """Yield a warning for each variable that is set and looks like a setting, but that no command reads.

    Variables of notebooks cause a warning only for `serve`, as other commands may run next to notebooks.
    """
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or not value or name in SETTINGS or _SERVICE.fullmatch(f"{name}={value}"):
            continue
        if name not in IN_NOTEBOOKS:
            yield f"{name} is set, but nothing reads it.{_question(_nearest(name))}"
        elif command == "serve":
            yield f"{name} is set, but only notebooks read it.{_question(IN_NOTEBOOKS[name])}"


def _nearest(name: str) -> str | None:
    endings = [setting.removeprefix(PREFIX) for setting in SETTINGS]
    near = difflib.get_close_matches(name.removeprefix(PREFIX), endings, n=1)
    return f"{PREFIX}{near[0]}" if near else None


def _question(name: str | None) -> str:
    return f" Did you mean {name}?" if name else ""
