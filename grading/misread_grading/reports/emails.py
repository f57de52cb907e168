"""Feedback as e-mail files: one a learner and release, ready for any mail program, with nbgrader's page attached."""

from __future__ import annotations

from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from misread_grading.errors import GradingError
from misread_grading.gradebook import scorebook
from misread_grading.reports.released_feedback import everybody, page_of, released, said
from misread_grading.withdrawn import withdrawn
from misread_records import private_files

if TYPE_CHECKING:
    from pathlib import Path

    from misread_grading.course import Course
    from misread_grading.gradebook import LearnerScores
    from misread_grading.reports.released_feedback import Released

FOLDER = "letters"


class BadSender(GradingError):
    """Letters cannot come from such an address; the text says what one looks like."""


def discard(course: Course, student: str) -> None:
    """Delete every letter to a learner."""
    for folder in (course.folder / FOLDER).glob("*/*/"):
        (folder / f"{student}.eml").unlink(missing_ok=True)


def write_letters(course: Course, lesson: str, sender: str, title: str) -> tuple[list[Path], list[str]]:
    """Write a letter to each learner about the last release that reached them, unless it was written before.

    The letters of a release lie in a folder of their own, so that what is sent is what is new. Letters to somebody who
    has left since are taken away.

    Returns:
        The files, and the learners without an address.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        sender: the address that the letters come from.
        title: of the lesson, for the subject.

    Raises:
        BadSender: if that is not an address.
    """
    check_sender(sender)
    written, unreachable = [], []
    for student in withdrawn(course.folder):
        discard(course, student)
    there = {*everybody(course, lesson)}
    for one in scorebook(course, lesson).learners:
        found = released(course, one.student, lesson) if one.student in there else None
        if found is None:
            continue
        if not is_address(one.email):
            unreachable.append(one.student)
            continue
        path = course.folder / FOLDER / lesson / f"release-{found.number}" / f"{one.student}.eml"
        if not path.exists():
            private_files.make_folder(path.parent)
            private_files.write(path, bytes(_letter(course, one, found, sender, title)))
            written.append(path)
    return written, unreachable


def check_sender(sender: str) -> None:
    """Make sure that letters can come from an address.

    Raises:
        BadSender: if that is not an address.
    """
    if not is_address(sender):
        raise BadSender(
            f"{sender[:60]!r} is not an address that e-mail can come from; it looks like courses@example.org"
        )


def is_address(text: str) -> bool:
    """Tell whether a letter can go to an address, or come from it; a name may stand before it."""
    try:
        field = SMTP.header_factory("To", text)
        return len(field.addresses) == 1 and not field.defects and bool(field.addresses[0].domain)
    except (MessageError, ValueError, IndexError):
        return False


def _letter(course: Course, one: LearnerScores, found: Released, sender: str, title: str) -> EmailMessage:
    letter = EmailMessage()
    # A line break in a name would begin a header of its own; the library refuses it, so it is taken out here.
    letter["Subject"] = f"Your feedback: {' '.join(title.split())}"
    letter["From"], letter["To"] = sender, one.email
    # Mail programs that know this open the file as a letter that is yet to be sent.
    letter["X-Unsent"] = "1"
    letter.set_content("\n".join(_words(one, found, title)))
    page = page_of(course, one.student, found.feedback.lesson)
    if page is not None:
        letter.add_attachment(
            page.read_bytes(), maintype="text", subtype="html", filename=f"{found.feedback.lesson}.html"
        )
    return letter


def _words(one: LearnerScores, now: Released, title: str) -> list[str]:
    found = now.feedback
    lines = [f"Hello {one.name or one.student},", "", f"here is your feedback on “{title}”.", "", *_news(now)]
    for part in found.parts:
        lines.append(part.title)
        if part.far:
            lines += [f"  {part.far}: 0 of {part.most:g}", ""]
            continue
        for line in part.lines:
            points = [f"{line.points:g} of {line.most:g}"] if line.points is not None else []
            said = [line.far] if line.far else [*points, *["waits for a reader"] * line.waits]
            lines.append(f"  {line.about}: {', '.join(said)}")
            lines += [f"    {words}" for words in line.comment.splitlines() if words.strip()]
        lines.append("")
    late = f" ({found.penalty:g} taken off for being late)" if found.penalty else ""
    so_far, waits = (" so far", "; your text waits for a reader") if found.waits else ("", "")
    return [*lines, f"In all {found.total:g} of {found.most:g} points{so_far}{late}{waits}."]


def _news(now: Released) -> list[str]:
    """Say what is another than in the letter before."""
    if now.before is None:
        return []
    lines = ["This takes the place of the feedback that you had before.", *filter(None, [now.note])]
    lines += [f"  {one.part}, {one.about}: {said(one)}, since {one.why}." for one in now.changes]
    return [*lines, ""]
