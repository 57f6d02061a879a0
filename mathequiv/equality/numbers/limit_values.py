"""Limits as certified balls: the value, at the end, of what is left once the leading power is taken out.

A limit from one side at ``a`` is one at ``v = 0+`` by ``x = a ± v``, one at infinity by ``x = 1/v``; far out the bounds
of `growth` tell what falls to zero or grows. A limit from both sides exists if both are one number.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, Protocol

from flint import acb, arb

from mathequiv.equality.calculus.build import put
from mathequiv.equality.calculus.places import at_place
from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.growth import NoBoundError, growth
from mathequiv.equality.numbers.quadrature import DivergentError
from mathequiv.equality.numbers.singular import leading
from mathequiv.equality.numbers.waves import grows, oscillates
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Add, Div, Expr, Folded, Limit, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, walk

__all__ = ["limit_value", "value_at"]

_STARTS: Final = (16, 256)


def value_at(run: Evaluation, expr: Folded) -> Value:
    """The value at a place.

    Raises:
        NoValueError: it has none, or the node is of another kind.
    """
    placed = at_place(expr)
    if placed is None:
        raise NoValueError(f"no enclosure of {expr.kind}", certain=False, unsupported=True)
    return run.value(placed)


class Evaluation(Protocol):
    """What is asked of the evaluation that a limit occurs in."""

    complex: bool
    point: dict[str, Fraction]

    def value(self, expr: Expr) -> Value:
        """The ball of a subexpression."""


def limit_value(run: Evaluation, expr: Limit) -> Value:
    """The value of a limit.

    Raises:
        DivergentError: it certainly does not exist, or tends to infinity.
        NoValueError: nothing here tells.
    """
    if run.complex:
        raise NoValueError("a complex limit", certain=False, unsupported=True)
    if expr.variable not in free_symbols(expr.body):
        return run.value(expr.body)
    sign = infinity_sign(expr.target)
    v: Expr = Symbol(expr.variable)
    if sign:
        outward = expr.body if sign > 0 else put(expr.body, expr.variable, Neg(v))
        return _far_out(run, outward, expr.variable)
    return _from_sides(run, expr, v)


def _from_sides(run: Evaluation, expr: Limit, v: Expr) -> Value:
    """The limit from the side that is written, or from both where none is."""
    sides = [side for side in "+-" if expr.side in ("", side)]
    values = [_from_side(run, expr, v if side == "+" else Neg(v)) for side in sides]
    finite = [value for value in values if isinstance(value, arb)]
    if not finite:
        signs = {value for value in values if isinstance(value, int)}
        raise DivergentError("a limit that is infinite", signs.pop() if len(signs) == 1 else 0)
    if len(finite) < len(values) or (len(finite) == 2 and not finite[0].overlaps(finite[1])):
        raise DivergentError("a limit that differs from both sides")
    return finite[0] if len(finite) == 1 else finite[0].union(finite[1])


def _from_side(run: Evaluation, expr: Limit, step: Expr) -> Value | int:
    name = expr.variable
    near = put(expr.body, name, Add((expr.target, step)))
    try:
        return _at_zero(run, near, name)
    except NoValueError:
        _refuse_oscillation(run, put(near, name, Div(Number(1), Symbol(name))), name)
        raise


def _at_zero(run: Evaluation, body: Expr, name: str) -> Value | int:
    """The limit at ``0+``: a real ball, or the sign of an infinity."""
    lead = leading(body, name, run)
    if lead.logs:
        if lead.power > 0:
            return arb(0)
        raise NoValueError("a limit with logarithms", certain=False, unsupported=True)
    value = lead.rest(acb(0), acb(0), False)
    if not value.is_finite() or not value.imag.contains(0):
        raise NoValueError("a limit that is not finite or not real", certain=False, unsupported=True)
    real: Any = value.real
    if lead.power > 0:
        return arb(0)
    if lead.power == 0:
        return real
    if not lead.sure or real.contains(0):
        raise NoValueError("a limit with a leading term that may vanish", certain=False, unsupported=True)
    return 1 if real > 0 else -1


def _far_out(run: Evaluation, body: Expr, name: str) -> Value:
    inner = put(body, name, Div(Number(1), Symbol(name)))
    try:
        value = _at_zero(run, inner, name)
    except NoValueError:
        return _by_growth(run, body, name)
    if isinstance(value, int):
        raise DivergentError("a limit that is infinite", value)
    return value


def _by_growth(run: Evaluation, body: Expr, name: str) -> Value:
    for first in _STARTS:
        try:
            found = growth(body, name, arb(first), run)
        except NoBoundError:
            continue
        top, low = found.upper, found.lower
        if top.bend < 0 or (top.bend == 0 and (top.rate < 0 or (top.rate == 0 and top.power < 0))):
            return arb(0)
        if low is not None and grows(low) and not _alternates(run, body, name):
            value = _at_place(run, body, name, first)
            if value > 0 or value < 0:
                raise DivergentError("a limit that is infinite", 1 if value > 0 else -1)
    _refuse_oscillation(run, body, name)
    raise NoValueError("a limit that nothing here tells", certain=False, unsupported=True)


def _alternates(run: Evaluation, body: Expr, name: str) -> bool:
    """Whether a power of what may be negative occurs, so that a value at one place does not tell the sign of all."""
    powers = [node for node in walk(body) if isinstance(node, Pow) and name in free_symbols(node.exponent)]
    return not all(name in free_symbols(power.base) or bool(run.value(power.base) > 0) for power in powers)


# ---- oscillation -----------------------------------------------------------------------------------------------------


def _refuse_oscillation(run: Evaluation, body: Expr, name: str) -> None:
    """Refuse a wave whose argument grows without bound, times what stays off zero, and what has a limit beside it.

    Far out a wave meets zero and its height again and again, so that there is neither a limit nor an infinite one.

    Raises:
        DivergentError: the limit at infinity certainly does not exist.
    """
    terms = body.terms if isinstance(body, Add) else (body,)
    waves = [term for term in terms if oscillates(term, name, run)]
    if len(waves) != 1:
        return
    try:
        for term in terms:
            if term is not waves[0]:
                _far_out(run, term, name)
    except NoValueError:
        return
    raise DivergentError("a limit of what oscillates")


def _at_place(run: Evaluation, body: Expr, name: str, place: int) -> Value:
    """The value of ``body`` at a whole number."""
    outer = run.point
    run.point = {**outer, name: Fraction(place)}
    try:
        return run.value(body)
    finally:
        run.point = outer
