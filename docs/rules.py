"""Write docs/rules.md: every code that the checker may report, in the words of the rules themselves.

Run it after a rule has changed: python docs/rules.py
"""

from __future__ import annotations

from pathlib import Path

from misread_scenarios.checks.rules import RULES
from misread_scenarios.problems import READING_CODES

PAGE = Path(__file__).with_name("rules.md")
INTRODUCTION = """\
# Every rule of the checker

`misread check` reports each finding with one of these codes. *Problems* must be put right, and the command exits with
1; *warnings* are for you to weigh. [How to break a rule on purpose](authors.md#rules-that-are-broken-on-purpose).

This page is written from the rules themselves by `python docs/rules.py`.
"""


def page() -> str:
    """Return the page."""
    reading = [f"| {code} | {text} |" for code, text in READING_CODES.items()]
    rules = [f"### {rule.code}: {rule.summary}\n\n*{KINDS[rule.severity]}.* {rule.text}" for rule in RULES]
    return "\n".join(
        [
            INTRODUCTION,
            "## While the file is read\n",
            "All of these are problems. A file that has one is not looked at any further.\n",
            "| code | what is wrong |",
            "|---|---|",
            *reading,
            "\n## Once it can be read\n",
            "\n\n".join(rules),
            "",
        ]
    )


KINDS = {"fail": "A problem", "warn": "A warning"}

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
