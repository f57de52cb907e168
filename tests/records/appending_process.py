"""A separate process that appends events: it reads a line of JSON (address, event) and writes one word."""

from __future__ import annotations

import json
import sys

from misread_records import Event, Journal, JournalError, open_journal


def main() -> None:
    journals: dict[str, Journal] = {}
    for line in sys.stdin:
        url, event = json.loads(line)
        if url not in journals:
            journals[url] = open_journal(url)
        try:
            journals[url].append(Event.from_line(event))
            answer = "saved"
        except JournalError as error:
            answer = type(error).__name__
        print(answer, flush=True)  # noqa: T201 - this is how it answers
    for journal in journals.values():
        journal.close()


if __name__ == "__main__":
    main()
