"""The documentation site: it builds without a warning, opens from a disk, and plays a case without a server."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from misread_scenarios.library import load
from misread_scenarios.play import transitions

HOUSE = Path(__file__).parents[1]
SITE = HOUSE / "docs" / "site"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PLAYED, DECISIONS = "elective-3-waiting", 3


def build(script: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), str(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(SITE / "build.py", target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def playable() -> ModuleType:
    specification = importlib.util.spec_from_file_location("playable", SITE / "playable.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def asked(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page without a network, and the addresses that it asks for."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.context.set_offline(True)
    yield page, addresses
    page.close()


def test_every_page_of_the_docs_is_on_the_site(site: Path) -> None:
    pages = {path.stem for path in [*(HOUSE / "docs").glob("*.md"), *SITE.glob("*.md")]}
    assert pages | {"contributing", "changelog"} <= {path.stem for path in site.glob("*.html")}


def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(HOUSE / "docs", house / "docs")
    for name in ("CONTRIBUTING.md", "CHANGELOG.md"):
        shutil.copy(HOUSE / name, house)
    with (house / "docs" / "managers.md").open("a", encoding="utf-8") as page:
        page.write("\n[A page](ld-teams.md#nothing-of-that-name) that is not there.\n")
    done = build(house / "docs" / "site" / "build.py", tmp_path / "site")
    assert done.returncode == 1
    assert "managers.md" in done.stderr
    assert "nothing-of-that-name" in done.stderr


def test_a_case_plays_to_its_end_from_a_disk_without_a_network(site: Path, asked: tuple[Page, list[str]]) -> None:
    page, addresses = asked
    page.goto((site / "play.html").as_uri())
    player = page.locator("#playable .mr-player")
    assert not violations(page)
    player.get_by_role("button", name="Begin").click()
    for decision in range(DECISIONS):
        expect(player.locator(".mr-kicker")).to_contain_text(f"Decision {decision + 1} of {DECISIONS}")
        page.keyboard.press(str(decision + 2))
        page.keyboard.press("Enter")
        expect(player).to_have_attribute("data-screen", "consequence")
        player.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first.click()
    expect(player).to_have_attribute("data-screen", "debrief")
    assert not violations(page)
    assert all(address.startswith(("file:", "data:")) for address in addresses)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_may_go_back_to_a_decision_and_play_again(site: Path, asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.goto((site / "play.html").as_uri())
    player = page.locator("#playable .mr-player")
    player.get_by_role("button", name="Begin").click()
    for decision in range(DECISIONS):
        expect(player.locator(".mr-kicker")).to_contain_text(f"Decision {decision + 1} of {DECISIONS}")
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        expect(player).to_have_attribute("data-screen", "consequence")
        player.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first.click()
    player.get_by_role("button", name="Try that moment again").click()
    expect(player).to_have_attribute("data-screen", "situation")


def test_the_page_has_a_screen_for_every_list_of_choices_in_every_world(playable: ModuleType) -> None:
    scenario = load(PLAYED)
    page = playable.html(PLAYED)
    kept = json.loads(re.search(r'id="playable-screens">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    lists = ["".join(places) for length in range(DECISIONS + 1) for places in itertools.product("1234", repeat=length)]
    keys = {"cover"} | {f"{places}.{read}" for places in lists for read in {max(len(places) - 1, 0), len(places)}}
    assert len(kept["worlds"]) == len(transitions.draws(scenario))
    assert all(set(world) == keys for world in kept["worlds"])


@pytest.mark.parametrize("scenario", ["not-ready", "first-guess-cards"])
def test_a_case_whose_answers_the_page_cannot_send_is_refused(playable: ModuleType, scenario: str) -> None:
    with pytest.raises(ValueError, match="choose another scenario"):
        playable.html(scenario)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
