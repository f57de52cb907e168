"""The course home: where a learner stands, what they wrote, and how they take it away or have it deleted."""
