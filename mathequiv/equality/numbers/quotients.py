"""Subexpressions that are rational functions of one variable, over the rationals, reduced exactly by flint."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from flint import fmpq, fmpq_poly

from mathequiv.equality.rationals import Rational, rational
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Div, Expr, Mul, Neg, Number, Percent, Pow, Root, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_ORDER

__all__ = ["Quotient", "as_quotient"]

_ONE: Final = fmpq_poly([1])
_VARIABLE: Final = fmpq_poly([0, 1])


class Quotient:
    """A rational function ``above / below`` in lowest terms; ``below`` is monic."""

    __slots__ = ("above", "below")

    def __init__(self, above: Any, below: Any = _ONE) -> None:
        if below != _ONE:
            common = above.gcd(below)
            if common.degree() > 0:
                above, below = above // common, below // common
            lead = below.leading_coefficient()
            above, below = above / lead, below / lead
        self.above = above
        self.below = below

    def times(self, other: Quotient) -> Quotient:
        """The product."""
        return Quotient(self.above * other.above, self.below * other.below)

    def plus(self, other: Quotient) -> Quotient:
        """The sum."""
        return Quotient(self.above * other.below + other.above * self.below, self.below * other.below)

    def inverse(self) -> Quotient | None:
        """The reciprocal, None of zero."""
        return Quotient(self.below, self.above) if self.above != 0 else None

    def to_power(self, n: int) -> Quotient | None:
        """The ``n``-th power."""
        base = self if n >= 0 else self.inverse()
        return None if base is None else Quotient(base.above ** abs(n), base.below ** abs(n))

    def moved(self, shift: int) -> Quotient:
        """The function at ``x + shift``."""
        step = fmpq_poly([shift, 1])
        return Quotient(self.above(step), self.below(step))

    @property
    def order(self) -> int:
        """Degree at infinity: of the numerator less that of the denominator."""
        return int(self.above.degree() - self.below.degree())

    def tree(self, name: str) -> Expr:
        """The function as a tree of ``name``, by Horner's rule."""
        above = _horner(self.above, name)
        return above if self.below == _ONE else Div(above, _horner(self.below, name))


def _number(value: Any) -> Expr:
    return Number(int(value.p), int(value.q))


def _horner(poly: Any, name: str) -> Expr:
    coefficients = poly.coeffs()
    if not coefficients:
        return Number(0)
    result = _number(coefficients[-1])
    waiting = 0
    for coefficient in reversed(coefficients[:-1]):
        waiting += 1
        if coefficient != 0:
            result = Add((_scaled(result, name, waiting), _number(coefficient)))
            waiting = 0
    return _scaled(result, name, waiting) if waiting else result


def _scaled(expr: Expr, name: str, times: int) -> Expr:
    raised = Symbol(name) if times == 1 else Pow(Symbol(name), Number(times))
    return raised if expr == Number(1) else Mul((expr, raised))


def as_quotient(expr: Expr, name: str, point: Mapping[str, Fraction]) -> Quotient | None:
    """``expr`` as a rational function of ``name``.

    Args:
        expr: a scalar tree.
        name: its variable.
        point: values of the other variables.

    Returns:
        The function; None where the tree is none over the rationals, or one of a degree above ``MAX_ORDER``.
    """
    try:
        return _Reader(name, {key: (v.numerator, v.denominator) for key, v in point.items()}).of(expr)
    except (UndefinedValue, OverLimit):
        return None


def _inverse(value: Rational | None) -> Rational | None:
    if value is None or value[0] == 0:
        return None
    return (value[1] if value[0] > 0 else -value[1], abs(value[0]))


class _Reader:
    __slots__ = ("name", "values")

    def __init__(self, name: str, values: dict[str, Rational]) -> None:
        self.name = name
        self.values = values

    def of(self, expr: Expr) -> Quotient | None:
        if self.name not in free_symbols(expr):
            value = rational(expr, self.values)
            return None if value is None else Quotient(fmpq_poly([fmpq(*value)]))
        found = self._composed(expr)
        if found is None or max(found.above.degree(), found.below.degree()) > MAX_ORDER:
            return None
        return found

    def _composed(self, expr: Expr) -> Quotient | None:
        match expr:
            case Symbol():
                return Quotient(_VARIABLE)
            case Neg(arg=arg):
                inner = self.of(arg)
                return None if inner is None else Quotient(-inner.above, inner.below)
            case Percent(value=value):
                inner = self.of(value)
                return None if inner is None else Quotient(inner.above / 100, inner.below)
            case Add(terms=terms):
                return self._folded(terms, Quotient(fmpq_poly([0])), add=True)
            case Mul(factors=factors):
                return self._folded(factors, Quotient(_ONE), add=False)
            case Div(numerator=above, denominator=below):
                first, second = self.of(above), self.of(below)
                inverse = None if second is None else second.inverse()
                return None if first is None or inverse is None else first.times(inverse)
            case Pow(base=base, exponent=exponent):
                return self._power(base, rational(exponent, self.values))
            case Root(radicand=radicand, index=index):
                return self._power(radicand, _inverse(rational(index, self.values)))
            case _:
                return None

    def _folded(self, parts: tuple[Expr, ...], start: Quotient, *, add: bool) -> Quotient | None:
        total = start
        for part in parts:
            value = self.of(part)
            if value is None:
                return None
            total = total.plus(value) if add else total.times(value)
        return total

    def _power(self, base: Expr, exponent: Rational | None) -> Quotient | None:
        if exponent is None or exponent[1] != 1:
            return None
        inner, p = self.of(base), exponent[0]
        if inner is None or abs(p) * max(inner.above.degree(), inner.below.degree(), 1) > MAX_ORDER:
            return None
        return inner.to_power(p)
