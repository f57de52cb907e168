from .route_table import routes

__all__ = [
    "routes",
]
