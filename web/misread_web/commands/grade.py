"""`misread grade`: from what a cohort did to grades, feedback and tables."""

from misread_web.commands import grade_dates, grade_feedback, grade_results, grade_submissions
from misread_web.commands.grading_folder import app

__all__ = ["app", "grade_dates", "grade_feedback", "grade_results", "grade_submissions"]
