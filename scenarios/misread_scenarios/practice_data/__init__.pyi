from .complements import Group, complements
from .harbour_pine import SEED, csv_text, tables
from .published import published_tables
from .query import SMALLEST_CELL, Measure, Query, ResultRow, Weighting
from .shipped import ABOUT, shipped
from .table import Cell, CsvTable, Row
from .views import MADE_UP, VIEWS, SourceName, View, view

__all__ = [
    "ABOUT",
    "MADE_UP",
    "SEED",
    "SMALLEST_CELL",
    "VIEWS",
    "Cell",
    "CsvTable",
    "Group",
    "Measure",
    "Query",
    "ResultRow",
    "Row",
    "SourceName",
    "View",
    "Weighting",
    "complements",
    "csv_text",
    "published_tables",
    "shipped",
    "tables",
    "view",
]
