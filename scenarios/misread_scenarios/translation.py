"""Translations of content: for each line of a file a text in another language, laid over the content when it is read.

A translation stands beside its file: `sam-priya.de.yaml` beside `sam-priya.md`. It holds texts and nothing else, so
ids, conditions, points and seeds cannot differ between languages. Each text keeps a hash of the English line that it
translates; where the English has changed since, the text is stale. A line without a text is read in English.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from misread_scenarios.format import Data, Fields, YamlError, YamlScalar, line_of, read_yaml
from misread_scenarios.language import SOURCE
from misread_scenarios.model import Name, Passage
from misread_scenarios.versioned import Versioned

FORMAT = "translation/1"
LONGEST = 1_000_000
"""The most characters of a file of translations."""
FIELDS = frozenset({
    "about", "after", "ask", "asks", "case", "choices", "columns", "event", "explain", "fact", "feedback",
    "floor", "good", "guide", "headline", "help", "host", "instruction", "intro", "label", "levels", "looks_like",
    "name", "note", "one", "options", "other", "paragraphs", "parts", "privacy", "prompt", "purpose", "replies",
    "role", "row", "rows", "sample", "say", "scoring", "seen_by", "slip", "text", "title", "two", "unknown",
    "unless", "values", "words", "zero",
})  # fmt: skip
"""The fields of authored content that hold texts for people."""
NO_TEXTS = frozenset({
    ("Choice", "asks"), ("Scenario", "good"), ("Mistake", "slip"), ("Slip", "slip"),
    ("Reading", "row"), ("NoTwin", "columns"), ("HasWords", "columns"), ("Totals", "columns"),
    ("NumberQuestion", "ask"), ("ChoiceQuestion", "ask"), ("LimitsQuestion", "ask"),
})  # fmt: skip
"""Fields of the same names that hold ids, or notes for authors, by class."""
STORY_ONLY = "story only"
"""How the label of a variable begins that no debrief shows."""

Content = TypeVar("Content", bound="BaseModel | Mapping[str, Any]")
Say = Callable[[str, str], str]
"""Returns what stands in place of a text; it gets the line's key and the text."""


@dataclasses.dataclass(frozen=True)
class TranslatedLine:
    """The translation of one line.

    Attributes:
        text: the text; empty if the line is not translated yet.
        source: the hash of the English line that it translates.
        stale: whether the file itself marks it as stale.
        line: the line of the file where it stands.
    """

    text: str
    source: str
    stale: bool = False
    line: int = 0


class BadTranslation(ValueError):
    """A file of translations cannot be read; `line` says where, and the message what would have worked."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line beside the message."""
        super().__init__(message)
        self.line = line


def hash_of(text: str) -> str:
    """Return the short hash by which a translation knows its English line again."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def translation_path(path: Path, lang: str) -> Path:
    """Return the file that holds a file's texts in a language."""
    return path.with_name(f"{path.stem}.{lang}.yaml")


def languages_of(path: Path) -> list[str]:
    """Return the languages that a file is translated into."""
    return sorted(file.name.split(".")[-2] for file in path.parent.glob(f"{path.stem}.*.yaml"))


