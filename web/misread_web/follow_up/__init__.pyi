from .check_ins import CheckIn, Plan, plan
from .completion import Completion, completion_of
from .reviews import Reviews, reviews_of
from .route_table import routes

__all__ = [
    "CheckIn",
    "Completion",
    "Plan",
    "Reviews",
    "completion_of",
    "plan",
    "reviews_of",
    "routes",
]
