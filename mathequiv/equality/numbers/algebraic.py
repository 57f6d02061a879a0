"""Zero proofs for algebraic constants by a root separation bound.

Each subexpression is a quotient ``U / L`` of algebraic integers; ``u`` and ``l`` bound the absolute values of all their
conjugates. The rules are those of Burnikel, Fleischer, Mehlhorn, Schirra, "A strong and easily computable separation
bound for arithmetic expressions involving radicals", Algorithmica 27, 2000; the root rule is that of Burnikel, Funke,
Mehlhorn, Schirra, Schmitt, "A separation bound for real algebraic expressions", ESA 2001. With ``D`` the product of the
degrees of the distinct radicals, the norm of a nonzero ``U`` is at least 1, so a nonzero value is at least
``1 / (l u^(D-1))``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import lcm, log2
from typing import TypeAlias

from mathequiv.equality.algebra.normal_form import Normalizer
from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rationals import Rational, rational
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Percent, Pow, Root
from mathequiv.lexicon.functions import CIRCULAR
from mathequiv.limits import MAX_DEGREE, MAX_PRECISION, Budget

__all__ = ["is_zero_algebraic"]

Bounds: TypeAlias = tuple[float, float]
"""Binary logarithms of ``u`` and ``l``, both at least 0."""

_SLACK = 16
_WORK_BITS = 128


class _NotAlgebraicError(Exception):
    """A node whose value is not known to be algebraic."""


class _Bounder:
    """Bounds of one tree; `degrees` collects the radicals met."""

    def __init__(self, complex_: bool, budget: Budget) -> None:
        self.complex = complex_
        self.budget = budget
        self.degrees: dict[object, int] = {}
        self.turns = 1

    def degree(self) -> int:
        """Upper bound of the degree of the field all parts lie in."""
        product = self.turns
        for k in self.degrees.values():
            product *= k
            if product > MAX_DEGREE:
                raise _NotAlgebraicError
        return product

    def bounds(self, expr: Expr) -> Bounds:
        self.budget.spend()
        rule = _RULES.get(type(expr))
        if rule is None:
            raise _NotAlgebraicError
        return rule(self, expr)

    def root(self, key: object, inner: Bounds, k: int) -> Bounds:
        """Bounds of a ``k``-th root; ``key`` distinguishes radicals."""
        if k == 1:
            return inner
        if k > MAX_DEGREE:
            raise _NotAlgebraicError
        self.degrees[key] = k
        u, lower = inner
        return ((u + (k - 1) * lower) / k, lower) if u >= lower else (u, ((k - 1) * u + lower) / k)


def is_zero_algebraic(expr: Expr, complex_: bool, budget: Budget) -> bool:
    """Whether ``expr`` is an algebraic constant proved to be zero (False: not proved)."""
    bounder = _Bounder(complex_, budget)
    try:
        u, lower = bounder.bounds(expr)
        needed = (bounder.degree() - 1) * u + lower + _SLACK
    except _NotAlgebraicError:
        return False
    if needed + _WORK_BITS > MAX_PRECISION:
        return False
    ball = enclose(expr, {}, int(needed + u) + _WORK_BITS, complex_=complex_, budget=budget)
    return isinstance(ball, Ball) and ball.is_below(-int(needed))


def _log_sum(a: float, b: float) -> float:
    high, low = max(a, b), min(a, b)
    return high + log2(1 + 2.0 ** max(low - high, -60.0)) + 2.0**-40


def _number(_run: _Bounder, expr: Number) -> Bounds:
    return (float(max(1, expr.numerator.bit_length())), float(expr.denominator.bit_length() - 1) + 1)


def _constant(run: _Bounder, expr: Constant) -> Bounds:
    if expr.name != "i":
        raise _NotAlgebraicError
    run.degrees["i"] = 2
    return (0.0, 0.0)


def _add(run: _Bounder, expr: Add) -> Bounds:
    return reduce(_sum, map(run.bounds, expr.terms))


def _sum(a: Bounds, b: Bounds) -> Bounds:
    return (_log_sum(a[0] + b[1], b[0] + a[1]), a[1] + b[1])


def _mul(run: _Bounder, expr: Mul) -> Bounds:
    parts = [run.bounds(f) for f in expr.factors]
    return (sum(p[0] for p in parts), sum(p[1] for p in parts))


def _div(run: _Bounder, expr: Div) -> Bounds:
    (a, b), (c, d) = run.bounds(expr.numerator), run.bounds(expr.denominator)
    return (a + d, b + c)


def _neg(run: _Bounder, expr: Neg) -> Bounds:
    return run.bounds(expr.arg)


def _percent(run: _Bounder, expr: Percent) -> Bounds:
    u, lower = run.bounds(expr.value)
    return (u, lower + log2(100) + 2.0**-40)


def _literal(expr: Expr) -> Rational:
    try:
        value = rational(expr)
    except OverLimit as over:
        raise _NotAlgebraicError from over
    if value is None:
        raise _NotAlgebraicError
    return value


def _rational_power(run: _Bounder, base: Expr, exponent: Rational) -> Bounds:
    p, q = exponent
    u, lower = run.root((base, q), run.bounds(base), q)
    if abs(p) > MAX_DEGREE:
        raise _NotAlgebraicError
    return (u * p, lower * p) if p >= 0 else (lower * -p, u * -p)


def _pow(run: _Bounder, expr: Pow) -> Bounds:
    return _rational_power(run, expr.base, _literal(expr.exponent))


def _root(run: _Bounder, expr: Root) -> Bounds:
    p, q = _literal(expr.index)
    if p <= 0:
        raise _NotAlgebraicError
    return _rational_power(run, expr.radicand, (q, p))


def _call(run: _Bounder, expr: Call) -> Bounds:
    if len(expr.args) != 1:
        raise _NotAlgebraicError
    arg = expr.args[0]
    if expr.name == "abs" and not run.complex:
        return run.bounds(arg)
    if expr.name not in CIRCULAR:
        raise _NotAlgebraicError
    _turn(run, arg)
    return (1.0, 1.0) if expr.name in ("sin", "cos") else (2.0, 2.0)


def _turn(run: _Bounder, arg: Expr) -> None:
    """Note the field of ``sin`` and ``cos`` of a rational multiple of π: within the roots of unity of order 4b."""
    nf = Normalizer(run.complex, run.budget)
    multiple = nf.rational_of(nf.quotient(nf.form(arg), nf.pi()))
    if multiple is None:
        raise _NotAlgebraicError
    run.turns = lcm(run.turns, 4 * multiple[1])


_RULES: dict[type, Callable[..., Bounds]] = {
    Number: _number,
    Constant: _constant,
    Add: _add,
    Mul: _mul,
    Div: _div,
    Neg: _neg,
    Percent: _percent,
    Pow: _pow,
    Root: _root,
    Call: _call,
}
