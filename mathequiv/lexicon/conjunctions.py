"""Conjunctions of the languages of answers other than English and Chinese."""

from __future__ import annotations

from typing import Final

__all__ = ["ALTERNATIVE", "JOINING", "LETTERS"]

ALTERNATIVE: Final = frozenset(("ou", "oder", "или", "o", "または", "又は", "또는", "혹은"))
"""Words for "or"."""
JOINING: Final = frozenset(("et", "und", "и", "y", "e", "と", "와", "과", "및"))
"""Words for "and"."""
LETTERS: Final = frozenset(("o", "y", "e"))
"""Those that are a letter, as variables are."""
