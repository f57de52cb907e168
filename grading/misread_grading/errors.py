"""Errors of grading, as one family; each is defined beside the code that raises it.

::

    GradingError                 catch this one to print why something cannot be graded
    ├── NoCourse                 the folder is not an nbgrader course
    ├── BadZone                  there is no such time zone
    ├── BadMoment                a date or time is misspelt, or does not exist in the time zone
    ├── BadPanel                 the course's configuration of its graders cannot be followed
    ├── BadPolicy                the course's policy for late work cannot be used by nbgrader
    ├── NoLesson                 the course has no lesson of this name
    ├── BadLesson                a cell of the lesson asks for points in a way that cannot count
    ├── LostCells                the lesson lacks cells that submissions in the folder have
    ├── NotGraded                the lesson has not been graded in this folder yet
    ├── BadEnrolments             the file of the people in the cohorts cannot be read
    ├── NobodyInCohort           nobody in the folder belongs to this cohort
    ├── BadStudent               no folder can have the student's id as its name
    ├── BadArchive               the archive that was handed in cannot be read
    ├── BadSubmission            the submission cannot be graded
    ├── CannotReplay             choices do not fit the scenario any more, and would earn nothing
    ├── NoDueDate                work is to be collected as of the due date, and the lesson has none
    ├── NoDateForAll             a cohort is to get its own date before there is one for everybody
    ├── NoCluster                the Dask cluster does not answer
    ├── LostWorkers              the processes that grade ended before they were done
    ├── BadScore                 the score is less than 0 or more than the cell gives; it was not written
    ├── BadRecord                a file with earlier scores or feedback cannot be read
    ├── UnknownTask              the cohort has no such exercise to mark
    ├── BadMarks                 the marks do not fit the rubric; they were not kept
    └── BadSender                e-mails cannot come from this address

``str(error)`` is written for the person who grades: what is wrong, and what to do next. Nothing was changed, unless
the text says so.
"""

from __future__ import annotations

from misread_records.next_commands import ErrorWithCommands


class GradingError(ErrorWithCommands):
    """Something cannot be graded or written; the text says why, and what to do."""
