"""Names are written one way, whatever list they come from, and stand where a reader looks for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_records.people.members import Newcomer, tidy
from misread_records.people.names import as_spoken, family_of, in_two, order_of


@pytest.mark.parametrize(
    ("written", "spoken", "family"),
    [
        ("Ada Weber", "Ada Weber", "Weber"),
        ("Weber, Ada", "Ada Weber", "Weber"),
        ("Weber,Ada", "Ada Weber", "Weber"),
        ("Weber, Ada,", "Ada Weber", "Weber"),
        ("Martin King, Jr.", "Martin King, Jr.", "King"),
        ("King, Jr.", "King, Jr.", "King"),
        ("King, Martin, Jr.", "Martin King, Jr.", "King"),
        ("King Jr., Martin", "Martin King Jr.", "King"),
        ("John Smith III", "John Smith III", "Smith"),
        ("Ana Weber, MBA", "Ana Weber, MBA", "Weber"),
        ("Doe, John, PhD, MBA", "John Doe, PhD, MBA", "Doe"),
        ("Karl Müller, Dipl.-Ing.", "Karl Müller, Dipl.-Ing.", "Müller"),
        ("Weber, Prof. Dr. Ada", "Prof. Dr. Ada Weber", "Weber"),
        ("Li, Ma", "Ma Li", "Li"),
        ("de la Vega, Juan", "Juan de la Vega", "de la Vega"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", "van Beethoven"),
        ('Smith, Joe "Sam"', 'Joe "Sam" Smith', "Smith"),
        ("王小明", "王小明", "王小明"),
        ("Prince", "Prince", "Prince"),
        ("=1+1", "=1+1", "=1+1"),
        ("a, b, c", "a, b, c", "a"),
        (",", ",", ","),
        ("Weber,", "Weber,", "Weber,"),
    ],
)
def test_a_name_has_the_given_name_first_and_keeps_what_belongs_behind_it(
    written: str, spoken: str, family: str
) -> None:
    assert as_spoken(written) == spoken
    assert family_of(spoken) == family


def test_a_list_that_has_the_family_name_apart_is_believed() -> None:
    assert Newcomer("Gabriel García Márquez", family="García Márquez").family == "García Márquez"
    assert Newcomer("García Márquez, Gabriel").family == "García Márquez"
    assert Newcomer("Gabriel García Márquez").family == "Márquez"
    assert Newcomer("Ada Weber", family="Lovelace").family == "Weber"


def test_people_stand_where_a_reader_looks_for_them() -> None:
    names = ["Zoë Ähre", "Ben Okri", "Åse Ørsted", "Ada Öz", "Łukasz Łuk", "Eva Lund", "Ada Zorn", "Juan Çelik",
             "eve okri", "Ana Cohen", "Émile Zorn"]  # fmt: skip
    assert sorted(names, key=order_of) == [
        "Zoë Ähre", "Juan Çelik", "Ana Cohen", "Łukasz Łuk", "Eva Lund", "eve okri", "Ben Okri", "Åse Ørsted", "Ada Öz",
        "Ada Zorn", "Émile Zorn",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C"])) | st.text("ab ,.JrMBA", max_size=20))
def test_any_text_is_turned_at_most_once_and_loses_no_sign(name: str) -> None:
    spoken = as_spoken(name)
    assert as_spoken(spoken) == spoken
    assert tidy(spoken) == spoken or tidy(name) != name
    assert sorted(spoken.replace(",", " ").split()) == sorted(name.replace(",", " ").split())
    assert order_of(spoken)[2] == spoken


@settings(deadline=None)
@given(st.text("abc ,", max_size=12).map(lambda text: " ".join(text.split())))
def test_a_name_in_two_is_the_name(name: str) -> None:
    assert " ".join(filter(None, in_two(name))) == name
