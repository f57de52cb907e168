"""The JavaScript and CSS files: joined into one module, free of words, free of ways for text to become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

import pytest

from misread_widgets.assets import IMPORT, modules, parts, script, style, text
from misread_widgets.assets import SHEETS as ORDER
from misread_widgets.lesson_widget import LessonWidget

FOLDER = resources.files("misread_widgets") / "static"
SCRIPTS = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".js"))
SHEETS = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".css"))
WIDGETS = [name for name in SCRIPTS if "export default" in text(name)]
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
DANGEROUS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setTimeout\(['\"]|https?:"
)
NAMESPACE = "http://www.w3.org/2000/svg"
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
WORDS = re.compile(r'"[A-Z][a-z]+(?: [a-z]+)+|"[A-Z][a-z]+[.…]"')


def test_there_is_a_module_for_each_widget() -> None:
    exercises = [
        "choose.js",
        "data.js",
        "form.js",
        "match.js",
        "multi_select.js",
        "order.js",
        "rate.js",
        "reflection.js",
        "values.js",
    ]
    assert sorted(WIDGETS) == sorted(["guess.js", "mirrors.js", "player.js", "recall.js", *exercises])


@pytest.mark.parametrize("name", WIDGETS)
def test_a_joined_module_imports_nothing_and_exports_once(name: str) -> None:
    joined = script(name)
    assert not re.search(r"^import\b", joined, re.MULTILINE)
    assert re.findall(r"^export\b.*", joined, re.MULTILINE) == ["export default { render };"]


@pytest.mark.parametrize("name", WIDGETS)
def test_no_two_files_of_a_module_use_one_name_twice(name: str) -> None:
    declared = DECLARED.findall(script(name))
    assert sorted(set(declared)) == sorted(declared)


def test_no_two_files_that_widgets_import_use_one_name() -> None:
    imported = {file for name in WIDGETS for file in modules(name)} - set(WIDGETS)
    declared = [own for file in imported for own in DECLARED.findall(text(file))]
    assert sorted(set(declared)) == sorted(declared)


@pytest.mark.parametrize("name", WIDGETS)
def test_a_joined_module_divides_into_the_files_that_it_was_made_of(name: str) -> None:
    imported, own = parts(script(name))
    assert (*imported, name) == modules(name)
    assert own == IMPORT.sub("", text(name))
    assert all(not re.search("^(import|export) ", file, re.MULTILINE) for file in imported.values())


def test_a_module_of_another_origin_is_one_file() -> None:
    assert parts("export default {};") == ({}, "export default {};")


@pytest.mark.parametrize("name", WIDGETS)
def test_every_file_stands_after_all_that_it_imports(name: str) -> None:
    order = modules(name)
    for place, one in enumerate(order):
        assert set(IMPORT.findall(text(one))) <= set(order[:place])


def test_no_file_is_left_over() -> None:
    assert {one for name in WIDGETS for one in modules(name)} == set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_checked_and_holds_no_words_and_nothing_dangerous(name: str) -> None:
    source = text(name)
    assert source.startswith("// @ts-check\n")
    assert not DANGEROUS.search(source.replace(NAMESPACE, ""))
    assert WORDS.findall(COMMENT.sub("", source)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_loads_nothing_and_takes_its_colours_from_the_tokens(name: str) -> None:
    source = re.sub(r"/\*.*?\*/", "", text(name), flags=re.DOTALL)
    assert not re.search(r"@import|url\(", source)
    if name != "tokens.css":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", source)


def test_the_one_stylesheet_begins_with_the_tokens_and_leaves_no_sheet_out() -> None:
    assert style().startswith(text("tokens.css"))
    assert sorted(ORDER) == SHEETS


def kinds(of: type[LessonWidget] = LessonWidget) -> Iterator[type[LessonWidget]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_widgets_that_meet_on_a_page_cannot_unset_each_others_rules() -> None:
    # A widget that was made elsewhere in this process has a class of its own, with traits where ours have texts.
    made = [vars(kind) for kind in kinds() if isinstance(vars(kind).get("_esm"), str)]
    assert len(made) == len(WIDGETS)
    assert {own["_css"] for own in made} == {style()}


def test_two_sheets_do_not_mean_different_things_by_one_class() -> None:
    owners: dict[str, str] = {}
    for name in SHEETS:
        selectors = re.findall(r"([^{}]+)\{", COMMENT.sub("", text(name)) if name != "base.css" else "")
        for lone in {part.strip() for group in selectors for part in group.split(",")}:
            if re.fullmatch(r"\.mr-[\w-]+", lone):
                assert owners.setdefault(lone, name) == name, lone


def test_every_token_that_is_used_is_defined() -> None:
    everything = "\n".join(text(name) for name in SHEETS)
    used = set(re.findall(r"var\((--mr-[\w-]+)", everything))
    assert used - {"--mr-columns", "--mr-tail"} <= set(re.findall(r"(--mr-[\w-]+):", everything))
