"""The widget of a form: saved while the learner fills it in, with advice, and kept as a version when finished."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from misread_records import JournalError, written
from misread_records.play_log import past
from misread_records.play_state import fitting
from misread_records.progress import ItemProgress, reflection_standing
from misread_scenarios.decisions import decisions
from misread_scenarios.exercises import (
    PRIVACY,
    BadAnswer,
    Filled,
    FormField,
    FormTable,
    advice_on,
    check_values,
    filled,
    form_changes,
    form_lines,
    form_sums,
)
from misread_scenarios.language import spoken
from misread_scenarios.library import load
from misread_widgets import assets, protocol
from misread_widgets.form_files import NoFormFile, form_file
from misread_widgets.language import _
from misread_widgets.lesson_widget import LessonWidget, Stale, WidgetPlace
from misread_widgets.views import SAVED, Scenes, Telling, typeset
from misread_widgets.views import form_text as words
from misread_widgets.writing import text_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records import Event, Version, Written
    from misread_scenarios.exercises import Advice, Entry, Form
    from misread_widgets.form_files import Way
    from misread_widgets.views import View


NOTHING_HANDED: View = {"file": None, "handed": ""}
"""No file for the page, and nothing to say about one."""


class FormWidget(LessonWidget):
    """Shows a form with what was filled in, advice beside its fields, and its earlier versions.

    The values are one text, written as JSON, so that they are saved, kept and set side by side as any text is.
    """

    _esm = assets.script("form.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, form: Form) -> None:
        """Show the form with what was filled in so far."""
        self._form = form
        self._compared: tuple[int, int] | None = None
        self._handed: View = dict(NOTHING_HANDED)
        self._elsewhere = _played_elsewhere(place, form)
        super().__init__(place, form.version)

    def _draw(self) -> View:
        form, now = self._form, written(self._events, self._item)
        current = filled(form, now.text if now else "")
        return {
            "lang": spoken(),
            "screen": "form",
            "turn": "",
            "kicker": words.kicker(form.minutes),
            "title": typeset(form.title),
            "say": "",
            "purpose": typeset(form.purpose),
            "privacy": [[_(words.WHO_SEES), typeset(form.seen_by)], [_(words.NO_NAMES), typeset(form.privacy)]],
            "sections": _sections(form),
            "worked": {name: list(map(typeset, said)) for name, said in form_sums(current).items()},
            "advice": [_advice(advice) for advice in advice_on(current)],
            "warned": now is not None and now.handed is not None,
            "starting": self._starting(),
            "example": _read(Filled(form, form.example)),
            "versions": self._versions(now),
            "take_away": self._take_away(now),
            "writings": [self._writing(now)],
            "words": _words(),
        }

    def _standing(self) -> ItemProgress:
        return reflection_standing(self._events, self._item)

    def _writing(self, now: Written | None) -> View:
        done, before = (now.done, now.handed is not None) if now else (False, False)
        saved = _(words.FINISHED) if done else _(words.REVISING) if before else _(SAVED) if now and now.text else ""
        view = text_view(now)
        shown = [
            {**version, "shown": _as_text(filled(self._form, str(version["text"])))}
            if len(view["versions"]) > 1
            else version
            for version in view["versions"]
        ]
        return {
            "question": self._item,
            "label": _(words.YOUR_FORM),
            "done": done,
            "compare": "" if done else _(words.FINISH_AGAIN) if before else _(words.FINISH),
            "parts": [],
            "few": None,
            "saved": saved,
            "help": None,
            "blocked": any(advice.blocks for advice in advice_on(filled(self._form, now.text if now else ""))),
            **view,
            "versions": shown,
            "missing": _(words.MISSING),
        }

    def _versions(self, now: Written | None) -> View | None:
        """Return the finished versions, and the two that are compared; None before there are two to compare."""
        kept = _to_compare(now)
        if len(kept) < 2:  # noqa: PLR2004 - it takes two
            return None
        names = [words.version(number) if version.done else _(words.NOW) for number, version in enumerate(kept, 1)]
        listed = [
            {"name": name, "at": version.at.isoformat(timespec="seconds")}
            for name, version in zip(names, kept, strict=True)
        ]
        return {"listed": listed, "compared": self._comparison(kept, names)}

    def _comparison(self, kept: list[Version], names: list[str]) -> View | None:
        if self._compared is None or max(self._compared) > len(kept):
            return None
        before, after = (filled(self._form, kept[place - 1].text) for place in self._compared)
        changes = form_changes(before, after)
        return {
            "places": list(self._compared),
            "caption": " → ".join(names[place - 1] for place in self._compared),
            "changes": [
                {"name": typeset(change.name), "pieces": [list(piece) for piece in change.pieces]} for change in changes
            ],
        }

    def _take_away(self, now: Written | None) -> View | None:
        """Return the words of the links; None before anything was filled in."""
        if now is None or not now.text:
            return None
        ways = [
            ("print", _(words.PRINT)),
            ("word", _(words.WORD)),
            ("pdf", _(words.PDF)),
            ("calendar", _(words.CALENDAR)),
        ]
        handed, self._handed = self._handed, dict(NOTHING_HANDED)  # a file goes to the page once
        return {"label": _(words.TAKE_AWAY), "form": self._form.id, "ways": [list(way) for way in ways], **handed}

    def _handing(self, way: Way) -> View:
        """Make a file of the form for a page without the web course's links; say what is wrong if it cannot be made.

        Raises:
            JournalError: if the journal cannot be read.
        """
        try:
            file = form_file(self.seat, self._form.id, way)
        except NoFormFile as trouble:
            return {"file": None, "handed": str(trouble)}
        data = b64encode(file.content).decode()
        return {
            "file": {"name": file.name, "type": file.media_type, "data": data},
            "handed": _(words.FILE_READY).replace("%", file.name),
        }

    def _starting(self) -> View | None:
        """Return what the learner chose in the form's case; None if they have not played it."""
        if self._form.from_run is None:
            return None
        case = self._form.from_run.scenario
        here = [event for event in self._events if event.item == case]
        title, lines = _run_lines(self._form, here or self._elsewhere)
        if not lines:
            return None
        return {"label": _(words.STARTING), "say": _(words.STARTING_SAY).replace("%", title), "lines": lines}

    def _do(self, message: protocol.Message) -> None:
        match message:
            case protocol.Write():
                self._fill(message)
            case protocol.CompareVersions():
                first, second = message.versions
                if not first < second <= len(_to_compare(written(self._events, self._item))):
                    raise Stale
                self._compared = message.versions
            case protocol.TakeAway():
                self._handed = self._handing(message.way)
            case _:
                raise Stale

    def _fill(self, message: protocol.Write) -> None:
        """Save what was filled in; while a check blocks, it is not finished.

        Raises:
            Stale: if it is not a filled-in form.
            JournalError: if it cannot be saved.
        """
        values = filled(self._form, message.text)
        try:
            check_values(self._form, dict(values.values))
        except BadAnswer as error:
            raise Stale from error
        if message.text.strip() and not values.values:
            raise Stale
        blocked = any(advice.blocks for advice in advice_on(values))
        self._write(message.model_copy(update={"done": message.done and not blocked}), [self._item])


