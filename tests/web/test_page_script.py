"""A page's scripts and sheets come in as few files as it should ask for, under names of their content."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from misread_web.live.hashed_files import HashedFiles
from misread_web.live.page_script import page_script
from misread_web.live.page_style import FONT, one_sheet
from misread_web.site.templates import ROOM, STATIC
from misread_widgets import assets

TEMPLATE = Path(ROOM) / "jupyter" / "voila" / "templates" / "misread" / "static"
MODULES = {name: f"const own = {name!r};\nexport default {{ render: () => own }};\n" for name in ("a", "b", "c")}


def test_the_first_module_comes_with_the_page_and_all_others_in_one_file() -> None:
    files = HashedFiles()
    script = page_script(files, "/files/", TEMPLATE, MODULES)
    (name,) = re.findall(r'const others = "/files/([0-9a-f]{16}\.js)"', script)
    others = files.get(name)
    assert others is not None
    text = others.raw.decode()
    assert ("const own = 'a';" in script, "const own = 'a';" in text) == (True, False)
    assert all(f"const own = '{each}';" in text and f"const own = '{each}';" not in script for each in "bc")
    assert "export default" not in text


def test_what_several_modules_import_is_in_the_file_once() -> None:
    files = HashedFiles()
    modules = {name: assets.script(f"{name}.js") for name in ("player", "guess", "match", "recall")}
    (name,) = re.findall(r"/files/([0-9a-f]{16}\.js)", page_script(files, "/files/", TEMPLATE, modules))
    others = files.get(name)
    assert others is not None
    text = others.raw.decode()
    shared = [file for each in ("guess", "match", "recall") for file in assets.modules(f"{each}.js")[:-1]]
    assert len(shared) > len(set(shared))
    for file in set(shared):
        assert text.count(assets.EXPORT.sub("", assets.IMPORT.sub("", assets.text(file)))) == 1


def test_the_same_modules_give_the_same_file_and_others_another() -> None:
    files = HashedFiles()
    one, same = (page_script(files, "/files/", TEMPLATE, MODULES) for _ in range(2))
    other = page_script(files, "/files/", TEMPLATE, {**MODULES, "c": MODULES["c"] + "// changed\n"})
    assert one == same != other


@pytest.mark.parametrize("end", ["</script>", "</SCRIPT ", "<!-- x"])
def test_a_script_that_would_end_its_element_is_refused(end: str, tmp_path: Path) -> None:
    static = shutil.copytree(TEMPLATE, tmp_path / "static")
    with pytest.raises(ValueError, match="ends an inline script"):
        page_script(HashedFiles(), "/files/", static, {"a": f'const own = "{end}";\nexport default {{}};\n'})


def test_a_sheet_begins_with_the_tokens_and_names_fonts_by_their_content() -> None:
    files = HashedFiles()
    text, first = one_sheet(files, "/files/", STATIC, ["main { color: red }"])
    assert text.startswith(assets.text("tokens.css"))
    assert text.endswith("main { color: red }")
    assert not FONT.search(text)
    fonts = set(re.findall(r'url\("/files/([^"]+)"\)', text))
    assert fonts
    assert all(files.get(name) for name in fonts)
    assert set(first) <= fonts
    assert len(first) == 2


ONLY_OVER_HTTPS = ("randomUUID", "crypto.subtle", "navigator.clipboard", "wakeLock", "serviceWorker")


def test_no_script_of_a_page_needs_what_browsers_offer_only_over_https() -> None:
    scripts = [path for room in ("widgets", "web") for path in (Path(ROOM).parents[1] / room).rglob("static/**/*.js")]
    assert len(scripts) > 50
    texts = {path.name: path.read_text("utf-8") for path in scripts}
    assert {name: used for name, text in texts.items() for used in ONLY_OVER_HTTPS if used in text} == {}
