"""What this room says, in the spoken language; `misread_scenarios.language` says how."""

from __future__ import annotations

from misread_scenarios.language import N_, Catalogue

__all__ = ["N_", "_", "ngettext"]

_catalogue = Catalogue("misread_widgets")
_, ngettext = _catalogue.gettext, _catalogue.ngettext
