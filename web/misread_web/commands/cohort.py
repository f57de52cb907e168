"""`misread cohort`: who takes the course together, and how each of them signs in."""

from misread_web.commands import cohort_groups, cohort_people
from misread_web.commands.cohort_options import app

__all__ = ["app", "cohort_groups", "cohort_people"]
