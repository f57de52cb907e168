"""The command line and the web course: what is started, what it serves and what it says."""
