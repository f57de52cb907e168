"""Picture every page of the course on a desk and on a phone. Run it as `python -m tests.gallery FOLDER [PART …]`.

It runs a separate course with made-up people: a new learner, one half-way, one who has finished, and a grader. Your own
data stay as they are. Look at all the pictures, and fix whatever you would not show a customer.
PART is the beginning of a picture's name; with it, only pictures with such names are made.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from misread_course.catalogue import Lesson, apart, lessons
from misread_course.items import LessonItem, items
from misread_grading.autograding import autograde
from misread_grading.course import open_course
from misread_grading.reports.released_feedback import release_feedback
from misread_grading.submissions import CollectedLearner, collect
from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member, Newcomer, Role
from misread_scenarios.exercises import load_exercise
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from tests.web.home_server import M4, Learner, half_way

SIZES: dict[int, ViewportSize] = {1280: {"width": 1280, "height": 900}, 360: {"width": 360, "height": 740}}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COHORT = "Spring"
PEOPLE = {
    "new": Role.LEARNER,
    "half": Role.LEARNER,
    "done": Role.LEARNER,
    "grader": Role.GRADER,
    "facilitator": Role.FACILITATOR,
}
PAGES = {
    "new": [
        "",
        "search",
        "search?q=zzz",
        "glossary",
        "review",
        "data/my-course",
        "data/sign-ins",
        "data/delete",
        "data/certificate",
        "no-such-page",
    ],
    "half": ["", f"lessons/{M4}", "data/my-course", "data/delete"],
    "done": [
        "",
        "data/my-course",
        "search?q=trial",
        "review",
        "review/M1.exit.1",
        "check-in/30",
        "check-in/90",
        "data/certificate",
        f"feedback/{M4}",
        f"feedback/{M4}/notebook",
        "tools/T1",
        "tools/T7",
        "certificate/AAAA-BBBB-CCCC",
    ],
    "grader": ["", "marking", "marking/X4.6", "sign-out"],
    "facilitator": ["", "workshop"],
}
"""The pages besides the lessons, by the person who opens them."""
UNFOLDING = {"new", "done"}
"""The person who unfolds everything in a lesson."""
FOLDED = re.compile("^(Open again|Read on without playing)")


@dataclasses.dataclass(frozen=True)
class Running:
    """The course of the pictures: its address, and each person's sign-in link."""

    address: str
    links: dict[str, str]


def sort_of(item: LessonItem) -> str:
    """Return the sort of a piece of a lesson: its kind, and of an exercise its own kind and layout."""
    if item.kind != "exercise":
        return item.kind
    exercise = load_exercise(item.id)
    return "-".join((type(exercise).__name__.lower(), *filter(None, (getattr(exercise, "layout", ""),))))


FIRST = {sort_of(item): (lesson.name, item.id) for lesson in reversed(lessons()) for item in reversed(items(lesson))}
"""The first piece of each sort in the course: its lesson and its id."""


def events_of(name: str) -> Learner:
    """Return the events of a person, by their name here."""
    learner = half_way(name) if name == "half" else Learner(name)
    return learner.finishes_everything() if name == "done" else learner


def lately(learner: Learner, member: Member) -> Learner:
    """Return the same learner as a member of the cohort whose last event is three days old."""
    if learner.events:
        later = datetime.now(UTC) - timedelta(days=3) - learner.events[-1].at
        theirs = {"learner": member.learner, "cohort": COHORT}
        learner.events = [event.model_copy(update={**theirs, "at": event.at + later}) for event in learner.events]
    return learner


@contextmanager
def running() -> Iterator[Running]:
    """Run a course for these people, in which one lesson is graded and released."""
    with ExitStack() as stack:
        data, graded = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        database = f"sqlite:///{data / 'misread.db'}"
        cohorts = stack.enter_context(Cohorts(database))
        cohorts.create(COHORT, [Newcomer(name, role=role) for name, role in PEOPLE.items()])
        members = {member.name: member for member in cohorts.members(COHORT)}
        past = {name: lately(events_of(name), member) for name, member in members.items()}
        with closing(open_journal(database)) as journal:
            for learner in past.values():
                learner.keeps_it_in(journal)
        release(graded, past["done"])
        door = LinkAuth(cohorts, read_or_create_secret(data, {}))
        address = stack.enter_context(serving(data, graded))
        until = datetime.now(UTC) + timedelta(days=1)
        yield Running(address, {name: f"{address}sign-in/{door.link_for(m, until)}" for name, m in members.items()})


def release(folder: Path, learner: Learner) -> None:
    """Grade one learner's M4, and return the course."""
    course = open_course(folder)
    whose = learner.events[0].learner
    collect(course, M4, [CollectedLearner(whose, learner.name, None, learner.events)])
    autograde(course, M4)
    release_feedback(course, M4)


