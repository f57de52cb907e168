from .due import Cost, Done, Due, due_of
from .profile import levels_of
from .progress import LessonProgress, course_progress, finished_lessons
from .route_table import routes

__all__ = [
    "Cost",
    "Done",
    "Due",
    "LessonProgress",
    "course_progress",
    "due_of",
    "finished_lessons",
    "levels_of",
    "routes",
]
