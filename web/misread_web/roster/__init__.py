"""Reading the people of a cohort from a table that another program wrote."""
