"""Cohorts graded with nbgrader: submissions from what learners did, their execution, and one gradebook."""
