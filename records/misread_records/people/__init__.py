"""People: cohorts, their members, and their sign-ins."""
