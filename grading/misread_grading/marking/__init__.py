"""Marking texts by rubric: the queue, who reads what, and what several graders' marks come to."""
