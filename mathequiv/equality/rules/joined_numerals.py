"""Numerals with dashes or slashes between them: ranges, scores and dates, which are no differences and quotients."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Add, Div, Expr, Neg, Number, Percent

__all__ = ["MAY_JOIN", "joined_numerals"]

MAY_JOIN: Final = frozenset((Add, Div))
"""Nodes that may join numerals."""


def joined_numerals(expr: Expr) -> tuple[str, tuple[Expr, ...]] | None:
    """Numerals joined by dashes (a range, a score, a date) or three by slashes (a date), with the sign between them."""
    if isinstance(expr, Add):
        first, *rest = expr.terms
        parts = (first, *[term.arg for term in rest if isinstance(term, Neg)])
        return ("-", parts) if len(parts) == len(expr.terms) and all(map(_is_numeral, parts)) else None
    if isinstance(expr, Div) and isinstance(expr.numerator, Div):
        parts = (expr.numerator.numerator, expr.numerator.denominator, expr.denominator)
        return ("/", parts) if all(map(_is_numeral, parts)) else None
    return None


def _is_numeral(expr: Expr) -> bool:
    return isinstance(expr, Number) or (isinstance(expr, Percent) and isinstance(expr.value, Number))
