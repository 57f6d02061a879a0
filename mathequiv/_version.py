"""The one place for the versions and for the address of the documentation."""

__version__ = "0.1.0"

CONTRACT_VERSION = "2"
"""Version of the equivalence contract; a changed rule of what is equal counts it up."""

DOCUMENTATION = "https://mathequiv.readthedocs.io/en/stable/"
"""Where the site of ``docs/`` is; ``pyproject.toml`` names it too, and a test compares them."""
