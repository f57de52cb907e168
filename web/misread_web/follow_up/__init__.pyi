from .check_ins import CheckIn, Plan, plan
from .reviews import Reviews, reviews_of
from .route_table import routes

__all__ = [
    "CheckIn",
    "Plan",
    "Reviews",
    "plan",
    "reviews_of",
    "routes",
]
