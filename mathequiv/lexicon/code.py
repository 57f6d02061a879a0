"""Names of Python libraries as answers print them: ``Rational(1, 2)``, ``np.array([1])``, ``Interval.open(0, 1)``."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CALLS",
    "CODE_WORDS",
    "DIAGONAL",
    "EMPTY",
    "FILLED",
    "IDENTITY",
    "INTERVALS",
    "MODULES",
    "OPERATORS",
    "SET_OPERATIONS",
    "SPAN",
    "SUMS",
]

MODULES: Final = frozenset({"math", "cmath", "np", "numpy", "sp", "sympy"})
"""Names before a period."""

INTERVALS: Final = {"Interval": ("[", "]"), "open": ("(", ")"), "Lopen": ("(", "]"), "Ropen": ("[", ")")}
"""The brackets of an interval by its name, or that of its method."""

SET_OPERATIONS: Final = {"Union": "union", "Intersection": "intersection"}

CALLS: Final = {
    **dict.fromkeys(("binomial", "comb", "nCr", "choose", "binom"), ("binomial", 2)),
    "factorial": ("factorial", 1),
    "Max": ("max", 0),
    "Min": ("min", 0),
    "Mod": ("mod", 2),
    "root": ("root", 2),
    "real_root": ("root", 2),
}
"""The function that each name of a call writes, and its number of arguments (0 for any)."""

OPERATORS: Final = {
    **dict.fromkeys(("Integral", "integrate"), "integral"),
    **dict.fromkeys(("Sum", "summation"), "sum"),
    **dict.fromkeys(("Product", "product"), "product"),
    **dict.fromkeys(("Derivative", "diff"), "derivative"),
    **dict.fromkeys(("Limit", "limit"), "limit"),
}
"""The operator of calculus that each name of a call writes; variables and bounds follow what it is applied to."""

DIAGONAL: Final = "diag"
SPAN: Final = "span"

EMPTY: Final = "set"
"""A call that makes a set of what it holds; the word occurs in prose too."""

IDENTITY: Final = frozenset({"eye", "identity"})

FILLED: Final = {"zeros": 0, "ones": 1}
"""The entry of a matrix of equal entries, by the name of its call."""

SUMS: Final = {"sum": "sum", "prod": "product", "product": "product", "int": "integral"}
"""Calls over a range that is written as ``n=1..5`` or as ``for n in range(1, 6)``."""

CODE_WORDS: Final = (
    MODULES
    | {DIAGONAL, "float"}
    | IDENTITY
    | set(FILLED)
    | set(SUMS)
    | frozenset({"Rational", "Fraction", "Eq", "FiniteSet", "Matrix", "array", "Interval"})
    | set(SET_OPERATIONS)
    | set(CALLS)
    | set(OPERATORS)
)
"""Words that are code before a period or a parenthesis."""
