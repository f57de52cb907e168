"""Times a choice from its confirmation to its consequence on the screen, in plain Voila and in the course's server.

    python benchmarks/player.py

It plays Sam and Priya once in each, in a real browser, and prints the medians over the nine choices and their ratio.
The page measures the time. Motion is reduced, because Playwright would wait for a smooth scroll to end before a click.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from pages import FLAGS
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table
from servers import PROGRAMS, free_port, owner, wait_until_listening

from misread_course.catalogue import lesson

LESSON = "m4-sam-and-priya"
PATIENCE = 60_000
CLOCK = """() => {
  let start = 0;
  addEventListener("submit", () => (start = performance.now()), true);
  const stop = () => {
    if (document.querySelector(".mr-player").dataset.screen !== "consequence" || !start) return;
    window.measured = performance.now() - start;
    start = 0;
  };
  new MutationObserver(stop).observe(document.body, { subtree: true, attributeFilter: ["data-screen"] });
}"""


def play(page: Page) -> list[float]:
    """Play the case to its end, always with the first option; return the seconds from each choice to its consequence.

    A clock in the page starts when the form is submitted and stops when the consequence is drawn.
    """
    player = page.locator(".mr-player")
    go_on = player.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first
    go_on.wait_for(timeout=PATIENCE)
    go_on.click()
    page.evaluate(CLOCK)
    times: list[float] = []
    while True:
        page.locator(".mr-player:is([data-screen=situation], [data-screen=debrief])").wait_for(timeout=PATIENCE)
        if player.get_attribute("data-screen") == "debrief":
            return times
        player.get_by_role("radio").first.check(force=True)
        player.locator(".mr-confirm .mr-button").click()
        page.locator(".mr-player[data-screen=consequence]").wait_for(timeout=PATIENCE)
        times.append(page.evaluate("window.measured") / 1000)
        go_on.click()


def measure(command: list[str], address: str, folder: str, cookie: tuple[str, str] | None = None) -> float:
    """Start a server, play a case with this cookie, stop the server, and return the median seconds of a choice."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        wait_until_listening(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(reduced_motion="reduce")
            if cookie is not None:
                page.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
            page.goto(address)
            times = play(page)
            browser.close()
        return statistics.median(times)
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> None:
    """Measure and print."""
    port, other = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        notebook = shutil.copy(lesson(LESSON).notebook, folder)
        plain = [str(PROGRAMS / "voila"), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", notebook]
        own = [str(PROGRAMS / "misread"), "serve", "--no-browser", "--port", str(other), "--data", folder]
        course = f"http://127.0.0.1:{other}/"
        rows = [
            ("plain voila", measure(plain, f"http://127.0.0.1:{port}/", folder)),
            ("misread serve", measure(own, f"{course}lessons/{LESSON}", folder, owner(Path(folder), course))),
        ]
    table = Table("", "choice to consequence, median", "× plain voila")
    for name, seconds in rows:
        table.add_row(name, f"{seconds * 1000:.0f} ms", f"{seconds / rows[0][1]:.2f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
