"""What this room says, in the spoken language; `misread_scenarios.language` says how."""

from __future__ import annotations

from typing import Any

from misread_scenarios.language import LANGUAGES, N_, Catalogue, figure, spoken

__all__ = ["N_", "_", "ngettext", "taught"]

_catalogue = Catalogue("misread_web")
_, ngettext = _catalogue.gettext, _catalogue.ngettext


def taught(environment: Any) -> None:  # noqa: ANN401 - Jinja does not declare what its extension adds
    """Let the templates of an environment say their words in the spoken language, and write figures as it does."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(_, ngettext, newstyle=True)
    environment.globals |= {"languages": LANGUAGES, "spoken": spoken, "figure": figure}
