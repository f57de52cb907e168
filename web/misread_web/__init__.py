"""The command line and the web course."""

__version__ = "0.1.0"
"""The version, as in pyproject.toml. Reading the package's metadata instead would slow a command's help by a tenth."""
