"""Variables that are called like the course's settings, and that no command reads: most often a typing error.

They are said and keep nothing from running. An environment is not its command's alone: Kubernetes puts the addresses of
a service called `misread` there, and a version that is put back may find a variable of the newer one.
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
"""What commands read."""
IN_NOTEBOOKS: Mapping[str, str | None] = MappingProxyType(
    {
        "MISREAD_JOURNAL": "MISREAD_DATABASE",
        "MISREAD_COHORT": "MISREAD_COHORTS",
        "MISREAD_LEARNER": None,
    }
)
"""What a lesson reads that is opened without the server, and what is easily mixed up with it."""
_SERVICE = re.compile(
    rf"{PREFIX}(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)=.*"
    rf"|{PREFIX}(\w+_)?PORT=(tcp|udp|sctp)://.*",
    re.DOTALL,
)
"""What Kubernetes says of services called `misread` or `misread-…`."""


def unread(environment: Mapping[str, str], command: str) -> Iterator[str]:
    """Yield a line about each variable that is set, called like a setting, and read by no command.

    Those of notebooks are named to `serve` alone: other commands are run where notebooks are, too.
    """
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or not value or name in SETTINGS or _SERVICE.fullmatch(f"{name}={value}"):
            continue
        if name not in IN_NOTEBOOKS:
            yield f"{name} is set, and nothing reads it.{_question(_nearest(name))}"
        elif command == "serve":
            yield f"{name} is set, and only notebooks read it.{_question(IN_NOTEBOOKS[name])}"


def _nearest(name: str) -> str | None:
    near = difflib.get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in SETTINGS], n=1)
    return f"{PREFIX}{near[0]}" if near else None


def _question(name: str | None) -> str:
    return f" Is {name} meant?" if name else ""
