"""Write docs/rules.md: every code that the checker may report, in the words of the rules themselves.

Run it after a rule has changed: python docs/rules.py
"""

from __future__ import annotations

from pathlib import Path

from misread_course.checks import COURSE_RULES
from misread_course.checks import RULES as LESSON_RULES
from misread_scenarios.checks import RULES
from misread_scenarios.exercises import reading
from misread_scenarios.exercises.checks import RULES as SHEET_RULES
from misread_scenarios.plays import PLAY_CODES
from misread_scenarios.problems import READING_CODES
from misread_scenarios.released import RELEASED_CODES
from misread_scenarios.review_checks import RULES as REVIEW_RULES
from misread_scenarios.translating import CODES as TRANSLATION_CODES

PAGE = Path(__file__).with_name("rules.md")
INTRODUCTION = """\
# Every rule of the checker

`misread check` reports each finding with one of these codes. *Problems* must be put right, and the command exits with
1; *warnings* are for you to weigh. [How to break a rule on purpose](authors.md#rules-that-are-broken-on-purpose).

This page is written from the rules themselves by `python docs/rules.py`.
"""
COMPARED = """\
A folder of grades keeps the ids of each version that it released. `misread check` compares the library with
them, in the folder that `--grading` or `MISREAD_GRADING` names, or else in `grading` in the data folder. All of these
are problems.
"""


def page() -> str:
    """Return the page."""
    rules = [f"### {rule.code}: {rule.summary}\n\n*{KINDS[rule.severity]}.* {rule.text}" for rule in RULES]
    lessons = [
        f"### {rule.code}: {rule.summary}\n\n*{KINDS[rule.severity]}.* {rule.text}"
        for rule in (*LESSON_RULES, *COURSE_RULES)
    ]
    sheets = [f"### {rule.code}: {rule.summary}\n\n*{KINDS[rule.severity]}.* {rule.text}" for rule in SHEET_RULES]
    reviews = [f"### {rule.code}: {rule.summary}\n\n*{KINDS[rule.severity]}.* {rule.text}" for rule in REVIEW_RULES]
    return "\n".join(
        [
            INTRODUCTION,
            "## While a scenario is read\n",
            *table(READING_CODES),
            "\n## Once a scenario can be read\n",
            "\n\n".join(rules),
            "\n## Of the plays beside a scenario\n",
            *table(PLAY_CODES),
            "\n## Beside the versions that were released\n",
            COMPARED,
            *rows(RELEASED_CODES),
            "\n## While an exercise or a rubric is read\n",
            *table(reading.READING_CODES),
            "\n## Once an exercise or a rubric can be read\n",
            "\n\n".join(sheets),
            "\n## Once a lesson can be read\n",
            "\n\n".join(lessons),
            "\n## Of the review cards\n",
            "\n\n".join(reviews),
            "\n## Of translations\n",
            "A missing line, other people or a file that cannot be read are problems; the rest are warnings.\n",
            *rows(TRANSLATION_CODES),
            "",
        ]
    )


def table(codes: dict[str, str]) -> list[str]:
    """Return the lines that list what can be wrong while a file is read."""
    return [
        "All of these are problems. A file that has one is not looked at any further.\n",
        *rows(codes),
    ]


def rows(codes: dict[str, str]) -> list[str]:
    """Return the lines of a table of codes."""
    return ["| code | what is wrong |", "|---|---|", *(f"| {code} | {text} |" for code, text in codes.items())]


KINDS = {"fail": "A problem", "warn": "A warning"}

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
