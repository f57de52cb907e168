"""A story in a language written from right to left is laid out so; the English words around it read on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from misread_scenarios.format.reader import read_text
from misread_scenarios.model import Scenario
from tests.widgets.conftest import Shown

STORY = """---
format: scenario/1
id: no-application
lang: {lang}
title: لا طلب
minutes: 3
state:
  trust: 0..10 = 5 # how freely people speak to you
cast:
  ana: {{name: منى, pronouns: she, role: مساحة}}
---
## N1 القائمة

أُغلقت قائمة المرشحين (3) عند الظهر: {{ana}} ليست فيها!

- ask. اذهب إلى {{ana}} الآن واسأل بهدوء: هل يهمك هذا المنصب فعلا؟ (الخميس، 10:00).
  - effect: trust +2
  - hours: 2
  - then: "لم يسألني أحد"، تقول {{ana}}.
  - why: كان السؤال أفضل من التخمين.
- report. أخبر مديرك أن {{ana}} سعيدة حيث هي.
  - effect: trust -2
  - then: "حسنا".
  - why: لم يسأل أحد.

## Endings
1. trust >= 5 -> E1
2. otherwise -> E2

## E1 موعد

يوم الخميس تعرف أكثر.

## E2 انتهى

انتهى الأمر.
"""


def story(lang: str) -> Scenario:
    scenario = read_text(STORY.format(lang=lang), "story.md").scenario
    assert scenario is not None
    return scenario


@pytest.mark.parametrize(
    ("lang", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("fr-CH", "ltr")]
)
def test_the_direction_follows_the_language_and_its_script(
    show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch, lang: str, direction: str
) -> None:
    monkeypatch.setattr("misread_widgets.item_widgets.load", lambda _id: story(lang))
    shown = show("scenario:no-application")
    assert shown.root.get_attribute("dir") == direction


@pytest.mark.parametrize("width", [360, 1280])
def test_from_right_to_left_everything_stands_on_the_other_side_and_fits(
    show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("misread_widgets.item_widgets.load", lambda _id: story("ar"))
    shown = show("scenario:no-application", viewport={"width": width, "height": 900})
    shown.root.locator(".mr-told-here .mr-button").click()
    shown.on("situation")
    option = shown.root.locator(".mr-option").first
    mark, text = (option.locator(part).bounding_box() for part in ("input", ".mr-option-text"))
    assert mark is not None
    assert text is not None
    assert mark["x"] > text["x"] + text["width"] / 2
    option.click()
    shown.button("Confirm").click()
    shown.on("consequence")
    assert shown.overflow() == 0
    assert shown.violations() == []
    assert shown.wrong == []
