"""Sums of rational functions over integers, finite and infinite, by polygamma functions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import acb, arb, fmpq

from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.quadrature import DivergentError
from mathequiv.equality.numbers.quotients import Quotient

__all__ = ["rational_sum", "refuse_poles"]


def rational_sum(term: Quotient, first: int, last: int | None) -> Value:
    """The sum of a rational function over the integers from ``first`` to ``last``, or to infinity.

    Raises:
        DivergentError: it has no finite value.
        NoValueError: a term has no value.
    """
    whole, rest = divmod(term.above, term.below)
    refuse_poles(term.below, first, last)
    if last is None:
        if term.above == 0:
            return arb(0)
        if term.order >= -1:
            lead = term.above.leading_coefficient()
            raise DivergentError("a series that diverges", 1 if lead > 0 else -1)
        return _tail_sum(rest, term.below, first)
    total = _polynomial_sum(whole, first, last)
    if rest == 0:
        return total
    return total + _tail_sum(rest, term.below, first) - _tail_sum(rest, term.below, last + 1)


def refuse_poles(below: Any, first: int, last: int | None) -> None:
    """See to it that a denominator has no zero among the integers from ``first`` to ``last``, or to infinity.

    Raises:
        NoValueError: it has one.
    """
    for root, _ in below.roots():
        if root.q == 1 and root >= first and (last is None or root <= last):
            raise NoValueError("a term divides by zero")


def _polynomial_sum(poly: Any, first: int, last: int) -> Value:
    """By the sum of falling factorials, exactly."""
    if poly == 0:
        return arb(0)
    total = fmpq(0)
    differences = [poly(fmpq(first + k)) for k in range(int(poly.degree()) + 1)]
    count = last - first + 1
    binomial = fmpq(count)
    for k in range(len(differences)):
        total += differences[0] * binomial
        differences = [b - a for a, b in pairwise(differences)]
        binomial = binomial * (count - k - 1) / (k + 2)
        if not differences:
            break
    return arb(total)


def _tail_sum(above: Any, below: Any, first: int) -> Value:
    """Sum from ``first`` on by partial fractions, but for a constant that drops out of differences.

    ``Σ 1/(n-ρ)^j`` is Hurwitz's zeta function of ``j`` at ``first - ρ``; for ``j = 1`` it is ``-ψ(first - ρ)``.
    """
    total = acb(0)
    for factor, multiplicity in below.factor_squarefree()[1]:
        for root, _ in factor.complex_roots():
            for j, part in enumerate(_principal_part(above, below, root, int(multiplicity)), start=1):
                place = acb(first) - root
                total = total + part * (-place.digamma() if j == 1 else acb(j).zeta(place))
    return total.real


def _shifted(poly: Any, root: Any, count: int) -> list[Any]:
    """The first ``count`` Taylor coefficients at ``root``."""
    rows = [acb(arb(c)) for c in poly.coeffs()]
    made: list[Any] = []
    for _ in range(count):
        if not rows:
            made.append(acb(0))
            continue
        for k in range(len(rows) - 2, -1, -1):
            rows[k] = rows[k] + rows[k + 1] * root
        made.append(rows.pop(0))
    return made


def _principal_part(above: Any, below: Any, root: Any, order: int) -> list[Any]:
    """Coefficients of ``1/(x-root)`` to ``1/(x-root)^order``."""
    top = _shifted(above, root, order)
    bottom = _shifted(below, root, 2 * order)[order:]
    quotient: list[Any] = []
    for k in range(order):
        value = top[k]
        for j in range(k):
            value = value - quotient[j] * bottom[k - j]
        quotient.append(value / bottom[0])
    return quotient[::-1]
