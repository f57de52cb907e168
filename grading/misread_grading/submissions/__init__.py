"""Submissions: collected from the web course or taken from archives, put in order and stored."""
