"""The gradebook: scores and their history, dates, and what a late answer costs."""