def _to_compare(now: Written | None) -> list[Version]:
    """Return the finished versions of a form, oldest first, and the draft as it is now if it differs from the last."""
    if now is None:
        return []
    finished = [version for version in now.kept if version.done]
    return finished if now.done or not finished else [*finished, now.now]


def _played_elsewhere(place: WidgetPlace, form: Form) -> list[Event]:
    """Return the events of the form's case in the lesson in which it was last played, this lesson or another."""
    if form.from_run is None:
        return []
    try:
        events = place.seat.journal.read(place.seat.learner)
    except JournalError:  # the widget itself says so when it reads its own events
        return []
    played = [event for event in events if event.item == form.from_run.scenario]
    return [event for event in played if event.lesson == played[-1].lesson]


def _run_lines(form: Form, events: Iterable[Event]) -> tuple[str, list[View]]:
    """Return the title of a form's case and the choices of the latest run that it can start from, in its order."""
    case = form.from_run
    if case is None:
        return "", []
    scenario = load(case.scenario)
    sitting = past(case.scenario, events).sitting(scenario)
    if not sitting.runs:
        return "", []
    run = sitting.runs[-1]
    stand = fitting(scenario, run)
    scenes = Scenes(stand, Telling(scenario, sitting.names_in(run)), "practice")
    chosen = {
        decision.scene.id: (decision.scene, " ".join(scenes.chosen_lines(decision))) for decision in decisions(stand)
    }
    lines = []
    for line in case.lines:
        if line.scene in chosen:
            scene, text = chosen[line.scene]
            label = typeset(form.parts[line.into].label)
            take, taken = (said.replace("%", label) for said in (_(words.TAKE), _(words.TAKEN)))
            title = scenes.telling.text(scene.title)
            lines.append({"scene": title, "text": text, "into": line.into, "take": take, "taken": taken})
    return scenes.telling.text(scenario.title), lines


