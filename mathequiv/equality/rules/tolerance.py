"""Measured values: two numbers that differ by no more than the tolerance of the options.

One of them has to be a written number; the other may be any real constant. The relative part is of the larger of both,
as `math.isclose` has it, so the verdict is the same in either order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.reals import compare_reals
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Call, Constant, Expr, Mul, Neg, Number
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.limits import Budget
from mathequiv.verdict import Convention, Tolerance

__all__ = ["is_within", "match_converted", "match_measured"]

_SHOWN: Final = 80


def match_measured(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """EQUIVALENT if the sides are real constants within the tolerance, one of them a number; else None."""
    tolerance = ctx.tolerance
    if tolerance is None or not is_within(a, b, tolerance, ctx.budget):
        return None
    reason = f"{to_text(a)[:_SHOWN]} and {to_text(b)[:_SHOWN]} are within {tolerance}"
    return equal("tolerance", reason, Convention("tolerance"))


def match_converted(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """Compare values that were converted into one unit: the relative part alone means the same in every unit."""
    result = ctx.compare(a, b)
    tolerance = ctx.tolerance
    if tolerance is None or (result is not None and result.verdict is EQUIVALENT):
        return result
    relative = Tolerance(relative=tolerance.relative)
    if not (tolerance.relative and is_within(a, b, relative, ctx.budget)):
        return result
    reason = f"{to_text(a)[:_SHOWN]} and {to_text(b)[:_SHOWN]} are within {relative}"
    return equal("tolerance", reason, Convention("tolerance"))


def is_within(a: Expr, b: Expr, tolerance: Tolerance, budget: Budget) -> bool:
    """Whether two real constants, one of them a written number, are certainly within the tolerance."""
    left, right = known_rational(a), known_rational(b)
    relative, absolute = Fraction(str(tolerance.relative)), Fraction(str(tolerance.absolute))
    if left is not None and right is not None:
        x, y = Fraction(*left), Fraction(*right)
        return abs(x - y) <= max(absolute, relative * max(abs(x), abs(y)))
    if (left is None and right is None) or not (_is_real_constant(a) and _is_real_constant(b)):
        return False
    gap = Call("abs", (Add((a, Neg(b))),))
    bounds: list[Expr] = [_number(absolute)]
    if relative:
        bounds += [Mul((_number(relative), Call("abs", (side,)))) for side in (a, b)]
    return any(_is_at_most(gap, bound, budget) for bound in bounds)


def _number(value: Fraction) -> Number:
    return Number(value.numerator, value.denominator)


def _is_real_constant(expr: Expr) -> bool:
    """Whether nothing varies, and nothing is infinite or written as complex."""
    return not free_symbols(expr) and not any(
        isinstance(node, Constant) and node.name in ("infinity", "i") for node in walk(expr)
    )


def _is_at_most(gap: Expr, bound: Expr, budget: Budget) -> bool:
    order = compare_reals(gap, bound, budget)
    return order is not None and order <= 0
