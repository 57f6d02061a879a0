r"""Limits at infinity of Riemann sums and of products with factorials, as what they are without the limit.

A sum of ``g(k/n)/n`` over ``an < k <= bn`` tends to the integral of a continuous ``g`` from ``a`` to ``b``.
The logarithm of ``m!`` is ``m ln m - m + ln(2\pi m)/2`` up to what tends to 0 (Stirling; NIST Handbook of Mathematical
Functions, 5.11).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final, TypeAlias

from mathequiv.equality.calculus.build import ONE, ZERO, add, call, divide, is_one, multiply, negate, put
from mathequiv.equality.calculus.terms import Terms, collect, tree
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Limit, Mul, Number, Pow, Root, Symbol
from mathequiv.latex.trees import contains, free_symbols, walk
from mathequiv.lexicon.functions import COUNTING

__all__ = ["by_stirling", "riemann_integral"]

Same: TypeAlias = Callable[[Expr, Expr], bool]


# ---- Riemann sums ----------------------------------------------------------------------------------------------------


def riemann_integral(expr: Limit, same: Same) -> Folded | None:
    """The integral that a limit of Riemann sums is, if its integrand is continuous; None for any other limit.

    Args:
        expr: a limit.
        same: whether two expressions are proved equal.
    """
    if infinity_sign(expr.target) <= 0 or free_symbols(expr):
        return None
    outer, total = _sum_in(expr.body)
    if total is None or total.low is None or total.high is None:
        return None
    n, k = expr.variable, total.variable
    low, high = _line(total.low, n), _line(total.high, n)
    if low is None or high is None or not low < high:
        return None
    term = multiply(Symbol(n), outer, put(total.body, k, Mul((Symbol(k), Symbol(n)))))
    integrand = put(term, n, ONE)
    if k in free_symbols(outer) or not same(term, integrand):
        return None
    return Folded("integral", integrand, k, Number(low), Number(high))


def _sum_in(body: Expr) -> tuple[Expr, Folded | None]:
    """What a sum is multiplied by, and the sum."""
    match body:
        case Folded(kind="sum"):
            return ONE, body
        case Mul(factors=factors):
            sums = [factor for factor in factors if contains(factor, (Folded,))]
            outer, total = _sum_in(sums[0]) if len(sums) == 1 else (ONE, None)
            return multiply(outer, *[factor for factor in factors if factor not in sums]), total
        case Div(numerator=above, denominator=below) if not contains(below, (Folded,)):
            outer, total = _sum_in(above)
            return divide(outer, below), total
    return ONE, None


def _line(bound: Expr, n: str) -> int | None:
    """The whole slope of a bound ``an + b`` with whole numbers; None for any other."""
    terms = dict(collect(bound))
    slope, fixed = terms.pop(((Symbol(n), Fraction(1)),), Fraction(0)), terms.pop((), Fraction(0))
    return int(slope) if not terms and slope.denominator == fixed.denominator == 1 else None


# ---- factorials ------------------------------------------------------------------------------------------------------


class _NoLogarithmError(Exception):
    """What has no logarithm here."""


def by_stirling(expr: Limit) -> Expr | None:
    """The value of a limit at infinity of a product with factorials; None for any other limit."""
    n = expr.variable
    if infinity_sign(expr.target) <= 0 or free_symbols(expr):
        return None
    if not any(isinstance(node, Call) and node.name in COUNTING for node in walk(expr.body)):
        return None
    try:
        rows = _by_size(collect(_logarithm(expr.body, n, Fraction(0))), n)
    except _NoLogarithmError:
        return None
    largest = max(rows, default=_FIXED)
    if largest > _FIXED:
        leading = known_rational(tree(rows[largest]))
        return None if leading is None else Constant("infinity") if leading[0] > 0 else ZERO
    return Pow(Constant("e"), tree(rows.get(_FIXED, {})))


_FIXED: Final = (Fraction(0), Fraction(0))


def _by_size(terms: Terms, n: str) -> dict[tuple[Fraction, Fraction], Terms]:
    """Terms by their powers of ``n`` and of its logarithm."""
    rows: dict[tuple[Fraction, Fraction], Terms] = {}
    for factors, coefficient in terms.items():
        powers = dict(factors)
        size = powers.pop(Symbol(n), Fraction(0)), powers.pop(_ln(Symbol(n)), Fraction(0))
        if any(n in free_symbols(atom) for atom in powers):
            raise _NoLogarithmError
        rows.setdefault(size, {})[tuple(powers.items())] = coefficient
    return rows


def _ln(arg: Expr) -> Expr:
    return call("ln", arg)


def _logarithm(expr: Expr, n: str, degree: Fraction) -> Expr:
    """The logarithm of what is positive far out, up to what tends to 0 times ``n`` to the power ``degree``."""
    match expr:
        case Number(numerator=above, denominator=below) if above > 0:
            return add(_of_integer(above), negate(_of_integer(below)))
        case Constant(name="e"):
            return ONE
        case Constant(name="pi") | Symbol():
            return _ln(expr)
        case Mul(factors=factors):
            return add(*[_logarithm(factor, n, degree) for factor in factors])
        case Div(numerator=over, denominator=under):
            return add(_logarithm(over, n, degree), negate(_logarithm(under, n, degree)))
        case Pow(base=base, exponent=exponent):
            return multiply(exponent, _logarithm(base, n, degree + _degree(exponent, n)))
        case Root(radicand=base, index=index):
            inverse = divide(ONE, index)
            return multiply(inverse, _logarithm(base, n, degree + _degree(inverse, n)))
        case Call(name="factorial", args=(arg,)):
            return _of_factorial(arg, n, degree)
        case Call(name="binomial", args=(total, chosen)):
            rest = add(total, negate(chosen))
            parts = [_of_factorial(arg, n, degree) for arg in (total, chosen, rest)]
            return add(parts[0], negate(parts[1]), negate(parts[2]))
        case Add():
            return _of_polynomial(expr, n, degree)
    raise _NoLogarithmError


_PRIMES: Final = (2, 3, 5, 7, 11, 13)


def _of_integer(value: int) -> Expr:
    """The logarithm of a whole number by those of its small primes, so that they cancel."""
    terms: list[Expr] = []
    for prime in _PRIMES:
        power = 0
        while value % prime == 0:
            value //= prime
            power += 1
        if power:
            terms.append(multiply(Number(power), _ln(Number(prime))))
    return add(*terms) if value == 1 else add(*terms, _ln(Number(value)))


def _degree(exponent: Expr, n: str) -> Fraction:
    """The largest power of ``n`` in an exponent."""
    degrees = [Fraction(0)]
    for factors in collect(exponent):
        if any(atom != Symbol(n) and n in free_symbols(atom) for atom, _ in factors):
            raise _NoLogarithmError
        degrees.append(dict(factors).get(Symbol(n), Fraction(0)))
    return max(degrees[1:], default=Fraction(0))


def _of_polynomial(expr: Expr, n: str, degree: Fraction) -> Expr:
    """By the leading term, which it differs from by a factor ``1 + O(1/n)``."""
    terms = collect(expr)
    rows = {dict(factors).get(Symbol(n), Fraction(0)): factors for factors in terms}
    top = max(rows)
    plain = all(len(factors) <= 1 and power.denominator == 1 for power, factors in rows.items())
    if not plain or len(rows) < len(terms) or degree >= 1 or any(f and f[0][0] != Symbol(n) for f in terms):
        raise _NoLogarithmError
    leading = terms[rows[top]]
    if leading < 0 or top < 1:
        raise _NoLogarithmError
    size = _logarithm(Number(leading.numerator, leading.denominator), n, degree)
    return add(size, multiply(Number(int(top)), _ln(Symbol(n))))


def _of_factorial(arg: Expr, n: str, degree: Fraction) -> Expr:
    """``(an + b)!`` by Stirling, where ``a > 0`` and ``b`` are whole numbers."""
    terms = dict(collect(arg))
    slope, fixed = terms.pop(((Symbol(n), Fraction(1)),), Fraction(0)), terms.pop((), Fraction(0))
    if terms or slope <= 0 or slope.denominator > 1 or fixed.denominator > 1 or degree >= 1:
        raise _NoLogarithmError
    size = multiply(Number(int(slope)), Symbol(n)) if not is_one(Number(int(slope))) else Symbol(n)
    log = add(_of_integer(int(slope)), _ln(Symbol(n))) if slope > 1 else _ln(Symbol(n))
    half = multiply(Number(1, 2), add(_ln(Number(2)), _ln(Constant("pi")), log))
    return add(multiply(size, log), negate(size), half, multiply(Number(int(fixed)), log))
