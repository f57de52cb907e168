"""People's looks: always the same, told apart, and nothing to do with what they do."""

from __future__ import annotations

import re

import pytest

from misread_scenarios.library import library, load
from misread_scenarios.model import Name
from misread_widgets.assets import text
from misread_widgets.portraits import portrait

ADA = Name(name="Ada", pronouns="she")


def test_the_same_person_looks_the_same_everywhere() -> None:
    assert portrait("ada", ADA) == portrait("ada", Name(name="Ada", pronouns="she", line=40))
    assert portrait("noor", load("communications-boss").cast["noor"]) == portrait(
        "noor", load("communications-employee").cast["noor"]
    )


def test_another_name_is_another_person() -> None:
    looks = [portrait("ada", Name(name=f"Ada {number}", pronouns="she")) for number in range(50)]
    assert len({tuple(look.items()) for look in looks}) > 45


@pytest.mark.parametrize("id_", library())
def test_no_two_people_of_a_story_look_alike(id_: str) -> None:
    looks = [tuple(portrait(member, person).items()) for member, person in load(id_).cast.items()]
    assert len(set(looks)) == len(looks)


def test_every_trait_occurs() -> None:
    people = [Name(name=str(number), pronouns=pronouns) for number in range(300) for pronouns in ("she", "he", "they")]
    looks = [portrait("anyone", person) for person in people]
    styles = len(re.findall(r"^  \[(?:null|\"M)", text("portrait.js"), re.MULTILINE))
    assert {look["hair"] for look in looks} == set(range(styles))
    assert {look["age"] for look in looks} == {0, 1, 2}
    assert {look["glasses"] for look in looks} == {0, 1, 2}
