"""Feedback as e-mail files, one for each learner and release, with nbgrader's page attached."""

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
    """The sender is not an e-mail address; the text shows what one looks like."""


def discard(course: Course, student: str) -> None:
    """Delete all letters to a learner."""
    for folder in (course.folder / FOLDER).glob("*/*/"):
        (folder / f"{student}.eml").unlink(missing_ok=True)


def write_letters(course: Course, lesson: str, sender: str, title: str) -> tuple[list[Path], list[str]]:
    """Write a letter to each learner about the latest release with something new for them, unless there is one already.

    Each release has its own folder of letters, so that the new letters are together. Letters to learners who have left
    are deleted.

    Returns:
        The files, and the learners without an address.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        sender: the address of the sender.
        title: the lesson's title, for the subject.

    Raises:
        BadSender: if the sender is not an address.
    """
    check_sender(sender)
    written, unreachable = [], []
    for student in withdrawn(course.folder):
        discard(course, student)
    recipients = {*everybody(course, lesson)}
    for learner in scorebook(course, lesson).learners:
        latest = released(course, learner.student, lesson) if learner.student in recipients else None
        if latest is None:
            continue
        if not is_address(learner.email):
            unreachable.append(learner.student)
            continue
        path = course.folder / FOLDER / lesson / f"release-{latest.number}" / f"{learner.student}.eml"
        if not path.exists():
            private_files.make_folder(path.parent)
            private_files.write(path, bytes(_letter(course, learner, latest, sender, title)))
            written.append(path)
    return written, unreachable


def check_sender(sender: str) -> None:
    """Check the sender's address.

    Raises:
        BadSender: if it is not an address.
    """
    if not is_address(sender):
        raise BadSender(
            f"{sender[:60]!r} is not an address that e-mail can come from; it looks like courses@example.org"
        )


def is_address(text: str) -> bool:
    """Return whether a text is an e-mail address; a name may stand before it."""
    try:
        field = SMTP.header_factory("To", text)
        return len(field.addresses) == 1 and not field.defects and bool(field.addresses[0].domain)
    except (MessageError, ValueError, IndexError):
        return False


def _letter(course: Course, learner: LearnerScores, latest: Released, sender: str, title: str) -> EmailMessage:
    letter = EmailMessage()
    # A line break in a title would begin another header; the library refuses it, so it is removed here.
    letter["Subject"] = f"Your feedback: {' '.join(title.split())}"
    letter["From"], letter["To"] = sender, learner.email
    # Mail programs that know this header open the file as a letter that has not been sent yet.
    letter["X-Unsent"] = "1"
    letter.set_content("\n".join(_words(learner, latest, title)))
    page = page_of(course, learner.student, latest.feedback.lesson)
    if page is not None:
        letter.add_attachment(
            page.read_bytes(), maintype="text", subtype="html", filename=f"{latest.feedback.lesson}.html"
        )
    return letter


def _words(learner: LearnerScores, now: Released, title: str) -> list[str]:
    given = now.feedback
    lines = [f"Hello {learner.name or learner.student},", "", f"here is your feedback on “{title}”.", "", *_news(now)]
    for part in given.parts:
        lines.append(part.title)
        if part.far:
            lines += [f"  {part.far}: 0 of {part.most:g}", ""]
            continue
        for line in part.lines:
            points = [f"{line.points:g} of {line.most:g}"] if line.points is not None else []
            said = [line.far] if line.far else [*points, *["waits for a grader"] * line.waits]
            lines.append(f"  {line.about}: {', '.join(said)}")
            lines += [f"    {words}" for words in line.comment.splitlines() if words.strip()]
        lines.append("")
    late = f" ({given.penalty:g} taken off for being late)" if given.penalty else ""
    so_far, waits = (" so far", "; your text waits for a grader") if given.waits else ("", "")
    return [*lines, f"In all {given.total:g} of {given.most:g} points{so_far}{late}{waits}."]


def _news(now: Released) -> list[str]:
    """Return the lines about changes since the previous letter."""
    if now.before is None:
        return []
    lines = ["This replaces your earlier feedback.", *filter(None, [now.note])]
    lines += [f"  {change.part}, {change.about}: {said(change)}, since {change.why}." for change in now.changes]
    return [*lines, ""]