@contextmanager
def serving(data: Path, graded: Path) -> Iterator[str]:
    """Run the course, and yield its address."""
    command = [str(Path(sys.executable).parent / "misread"), "serve", "--no-browser", "--port", "0"]
    command += ["--data", str(data), "--grading", str(graded)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = next(line for line in process.stdout or () if "http://" in line)
        yield f"http://{said.split('http://')[1].split('/')[0]}/"
    finally:
        process.terminate()
        process.communicate()


def name_of(who: str, path: str) -> str:
    """Return the name of a page's picture, without its ending."""
    return f"{who}-{path.translate(str.maketrans('/?=.', '----')) or 'home'}"


@dataclasses.dataclass(frozen=True)
class Photographer:
    """Takes pictures of one person's pages in one window, if their names begin with a wanted part."""

    page: Page
    course: Running
    who: str
    width: int
    folder: Path
    wanted: tuple[str, ...]

    def wants(self, name: str) -> bool:
        return not self.wanted or name.startswith(self.wanted)

    def target(self, name: str) -> Path:
        return self.folder / f"{name}.{self.width}.png"

    def whole(self, path: str) -> None:
        """Picture a whole page."""
        name = name_of(self.who, path)
        if self.wants(name):
            self.open(path)
            self.page.screenshot(path=self.target(name), full_page=True, animations="disabled")

    def lesson(self, lesson: Lesson) -> None:
        """Picture a lesson, and each piece in it that is the first of its sort in the course."""
        self.whole(f"lessons/{lesson.name}")
        firsts = [item for item in items(lesson) if FIRST[sort_of(item)] == (lesson.name, item.id)]
        if any(self.wants(self.name_of_piece(item)) for item in firsts):
            self.open(f"lessons/{lesson.name}")
            for item in firsts:
                self.piece(item)

    def name_of_piece(self, item: LessonItem) -> str:
        """Return the name of a piece's picture, without its ending."""
        return f"{self.who}-{sort_of(item)}-{item.id}"

    def piece(self, item: LessonItem) -> None:
        """Picture one piece of a lesson that is open already."""
        name = self.name_of_piece(item)
        if self.wants(name):
            part = self.page.locator(f"#{item.cell} .mr").first
            part.scroll_into_view_if_needed()
            self.page.evaluate("() => document.querySelectorAll('.parts-folded').forEach(bar => bar.remove())")
            part.screenshot(path=self.target(name), animations="disabled")

    def open(self, path: str) -> None:
        """Open a page, and wait until it can be used."""
        self.page.goto(f"{self.course.address}{path}")
        expect(self.page.locator("#opening, .is-opening")).to_have_count(0, timeout=60_000)
        expect(self.page.locator(".jp-OutputArea-child:not(:has(.mr, .lesson-note))")).to_have_count(0, timeout=60_000)
        folded = self.page.get_by_role("button", name=FOLDED)
        while self.who in UNFOLDING and folded.count():
            folded.first.click()
        self.page.evaluate("scrollTo(0, 0)")
        self.page.evaluate("() => document.fonts.ready")


def take(photographer: Photographer) -> None:
    """Take all pictures of one person's pages."""
    for path in PAGES[photographer.who]:
        photographer.whole(path)
    if photographer.who in {"new", "done"}:
        for one in (*lessons(), *apart()):
            photographer.lesson(one)


def sign_in(page: Page, link: str) -> None:
    """Sign in by a link."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("contentinfo")).to_contain_text("You are signed in", timeout=60_000)


def before_anybody_is_in(browser: Browser, course: Running, width: int, folder: Path) -> None:
    """Picture the pages of somebody who is not signed in."""
    with browser.new_context(viewport=SIZES[width], reduced_motion="reduce") as context:
        page = context.new_page()
        for name, address in {
            "nobody-home": course.address,
            "nobody-sign-in": course.links["new"],
            "nobody-sign-in-broken": f"{course.address}sign-in/broken",
            "nobody-join": f"{course.address}join",
        }.items():
            page.goto(address)
            page.screenshot(path=folder / f"{name}.{width}.png", full_page=True, animations="disabled")


def main(folder: Path, wanted: tuple[str, ...]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with running() as course, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"])
        for width, size in SIZES.items():
            before_anybody_is_in(browser, course, width, folder)
            for who in PEOPLE:
                with browser.new_context(viewport=size, reduced_motion="reduce") as context:
                    page = context.new_page()
                    sign_in(page, course.links[who])
                    take(Photographer(page, course, who, width, folder, wanted))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
