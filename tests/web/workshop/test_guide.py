"""A guide, a workbook and slides come from the case's own file, and their minutes add up."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from misread_scenarios.language import speaking
from misread_scenarios.library import library, load
from misread_web.main import command_line
from misread_web.workshop import NoGuide, guide_of, guide_steps, slides_of, telling_of
from tests.web.pdf_files import read_pdf


@pytest.mark.parametrize("minutes", [60, 90, 180])
@pytest.mark.parametrize("case", library())
def test_the_steps_follow_one_another_and_have_the_case_s_decisions(case: str, minutes: int) -> None:
    guide = guide_of(case, minutes)
    for before, after in zip(guide.steps, guide.steps[1:], strict=False):
        assert before.ends == after.begins
    assert 0.9 * minutes <= guide.steps[-1].ends <= minutes
    (main,) = [step for step in guide.steps if step.step.item == case]
    assert len(main.decisions) == sum(bool(scene.choices) for scene in load(case).scenes)
    assert all(decision.notes for decision in main.decisions)
    assert len({step.id for step in guide_steps(case, minutes)}) == len(guide.steps)


def test_an_unknown_case_or_length_is_named_with_what_there_is() -> None:
    with pytest.raises(NoGuide, match=r"there are: .*sam-priya"):
        guide_of("sam", 90)
    with pytest.raises(NoGuide, match="60, 90, 180"):
        guide_of("sam-priya", 45)


def test_the_command_writes_three_files_that_open(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        command_line(), ["workshop-guide", "sam-priya", "--minutes", "60", "--folder", str(tmp_path)]
    )
    assert told.exit_code == 0, told.output
    guide = read_pdf((tmp_path / "misread-sam-priya-60-guide.pdf").read_bytes())
    workbook = read_pdf((tmp_path / "misread-sam-priya-60-workbook.pdf").read_bytes())
    scenario = load("sam-priya")
    text = telling_of(scenario).text
    for scene in scenario.scenes:
        assert guide.has(text(scene.host[0]))
        assert workbook.has(text(scene.title))
        assert not any(workbook.has(text(choice.text)) for choice in scene.choices)
    assert guide.claims_ua
    assert workbook.claims_ua
    show = Presentation(io.BytesIO((tmp_path / "misread-sam-priya-60-slides.pptx").read_bytes()))
    slides = slides_of(guide_of("sam-priya", 60))
    assert [slide.shapes.title.text_frame.text for slide in show.slides] == [slide.title for slide in slides]


def test_a_wrong_case_is_a_wrong_use_of_the_command(tmp_path: Path) -> None:
    told = CliRunner().invoke(command_line(), ["workshop-guide", "nobody", "--folder", str(tmp_path / "new")])
    assert told.exit_code == 2
    assert "there are: " in told.output
    assert not (tmp_path / "new").exists()


def test_the_guide_is_in_german_too() -> None:
    with speaking("de"):
        guide = guide_of("sam-priya", 60)
    assert guide.title == "Sam und Priya"
