from .harbour_pine import SEED, csv_text, tables
from .published import published_tables
from .query import SMALLEST_CELL, Measure, Query, ResultRow, Weighting
from .shipped import ABOUT, shipped
from .table import Cell, Row, Table
from .views import MADE_UP, VIEWS, SourceName, View, view

__all__ = [
    "ABOUT",
    "MADE_UP",
    "SEED",
    "SMALLEST_CELL",
    "VIEWS",
    "Cell",
    "Measure",
    "Query",
    "ResultRow",
    "Row",
    "SourceName",
    "Table",
    "View",
    "Weighting",
    "csv_text",
    "published_tables",
    "shipped",
    "tables",
    "view",
]
