"""Powers too large to write out, as in ``3^{3^50}`` and ``27^{3^49}``: compared exponent by exponent of each prime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mathequiv.equality.algebra.factors import prime_factors
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Div, Expr, Mul, Neg, Number, Pow
from mathequiv.latex.trees import node_types
from mathequiv.limits import MAX_FACTOR

__all__ = ["same_tower"]

_TOWER: Final = frozenset((Number, Mul, Div, Pow, Neg))
_Exponents: TypeAlias = dict[int, list[Expr]]


def same_tower(a: Expr, b: Expr, compare: Callable[[Expr, Expr], Finding | None]) -> bool | None:
    """Whether two positive numbers are the same product of powers of primes.

    Args:
        a: one side.
        b: the other.
        compare: what compares exponents, of which each is smaller than the side it is in.

    Returns:
        None where that cannot be told.
    """
    if not (node_types(a) | node_types(b)) <= _TOWER:
        return None
    left, right = _exponents(a), _exponents(b)
    if left is None or right is None:
        return None
    is_open = False
    for prime in sorted(left.keys() | right.keys()):
        result = compare(_sum(left.get(prime, [])), _sum(right.get(prime, [])))
        if result is not None and not result.equivalent:
            return False
        is_open = is_open or result is None
    return None if is_open else True


def _sum(terms: list[Expr]) -> Expr:
    if len(terms) < 2:
        return terms[0] if terms else Number(0)
    return Add(tuple(terms))


def _exponents(expr: Expr) -> _Exponents | None:
    """The exponents of each prime; None for what is no product of powers of positive integers."""
    match expr:
        case Number(numerator=n, denominator=1) if 0 < n <= MAX_FACTOR**2:
            return {prime: [Number(count)] for prime, count in prime_factors(n)}
        case Pow(base=base, exponent=exponent):
            return _times(_exponents(base), exponent)
        case Mul(factors=factors):
            total: _Exponents | None = {}
            for factor in factors:
                total = _together(total, _exponents(factor))
            return total
        case Div(numerator=above, denominator=below):
            return _together(_exponents(above), _times(_exponents(below), Number(-1)))
    return None


def _times(found: _Exponents | None, exponent: Expr) -> _Exponents | None:
    if found is None:
        return None
    return {prime: [Mul((exponent, _sum(terms)))] for prime, terms in found.items()}


def _together(left: _Exponents | None, right: _Exponents | None) -> _Exponents | None:
    if left is None or right is None:
        return None
    return {prime: left.get(prime, []) + right.get(prime, []) for prime in left.keys() | right.keys()}
