"""What can keep a command or a page from grading, as one family; each error stands beside what raises it.

::

    GradingError                 catch this one to say in a line why something cannot be graded
    ├── NoCourse                 the folder is no course of nbgrader's
    ├── BadZone                  there is no such time zone
    ├── BadMoment                a date or time is misspelt, or does not exist in the time zone
    ├── BadPanel                 the course's configuration of its graders cannot be followed
    ├── BadPolicy                the course's policy for late work cannot be used by nbgrader
    ├── NoLesson                 the course has no lesson of this name
    ├── NotGraded                the lesson was not graded in this folder yet
    ├── BadRoll                  the file of the people in the cohorts cannot be read
    ├── NobodyThere              the folder has nobody of this cohort
    ├── BadStudent               no folder can have the student's id as its name
    ├── BadArchive               the archive that was handed in cannot be read
    ├── BadSubmission            the submission cannot be graded
    ├── CannotReplay             choices do not fit the scenario any more, and would earn nothing
    ├── NoDueDate                work is asked for as of a due date that the lesson does not have
    ├── NoDateForAll             a cohort's own date is asked for before there is one for everybody
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


class GradingError(Exception):
    """Something cannot be graded or written; the text says why, and what to do."""
