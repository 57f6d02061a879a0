"""The one place the versions stand."""

__version__ = "0.1.0"

CONTRACT_VERSION = "2"
"""Version of the equivalence contract; a changed rule of what is equal counts it up."""
