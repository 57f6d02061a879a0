"""Names of Python libraries as answers print them: ``Rational(1, 2)``, ``np.array([1])``, ``Interval.open(0, 1)``."""

from __future__ import annotations

from typing import Final

__all__ = ["CODE_WORDS", "INTERVALS", "MODULES", "SET_OPERATIONS"]

MODULES: Final = frozenset({"math", "cmath", "np", "numpy", "sp", "sympy"})
"""Names before a period."""

INTERVALS: Final = {"Interval": ("[", "]"), "open": ("(", ")"), "Lopen": ("(", "]"), "Ropen": ("[", ")")}
"""The brackets of an interval by its name, or that of its method."""

SET_OPERATIONS: Final = {"Union": "union", "Intersection": "intersection"}

CODE_WORDS: Final = (
    MODULES
    | frozenset({"Rational", "Fraction", "Eq", "FiniteSet", "Matrix", "array", "Interval"})
    | set(SET_OPERATIONS)
)
"""Words that are code before a period or a parenthesis."""
