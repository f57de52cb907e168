"""Who is set as speaking: only where the paragraph leaves no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.library import library, load
from misread_scenarios.names import default_names
from misread_widgets.views.rendering import Telling
from misread_widgets.views.speech import parts, speaker_of
from misread_widgets.views.typesetting import typeset


@pytest.mark.parametrize(
    ("raw", "speaker"),
    [
        ('"I\'ll be quick," says {priya}. "I want the job."', "priya"),
        ('"I want it." {priya.They} {priya:says|say} it without heat. "{teo} is packing."', "priya"),
        ('"And what has {sam} said?" asks {marta}. You have two lines. "That\'s not much," says {marta}.', "marta"),
        ('"Noted," {victor} answers.', "victor"),
    ],
)
def test_a_paragraph_of_one_person_is_theirs(raw: str, speaker: str) -> None:
    assert speaker_of(raw) == speaker


@pytest.mark.parametrize(
    "raw",
    [
        'Week 3. {priya} sits down. "I want the job," says {priya}.',
        '"What happened?"',
        "Nobody has asked {sam}.",
        '"Allergic to meetings," says {teo}. {sam} closes the door. "You\'ve been asking about me."',
        '"So is it mine?" asks {priya}. Until it\'s filled, you say.',
        '"Communications," you say. "Only that," says {ellis}.',
        '"And what do you want?" asks {ellis}. You think. "Communications."',
        '"High potential for what?" asks someone from finance. "Ask {marta}," says {teo}.',
        '"I like both," you hear yourself say. {victor} relaxes. "Same with me," says {victor}.',
        '"Half a quotation, says {sam}.',
        "",
    ],
)
def test_in_doubt_it_is_plain_prose(raw: str) -> None:
    assert speaker_of(raw) is None


@pytest.mark.parametrize("id_", library())
def test_setting_speech_apart_loses_no_word(id_: str) -> None:
    scenario = load(id_)
    told = Telling(scenario, default_names(scenario))
    for scene in scenario.scenes:
        for passage in (*scene.paragraphs, *(then for choice in scene.choices for then in choice.then)):
            shown = "".join(part["text"] for part in told.paragraph(passage.text)["parts"])
            assert shown == told.text(passage.text)


def test_the_library_has_speech_beside_its_speakers() -> None:
    scenario = load("sam-priya")
    told = Telling(scenario, default_names(scenario))
    speeches = [told.paragraph(one.text) for one in scenario.scenes[2].paragraphs if speaker_of(one.text)]
    assert {speech["speaker"]["name"] for speech in speeches} == {"Priya"}
    speech = speeches[0]
    assert [part["said"] for part in speech["parts"]] == [True, False, True]


@given(st.text(alphabet="ab \"'.,(—\n“"))
def test_setting_marks_never_changes_a_texts_length(text: str) -> None:
    assert len(typeset(text)) == len(text)
    assert '"' not in typeset(text)
    assert "'" not in typeset(text)


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ('"I\'m here," she said. "Who\'s there?"', "“I’m here,” she said. “Who’s there?”"),
        ("What does 'owns the vision' look like?", "What does ‘owns the vision’ look like?"),
        ("the readers' page", "the readers’ page"),
        ('("quietly")', "(“quietly”)"),
    ],
)
def test_marks_open_and_close_where_a_printer_would_have_them(raw: str, printed: str) -> None:
    assert typeset(raw) == printed


def test_authors_of_other_languages_set_their_own_marks() -> None:
    assert typeset('« "oui" »', "fr") == '« "oui" »'


@given(st.text(alphabet='ab "'))
def test_parts_add_up_to_the_text(text: str) -> None:
    assert "".join(piece for _, piece in parts(text)) == text
