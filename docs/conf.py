"""How Sphinx builds the site: ``python -m sphinx -W docs site``."""

from __future__ import annotations

import click
from sphinx.application import Sphinx

import mathequiv

project = "mathequiv"
author = "The mathequiv authors"
copyright = author  # noqa: A001 - Sphinx's name
release = version = mathequiv.__version__

extensions = [
    "myst_nb",  # myst_parser, and notebooks
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_click",
    "sphinx_copybutton",
]
# The libraries that a part of the package extends, and that the site is built without.
autodoc_mock_imports = ["datatrove", "pyarrow", "torch"]
nb_execution_mode = "off"  # outputs are stored; a test runs the notebook and compares
exclude_patterns = ["*.py"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# Docstrings name objects in single backticks; those that are not on a page of the reference stay plain code.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = "mathequiv"
html_copy_source = False
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def _examples_as_code(_app: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """The examples at the end of a command's help stay as they are: a star there is no emphasis."""
    code = [line.removeprefix("| ") for line in lines if line.strip("| ")]
    if code:
        lines[:] = [code[0].rstrip(":") + "::", "", *(f"   {line.strip()}" for line in code[1:]), ""]


def setup(app: Sphinx) -> None:
    """What Sphinx calls once at the start."""
    app.connect("sphinx-click-process-epilog", _examples_as_code)
