"""Bounds of an expression over all real values of its variables, as far as its structure gives them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Final, TypeAlias

from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Pow, Root, Symbol
from mathequiv.limits import MAX_EXACT_BITS

__all__ = ["never_crosses"]

Range: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Least and largest value, None for no bound."""

_ALL: Final[Range] = (None, None)
_ZERO: Final = Fraction(0)
_NEVER_NEGATIVE: Final[Range] = (_ZERO, None)
_UNIT: Final[Range] = (Fraction(-1), Fraction(1))


def never_crosses(expr: Expr) -> bool:
    """Whether ``expr`` is certainly never negative, or never positive, wherever it is real."""
    low, high = _range(expr)
    return (low is not None and low >= 0) or (high is not None and high <= 0)


def _range(expr: Expr) -> Range:
    known = known_rational(expr)
    if known is not None:
        return (Fraction(*known), Fraction(*known))
    rule = _RULES.get(type(expr))
    return _ALL if rule is None else rule(expr)


def _add(expr: Add) -> Range:
    return reduce(_sum, map(_range, expr.terms))


def _sum(a: Range, b: Range) -> Range:
    low = None if a[0] is None or b[0] is None else a[0] + b[0]
    high = None if a[1] is None or b[1] is None else a[1] + b[1]
    return (low, high)


def _neg(expr: Neg) -> Range:
    low, high = _range(expr.arg)
    return (None if high is None else -high, None if low is None else -low)


def _mul(expr: Mul) -> Range:
    return reduce(_product, map(_range, expr.factors))


def _product(a: Range, b: Range) -> Range:
    if a[0] is not None and b[0] is not None and a[0] >= 0 and b[0] >= 0:
        return (a[0] * b[0], None if a[1] is None or b[1] is None else a[1] * b[1])
    if None in a or None in b:
        return _ALL
    ends = [x * y for x in a for y in b if x is not None and y is not None]
    return (min(ends), max(ends))


def _div(expr: Div) -> Range:
    above, below = _range(expr.numerator), _range(expr.denominator)
    if above[0] is not None and above[0] >= 0 and below[0] is not None and below[0] >= 0:
        return _NEVER_NEGATIVE
    return _ALL


def _constant(expr: Constant) -> Range:
    return {"pi": (Fraction(3), Fraction(4)), "e": (Fraction(2), Fraction(3))}.get(expr.name, _ALL)


def _pow(expr: Pow) -> Range:
    power = known_rational(expr.exponent)
    low, high = _range(expr.base)
    if power is None:
        return _NEVER_NEGATIVE if low is not None and low >= 0 else _ALL
    n, d = power
    if n % 2 == 0 or d % 2 == 0:
        if d == 1 and n > 0 and low is not None and high is not None and n * 64 < MAX_EXACT_BITS:
            size = max(abs(low), abs(high))
            return (_ZERO, size**n if size <= 1 else None)
        return _NEVER_NEGATIVE
    return _NEVER_NEGATIVE if low is not None and low >= 0 else _ALL


def _root(expr: Root) -> Range:
    index = known_rational(expr.index)
    low = _range(expr.radicand)[0]
    even = index is not None and index[0] % 2 == 0
    return _NEVER_NEGATIVE if even or (low is not None and low >= 0) else _ALL


def _call(expr: Call) -> Range:
    return _FUNCTIONS.get(expr.name, _ALL)


_FUNCTIONS: Final[dict[str, Range]] = {
    **dict.fromkeys(("exp", "abs", "arccos", "arcosh"), _NEVER_NEGATIVE),
    "cosh": (Fraction(1), None),
    **dict.fromkeys(("sin", "cos", "tanh", "sgn"), _UNIT),
    "sech": (_ZERO, Fraction(1)),
    **dict.fromkeys(("arctan", "arcsin"), (Fraction(-2), Fraction(2))),
}
_RULES: Final[dict[type, Callable[..., Range]]] = {
    Add: _add,
    Neg: _neg,
    Mul: _mul,
    Div: _div,
    Constant: _constant,
    Symbol: lambda expr: _NEVER_NEGATIVE if expr.positive else _ALL,
    Pow: _pow,
    Root: _root,
    Call: _call,
}
