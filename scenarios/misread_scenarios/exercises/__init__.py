"""Exercises and rubrics: their files, the scoring of answers, and the library's own exercises.

>>> from misread_scenarios.exercises import load_exercise, score, understood
>>> exercise = load_exercise("X2.4")
>>> score(exercise, understood(exercise, ["X2.4.2", "X2.4.3", "X2.4.5"]))
Fraction(1, 3)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
