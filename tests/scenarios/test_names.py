"""Slots are filled so that every sentence stays right with any name pack."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.library import library, load
from misread_scenarios.model import CastMember, Name, Passage, Pronouns, Scenario
from misread_scenarios.names import PRONOUNS, Names, bad_slots, default_names, drawn_names, genitive

SAM = CastMember(id="sam", name="Sam", pronouns="they", packs=(Name(name="Ida", pronouns="she"),))


def named(pronouns: Pronouns) -> Names:
    return Names({"sam": Name(name="Kim", pronouns=pronouns)})


@pytest.mark.parametrize(
    ("pronouns", "filled"),
    [
        ("they", "Kim says they know. It is theirs, their own: they hurt themself. Their pear; ask them. They read."),
        ("she", "Kim says she knows. It is hers, her own: she hurts herself. Her pear; ask her. She reads."),
        ("he", "Kim says he knows. It is his, his own: he hurts himself. His pear; ask him. He reads."),
    ],
)
def test_a_sentence_is_right_for_each_set_of_pronouns(pronouns: Pronouns, filled: str) -> None:
    text = (
        "{sam} says {sam.they} {sam:knows|know}. It is {sam.theirs}, {sam.their} own: {sam.they} {sam:hurts|hurt} "
        "{sam.themself}. {sam.Their} pear; ask {sam.them}. {sam.They} {sam:reads|read}."
    )
    assert named(pronouns).fill(text) == filled


@pytest.mark.parametrize("pronouns", PRONOUNS)
def test_each_set_of_pronouns_has_each_form(pronouns: str) -> None:
    assert PRONOUNS[pronouns].keys() == PRONOUNS["they"].keys()
    assert all(word.islower() for word in PRONOUNS[pronouns].values())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{sma} waits", "names nobody"),
        ("{sam.she} waits", "not a form of a pronoun"),
        ("{sam waits", "stands alone"),
        ("sam} waits", "stands alone"),
        ("{Sam} waits", "is not a slot"),
        ("{sam:reads} on", "is not a slot"),
        ("{sam:reads|read|red}", "is not a slot"),
        ("{}", "is not a slot"),
    ],
)
def test_a_slot_that_cannot_be_filled_is_told(text: str, fault: str) -> None:
    (message,) = bad_slots(text, {"sam": SAM})
    assert fault in message


@settings(deadline=None)
@given(st.text(alphabet="{}sam.they:|Tir "))
def test_a_text_without_faults_is_filled_to_the_last_slot(text: str) -> None:
    if not list(bad_slots(text, {"sam": SAM})):
        assert not re.search(r"[{}]", named("she").fill(text))


def texts(scenario: Scenario) -> list[str]:
    """Return every text of a scenario that a learner may read."""
    found: list[Passage] = []
    plain: list[str] = [scenario.title]
    for scene in scenario.scenes:
        plain += [scene.title, scene.fact or "", *scene.host, *(choice.text for choice in scene.choices)]
        found += scene.paragraphs
        for choice in scene.choices:
            found += [*choice.then, *choice.why]
    for ending in scenario.endings:
        plain.append(ending.title)
        found += ending.paragraphs
    return plain + [passage.text for passage in found]


BENT = {
    "they": re.compile(r"\b[Tt]hey (?:is|was|has|does|says|asks|looks|knows|goes|wants|reads|thinks)\b"),
    "she": re.compile(r"\b[Ss]he (?:are|were|have|do|say|ask|look|know|go|want|read|think)\b"),
    "he": re.compile(r"\b[Hh]e (?:are|were|have|do|say|ask|look|know|go|want|read|think)\b"),
}


@pytest.mark.parametrize("id_", library())
def test_every_pack_leaves_the_texts_right(id_: str) -> None:
    scenario = load(id_)
    for seed in range(60):
        names = drawn_names(scenario, seed)
        for text in texts(scenario):
            filled = names.fill(text)
            assert not re.search(r"[{}]", filled)
            for pronouns, wrong in BENT.items():
                assert not wrong.search(filled), (pronouns, filled)


@pytest.mark.parametrize("id_", library())
def test_seeds_draw_every_name_of_every_pack_and_never_the_files_own(id_: str) -> None:
    scenario = load(id_)
    drawn = {(member, drawn_names(scenario, seed).of(member).name) for seed in range(200) for member in scenario.cast}
    assert drawn == {(m.id, name.name) for m in scenario.cast.values() for name in m.packs or (m,)}


def test_one_seed_gives_one_person_the_same_name_in_every_file_of_a_story() -> None:
    employee, boss = load("communications-employee"), load("communications-boss")
    for seed in range(50):
        for member in employee.cast.keys() & boss.cast.keys():
            assert drawn_names(employee, seed).of(member).name == drawn_names(boss, seed).of(member).name


def test_the_file_itself_uses_its_first_names() -> None:
    assert default_names(load("sam-priya")).of("sam").name == "Sam"


@pytest.mark.parametrize(
    ("pronouns", "said"),
    [
        ("she", "Sie gibt ihr ihren Stift, und eine Kollegin sieht sie."),
        ("he", "Er gibt ihm seinen Stift, und ein Kollege sieht ihn."),
        ("they", "Sam gibt Sam Sams Stift, und eine Fachkraft sieht Sam."),
    ],
)
def test_german_has_pronouns_of_its_own_and_repeats_the_name_for_they(pronouns: Pronouns, said: str) -> None:
    seen = "{sam:eine Kollegin|ein Kollege|eine Fachkraft} sieht {sam.ihn}"
    text = f"{{sam.Er}} gibt {{sam.ihm}} {{sam.seinen}} Stift, und {seen}."
    assert Names({"sam": Name(name="Sam", pronouns=pronouns)}).fill(text) == said
    assert not list(bad_slots(text, {"sam": SAM}, "de"))
    assert list(bad_slots(text, {"sam": SAM}))


@pytest.mark.parametrize(("name", "of"), [("Sam", "Sams"), ("Ines", "Ines’"), ("Max", "Max’"), ("Luca", "Lucas")])
def test_a_german_genitive_has_an_apostrophe_after_a_hissing_sound(name: str, of: str) -> None:
    assert genitive(name) == of
