"""What handing in late costs: nbgrader's own policy, as the course's configuration names it."""

from __future__ import annotations

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from misread_grading.course import quiet


class Lateness:
    """The late policy of a course (`AssignLatePenalties.plugin_class`)."""

    def __init__(self, config: Config) -> None:
        """Make the policy ready."""
        step = AssignLatePenalties(config=config, log=quiet())
        step.init_plugin()
        self._policy = step.plugin_inst

    def penalty(self, student: str, score: float, seconds: float) -> float | None:
        """Return the points that are taken off, from 0 to the score; None where there is nothing to take off.

        Args:
            student: whose submission it is.
            score: of the notebook.
            seconds: by which it came after the due date, extensions included; 0 where it did not.
        """
        if seconds <= 0:
            return None
        found = self._policy.late_submission_penalty(student, score, seconds)
        return None if found is None else min(max(float(found), 0.0), score)
