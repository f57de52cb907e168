"""People's looks: always the same, told apart, and nothing to do with what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from misread_scenarios.library import FOLDER, library, load
from misread_scenarios.model import Name
from misread_widgets.assets import script, text
from misread_widgets.views.moods import Mood, mood
from misread_widgets.views.portraits import portrait

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


DRAW = """(traits) => {
  const drawn = portrait(traits);
  const head = (kind, name) => [...drawn.querySelectorAll(kind)].map((one) => one.getAttribute(name));
  return {fills: head("path, ellipse, circle", "fill"), strokes: head("path[stroke-linecap]", "stroke"),
    white: drawn.querySelector("ellipse")?.getAttribute("fill") ?? null,
    pupil: drawn.querySelector("circle").getAttribute("fill"), markup: drawn.outerHTML};
}"""
SKINS = re.findall(r'\["(#\w{6})", "#\w{6}"\]', text("portrait.js"))
TONES = re.findall(r"#\w{6}", re.findall(r"const TONES = \[(.*?)\]", text("portrait.js"))[0])
PLAIN = {"ground": 0, "hair": 6, "tone": 0, "dress": 0, "cloth": 0, "glasses": 0, "beard": 0, "age": 0}


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> Iterator[Page]:
    """A page that draws portraits."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_script_tag(content=script("portrait.js").replace("export function", "function"))
        yield page


def lightness(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("skin", range(len(SKINS)))
def test_a_face_stands_out_from_every_skin(skin: int, mood: Mood, drawing: Page) -> None:
    found = drawing.evaluate(DRAW, {**PLAIN, "skin": skin, "mood": mood})
    shade = drawing.evaluate("(skin) => SKINS[skin][1]", skin)
    features = [stroke for stroke in found["strokes"] if stroke != shade]
    assert len(features) >= 2
    assert all(contrast(feature, SKINS[skin]) >= 3 for feature in features)
    around = found["white"] or SKINS[skin]
    assert contrast(found["pupil"], around) >= 3
    assert not found["white"] or contrast(around, SKINS[skin]) >= 3


@pytest.mark.parametrize("tone", range(len(TONES)))
def test_a_mouth_stands_out_from_every_beard(tone: int, drawing: Page) -> None:
    colour = drawing.evaluate("(tone) => legible(TONES[tone])", tone)
    assert contrast(colour, TONES[tone]) >= 3


def test_each_mood_is_another_face(drawing: Page) -> None:
    assert len(SKINS) == 6
    for skin in range(len(SKINS)):
        faces = [drawing.evaluate(DRAW, {**PLAIN, "skin": skin, "mood": mood})["markup"] for mood in Mood]
        assert len(set(faces)) == len(Mood)


@pytest.mark.parametrize(
    ("raws", "seen"),
    [
        (["{sam} laughs."], Mood.PLEASED),
        (['"Yes," says {sam}. {sam.They} {sam:smiles|smile}.'], Mood.PLEASED),
        (["{sam} laughs.", "{sam.They} {sam:frowns|frown} at the date."], Mood.DOUBTFUL),
        (["{priya} sighs, and {sam} waits."], Mood.NEUTRAL),
        (["{sam}'s file is thin. You sigh."], Mood.NEUTRAL),
        (["{sam} yawns"], Mood.TIRED),
        (["{sam} laughs.", "{sam} counts on {sam.their} fingers."], Mood.PLEASED),
        (["{sam} thanks you in the same words each time."], Mood.NEUTRAL),
        (["{sam} agrees to every box and waves you off."], Mood.NEUTRAL),
        (["{sam} stops by that evening, with the copy."], Mood.NEUTRAL),
        (["{sam} checks the list, rubs at the cuff and sleeps seven hours a night."], Mood.NEUTRAL),
        (["{sam} shakes your hand."], Mood.NEUTRAL),
        ([], Mood.NEUTRAL),
    ],
)
def test_a_face_follows_what_the_words_on_the_screen_say(raws: list[str], seen: Mood) -> None:
    assert mood("sam", raws) == seen


def test_moods_are_met_in_the_stories() -> None:
    moods = {
        mood(member, [line])
        for id_ in library()
        for line in (FOLDER / f"{id_}.md").read_text("utf-8").splitlines()
        for member in load(id_).cast
    }
    assert {Mood.NEUTRAL, Mood.PLEASED, Mood.DOUBTFUL} <= moods
