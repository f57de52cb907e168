from .calendar import CALENDAR, Entry, calendar_file, uid
from .pdf import PDF, NoFont, NoPdf, pdf, pdf_trouble
from .word import DOCX, OWN, SMALL, blank_document, file_of, from_right_to_left, repeat_head, write_lines

__all__ = [
    "CALENDAR",
    "DOCX",
    "OWN",
    "PDF",
    "SMALL",
    "Entry",
    "NoFont",
    "NoPdf",
    "blank_document",
    "calendar_file",
    "file_of",
    "from_right_to_left",
    "pdf",
    "pdf_trouble",
    "repeat_head",
    "uid",
    "write_lines",
]
