"""A translation changes what is read, and nothing else; what is missing, stale or unknown in it is listed."""

from __future__ import annotations

import dataclasses
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.cards import cards
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import Filled, Scored, advice_on, exercises, load_form, named_people
from misread_scenarios.language import speaking
from misread_scenarios.library import load
from misread_scenarios.play.engine import opening
from misread_scenarios.problems import Problem
from misread_scenarios.translating import Source, brought_up_to_date, library_sources, problems, update, written
from misread_scenarios.translation import BadTranslation, TranslatedLine, hash_of, lines, read_translation, with_texts

SAM = "sam-priya"
ENGLISH = {"N1.text": "{sam} waits.", "N1.why": "Nobody asked."}


def source(tmp_path: Path, **english: str) -> Source:
    return Source("a-case", tmp_path / "a-case.md", {**ENGLISH, **english}, dict(load(SAM).cast))


def translate(tmp_path: Path, **german: str) -> Source:
    """Write a translation of the two lines, all by one who knows German, and return their source."""
    made = source(tmp_path)
    texts = {"N1.text": "{sam} wartet.", "N1.why": "Niemand hat gefragt.", **german}
    known = {key: TranslatedLine(text, hash_of(ENGLISH.get(key, ""))) for key, text in texts.items()}
    made.file("de").write_text(written(made.name, "de", made.lines, known), encoding="utf-8")
    return made


def codes(found: list[Problem]) -> list[str]:
    return [problem.code for problem in found]


def test_a_complete_translation_has_no_problems(tmp_path: Path) -> None:
    assert problems(translate(tmp_path), "de") == []


def test_a_line_that_is_new_is_missing_until_somebody_translates_it(tmp_path: Path) -> None:
    translate(tmp_path)
    now = source(tmp_path, **{"N2.text": "A door opens."})
    assert codes(problems(now, "de")) == ["TR002"]
    assert update(now, "de") == (2, 1, 0)
    assert read_translation(now.file("de"))["N2.text"].text == ""
    (left,) = problems(now, "de")
    assert "“A door opens.”" in left.message


def test_a_line_whose_english_has_changed_is_stale_until_its_mark_is_gone(tmp_path: Path) -> None:
    translate(tmp_path)
    now = source(tmp_path, **{"N1.why": "Nobody asked in time."})
    (stale,) = problems(now, "de")
    assert (stale.code, stale.severity) == ("TR003", "warn")
    assert "Nobody asked in time." in stale.message
    assert update(now, "de") == (2, 0, 1)
    assert codes(problems(now, "de")) == ["TR003"]
    file = now.file("de")
    assert "Niemand hat gefragt." in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("    stale: true\n", ""), encoding="utf-8")
    assert problems(now, "de") == []


def test_a_line_that_is_gone_is_kept_and_named(tmp_path: Path) -> None:
    made = translate(tmp_path)
    now = dataclasses.replace(made, lines={"N1.text": ENGLISH["N1.text"]})
    update(now, "de")
    assert read_translation(now.file("de"))["N1.why"].text == "Niemand hat gefragt."
    assert codes(problems(now, "de")) == ["TR004"]


def test_a_line_with_a_new_key_takes_its_translation_along(tmp_path: Path) -> None:
    made = translate(tmp_path)
    now = dataclasses.replace(made, lines={"N1.text": ENGLISH["N1.text"], "N1.why.2": ENGLISH["N1.why"]})
    assert update(now, "de") == (2, 0, 0)
    assert problems(now, "de") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Jemand wartet.", "'sam' is named in English and not here"),
        ("{sam} und {priya} warten.", "'priya' is named here and not in English"),
        ("{sam.they} wartet.", "is not a form of a pronoun"),
        ("{samuel} wartet.", "names nobody of the cast"),
        ("{sam wartet.", "a curly bracket stands alone"),
    ],
)
def test_a_translation_names_the_people_of_its_english(tmp_path: Path, text: str, fault: str) -> None:
    found = problems(translate(tmp_path, **{"N1.text": text}), "de")
    assert set(codes(found)) == {"TR005"}
    assert any(fault in problem.message for problem in found)


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("lines: {}\n", 1, "begin with `format: translation/1`"),
        ("format: translation/1\n", 1, "`lines` holds the texts"),
        ("format: translation/1\nlines:\n  a: b\n", 3, "needs `source`"),
        ("format: [\n", 2, "the YAML breaks off"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path, text: str, line: int, fault: str) -> None:
    made = source(tmp_path)
    made.file("de").write_text(text, encoding="utf-8")
    (problem,) = problems(made, "de")
    assert (problem.code, problem.line) == ("TR001", line)
    assert fault in problem.message
    with pytest.raises(BadTranslation):
        update(made, "de")
    assert made.file("de").read_text("utf-8") == text


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=300)


