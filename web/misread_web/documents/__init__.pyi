from .calendar import CALENDAR, Entry, calendar_file, uid
from .pdf import PDF, NoFont, NoPdf, pdf, pdf_trouble

__all__ = [
    "CALENDAR",
    "PDF",
    "Entry",
    "NoFont",
    "NoPdf",
    "calendar_file",
    "pdf",
    "pdf_trouble",
    "uid",
]