def _sections(form: Form) -> list[View]:
    return [
        {
            "title": typeset(section.title),
            "intro": typeset(section.intro),
            "fields": [_table(part) if isinstance(part, FormTable) else _field(part) for part in section.fields],
        }
        for section in form.sections
    ]


def _field(field: FormField) -> View:
    return {**_entry(field), "optional": _(words.OPTIONAL) if field.optional else ""}


def _table(table: FormTable) -> View:
    return {
        "id": table.id,
        "kind": "table",
        "label": typeset(table.label),
        "help": typeset(table.help),
        "optional": _(words.OPTIONAL) if table.optional else "",
        "row": typeset(table.row),
        "rows": [[name, typeset(label)] for name, label in table.rows.items()],
        "start": table.start,
        "most": table.most,
        "columns": [_entry(column) for column in table.columns],
    }


def _entry(entry: Entry) -> View:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "label": typeset(entry.label),
        "help": " ".join(filter(None, [typeset(entry.help), _(words.PRIVATE) if entry.private else ""])),
        "options": [[name, typeset(label)] for name, label in entry.options.items()],
        "limits": [entry.least or 0, 999_999 if entry.most is None else entry.most],
        "after": list(entry.after),
    }


def _advice(advice: Advice) -> View:
    text = words.names(advice.words) if advice.check == PRIVACY else typeset(advice.text)
    return {
        "part": advice.part,
        "row": advice.row,
        "column": advice.column,
        "text": text,
        "blocks": advice.blocks,
        "late": advice.late,
    }


def _read(values: Filled) -> list[list[str]]:
    return [[typeset(line.name), line.text] for line in form_lines(values)]


def _as_text(values: Filled) -> str:
    return "\n".join(f"{name}: {text}" for name, text in _read(values))


def _words() -> View:
    return {
        "not_chosen": _(words.NOT_CHOSEN),
        "remove": _(words.REMOVE),
        "add": _(words.ADD),
        "full": _(words.FULL),
        "waits": _(words.WAITS),
        "wrong_number": _(words.WRONG_NUMBER),
        "example": _(words.EXAMPLE),
        "blocked": _(words.BLOCKED),
        "blocked_say": _(words.BLOCKED_SAY),
        "advice": _(words.ADVICE),
        "advice_say": _(words.ADVICE_SAY),
        "versions": _(words.VERSIONS),
        "versions_say": _(words.VERSIONS_SAY),
        "earlier": _(words.EARLIER),
        "later": _(words.LATER),
        "compare": _(words.COMPARE),
        "same": _(words.SAME),
        "field": _(words.WAS),
        "changed": _(words.CHANGED),
        "added": _(words.ADDED),
        "removed": _(words.REMOVED),
    }
