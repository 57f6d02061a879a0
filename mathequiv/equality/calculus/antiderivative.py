"""Indefinite integrals against written antiderivatives: proved by differentiating both sides."""

from __future__ import annotations

from typing import Final

from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate, is_indefinite
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Expr, Folded
from mathequiv.latex.trees import contains, free_symbols, walk

__all__ = ["CONSTANTS", "has_added_constant", "slopes"]

CONSTANTS: Final = frozenset({"C", "c", "K", "k", "C_0", "C_1", "c_0", "c_1"})
"""Names that an added constant of integration goes by."""


def slopes(a: Expr, b: Expr) -> tuple[Expr, Expr] | None:
    """The derivatives of two sides that are equal up to a constant exactly if these are equal.

    Args:
        a: one side.
        b: the other; one of them at least holds an indefinite integral, and a side without one an added constant.

    Returns:
        The derivatives by the variable of integration; None where the sides are of no such kind.
    """
    names = {
        node.variable for side in (a, b) for node in walk(side) if isinstance(node, Folded) and is_indefinite(node)
    }
    if len(names) != 1:
        return None
    (name,) = names
    if not all(any(map(is_indefinite, walk(side))) or has_added_constant(side, name) for side in (a, b)):
        return None
    try:
        return differentiate(a, name), differentiate(b, name)
    except NotDifferentiableError:
        return None


def has_added_constant(expr: Expr, name: str) -> bool:
    """Whether a constant of integration is added to what ``name`` occurs in, as it is or times a number."""
    if contains(expr, (Folded,)):
        return False
    for letter in sorted((free_symbols(expr) & CONSTANTS) - {name}):
        try:
            slope = known_rational(differentiate(expr, letter))
        except NotDifferentiableError:
            continue
        if slope is not None and slope[0]:
            return True
    return False
