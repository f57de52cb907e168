"""Sphinx settings of the documentation site. `make docs` stages the pages and builds them; see `build.py`."""

from importlib import metadata
from typing import Any

from sphinx.application import Sphinx

project = "Misread"
author = "The Misread authors"
project_copyright = "The Misread authors"
release = metadata.version("misread")
language = "en"

extensions = ["myst_nb"]
nb_execution_mode = "off"  # a notebook is shown as it stands; the tests run the course's own notebooks
nb_merge_streams = True
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "smartquotes"]
nitpicky = True
suppress_warnings = ["misc.highlighting_failure"]  # of rosters as CSV, which GitHub colours and Pygments does not

FONTS = {
    "font-stack": '"Source Sans 3", system-ui, sans-serif',
    "font-stack--headings": '"Source Serif 4", Georgia, serif',
}
LIGHT = {"color-brand-primary": "#1b5a70", "color-brand-content": "#1b5a70", "color-background-primary": "#fbf9f5"}
DARK = {"color-brand-primary": "#8cc7d9", "color-brand-content": "#8cc7d9", "color-background-primary": "#15181b"}

html_theme = "furo"
html_title = "Misread"
html_static_path = ["_static"]
html_css_files = ["fonts.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"light_css_variables": FONTS | LIGHT, "dark_css_variables": FONTS | DARK}


def setup(app: Sphinx) -> None:
    """Let the menu be finished after the theme has made it."""
    app.connect("html-page-context", give_captions_a_level, priority=900)


def give_captions_a_level(app: Sphinx, page: str, template: str, context: dict[str, Any], *_: object) -> None:  # noqa: ARG001 - Sphinx gives all
    """Give the menu's captions a heading level: Sphinx makes them headings and leaves the level out."""
    menu = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')
