"""The data exercises in JupyterLab: notebooks with one line of pandas to fill in, and their check.

A notebook is written from its exercise, so that both ways of answering have the same words, key and feedback.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from misread_course.practice_code import BLANKS, LOAD, NOT_LOADED
from misread_scenarios.exercises import (
    LEFT,
    BadAnswer,
    ChoiceQuestion,
    Data,
    LimitsQuestion,
    NumberQuestion,
    UnknownExercise,
    exercises,
    hints_on,
)
from misread_scenarios.practice_data import ABOUT, MADE_UP, csv_text, published_tables, shipped
from misread_scenarios.problems import offer

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_scenarios.exercises import Item
    from misread_scenarios.practice_data import CsvTable

DATA_FOLDER = "data"
"""The folder beside the notebooks that holds the CSV files."""
tries: Counter[str] = Counter()
"""How often each question was answered in this kernel."""


class _Blank:
    """The blank of a notebook, before it is filled in. Whatever is done with it gives the blank again."""

    def __getitem__(self, key: object) -> _Blank:
        return self

    def __sub__(self, other: object) -> _Blank:
        return self

    def where(self, condition: object) -> _Blank:  # noqa: ARG002 - as for a column of pandas
        """Return the blank."""
        return self

    def __repr__(self) -> str:
        return "This line is still to be filled in."


FILL_IN = _Blank()
"""What stands in a notebook where a learner is to write."""


@dataclasses.dataclass(frozen=True)
class Feedback:
    """What a notebook shows after an answer: whether it is right, and the sentences."""

    right: bool
    sentences: tuple[str, ...]

    def __repr__(self) -> str:
        """Return the sentences, a line each."""
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        """Return the sentences as paragraphs, which JupyterLab shows."""
        return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)


def check(question: str, answer: object = FILL_IN) -> Feedback:
    """Return the feedback on an answer to a question of a data exercise, which is the same as on the page.

    After as many wrong tries as the exercise allows, the feedback also explains the answer. Nothing is saved or graded.

    Args:
        question: the id of the question, as in "D1.limits", or of the exercise for its first question.
        answer: a number, also one from pandas; the name of an option; or a list of options for the closing question.

    Raises:
        UnknownExercise: if there is no such exercise or question.
    """
    exercise, item = _question(question)
    if any(part is ... or isinstance(part, _Blank) for part in (answer if isinstance(answer, list) else [answer])):
        return Feedback(right=False, sentences=("Write your answer in place of FILL_IN, and run the cell again.",))
    try:
        given = exercise.read_one(item.id, _plain(answer))
    except BadAnswer as error:
        return Feedback(right=False, sentences=(f"This isn’t an answer yet: {error}.",))
    if given == exercise.key[item.id]:
        return Feedback(right=True, sentences=("Right.", item.explain))
    tries[item.id] += 1
    over = tries[item.id] >= exercise.tries
    notes = [hint.text for hint in hints_on(exercise, item, given) if over or hint.value != LEFT]
    sentences = [*dict.fromkeys(notes)] or ["Something that belongs is still missing. Go through the lines once more."]
    return Feedback(right=False, sentences=("Not yet.", *sentences, *([item.explain] if over else [])))


def data_exercises() -> dict[str, Data]:
    """Return the data exercises of the library by their ids, in the order of their numbers; raises InvalidExercise."""
    of_data = [exercise for exercise in exercises().values() if isinstance(exercise, Data)]
    return {exercise.id: exercise for exercise in sorted(of_data, key=lambda each: int(each.id[1:]))}


def write_practice(folder: Path) -> list[Path]:
    """Write the CSV files, a page about them and a notebook for each data exercise, and return the paths.

    Raises:
        FileExistsError: if a notebook is there already, because somebody may have worked in it.
        OSError: if the folder cannot be written.
    """
    notebooks = {folder / f"{id_.lower()}.ipynb": notebook(each) for id_, each in data_exercises().items()}
    for path in notebooks:
        if path.exists():
            raise FileExistsError(path)
    (folder / DATA_FOLDER).mkdir(parents=True, exist_ok=True)
    tables = {folder / DATA_FOLDER / f"{table.name}.csv": csv_text(table) for table in _all_tables()}
    texts = {path: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for path, content in notebooks.items()}
    texts[folder / DATA_FOLDER / ABOUT.name] = ABOUT.read_text("utf-8")
    for path, text in (tables | texts).items():
        path.write_text(text, "utf-8", newline="\n")
    return [*tables, *texts]


def notebook(exercise: Data) -> dict[str, Any]:
    """Return the notebook of a data exercise, in format 4."""
    cells = [_cell(f"{exercise.id.lower()}-{number}", *cell) for number, cell in enumerate(_cells(exercise), 1)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cells(exercise: Data) -> Iterator[tuple[str, str]]:
    """Yield the cells of a notebook: the kind and the source of each."""
    warning = "**These data are made up.**" if exercise.source in MADE_UP else "**These data are real.**"
    yield "markdown", f"# {exercise.title} ({exercise.id})\n\n{warning} {exercise.about}\n\n{exercise.instruction}"
    columns = json.dumps(_columns(exercise))
    yield "code", f"{LOAD[exercise.view]}{exercise.view}[{columns}].head()"
    first, *others = exercise.items
    blank = BLANKS[exercise.id]
    yield "markdown", f"**{first.text}**\n\nWrite a line of pandas in place of `FILL_IN`. It should give {blank.gives}."
    yield "code", f"{blank.before}{blank.name} = FILL_IN{blank.after}"
    yield "code", f'check("{first.id}", {blank.answer})'
    for item in others:
        yield "markdown", _asked(item)
        yield "code", f'check("{item.id}", {"[FILL_IN]" if isinstance(item, LimitsQuestion) else "FILL_IN"})'
    yield "markdown", "**Room for your own questions.** Group, filter, draw. Show no figure on fewer than ten people."
    yield "code", f"{exercise.view}.columns.tolist()"


def _columns(exercise: Data) -> list[str]:
    """Return the columns that a notebook shows at its beginning: those that the exercise is about."""
    names = [*exercise.fields, *(name for measure in exercise.measures.values() for name in measure.where)]
    names += [measure.amount for measure in exercise.measures.values() if measure.amount]
    return [name for name in dict.fromkeys(names) if name not in NOT_LOADED]


def _asked(item: Item) -> str:
    """Return a question, with its options if it has any."""
    if isinstance(item, NumberQuestion):
        return f"**{item.text}**"
    if not isinstance(item, ChoiceQuestion | LimitsQuestion):
        raise TypeError(type(item).__name__)
    how = "a list of their names" if isinstance(item, LimitsQuestion) else "the name of one"
    options = "\n".join(f'- `"{id_}"`: {text}' for id_, text in item.options.items())
    return f"**{item.text}** Give {how}.\n\n{options}"


def _cell(id_: str, kind: str, source: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": id_, "metadata": {}, "source": source.splitlines(keepends=True), **code}


def _all_tables() -> Iterator[CsvTable]:
    yield from shipped().values()
    yield from published_tables().values()


def _question(name: str) -> tuple[Data, Item]:
    by_id: Mapping[str, Data] = data_exercises()
    exercise = by_id.get(name.split(".", maxsplit=1)[0])
    if exercise is None:
        raise UnknownExercise(f"there is no data exercise '{name[:40]}'; {offer(name, by_id)}")
    items = {item.id: item for item in exercise.items} | {exercise.id: exercise.items[0]}
    if name not in items:
        raise UnknownExercise(f"{exercise.id} has no question '{name[:40]}'; {offer(name, items)}")
    return exercise, items[name]


def _plain(answer: object) -> JsonValue:
    """Return an answer as plain data: numbers of NumPy and pandas as Python's, and other collections as lists.

    Raises:
        BadAnswer: if it is a table, or a column of several values.
    """
    if isinstance(answer, str | bool | int | float):
        return answer
    if isinstance(answer, list | tuple | set | frozenset):
        return [_plain(each) for each in answer]
    size = getattr(answer, "size", None)
    item = getattr(answer, "item", None)
    if size == 1 and callable(item):
        return _plain(item())
    if size is not None:
        raise BadAnswer(f"it holds {size} values, and one number is asked for")
    raise BadAnswer(f"a {type(answer).__name__} is neither a number nor the name of an option")
