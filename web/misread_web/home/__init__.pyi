from .due import Cost, Done, Due, due_of
from .route_table import routes

__all__ = [
    "Cost",
    "Done",
    "Due",
    "due_of",
    "routes",
]
