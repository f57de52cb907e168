from .harbour_pine import SEED, csv_text, tables
from .query import SMALLEST_CELL, Measure, Query, ResultRow, Weighting
from .shipped import shipped
from .table import Cell, Row, Table
from .views import MADE_UP, VIEWS, SourceName, View, view

__all__ = [
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
    "shipped",
    "tables",
    "view",
]