def lines(content: BaseModel | Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of content by their keys, such as `N7.report.why`, in the file's order."""
    texts: dict[str, str] = {}

    def note(key: str, text: str) -> str:
        if texts.setdefault(key, text) != text:
            raise ValueError(f"two lines have the key '{key}'")
        return text

    _said(content, "", note)
    return texts


def with_texts(content: Content, texts: Mapping[str, str], lang: str) -> Content:
    """Return content with texts in place of its own where there are any; its version stays that of the source."""
    new: Content = _said(content, "", lambda key, text: texts.get(key) or text)
    if isinstance(new, Versioned) and isinstance(content, Versioned):
        if "lang" in type(new).model_fields:
            new = new.model_copy(update={"lang": lang})
        new.__dict__ |= {"version": content.version, "language": lang}
    elif isinstance(new, dict):
        for name, part in new.items():
            if isinstance(part, Versioned):
                part.__dict__ |= {"version": content[name].version, "language": lang}  # type: ignore[index]
    return new


def translated(content: Content, path: Path, lang: str) -> Content:
    """Return the content of a file in a language; in English if it has no translation into it.

    Raises:
        BadTranslation: if the translation cannot be read.
    """
    file = translation_path(path, lang)
    if lang == SOURCE or not file.is_file():
        return content
    return with_texts(content, texts_in(file), lang)


def texts_in(file: Path) -> dict[str, str]:
    """Return the texts of a file of translations by their keys; raises BadTranslation."""
    return {key: line.text for key, line in read_translation(file).items() if line.text}


@functools.lru_cache(maxsize=64)
def _read(text: str) -> dict[str, TranslatedLine]:
    try:
        data = read_yaml(text, 1, longest=LONGEST)
    except YamlError as error:
        raise BadTranslation(error.line, str(error)) from error
    values = data.values if isinstance(data, Fields) else {}
    if _scalar(values.get("format")) != FORMAT:
        raise BadTranslation(1, f"the file does not say what it is; begin with `format: {FORMAT}`")
    entries = values.get("lines")
    if not isinstance(entries, Fields):
        raise BadTranslation(line_of(data, ("lines",)), "`lines` holds the texts, each below its key")
    return dict(_lines_in(entries))


def read_translation(file: Path) -> dict[str, TranslatedLine]:
    """Return the lines of a file of translations by their keys.

    Raises:
        BadTranslation: if it is not such a file.
    """
    try:
        return _read(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadTranslation(
            1, "the file cannot be read as UTF-8 text; check its rights, and save it as UTF-8"
        ) from error


def _lines_in(entries: Fields) -> Iterator[tuple[str, TranslatedLine]]:
    for key, entry in entries.values.items():
        line = entries.lines[key]
        fields = entry.values if isinstance(entry, Fields) else {}
        text, source = _scalar(fields.get("text")), _scalar(fields.get("source"))
        if text is None or source is None:
            raise BadTranslation(line, f"'{key[:60]}' needs `source`, the hash of the English line, and `text`")
        yield key, TranslatedLine(text, source, _scalar(fields.get("stale")) == "true", line)


def _scalar(data: Data | None) -> str | None:
    return data.value if isinstance(data, YamlScalar) else None


def _said(value: Any, key: str, say: Say) -> Any:  # noqa: ANN401 - authored data of any class
    """Return a value with what `say` puts in place of its texts, in the same classes."""
    if isinstance(value, str):
        return say(key, value) if any(letter.isalpha() for letter in value) else value
    if isinstance(value, BaseModel):
        return _model(value, key, say)
    if isinstance(value, Mapping):
        return {name: _said(part, _key(key, name), say) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_said(part, _place(key, part, number), say) for number, part in enumerate(value, 1))
    return value


def _place(key: str, part: object, number: int) -> str:
    """Return the key of one of several parts: by its id if it has one, or else by its number, without one the first."""
    if isinstance(part, BaseModel) and (id_ := getattr(part, "id", "")):
        return _key(key.rpartition(".")[0], id_)
    return key if number == 1 and not isinstance(part, tuple) else f"{key}.{number}"


def _key(*parts: str) -> str:
    return ".".join(filter(None, parts))


def _model(model: BaseModel, key: str, say: Say) -> BaseModel:
    changed = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        inner = key if name == "text" and isinstance(model, Passage) else _key(key, name)
        if name == "guide" and isinstance(value, Mapping):
            new: Any = _guide(value, inner, say)
        elif name == "example" and isinstance(value, Mapping):
            new = _said(value, inner, _unless(_option_ids(model), say))
        elif _is_text(model, name):
            new = _said(value, inner, say)
        else:
            new = _models_in(value, inner, say)
        if new is not value and new != value:
            changed[name] = new
    return model.model_copy(update=changed) if changed else model


def _is_text(model: BaseModel, name: str) -> bool:
    if isinstance(model, Name) and name == "name":
        return False
    if name == "label" and str(getattr(model, name)).startswith(STORY_ONLY):
        return False
    return name in FIELDS and (type(model).__name__, name) not in NO_TEXTS


def _models_in(value: Any, key: str, say: Say) -> Any:  # noqa: ANN401 - as above
    """Return a value that is not itself a text, with the texts of the authored objects in it."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else [value]
    return _said(value, key, say) if any(isinstance(part, BaseModel) for part in parts) else value


def _option_ids(value: Any) -> set[str]:  # noqa: ANN401 - as above
    """Return the ids of the options of every choice in authored data; an example names them, and they are not texts."""
    if isinstance(value, BaseModel):
        own = set(getattr(value, "options", None) or ())
        return own.union(*(_option_ids(getattr(value, name)) for name in type(value).model_fields))
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return set().union(*map(_option_ids, parts))


def _unless(kept: AbstractSet[str], say: Say) -> Say:
    return lambda key, text: text if text in kept else say(key, text)


def _guide(guide: Mapping[str, tuple[str, ...]], key: str, say: Say) -> dict[str, tuple[str, ...]]:
    """Return the help of a match exercise, whose titles are texts as well."""
    return {
        say(f"{key}.{number}", title): tuple(
            say(f"{key}.{number}.{place}", line) for place, line in enumerate(under, 1)
        )
        for number, (title, under) in enumerate(guide.items(), 1)
    }