@given(st.dictionaries(st.text("abcN123.-", min_size=1, max_size=12), st.tuples(TEXTS, TEXTS), max_size=5))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, tuple[str, str]]
) -> None:
    english = {key: source for key, (source, _) in made.items()}
    known = {key: TranslatedLine(text, hash_of(source)) for key, (source, text) in made.items()}
    file = tmp_path_factory.mktemp("translation") / "a.de.yaml"
    if not made:
        return
    file.write_text(written("a", "de", english, known), encoding="utf-8", newline="\n")
    found = read_translation(file)
    assert {key: (line.text, line.source) for key, line in found.items()} == {
        key: (line.text, line.source) for key, line in known.items()
    }
    assert brought_up_to_date(english, known).keys() == known.keys()


@pytest.mark.parametrize("name", ["sam-priya", "X4.1", "X4.5", "R-C", "competencies"])
def test_no_two_lines_share_a_key_and_each_can_be_replaced(name: str) -> None:
    read = library_sources()[name]()
    assert len(read.lines) == len({key.casefold() for key in read.lines})
    if name == SAM:
        changed = with_texts(load(SAM), {key: f"«{text}»" for key, text in read.lines.items()}, "de")
        assert lines(changed) == {key: f"«{text}»" for key, text in read.lines.items()}


def test_every_line_of_the_german_case_is_german() -> None:
    english = lines(load(SAM))
    with speaking("de"):
        german = lines(load(SAM))
    assert german.keys() == english.keys()
    assert {key for key, text in english.items() if german[key] == text} == set()


@pytest.mark.parametrize(
    "name", ["X4.1", "X4.2", "X4.3", "X4.4", "X4.5", "X4.6", "X4.7", "X4.8", "D5", "R-C", "T5", "T6", "T7"]
)
def test_every_line_of_what_the_german_lesson_holds_is_german(name: str) -> None:
    english = library_sources()[name]().lines
    with speaking("de"):
        german = library_sources()[name]().lines
    assert german.keys() == english.keys()
    assert {key for key, text in english.items() if german[key] == text} == set()


def test_the_cards_and_the_levels_are_german() -> None:
    english = {**lines(competencies()), **lines({id_: card for id_, card in cards().items() if id_.startswith("M4.")})}
    with speaking("de"):
        german = {
            **lines(competencies()),
            **lines({id_: card for id_, card in cards().items() if id_.startswith("M4.")}),
        }
    assert {key for key, text in english.items() if german[key] == text} == set()


@given(st.integers(0, 2**31 - 1), st.randoms(use_true_random=False))
def test_the_same_picks_come_to_the_same_in_both_languages(seed: int, choices: random.Random) -> None:
    english = load(SAM)
    with speaking("de"):
        german = load(SAM)
    assert german.version == english.version
    here, there = opening(english, seed), opening(german, seed)
    while not here.over:
        move = choices.choice(here.moves).pick
        assert [other.pick for other in here.moves] == [other.pick for other in there.moves]
        here, there = here.after(move), there.after(move)
        assert here.state == there.state
    assert there.over
    assert (here.ending and here.ending.id, here.points, here.offered, here.hours) == (
        there.ending and there.ending.id,
        there.points,
        there.offered,
        there.hours,
    )


@pytest.mark.parametrize("name", ["X4.1", "X4.2", "X4.3", "X4.4", "X4.5", "X4.7", "X4.8"])
def test_the_same_answers_are_right_in_both_languages(name: str) -> None:
    english = exercises()[name]
    with speaking("de"):
        german = exercises()[name]
    assert isinstance(english, Scored)
    assert isinstance(german, Scored)
    assert (german.version, german.key, german.near) == (english.version, english.key, english.near)
    for mine, theirs in itertools.zip_longest(english.mistakes, german.mistakes):
        assert german.read(theirs.answer) == english.read(mine.answer)


@pytest.mark.parametrize("name", ["T5", "T6", "T7"])
def test_a_german_example_meets_the_german_checks(name: str) -> None:
    with speaking("de"):
        form = load_form(name)
        assert advice_on(Filled(form, form.example)) == ()


def test_a_german_form_is_checked_by_german_words() -> None:
    with speaking("de"):
        form = load_form("T6")
        wordy = Filled(form, {"standards": [{"behaviour": "Hat Präsenz"}]})
        assert "trait-words" in {advice.check for advice in advice_on(wordy)}


def test_a_german_noun_is_not_taken_for_a_name() -> None:
    with speaking("de"):
        assert named_people("Zwei Schichtleitungen und die Personalabteilung") == ()
        assert named_people("Mit Frau Berger sprechen, dana@example.org") == ("dana@example.org", "Frau Berger")
