"""Every word of the data exercises' widget that is not part of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.language import SOURCE, figure, listed, spoken, thousands
from misread_widgets.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from misread_scenarios.exercises import Unit
    from misread_scenarios.practice_data import SourceName

LOOK = N_("Look at the data")
HOW_TO_LOOK = N_("Choose what to see, and show it. Look as often as you like; it costs no try.")
MEASURE = N_("What to show")
FIRST_GROUP = N_("Compare by")
ALL_TOGETHER = N_("Nothing: all together")
SECOND_GROUP = N_("And by")
NO_SECOND = N_("Nothing else")
EVERYBODY = N_("All")
WEIGHTING = N_("Make the groups comparable")
NO_WEIGHTING = N_("No: take them as they are")
SHOW = N_("Show")
SEEN = N_("What you have looked at")
GROUP = N_("Group")
SHARE = N_("Share")
COUNTS = N_("Counts")
COST = N_("Cost of each")
FROM = N_("Worked out from")
HIDDEN = N_("hidden (fewer than 10)")
PROTECTS = N_("hidden as well")
PROTECTS_SAY = N_(
    "A group of fewer than 10 is hidden. So are counts, and some figures, of other groups: with them, one could "
    "work out the small one from the total."
)
NO_FIGURE = N_("no figure")
NOT_SHOWN = "–"
NOBODY = N_("Nothing fits these filters. Leave one of them out, and show it again.")
COUNT_WEIGHTED = N_("A number can’t be made comparable in this way. Choose a share, or take the groups as they are.")
WEIGHTED_BY_ITSELF = N_(
    "You’re comparing by the very thing that this weights away. Choose another comparison, or no weighting."
)
ANSWER = N_("Your answer")
ANSWER_FIRST = N_("Write a number here.")
CHOOSE_ONE = N_("Choose one of these.")
PICK_ONE = N_("Pick at least one of these.")
CHECKED = N_("What the figures show")

HINTS: Mapping[Unit, str] = {
    "per cent": N_("In per cent, to one decimal. Both {example} and {other} are fine."),
    "points": N_("In percentage points, to one decimal. Both {example} and {other} are fine."),
    "number": N_("A whole number."),
    "money": N_("An amount, to the nearest whole number."),
}
"""What kind of number is expected, by its unit."""
SOURCES: Mapping[SourceName, str] = {
    "harbour-pine": N_("Made-up data: Harbour & Pine"),
    "bank-files": N_("Data: Rosen and Jerdee (1974)"),
    "berkeley": N_("Data: Bickel, Hammel and O’Connell (1975)"),
    "danish-workers": N_("Data: Petersen (1968), as printed in Andersen (1991)"),
}
"""Where data come from, in a line under each chart."""
ROWS: Mapping[str, str] = {
    "people": N_("People"),
    "offers": N_("Offers"),
    "applications": N_("Applications"),
    "noes": N_("Noes"),
    "roles": N_("Roles"),
    "files": N_("Files"),
    "applicants": N_("Applicants"),
    "workers": N_("Workers"),
}
"""What the rows of a view are."""


def hint(unit: Unit) -> str:
    """Say what kind of number is expected."""
    return _(HINTS[unit]).format(example="12.5", other="12,5")


def unreadable(text: str) -> str:
    """Say that a text is not a number, and what would be."""
    return _("“{text}” can’t be read as a number. Write it as in 12, 12.5 or 12,5.").format(text=text)


def filtered(field: str) -> str:
    """Name the list that keeps one value of a field."""
    return _("Only: {field}").format(field=field)


def percent(share: float) -> str:
    """Say a per cent, with at most one decimal."""
    return _("{number}%").format(number=figure(round(share, 1)))


def whole(number: float) -> str:
    """Say an amount or a count as a whole number."""
    return thousands(round(number))


def in_unit(number: float, unit: Unit) -> str:
    """Say a number that answers a question."""
    if unit == "per cent":
        return percent(number)
    return (
        figure(round(number, 1)) if unit == "points" else whole(number) if number == round(number) else figure(number)
    )


def part_of(part: int, of: int) -> str:
    """Say a part and the whole that it belongs to."""
    return _("{part} of {whole}").format(part=thousands(part), whole=thousands(of))


def spent_for(spent: int, count: int) -> str:
    """Say how much was spent for how many."""
    return _("{spent} for {count}").format(spent=thousands(spent), count=thousands(count))


def with_counts(value: str, counts: str) -> str:
    """Say a value with the counts that it comes from."""
    return _("{value} ({counts})").format(value=value, counts=counts)


def compared(measure: str, fields: Sequence[str]) -> str:
    """Name a result: its measure, and what it is compared by."""
    if not fields:
        return measure
    return _("{measure}, by {fields}").format(measure=measure, fields=listed([_inside(field) for field in fields]))


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; German keeps its capitals."""
    return f"{label[:1].lower()}{label[1:]}" if spoken() == SOURCE and not label[1:2].isupper() else label


def capital(label: str) -> str:
    """Return a label as it stands at the start of a line."""
    return f"{label[:1].upper()}{label[1:]}"


def together(labels: Sequence[str]) -> str:
    """Name a group by its labels, as in "High, never asked"."""
    first, *others = labels
    return ", ".join([first, *(_inside(label) for label in others)])


def kept(field: str, value: str) -> str:
    """Name the value of a field that a result is limited to."""
    return _("{field}: {value}").format(field=field, value=value)


def table_with(rows: int) -> str:
    """Say how long a table is."""
    return ngettext("Table with {number} row", "Table with {number} rows", rows).format(number=rows)
