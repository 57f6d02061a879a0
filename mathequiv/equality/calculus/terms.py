"""Sums of products over atoms, like terms collected: what repeated differentiation stays small in.

An atom is a tree that counts as one thing (``x``, ``sin(2x)``, ``x²+1`` under a root); a term is a product of powers of
atoms with rational exponents and a rational coefficient.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import comb
from typing import Final, TypeAlias

from mathequiv.equality.calculus.build import ONE, ZERO, add, multiply, power
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Percent, Pow, Root
from mathequiv.latex.text_form import to_text
from mathequiv.limits import MAX_DERIVED, MAX_ORDER, check

__all__ = ["Factors", "Terms", "collect", "product", "raised", "scaled", "total", "tree"]

Factors: TypeAlias = tuple[tuple[Expr, Fraction], ...]
Terms: TypeAlias = dict[Factors, Fraction]

_UNIT: Final[Factors] = ()


def total(parts: Iterable[Terms]) -> Terms:
    """The sum."""
    result: Terms = {}
    for part in parts:
        for factors, coefficient in part.items():
            value = result.get(factors, Fraction(0)) + coefficient
            if value:
                result[factors] = value
            else:
                result.pop(factors, None)
    return result


def scaled(terms: Terms, by: Fraction) -> Terms:
    """``by`` times ``terms``."""
    return {factors: coefficient * by for factors, coefficient in terms.items()} if by else {}


def product(left: Terms, right: Terms) -> Terms:
    """The product, multiplied out.

    Raises:
        OverLimit: it has too many terms.
    """
    check("MAX_DERIVED", len(left) * len(right))
    result: Terms = {}
    for first, a in left.items():
        for second, b in right.items():
            factors = _merged(first, second)
            value = result.get(factors, Fraction(0)) + a * b
            if value:
                result[factors] = value
            else:
                del result[factors]
    return result


def _merged(left: Factors, right: Factors) -> Factors:
    if not left or not right:
        return left or right
    exponents = dict(left)
    for atom, exponent in right:
        value = exponents.get(atom, Fraction(0)) + exponent
        if value:
            exponents[atom] = value
        else:
            del exponents[atom]
    return tuple(sorted(exponents.items(), key=_place))


def _place(factor: tuple[Expr, Fraction]) -> str:
    return to_text(factor[0])


def collect(expr: Expr) -> Terms:
    """``expr`` as terms; a node that is no sum, product or power is an atom.

    Raises:
        OverLimit: it has too many terms.
    """
    value = known_rational(expr) if type(expr) is not Number else (expr.numerator, expr.denominator)
    if value is not None:
        return {_UNIT: Fraction(*value)} if value[0] else {}
    match expr:
        case Add(terms=terms):
            return total(map(collect, terms))
        case Mul(factors=factors):
            return reduce(product, map(collect, factors))
        case Neg(arg=arg):
            return scaled(collect(arg), Fraction(-1))
        case Percent(value=inside):
            return scaled(collect(inside), Fraction(1, 100))
        case Div(numerator=above, denominator=below):
            return product(collect(above), raised(below, Fraction(-1)))
        case Pow(base=base, exponent=exponent):
            fixed = known_rational(exponent)
            return _atom(expr) if fixed is None else raised(base, Fraction(*fixed))
        case Root(radicand=radicand, index=index):
            fixed = known_rational(index)
            return _atom(expr) if fixed is None or not fixed[0] else raised(radicand, 1 / Fraction(*fixed))
        case Call(name="exp", args=(arg,)):
            return _atom(Pow(Constant("e"), arg))
        case _:
            return _atom(expr)


def _atom(expr: Expr) -> Terms:
    return {((expr, Fraction(1)),): Fraction(1)}


def raised(base: Expr, exponent: Fraction) -> Terms:
    """``base ^ exponent``: a single term factor by factor if the exponent is whole, else one atom."""
    inner = collect(base)
    if len(inner) == 1 and exponent.denominator == 1:
        ((factors, coefficient),) = inner.items()
        return {tuple((atom, e * exponent) for atom, e in factors): coefficient**exponent.numerator}
    if 0 < exponent <= MAX_ORDER and exponent.denominator == 1 and _spread(len(inner), int(exponent)) <= MAX_DERIVED:
        result = inner
        for _ in range(int(exponent) - 1):
            result = product(result, inner)
        return result
    return {((base, exponent),): Fraction(1)}


def _spread(count: int, power: int) -> int:
    """Terms of the power of a sum of so many terms."""
    return comb(count + power - 1, power)


def tree(terms: Terms) -> Expr:
    """The terms as a tree."""
    rows = sorted(terms.items(), key=lambda row: [(to_text(atom), e) for atom, e in row[0]])
    return add(*[_term(factors, coefficient) for factors, coefficient in rows]) if rows else ZERO


def _term(factors: Factors, coefficient: Fraction) -> Expr:
    number = ONE if coefficient == 1 else Number(coefficient.numerator, coefficient.denominator)
    return multiply(number, *[power(atom, Number(e.numerator, e.denominator)) for atom, e in factors])
