"""YAML as plain data: every text as it stands there, each on its line, and none of YAML's tricks."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.format.yaml_data import (
    DEEPEST,
    LONGEST,
    Fields,
    Items,
    YamlError,
    line_of,
    plain,
    read_yaml,
    texts,
)

WORDS = st.text("abcxyz 0159.-", min_size=1, max_size=12).map(str.strip).filter(bool)
DATA = st.dictionaries(
    WORDS, st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))
)


@given(DATA)
def test_what_a_yaml_writer_wrote_is_read_back_as_texts(data: dict[str, object]) -> None:
    assert plain(read_yaml(yaml.safe_dump(data, default_style='"'), 1)) == data


@pytest.mark.parametrize("written", ["yes", "no", "null", "~", "1.0", "0x10", "1_000", "2026-03-01", "1:30"])
def test_no_word_becomes_a_truth_a_number_or_a_date(written: str) -> None:
    assert plain(read_yaml(f"minutes: {written}", 1)) == {"minutes": written}


def test_each_value_knows_its_line_in_the_file() -> None:
    data = read_yaml("id: x\nlists:\n  - one\n  - two: 2\n    three: 3\n", 11)
    assert isinstance(data, Fields)
    assert data.lines == {"id": 11, "lists": 12}
    places: dict[tuple[str | int, ...], int] = {
        (): 11,
        ("id",): 11,
        ("lists", 0): 13,
        ("lists", 1, "three"): 15,
        ("lists", 1, "gone", "deeper"): 14,
        ("lists", 7): 12,
        ("nowhere",): 11,
    }
    assert {place: line_of(data, place) for place in places} == places


def test_an_empty_text_is_an_empty_mapping() -> None:
    assert read_yaml("", 4) == Fields({}, 4, {})
    assert read_yaml("# a remark alone\n", 4) == Fields({}, 4, {})


def test_only_a_list_of_texts_gives_texts() -> None:
    def listed(text: str) -> list[str] | None:
        data = read_yaml(text, 1)
        assert isinstance(data, Fields)
        found = texts(data.values["x"])
        return None if found is None else [each.value for each in found]

    assert listed("x: [a, b]") == ["a", "b"]
    assert listed("x: []") == []
    assert listed("x: a") is None
    assert listed("x: [a, [b]]") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &one 1\nb: *one", 6, "aliases"),
        ("a: 1\nb: 2\na: 3", 7, "'a' is given twice"),
        ("a: 1\n? [x]\n: 2", 6, "a key is not plain text"),
        ("a: 1\n\tb: 2", 6, "begins with a tab"),
        ("a: 1\nb: c: d", 6, "needs quotes around it"),
        ("a: 1\nb: 'c” d", 6, "”"),
        ("a: \x07", 5, "not text"),
    ],
    ids=["alias", "twice", "key", "tab", "colon", "quotation mark", "control character"],
)
def test_what_is_no_plain_yaml_is_refused_on_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(YamlError, match=message) as caught:
        read_yaml(text, 5)
    assert caught.value.line == line


def test_depth_and_length_have_bounds() -> None:
    assert isinstance(read_yaml("[" * DEEPEST + "]" * DEEPEST, 1), Items)
    with pytest.raises(YamlError, match=f"more than {DEEPEST} deep"):
        read_yaml("[" * 5_000 + "]" * 5_000, 1)
    read_yaml("a: " + "x" * (LONGEST - 3), 1)
    with pytest.raises(YamlError, match="is longer than"):
        read_yaml("a: " + "x" * (LONGEST - 2), 1)
