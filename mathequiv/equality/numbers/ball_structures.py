"""Applied letters, sums and cases on balls; run only by `enclosure`, under its lock and precision."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from typing import Final

from flint import acb, arb

from mathequiv.equality.numbers.ball_functions import NAMED_FUNCTIONS, NoValueError, Value, Walk
from mathequiv.equality.rationals import Rational, rational
from mathequiv.equality.written import infinity_sign
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Apply, Expr, Folded, Piecewise, Relation
from mathequiv.limits import check

__all__ = ["apply_letter", "choose_case", "fold", "literal"]


def literal(expr: Expr) -> Rational | None:
    """The exponent as a rational if it is a constant written with rationals only."""
    try:
        return rational(expr)
    except OverLimit as over:
        raise NoValueError(str(over), certain=False) from over


def apply_letter(run: Walk, expr: Apply) -> Value:
    """A fixed generic function in place of the unknown one: it can tell apart what is not an identity in it."""
    values = [run.value(a) for a in expr.args]
    known = NAMED_FUNCTIONS.get(expr.name)
    value = None if known is None or len(values) != 1 else known(run, values[0])
    if value is not None:
        return run.is_real(value)
    run.modelled = True
    digest = blake2b(f"{expr.name}/{len(values)}".encode(), digest_size=8).digest()
    total, phase = arb(digest[0]) / 64, arb(digest[1]) / 32
    for k, value in enumerate(values, start=2):
        weight = arb(digest[k % 8] + 64) / 128
        total = total + weight * value * value / k
        phase = phase + weight * value
    return run.is_real(total + phase.cos())


def fold(run: Walk, expr: Folded) -> Value:
    """A sum or product with integer bounds, term by term."""
    if expr.kind not in ("sum", "product") or expr.low is None or expr.high is None:
        raise NoValueError(f"no enclosure of {expr.kind}", certain=False, unsupported=True)
    low, high = literal(expr.low), literal(expr.high)
    if low is None or high is None or low[1] != 1 or high[1] != 1:
        raise NoValueError("bounds that are no integers", certain=False, unsupported=True)
    check("MAX_FOLDED", high[0] - low[0] + 1)
    outer = run.point
    total = arb(0 if expr.kind == "sum" else 1)
    for k in range(low[0], high[0] + 1):
        run.point = {**outer, expr.variable: Fraction(k)}
        value = run.value(expr.body)
        total = total + value if expr.kind == "sum" else total * value
    run.point = outer
    return run.is_real(total)


def choose_case(run: Walk, expr: Piecewise) -> Value:
    """The value of the case that holds; several may hold if their values may be the same."""
    chosen = [value for value, condition in expr.cases if condition is not None and _holds(run, condition)]
    if not chosen:
        chosen = [value for value, condition in expr.cases if condition is None]
    if not chosen:
        raise NoValueError("no case holds")
    first, *others = [run.value(value) for value in chosen]
    if not all(acb(first).overlaps(acb(other)) for other in others):
        raise NoValueError("cases that overlap with different values", certain=False, unsupported=True)
    return first


def _holds(run: Walk, condition: Expr) -> bool:
    if not isinstance(condition, Relation) or not set(condition.ops) <= _ORDERS.keys():
        raise NoValueError("a condition that is no order", certain=False, unsupported=True)
    pairs = zip(condition.members, condition.ops, condition.members[1:], strict=False)
    return all(_order(run, left, right) in _ORDERS[op] for left, op, right in pairs)


_ORDERS: Final = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}


def _order(run: Walk, left: Expr, right: Expr) -> int:
    """Whether ``left`` is less than (-1), equal to or greater than ``right`` at the point."""
    signs = infinity_sign(left), infinity_sign(right)
    if any(signs):
        return (signs[0] > signs[1]) - (signs[0] < signs[1])
    env = {name: (value.numerator, value.denominator) for name, value in run.point.items()}
    a, b = rational(left, env), rational(right, env)
    if a is not None and b is not None:
        x, y = a[0] * b[1], b[0] * a[1]
        return (x > y) - (x < y)
    gap = run.value(left) - run.value(right)
    if not isinstance(gap, arb) or not (gap > 0 or gap < 0):
        raise NoValueError("a condition is open", certain=False)
    return 1 if gap > 0 else -1
