"""Grading submissions with nbgrader's own steps: in this process, in several, or on a Dask cluster."""
