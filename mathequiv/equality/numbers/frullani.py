"""Integrals of Frullani: ``(f(ax) - f(bx))/x`` over the positive numbers.

With a limit of ``f`` at 0 and a mean far out the integral is their difference times ``ln(b/a)`` (Ostrowski, "On
Cauchy-Frullani integrals", Comment. Math. Helv. 51, 1976).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb

from mathequiv.equality.numbers.quotients import as_quotient
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Neg, Pow, Symbol

__all__ = ["frullani"]


def frullani(body: Expr, name: str, point: Mapping[str, Fraction]) -> Any | None:
    """The integral from 0 to infinity as a ball; None where ``body`` is of no such kind.

    Args:
        body: the integrand.
        name: its variable.
        point: values of the other variables.
    """
    match body:
        case Div(numerator=Add(terms=(first, Neg(arg=second))), denominator=Symbol(name=below)) if below == name:
            return _between(first, second, name, point)
        case Div(numerator=Add(terms=(Neg(arg=second), first)), denominator=Symbol(name=below)) if below == name:
            return _between(first, second, name, point)
    return None


def _between(first: Expr, second: Expr, name: str, point: Mapping[str, Fraction]) -> Any | None:
    one, other = _scaled(first, name, point), _scaled(second, name, point)
    if one is None or other is None or one[0] != other[0]:
        return None
    logarithm = (arb(other[1].numerator * one[1].denominator) / (other[1].denominator * one[1].numerator)).log()
    return logarithm if one[0] == "falling" else -logarithm * arb.pi() / 2


def _scaled(expr: Expr, name: str, point: Mapping[str, Fraction]) -> tuple[str, Fraction] | None:
    """How a function goes from 0 to infinity, and the size of what its argument is scaled by.

    A cosine and a falling exponential go from 1 to the mean 0, and ``(cos x - e^{-x})/x`` has the integral 0.
    """
    match expr:
        case Call(name="cos", args=(arg,)):
            slope = _slope(arg, name, point)
            return ("falling", abs(slope)) if slope else None
        case Pow(base=Constant(name="e"), exponent=arg) | Call(name="exp", args=(arg,)):
            slope = _slope(arg, name, point)
            return ("falling", -slope) if slope is not None and slope < 0 else None
        case Call(name="arctan", args=(arg,)):
            slope = _slope(arg, name, point)
            return ("turning", slope) if slope is not None and slope > 0 else None
    return None


def _slope(arg: Expr, name: str, point: Mapping[str, Fraction]) -> Fraction | None:
    """The constant ``a`` where ``arg`` is ``a x``."""
    quotient = as_quotient(arg, name, point)
    if quotient is None or quotient.below.degree() != 0 or quotient.above.degree() != 1 or quotient.above[0] != 0:
        return None
    slope = quotient.above[1] / quotient.below[0]
    return Fraction(int(slope.p), int(slope.q))
