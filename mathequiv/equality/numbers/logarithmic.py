"""What logarithms need to be bounded sharply: everything over ``t``, where ``x`` is ``e^t``, or ``e^{-t}`` near 0.

Bounds by powers of ``x`` alone leave open whether ``1/(x ln x)`` has an integral; in ``t`` it is ``1/t``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, Protocol

from flint import arb

from mathequiv.equality.calculus.terms import collect, tree
from mathequiv.equality.numbers.ball_functions import Value
from mathequiv.equality.numbers.growth import Bound, Growth, NoBoundError, growth
from mathequiv.latex.expr import Call, Constant, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk

__all__ = ["diverges_slowly", "is_too_large", "over_exponential"]

_STARTS: Final = (4, 16, 64, 256)


class Evaluation(Protocol):
    """What is asked of the evaluation."""

    point: Any

    def value(self, expr: Expr) -> Value:
        """The ball of a constant subexpression."""


def over_exponential(body: Expr, name: str, sign: int) -> Expr | None:
    """``body dx`` over ``t``, where ``x`` is ``e^t`` or, with the sign -1, ``e^{-t}``; None without ``ln x``.

    Args:
        body: an integrand.
        name: its variable, which is ``t``'s name in what is returned too.
        sign: 1 or -1.

    Raises:
        OverLimit: the integrand has too many terms.
    """
    logarithm = Call("ln", (Symbol(name),))
    if logarithm not in list(walk(body)):
        return None
    exponent: Expr = Symbol(name) if sign > 0 else Neg(Symbol(name))
    power = Pow(Constant("e"), exponent)

    def change(part: Expr) -> Expr:
        if part == logarithm:
            return exponent
        if part == Symbol(name):
            return power
        return rebuild(part, change)

    return _merged(tree(collect(Mul((change(body), power)))))


def _merged(expr: Expr) -> Expr:
    """``expr`` with each power of an exponential as one exponential."""
    match expr:
        case Pow(base=Pow(base=Constant(name="e") as e, exponent=inner), exponent=Number() as outer):
            return Pow(e, Mul((outer, inner)))
    return rebuild(expr, _merged)


def _far_bounds(body: Expr, name: str, run: Evaluation) -> tuple[Growth, Any] | None:
    """Bounds from a start on, with that start; None where none are known."""
    for first in map(arb, _STARTS):
        found = _bounds(body, name, first, run)
        if found is not None:
            return found, first
    return None


def _bounds(body: Expr, name: str, first: Any, run: Evaluation) -> Growth | None:
    try:
        return growth(body, name, first, run)
    except NoBoundError:
        return None


def is_too_large(low: Bound | None) -> bool:
    """Whether a bound from below has an infinite integral."""
    if low is None:
        return False
    return bool(low.bend > 0 or (low.bend == 0 and (low.rate > 0 or (low.rate == 0 and low.power >= -1))))


def diverges_slowly(body: Expr, name: str, run: Evaluation) -> int | None:
    """The sign of what has an infinite integral, and an infinite series, by its size far out; None where that is open.

    What is bounded from below so keeps its sign, and is above a multiple of a function that falls steadily.
    """
    if any(_may_alternate(node, name, run) for node in walk(body)):
        return None
    inner: Expr | None = body
    while inner is not None:  # each turn takes one logarithm out of those in one another
        found = _far_bounds(inner, name, run)
        if found is not None and is_too_large(found[0].lower):
            return _sign(inner, name, run, found[1])
        inner = over_exponential(inner, name, 1)
    return None


def _may_alternate(node: Expr, name: str, run: Evaluation) -> bool:
    """Whether a power may be negative at one whole number and positive at the next."""
    if not isinstance(node, Pow) or name not in free_symbols(node.exponent):
        return False
    return contains(node.base, (Symbol,)) or not bool(run.value(node.base) > 0)


def _sign(body: Expr, name: str, run: Evaluation, place: Any) -> int:
    outer = run.point
    run.point = {**outer, name: Fraction(int(place.unique_fmpz()))}
    try:
        value = run.value(body)
    finally:
        run.point = outer
    return 1 if value > 0 else -1 if value < 0 else 0
