"""Three published tables of counts: plain facts, each with the study that it comes from."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from misread_scenarios.practice_data.table import CsvTable

BANK_FILES = CsvTable(
    "bank_files",
    ("name_on_file", "decision"),
    (
        *[("man", "promoted")] * 21,
        *[("man", "held back")] * 3,
        *[("woman", "promoted")] * 14,
        *[("woman", "held back")] * 10,
    ),
)
"""One row for each of 48 personnel files, each judged by another bank supervisor; the files differed in the name alone.

Rosen and Jerdee (1974), *Journal of Applied Psychology* 59(1), 9-14.
"""

_ADMITTED = {"A": (512, 89), "B": (353, 17), "C": (120, 202), "D": (138, 131), "E": (53, 94), "F": (22, 24)}
_REJECTED = {"A": (313, 19), "B": (207, 8), "C": (205, 391), "D": (279, 244), "E": (138, 299), "F": (351, 317)}
BERKELEY = CsvTable(
    "berkeley_admissions",
    ("department", "gender", "admitted", "n"),
    tuple(
        (department, gender, admitted, counts[department][place])
        for department, (place, gender), (admitted, counts) in itertools.product(
            "ABCDEF", enumerate(("man", "woman")), (("yes", _ADMITTED), ("no", _REJECTED))
        )
    ),
)
"""Applicants to the six largest graduate departments of Berkeley in 1973, by department, gender and decision.

Bickel, Hammel and O'Connell (1975), *Science* 187, 398-404.
"""

_LOW_HIGH = (("low", "low", 103, 87), ("low", "high", 32, 42), ("high", "low", 59, 109), ("high", "high", 78, 205))
DANISH_WORKERS = CsvTable(
    "danish_workers",
    ("management", "supervisor", "own_satisfaction", "n"),
    tuple(
        (management, supervisor, own, count)
        for management, supervisor, low, high in _LOW_HIGH
        for own, count in (("low", low), ("high", high))
    ),
)
"""715 Danish workers in 1968, by the quality of management, that of their supervisor, and their own satisfaction.

Petersen (1968), as printed in Andersen (1991), *The Statistical Analysis of Categorical Data*, 2nd edition, table 5.4.
"""


def published_tables() -> Mapping[str, CsvTable]:
    """Return each table by the name of its source."""
    return {"bank-files": BANK_FILES, "berkeley": BERKELEY, "danish-workers": DANISH_WORKERS}
