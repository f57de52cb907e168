from . import home_text
from .control_characters import escaped, inert
from .csp import EVERY_ANSWER, NO_OPENER, OWN_FILES_ONLY, may_have_foreign_opener, with_inline
from .handler import OWN_STYLES_ONLY, PageHandler
from .lesson_pages import LessonPage, UnknownPage
from .markdown import LessonMarkdown
from .template_files import TemplateFiles
from .templates import STATIC, Pages

__all__ = [
    "EVERY_ANSWER",
    "NO_OPENER",
    "OWN_FILES_ONLY",
    "OWN_STYLES_ONLY",
    "STATIC",
    "LessonMarkdown",
    "LessonPage",
    "PageHandler",
    "Pages",
    "TemplateFiles",
    "UnknownPage",
    "escaped",
    "home_text",
    "inert",
    "may_have_foreign_opener",
    "with_inline",
]
