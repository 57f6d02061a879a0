"""How Sphinx builds the site: ``python -m sphinx -W docs site``."""

from __future__ import annotations

import re

import click
from docutils import nodes
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

myst_enable_extensions = ["colon_fence", "deflist"]
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
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
smartquotes = False  # an option such as --grader keeps its two hyphens
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def _with_examples(_app: Sphinx, context: click.Context, lines: list[str]) -> None:
    """The examples at the end of a command's help come before its options, as code: a star there is no emphasis."""
    head, *code = (context.command.epilog or "").strip("\b\n").splitlines() or [""]
    if code:
        lines.extend(["", f"{head.rstrip(':')}:", "", ".. code-block:: sh", ""])
        lines.extend([*(f"   {line.strip()}" for line in code), ""])


def _with_backslashes(_app: Sphinx, _context: click.Context, lines: list[str]) -> None:
    r"""Help is plain text: the backslash of ``\\boxed{}`` would be an escape."""
    lines[:] = [line.replace("\\", "\\\\") for line in lines]


def _without_epilog(_app: Sphinx, _context: click.Context, lines: list[str]) -> None:
    lines.clear()


def _without_last_line(_app: Sphinx, _page: str, source: list[str]) -> None:
    """The blank line that ends an example for doctest is not shown."""
    source[0] = re.sub(r"\n\n```$", "\n```", source[0], flags=re.MULTILINE)


def _with_dashes(_app: Sphinx, document: nodes.document, _page: str) -> None:
    """The hyphens that autodoc puts between a parameter and its text, which smart quotes would have joined."""
    for text in [text for text in document.findall(nodes.Text) if text == " -- "]:
        text.parent.replace(text, nodes.Text(" – "))


def setup(app: Sphinx) -> None:
    """What Sphinx calls once at the start."""
    app.connect("sphinx-click-process-description", _with_examples)
    app.connect("sphinx-click-process-options", _with_backslashes)
    app.connect("sphinx-click-process-epilog", _without_epilog)
    app.connect("source-read", _without_last_line)
    app.connect("doctree-resolved", _with_dashes)
