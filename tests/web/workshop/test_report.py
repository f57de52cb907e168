"""A workshop's report counts what the events say, and names nobody."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from pydantic import JsonValue

from misread_grading.reports import as_csv
from misread_records.workshop import Workshop
from misread_scenarios.exercises import rated_situations
from misread_scenarios.language import speaking
from misread_scenarios.library import load
from misread_scenarios.play import play
from misread_web.workshop import deck_of, report_of, votes_table
from misread_web.workshop.report import COLUMNS
from tests.records.workshop.conftest import Played
from tests.web.workshop.finished import PEOPLE, Held


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


def test_each_round_counts_its_votes_side_by_side(held: Held) -> None:
    first = report_of(held.workshop).parts[1].questions[0]
    assert [(one.name, one.votes, one.hidden) for one in first.rounds] == [
        ("First vote", 12, ""),
        ("Second vote", 12, ""),
    ]
    for number in (0, 1):
        assert sum(answer.counts[number] or 0 for answer in first.answers) == len(PEOPLE)
    assert len(first.answers) == 4
    assert first.stayed is not None
    assert first.stayed + sum(move.number for move in first.moves) == len(PEOPLE)
    before, after = held.workshop.steps["sam"].ballots[0].rounds
    changed = sum(before[who].answer != after[who].answer for who in PEOPLE)
    assert sum(move.number for move in first.moves) == changed > 0


def test_the_way_names_both_branches_the_way_back_and_the_ending(held: Held) -> None:
    part = report_of(held.workshop).parts[1]
    assert len(part.questions[0].followed) == 2
    assert part.questions[0].note.startswith("Ask what each person would need to see")
    decisions = [ballot for ballot in held.workshop.steps["sam"].ballots if ballot.rounds]
    assert len(part.questions) == len(decisions)
    held_on = Held()
    held_on.workshop.is_over = False
    assert held_on.host("begin", step="sam") is None
    held_on.done("vote")
    held_on.vote(**dict.fromkeys(PEOPLE, "blanks"))
    held_on.done("reveal")
    assert report_of(held_on.workshop).parts[1].questions[-1].is_again


def test_texts_that_were_not_shared_stay_with_the_facilitator(held: Held) -> None:
    report = report_of(held.workshop)
    assert report.parts[2].words == (("tired", 2), ("<b>=2+2</b>", 1))
    assert [quote.text for quote in report.parking] == ["Who tells HR?"]
    assert report.kept == 1


def test_below_the_least_number_no_count_is_in_report_or_table() -> None:
    small = Held(people=PEOPLE[:2])
    report = report_of(small.workshop)
    for part in report.parts:
        for question in part.questions:
            assert {one.hidden for one in question.rounds} == {"Fewer than 3 votes: not shown"}
            assert all(count is None for answer in question.answers for count in answer.counts)
            assert (question.moves, question.stayed, question.earned) == ((), None, "")
    assert {each.share for each in report.approach} == {None}
    assert votes_table(small.workshop).rows == []


def test_the_table_has_every_vote_once_under_pseudonyms(held: Held) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(votes_table(held.workshop)).decode("utf-8-sig"))))
    votes = [
        vote
        for state in held.workshop.steps.values()
        for ballot in state.ballots
        for votes in ballot.rounds
        for vote in votes.values()
    ]
    assert len(rows) == len(votes)
    assert Counter(row["participant"] for row in rows).keys() == {f"P{number:03}" for number in range(1, 13)}
    assert not any(who in cell for row in rows for cell in row.values() for who in PEOPLE)
    best = [row for row in rows if row["scene"] == "N1" and row["answer"] == "blanks"]
    assert best
    assert {float(row["points"]) for row in best} == {sum(play(load("sam-priya"), ["blanks"]).points.values())}


def test_no_cell_of_the_table_acts_as_a_formula(held: Held) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(votes_table(held.workshop)).decode("utf-8-sig"))))
    assert "'=1+1" in {cell for row in rows for cell in row}
    assert not any(cell.lstrip()[:1] in "=+-@" for row in rows for cell in row if cell.strip())


def test_a_report_is_in_the_language_of_its_reader(held: Held) -> None:
    with speaking("de"):
        german = report_of(held.workshop)
    assert german.parts[1].questions[0].title != report_of(held.workshop).parts[1].questions[0].title


def test_other_kinds_of_questions_are_counted_as_the_screens_count_them() -> None:
    asked = Other()
    parts = {part.state.step.kind: part for part in report_of(asked.workshop).parts}
    (sure,) = parts["confidence"].questions
    assert [(answer.text, answer.counts) for answer in sure.answers if any(answer.counts)] == [
        ("70 %", (2,)),
        ("90 %", (2,)),
    ]
    (line,) = parts["mirrors"].questions
    assert [(answer.letter, answer.counts) for answer in line.answers] == [("3", (3,)), ("5", (1,))]
    best, *rated = parts["rating"].questions
    assert len(rated) == len(best.answers)
    assert sorted(answer.counts[0] or 0 for answer in best.answers) == [0, 0, 0, 4]
    assert all(sum(answer.counts[0] or 0 for answer in each.answers) == 4 for each in rated)
    slides = [slide for slide in deck_of(asked.workshop) if slide.kind == "spread"]
    assert len(slides) == 2 + len(parts["rating"].questions)
    rows = votes_table(asked.workshop).rows
    assert len(rows) == 3 * 4
    assert all(row[COLUMNS.index("answer_text")] for row in rows)


class Other(Played):
    """A workshop of four people with a level of confidence, the two mirrors and a rated situation."""

    def __init__(self) -> None:
        self.workshop, self.events = Workshop("KFRDGH"), []
        steps: list[JsonValue] = [
            {"id": "sure", "kind": "confidence", "title": "Sure?", "question": "How sure?"},
            {"id": "mirrors", "kind": "mirrors", "title": "Two mirrors", "item": "two-mirrors"},
            {"id": "rated", "kind": "rating", "title": "A situation", "item": "J1"},
        ]
        self.say("opened", {"title": "B", "lang": "en", "seed": 0, "host": "me", "steps": steps}, slot="opened")
        self.join("a", "b", "c", "d")
        options = rated_situations()["J1"].options
        rated: JsonValue = {"form": "a", "ratings": dict.fromkeys(options, 2), "pick": next(iter(options))}
        answers: dict[str, list[JsonValue]] = {
            "sure": [70, 70, 90, 90], "mirrors": [3, 3, 3, 5], "rated": [rated, rated, rated, rated],
        }  # fmt: skip
        for step, given in answers.items():
            self.host("begin", step=step)
            self.host("vote")
            self.vote(**dict(zip("abcd", given, strict=True)))
            self.host("reveal")
