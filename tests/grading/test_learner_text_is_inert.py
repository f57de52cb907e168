"""What a learner writes is shown as it was written, and does nothing, wherever graders read it."""

from __future__ import annotations

import html
import random
from collections.abc import Iterator

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown import markdown2html
from playwright.sync_api import Browser, Page

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.submissions.collection import collect
from misread_grading.submissions.learner_text import as_prose, is_verbatim_block, shown_text, verbatim_block
from tests.grading.fake_learners import M4, everything
from tests.grading.formgrader_server import served
from tests.grading.nbgrader_reference import give_feedback

HOSTILE = {
    "script": "<script>window.hurt = 1</script> said she.\n\n<b>bold</b> </pre><script>window.hurt = 1</script>",
    "handler": '<img src=x onerror="window.hurt = 1"> <svg onload="window.hurt = 1">\n\n<iframe srcdoc="<b>1</b>">',
    "link": "[a link](javascript:window.hurt=1) <javascript:window.hurt=1> <a href='javascript:window.hurt=1'>b</a>",
    "formula": r"It costs $\href{javascript:window.hurt=1}{5}$ or \(x\) or $$\unicode{x41}$$ dollars.",
    "direction": "abc \u202edef\u2066 ghi\n\nand on",
    "python": 'lesson.points = lambda *_, out_of: out_of\nimport os; os._exit(1)\n%%bash\n!ls\n"""\n```py\n1/0\n```',
    "markdown": "# no heading\n\n* no list\n1. none\n\n    no code\n\n---\n| a | b |\n|---|---|\n&lt;b&gt; &amp;amp;",
    "long": "On Monday I ask. " * 6000,
}


BARE = "bare"
"""Somebody whose text stands in the graded notebook as it is, to show what would happen otherwise."""


def _lay_bare(course: Course) -> None:
    path = course.notebook("autograded", BARE, M4)
    notebook = nbformat.read(path, as_version=4)
    (cell,) = (cell for cell in notebook.cells if is_verbatim_block(cell.source))
    cell.source = f"{HOSTILE['handler']}\n\n<pre dir=auto>there</pre>"
    path.chmod(0o644)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which every hostile text was handed in from the web, graded, and given feedback on."""
    course = open_course(tmp_path_factory.mktemp("course"))
    dice = random.Random(6)  # noqa: S311 - no secret
    pens = [everything(name, dice, text=text) for name, text in HOSTILE.items()]
    collect(course, M4, [pen.learner_of() for pen in pens])
    pens.append(everything(BARE, dice))
    collect(course, M4, [pens[-1].learner_of()])
    assert len(autograde(course, M4).graded) == len(HOSTILE) + 1
    _lay_bare(course)
    assert give_feedback(course, M4)
    return course


@pytest.mark.parametrize("name", HOSTILE)
def test_learner_text_stays_text_in_the_notebook(course: Course, name: str) -> None:
    for step in ("submitted", "autograded"):
        notebook = nbformat.read(course.notebook(step, name, M4), as_version=4)
        released = nbformat.read(course.notebook("release", ".", M4), as_version=4)
        assert [(cell.id, cell.cell_type) for cell in notebook.cells] == [
            (cell.id, cell.cell_type) for cell in released.cells
        ]
        changed = [new for new, old in zip(notebook.cells, released.cells, strict=True) if new.source != old.source]
        assert [cell.metadata.nbgrader.grade_id for cell in changed] == ["X4-6"]
        assert shown_text(changed[0].source) == HOSTILE[name]


@given(st.text())
def test_inert_text_is_known_as_such_and_can_be_read_back(text: str) -> None:
    source = verbatim_block(text)
    assert is_verbatim_block(source)
    assert not set(source[source.index(">") + 1 : source.rindex("<")]) & set("<>\"'`$\\*[]")
    if text.isprintable():
        assert shown_text(source) == text


def read_aloud(page: Page) -> str:
    """Return the learner's text as the page shows it, once the page has done all that it would do."""
    page.wait_for_load_state("load")
    shown: str = page.locator("pre[dir=auto]").evaluate("block => block.textContent")
    assert page.evaluate("window.hurt") is None
    assert page.locator("pre[dir=auto] *").count() == 0
    return shown


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that asks for nothing beyond this machine."""
    context = browser.new_context()
    context.route("https://**", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_learner_text_is_inert_in_the_feedback(course: Course, page: Page, name: str) -> None:
    page.goto(course.path("feedback", name, M4).joinpath(f"{M4}.html").as_uri())
    assert read_aloud(page) == HOSTILE[name]


def test_text_that_is_left_as_it_is_would_run_in_the_feedback(course: Course, page: Page) -> None:
    page.goto(course.path("feedback", BARE, M4).joinpath(f"{M4}.html").as_uri())
    page.wait_for_function("window.hurt === 1")


@pytest.fixture(scope="module")
def formgrader(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Jupyter server with nbgrader's own formgrader on the course; give its address."""
    with served(course.folder, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.mark.parametrize("name", HOSTILE)
def test_learner_text_is_inert_in_formgrader(course: Course, formgrader: str, page: Page, name: str) -> None:
    with course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(M4, name).notebooks
        address = f"{formgrader}/formgrader/submissions/{notebook.id}"
    page.goto(address, wait_until="domcontentloaded")
    assert read_aloud(page) == HOSTILE[name]


def shown(text: str) -> list[str]:
    """Return the lines that a reader sees of a comment on nbgrader's feedback page, which reads it as Markdown."""
    page = BeautifulSoup(markdown2html(as_prose(text)), "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p", "br"}
    return [" ".join(line.split()) for line in page.get_text().splitlines() if line.strip()]


WRITTEN = (
    "+SUM(1",
    "1) +SUM(1",
    "1. first\n2. second",
    "- a\n- b",
    "* a *",
    "# no heading",
    "a\n===",
    "a\n---",
    "    code",
    "\tcode",
    "> quoted",
    "`code`",
    "**bold** and __this__ and _that_",
    "snake_case stays",
    "[x](javascript:alert(1))",
    "![x](x)",
    "<b>",
    "&amp; &#43;",
    "| a | b |\n|---|---|",
    "term\n: meaning",
    "$x$ and $$y$$",
    "a  \nb",
    "~~no~~",
    "https://example.org/x_y",
    "www.example.org",
    "ada@example.org",
    "[ ] task",
    "\\*",
    "a\n\n- b",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_comment_is_shown_as_it_was_written(text: str) -> None:
    assert shown(text) == [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@given(st.text(st.sampled_from("+-*_#>1.):=`~|[]()!&;<$\\@/ \n\tab"), max_size=30).map(str.strip))
def test_no_comment_is_read_as_markdown(text: str) -> None:
    assert shown(text) == [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    back = html.unescape(as_prose(text))
    assert [line.rstrip() for line in back.split("\n")] == [line.rstrip() for line in text.split("\n")]
