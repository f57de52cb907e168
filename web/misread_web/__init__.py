"""The command line and the web course: what is started, what it serves and what it says."""

__version__ = "0.1.0"
"""As in pyproject.toml; the installed package's metadata takes a tenth of the time of a command's help to read."""
