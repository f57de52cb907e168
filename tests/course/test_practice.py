"""The data exercises in JupyterLab: every notebook runs, and `check` says what the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from misread_course import practice
from misread_course.practice import FILL_IN, check, data_exercises, notebook, write_practice
from misread_course.practice_code import BLANKS, LOAD
from misread_scenarios.exercises import LimitsQuestion, NumberQuestion, UnknownExercise
from misread_scenarios.exercises.rules import PICKED
from misread_scenarios.practice_data import ABOUT, VIEWS, tables

EXERCISES = data_exercises()
NUMBERS = [item for each in EXERCISES.values() for item in each.items if isinstance(item, NumberQuestion)]
LIMITS = [item for each in EXERCISES.values() for item in each.items if isinstance(item, LimitsQuestion)]


@pytest.fixture(autouse=True)
def _no_tries_so_far() -> None:
    practice.tries.clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("practice") / "new" / "folder"
    write_practice(made)
    return made


def filled(id_: str, folder: Path) -> Any:  # noqa: ANN401 - nbformat's own
    """Return a notebook as it was written, with its line filled in."""
    book = nbformat.read(folder / f"{id_.lower()}.ipynb", as_version=4)
    blank = f"{BLANKS[id_].name} = FILL_IN"
    (cell,) = [cell for cell in book.cells if blank in cell.source]
    cell.source = cell.source.replace(blank, f"{BLANKS[id_].name} = {EXERCISES[id_].pandas}")
    return book


def test_every_notebook_runs_and_its_line_of_pandas_is_right(folder: Path) -> None:
    # One kernel runs all of them, which saves a dozen starts; what one leaves behind is taken away before the next.
    every = nbformat.v4.new_notebook()
    firsts = {}
    for id_ in EXERCISES:
        every.cells.append(nbformat.v4.new_code_cell("%reset -f"))
        book = filled(id_, folder)
        nbformat.validate(book)
        every.cells += book.cells
        firsts[id_] = next(cell for cell in book.cells if cell.source.startswith("check("))
    NotebookClient(every, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, timeout=120).execute()
    for id_, cell in firsts.items():
        assert cell.outputs[0].data["text/plain"].startswith("Right.\n"), id_
    asked = [cell for cell in every.cells if cell.source.startswith("check(") and cell not in firsts.values()]
    (hidden,) = [cell for cell in every.cells if cell.source.startswith("rates = 100 * (applications")]
    assert re.search(r"^nonbinary +NaN$", hidden.outputs[0].data["text/plain"], re.MULTILINE)
    assert {cell.outputs[0].data["text/plain"] for cell in asked} == {
        "Write your answer in place of FILL_IN, and run the cell again."
    }


@pytest.mark.parametrize("id_", EXERCISES)
def test_a_notebook_as_it_was_written_asks_for_its_line(id_: str, folder: Path) -> None:
    names: dict[str, Any] = {"FILL_IN": FILL_IN, "check": check}
    exec(LOAD[EXERCISES[id_].view].replace('"data/', f'"{folder}/data/'), names)  # noqa: S102 - our own code
    (blank,) = [cell for cell in notebook(EXERCISES[id_])["cells"] if "= FILL_IN" in "".join(cell["source"])]
    exec("".join(blank["source"]), names)  # noqa: S102
    said = eval(f'check("{id_}", {BLANKS[id_].answer})', names)  # noqa: S307
    assert not said.right
    assert repr(said) == "Write your answer in place of FILL_IN, and run the cell again."


def test_the_files_are_written_with_what_they_are(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"data", *(f"{id_.lower()}.ipynb" for id_ in EXERCISES)}
    assert len(list((folder / "data").glob("*.csv"))) == 11
    about = (folder / "data" / "ABOUT.md").read_text("utf-8")
    assert "**Harbour & Pine is a made-up firm.**" in about
    for path in folder.glob("*.ipynb"):
        opening = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
        real = EXERCISES[path.stem.upper()].made_up is False
        assert ("**These data are real.**" if real else "**These data are made up.**") in opening


def test_the_page_about_the_tables_names_every_column() -> None:
    for name, table in tables().items():
        section = ABOUT.read_text("utf-8").split(f"## {name}:")[1].split("\n## ")[0]
        named = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]
        assert named == ["column", *table.columns]


def test_a_notebook_that_is_there_is_not_overwritten(folder: Path) -> None:
    before = (folder / "d3.ipynb").read_bytes()
    with pytest.raises(FileExistsError, match=r"d1\.ipynb"):
        write_practice(folder)
    assert (folder / "d3.ipynb").read_bytes() == before


def test_every_view_and_every_exercise_has_its_code() -> None:
    assert LOAD.keys() == VIEWS.keys()
    assert BLANKS.keys() == EXERCISES.keys()


@pytest.mark.parametrize("item", NUMBERS, ids=lambda item: str(item.id))
def test_each_slip_gets_its_own_feedback_and_the_answer_its_explanation(item: NumberQuestion) -> None:
    for name, slip in item.slips.items():
        practice.tries.clear()
        assert check(item.id, slip.value).sentences == ("Not yet.", item.feedback[name])
    assert check(item.id, item.key) == practice.Feedback(right=True, sentences=("Right.", item.explain))
    assert check(item.id, f"{item.key:,} ").right


@pytest.mark.parametrize("item", LIMITS, ids=lambda item: str(item.id))
def test_a_missed_line_is_told_at_the_end_only(item: LimitsQuestion) -> None:
    first, *rest = item.key
    wrong = next(option for option in item.options if option not in item.key)
    assert check(item.id, [first, wrong]).sentences == ("Not yet.", item.feedback[f"{wrong}.{PICKED}"])
    told = check(item.id, [first])
    assert {item.feedback[f"{option}.missed"] for option in rest} | {item.explain} <= set(told.sentences)
    assert check(item.id, list(item.key)).right
    practice.tries.clear()
    assert check(item.id, [first]).sentences[1].startswith("Something that belongs is still missing")


def test_the_explanation_comes_after_the_last_try() -> None:
    explain = EXERCISES["D1"].items[0].explain
    assert explain not in check("D1", 27.1).sentences
    assert explain in check("D1", 60).sentences
    assert explain not in check("D1.limits", ["count"]).sentences


@pytest.mark.parametrize("answer", [np.float64(50), np.int64(50), pd.Series([50.0]), "50 %", 0.5, 49.95])
def test_numbers_come_in_many_forms(answer: object) -> None:
    assert check("D1.rate", answer).right


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("D1", pd.Series([1, 2, 3]), "it holds 3 values, and one number is asked for"),
        ("D1", "fifty", "needs a number, as in 50 or 27.1"),
        ("D1", float("nan"), "needs a number"),
        ("D1", True, "needs a number"),
        ("D1", {"a": 1}, "a dict is neither a number nor the name of an option"),
        ("D1.limits", "why", "needs a list of at least one option"),
        ("D1.limits", [], "needs a list of at least one option"),
        ("D1.limits", ["why", "wy"], "did you mean 'why'"),
        ("D2.next", "sen", "did you mean 'seen'"),
        ("D1.limits", [FILL_IN], "in place of FILL_IN"),
        ("D1", ..., "in place of FILL_IN"),
    ],
)
def test_an_answer_that_does_not_fit_costs_no_try(question: str, answer: object, said: str) -> None:
    for _ in range(3):
        assert said in repr(check(question, answer))
    assert not practice.tries


def test_feedback_is_shown_as_paragraphs() -> None:
    shown = check("D1", 27.1)._repr_html_()
    assert shown.startswith("<p>Not yet.</p><p>That&#x27;s the share")


def test_a_set_may_name_the_lines() -> None:
    assert check("D1.limits", {"why", "able", "next"}).right


@pytest.mark.parametrize(("name", "said"), [("D14", "no data exercise 'D14'"), ("D1.rat", "did you mean 'D1.rate'")])
def test_an_unknown_question_says_which_there_are(name: str, said: str) -> None:
    with pytest.raises(UnknownExercise, match=said):
        check(name, 50)
