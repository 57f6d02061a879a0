"""Finite sums and products up to a name, and what proves a closed form of one: its first value and its neighbours.

``B(n)`` is the sum of ``f(k)`` from ``k = l`` to ``k = n`` for all integers ``n`` from ``l`` on exactly if ``B(l)`` is
``f(l)`` and ``B(n+1) - B(n)`` is ``f(n+1)``; a product likewise, by its quotient.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Final, NamedTuple

from mathequiv.equality.calculus.build import ONE, ZERO, add, divide, multiply, negate, put
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Expr, Folded, Number, Symbol
from mathequiv.latex.trees import children, free_symbols, rebuild
from mathequiv.limits import MAX_SLOPE

__all__ = ["Claim", "claim"]


class Claim(NamedTuple):
    """What is to be equal for a closed form to hold.

    Args:
        name: the integer that the sum or product goes up to.
        start: its least value, None where the lower bound has letters.
        base: both sides at the least value.
        step: what is added or multiplied from one value to the next, on both sides.
    """

    name: str
    start: int | None
    base: tuple[Expr, Expr]
    step: tuple[Expr, Expr]


class _Bounds(NamedTuple):
    """The upper bound as ``slope·name + shift``; at the least value of the name the fold has ``opening`` terms."""

    name: str
    slope: int
    first: Expr
    opening: int


_FOLD: Final = "#fold"


def claim(a: Expr, b: Expr) -> Claim | None:
    """What shows ``a``, which holds one finite sum or product up to a name, equal to ``b``, which holds none.

    Returns:
        None where the pair is of no such kind.
    """
    folds = _outer_folds(a)
    if len(folds) != 1 or _outer_folds(b):
        return None
    (fold,) = folds
    bounds = _bounds(fold)
    closed = None if bounds is None else _solved(a, b, fold)
    if bounds is None or closed is None or fold.low is None or fold.high is None:
        return None
    name, slope, first, opening = bounds
    start = known_rational(first)
    base = (put(closed, name, first), _terms(fold, fold.low, range(opening)))
    following = put(closed, name, add(Symbol(name), ONE))
    new = _terms(fold, fold.high, range(1, slope + 1))
    step = (add(following, negate(closed)), new) if fold.kind == "sum" else (following, multiply(closed, new))
    return Claim(name, None if start is None else start[0], base, step)


def _outer_folds(expr: Expr) -> set[Folded]:
    """The finite sums and products with letters in their bounds that are no part of another."""
    if isinstance(expr, Folded):
        bounds = (expr.low, expr.high)
        lettered = any(bound is not None and free_symbols(bound) for bound in bounds)
        return {expr} if lettered and expr.kind in ("sum", "product") else set()
    return {fold for part in children(expr) for fold in _outer_folds(part)}


def _bounds(fold: Folded) -> _Bounds | None:
    """How the fold goes up with a name that its terms and its lower bound do not hold."""
    low, high = fold.low, fold.high
    if low is None or high is None or infinity_sign(low) or infinity_sign(high):
        return None
    for name in sorted(free_symbols(high) - free_symbols(low) - free_symbols(fold.body)):
        try:
            slope = known_rational(differentiate(high, name))
        except NotDifferentiableError:
            continue
        if slope is None or slope[1] != 1 or not 0 < slope[0] <= MAX_SLOPE:
            continue
        rise = add(low, negate(put(high, name, ZERO)))
        if slope[0] == 1:
            known = known_rational(rise)
            return _Bounds(name, 1, rise if known is None else Number(*known), 1)
        ends = known_rational(rise)
        if ends is not None and ends[1] == 1:
            first = ceil(Fraction(ends[0], slope[0]))
            return _Bounds(name, slope[0], Number(first), slope[0] * first - ends[0] + 1)
    return None


def _solved(a: Expr, b: Expr, fold: Folded) -> Expr | None:
    """What the fold is if ``a`` equals ``b``, where ``a`` is a multiple of it and something added."""
    if a == fold:
        return b
    marked = _marked(a, fold)
    try:
        factor = differentiate(marked, _FOLD)
    except NotDifferentiableError:
        return None
    if _FOLD in free_symbols(factor):
        return None
    return divide(add(b, negate(put(marked, _FOLD, ZERO))), factor)


def _marked(expr: Expr, fold: Folded) -> Expr:
    return Symbol(_FOLD) if expr == fold else rebuild(expr, lambda part: _marked(part, fold))


def _terms(fold: Folded, start: Expr, places: range) -> Expr:
    """The terms at these places from ``start`` on, added or multiplied."""
    made = [put(fold.body, fold.variable, add(start, Number(place)) if place else start) for place in places]
    return add(*made) if fold.kind == "sum" else multiply(*made)
