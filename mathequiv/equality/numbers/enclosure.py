"""Certified enclosures: an expression at a point becomes a `Ball` that holds its value, or an `Undefined`.

Balls are flint's ``arb`` and ``acb`` (Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic", IEEE Trans. Comput. 66(8), 2017).

Real values stay ``arb`` in complex evaluations too, so that no rounding error puts a real number off a branch cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import blake2b
from typing import Any, Final

from flint import acb, arb, fmpz

from mathequiv.equality.calculus.antiderivative import definite, inner_worked_out
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.numbers.ball_functions import (
    BALL_FUNCTIONS,
    NAMED_FUNCTIONS,
    NoValueError,
    Value,
    ball,
    divide,
    exp,
    no_integer,
    whole_number,
)
from mathequiv.equality.numbers.balls import Ball, Precision, Undefined, magnitude
from mathequiv.equality.numbers.limit_values import limit_value, value_at
from mathequiv.equality.numbers.quadrature import DivergentError, integral
from mathequiv.equality.numbers.quotients import as_quotient
from mathequiv.equality.numbers.rational_sums import rational_sum
from mathequiv.equality.numbers.series import endless_fold, fold_from_below
from mathequiv.equality.rationals import Rational, rational
from mathequiv.equality.written import infinity_sign
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Mul,
    Neg,
    Number,
    Percent,
    Piecewise,
    Pow,
    Quantity,
    Relation,
    Root,
    Symbol,
)
from mathequiv.latex.trees import contains, free_symbols
from mathequiv.lexicon.functions import takes
from mathequiv.limits import MAX_BALL_EXPONENT, MAX_FOLDED, MAX_PLACE_EXPONENT, Budget

__all__ = ["enclose"]

_ATTEMPTS: Final = 3
_TRACK_FROM: Final = 1024


def enclose(
    expr: Expr, point: Mapping[str, Fraction], bits: int, *, complex_: bool, budget: Budget | None = None
) -> Ball | Undefined:
    """A certified enclosure of ``expr`` at ``point``.

    Args:
        expr: a scalar tree; nodes that are none give `Undefined`.
        point: values of the variables.
        bits: working precision.
        complex_: whether values off the real line count; powers and roots then take principal branches, but odd
            roots of negatives are real.
        budget: where evaluated nodes are counted.

    Raises:
        OverLimit: the budget is spent.
    """
    for _ in range(_ATTEMPTS):
        with Precision(bits) as precision:
            run = _Evaluation(point, complex_, budget or Budget(), bits >= _TRACK_FROM)
            try:
                value = run.value(expr)
            except DivergentError as divergent:
                return Undefined(divergent.reason, certain=True, sign=divergent.sign)
            except NoValueError as none:
                return Undefined(none.reason, none.certain, none.unsupported)
            except UndefinedValue as undefined:
                return Undefined(undefined.what, certain=True)
            if precision.holds():
                if not value.is_finite():
                    return Undefined("the enclosure is not finite", certain=False)
                return Ball(value, run.smallest, run.spread, run.modelled)
    return Undefined("the working precision was disturbed", certain=False)


class _Evaluation:
    """One walk over a tree at one point; the precision is already set."""

    __slots__ = ("budget", "complex", "modelled", "point", "smallest", "spread", "track")

    def __init__(self, point: Mapping[str, Fraction], complex_: bool, budget: Budget, track: bool) -> None:
        self.point = dict(point)
        self.complex = complex_
        self.budget = budget
        self.track = track
        self.smallest: int | None = None
        self.spread = 0
        self.modelled = False

    def value(self, expr: Expr) -> Value:
        self.budget.spend()
        rule = _RULES.get(type(expr))
        if rule is None:
            raise NoValueError(f"no enclosure of {type(expr).__name__}", certain=False, unsupported=True)
        return rule(self, expr)

    def is_real(self, value: Value) -> Value:
        """``value`` in the narrowest type; off the real line it has no value in a real evaluation."""
        if isinstance(value, arb):
            return value
        if value.imag.is_zero():
            return value.real
        if not self.complex:
            raise NoValueError("not real")
        return value

    def terms(self, values: list[Value]) -> None:
        """Note how far apart in size the terms of a sum lie."""
        sizes = [m for m in map(magnitude, values) if m is not None]
        if sizes:
            low = min(sizes)
            self.smallest = low if self.smallest is None else min(low, self.smallest)
            self.spread += max(sizes) - low

    def spend(self, steps: int) -> None:
        """Take steps from the budget."""
        self.budget.spend(steps)

    def hiding(self, name: str, work: Callable[[], Value]) -> Value:
        """What ``work`` gives while ``name``, which it binds, has no value of its own."""
        outer = self.point
        self.point = {key: value for key, value in outer.items() if key != name}
        try:
            return work()
        finally:
            self.point = outer

    def of_complex(self, value: Value) -> None:
        """Note that a function of complex numbers met a real one, which says too little about it."""
        self.modelled = self.modelled or (bool(self.point) and isinstance(value, arb))

    def argument(self, value: Value) -> None:
        """Note an argument far from 1 in size: ``cos(10^{-300})`` is not 1, ``arctan(10^{300})`` not π/2."""
        if self.track and (size := magnitude(value)) is not None:
            self.spread += 2 * abs(size)


def _number(run: _Evaluation, expr: Number) -> Value:
    n, d = expr.numerator, expr.denominator
    if run.track:
        height = max(n.bit_length(), d.bit_length())
        run.spread += height if height > 64 else 0
    return arb(n) if d == 1 else arb(n) / d


def _symbol(run: _Evaluation, expr: Symbol) -> Value:
    value = run.point.get(expr.name)
    if value is None:
        raise NoValueError(f"no value for {expr.name}", certain=False)
    return ball((value.numerator, value.denominator))


def _constant(run: _Evaluation, expr: Constant) -> Value:
    match expr.name:
        case "pi":
            return arb.pi()
        case "e":
            return arb.const_e()
        case "i":
            if not run.complex:
                raise NoValueError("not real")
            return acb(0, 1)
        case _:
            raise NoValueError(f"arithmetic with {expr.name}")


def _add(run: _Evaluation, expr: Add) -> Value:
    values = [run.value(t) for t in expr.terms]
    if run.track:
        run.terms(values)
    total = values[0]
    for value in values[1:]:
        total = total + value
    return run.is_real(total)


def _mul(run: _Evaluation, expr: Mul) -> Value:
    product = run.value(expr.factors[0])
    for factor in expr.factors[1:]:
        product = product * run.value(factor)
    return run.is_real(product)


def _div(run: _Evaluation, expr: Div) -> Value:
    return divide(run, run.value(expr.numerator), run.value(expr.denominator))


def _neg(run: _Evaluation, expr: Neg) -> Value:
    return -run.value(expr.arg)


def _percent(run: _Evaluation, expr: Percent) -> Value:
    return run.value(expr.value) / 100


def _quantity(run: _Evaluation, expr: Quantity) -> Value:
    if expr.unit != (("degree", 1),):
        raise NoValueError("a quantity with a unit", certain=False, unsupported=True)
    return run.value(expr.value) * arb.pi() / 180


def _literal(expr: Expr) -> Rational | None:
    """The exponent as a rational if it is a constant written with rationals only."""
    try:
        return rational(expr)
    except OverLimit as over:
        raise NoValueError(str(over), certain=False) from over


def _pow(run: _Evaluation, expr: Pow) -> Value:
    exponent = _literal(expr.exponent)
    base = run.value(expr.base)
    if exponent is not None:
        return _rational_power(run, base, exponent)
    if isinstance(expr.base, Constant) and expr.base.name == "e":
        return exp(run, run.value(expr.exponent))
    return _general_power(run, base, run.value(expr.exponent))


def _root(run: _Evaluation, expr: Root) -> Value:
    index = _literal(expr.index)
    radicand = run.value(expr.radicand)
    if index is None:
        return _general_power(run, radicand, divide(run, arb(1), run.value(expr.index)))
    if index[0] == 0:
        raise NoValueError("root of index zero")
    sign = 1 if index[0] > 0 else -1
    return _rational_power(run, radicand, (sign * index[1], abs(index[0])))


def _rational_power(run: _Evaluation, base: Value, exponent: Rational) -> Value:
    p, q = exponent
    if max(abs(p), q) > MAX_BALL_EXPONENT:
        raise NoValueError("an exponent too large", certain=False)
    if base.is_zero():
        if p <= 0:
            raise NoValueError("zero to a power that is not positive")
        return arb(0)
    if p <= 0 and base.contains(0):
        raise NoValueError("a base may be zero", certain=False)
    if q == 1:
        return run.is_real(base ** fmpz(p))
    run.argument(arb(q))
    return run.is_real(_fractional_power(run, base, p, q))


def _fractional_power(run: _Evaluation, base: Value, p: int, q: int) -> Value:
    if not isinstance(base, arb):
        root = base.sqrt() if q == 2 else base ** (arb(1) / q)
        return root ** fmpz(p) if p != 1 else root
    if base > 0:
        root = base.sqrt() if q == 2 else base.root(q)
        return root ** fmpz(p) if p != 1 else root
    if not base < 0:
        raise NoValueError("the sign of a radicand is open", certain=False)
    if q % 2 == 0:
        if run.complex:
            return acb(base) ** (arb(p) / q) if q != 2 else acb(base).sqrt() ** fmpz(p)
        raise NoValueError("an even root of a negative number")
    root = (-base).root(q) ** fmpz(p)
    return -root if p % 2 else root


def _general_power(run: _Evaluation, base: Value, exponent: Value) -> Value:
    run.argument(exponent)
    if isinstance(exponent, arb) and exponent.is_exact() and exponent.is_integer():
        if not abs(exponent) < MAX_BALL_EXPONENT:
            raise NoValueError("an exponent too large", certain=False)
        whole: Any = exponent.unique_fmpz()
        return _rational_power(run, base, (int(whole), 1))
    if base.is_zero():
        if isinstance(exponent, arb) and exponent > 0:
            return arb(0)
        raise NoValueError("zero to a power that is not certainly positive")
    if base.contains(0):
        raise NoValueError("a base may be zero", certain=False)
    if isinstance(base, arb) and base > 0:
        return exp(run, base.log() * exponent)
    if not run.complex:
        raise NoValueError("a negative base to a power that is no integer", certain=no_integer(exponent))
    return run.is_real((acb(base).log() * exponent).exp())


def _apply(run: _Evaluation, expr: Apply) -> Value:
    """A fixed generic function in place of the unknown one: it can refute what is not an identity in it."""
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


def _folded(run: _Evaluation, expr: Folded) -> Value:
    if expr.kind not in ("sum", "product", "integral") or expr.low is None or expr.high is None:
        return value_at(run, expr)
    if expr.kind == "integral":
        return _integral(run, expr, expr.low, expr.high)
    if infinity_sign(expr.low) < 0:
        return fold_from_below(run, expr, expr.high)
    if run.track:
        _note_sizes(run, expr)
    first = _bound(run, expr.low)
    if infinity_sign(expr.high) > 0:
        return run.is_real(run.hiding(expr.variable, lambda: endless_fold(run, expr, first)))
    last = _bound(run, expr.high)
    if last < first - 1 and run.point:
        raise NoValueError("bounds in no order")
    if last - first >= MAX_FOLDED:
        return run.is_real(run.hiding(expr.variable, lambda: _long_sum(run, expr, first, last)))
    outer, spread, widest = run.point, run.spread, 0
    total = arb(0 if expr.kind == "sum" else 1)
    for k in range(first, last + 1):
        widest = max(widest, run.spread - spread)
        run.spread = spread
        run.point = {**outer, expr.variable: Fraction(k)}
        value = run.value(expr.body)
        total = total + value if expr.kind == "sum" else total * value
    run.point, run.spread = outer, max(spread + widest, run.spread)
    return run.is_real(total)


def _integral(run: _Evaluation, expr: Folded, low: Expr, high: Expr) -> Value:
    if contains(expr.body, (Folded,)):
        worked_out = definite(expr) or inner_worked_out(expr)
        if worked_out is not None:
            return run.value(worked_out)
    if run.track:
        _note_sizes(run, expr)
    return run.is_real(run.hiding(expr.variable, lambda: integral(run, expr.body, expr.variable, low, high)))


def _note_sizes(run: _Evaluation, expr: Folded) -> None:
    """Note how large the terms, or the integrand, are where they begin and further in: the sum may be as small."""
    outer = run.point
    for place in _places(run, expr):
        run.point = {**outer, expr.variable: place}
        size = None
        try:
            size = magnitude(run.value(expr.body))
        except NoValueError:
            pass  # nothing is to be noted there
        finally:
            run.point = outer
        if size is not None:
            run.smallest = size if run.smallest is None else min(size, run.smallest)
            run.spread += max(0, -size)


def _places(run: _Evaluation, expr: Folded) -> list[Fraction]:
    """Places between the bounds: the first whole numbers, or a quarter and three quarters of the way."""
    ends: list[Fraction | None] = []
    for bound in (expr.low, expr.high):
        if bound is None or infinity_sign(bound):
            ends.append(None)
            continue
        try:
            value = run.value(bound)
        except NoValueError:
            return []
        if not isinstance(value, arb):
            return []
        ends.append(_as_fraction(value))
    low, high = ends
    if expr.kind != "integral":
        return [] if low is None else [low, low + 1]
    if low is None or high is None:
        start = low if low is not None else high if high is not None else Fraction(0)
        step = 1 if high is None else -1
        return [start + step * _PLACE, start + 3 * step * _PLACE]
    return [low + (high - low) * part for part in (Fraction(1, 4), Fraction(3, 4))]


_PLACE: Final = Fraction(17, 13)


def _as_fraction(value: arb) -> Fraction | None:
    r"""The middle of a ball; None for one as far out as ``10^{10^{10}}``, whose digits would fill the memory."""
    mantissa, exponent = (int(part) for part in value.mid().man_exp())
    if exponent + mantissa.bit_length() > MAX_PLACE_EXPONENT:
        return None
    return Fraction(mantissa) * Fraction(2) ** exponent if exponent > -2 * MAX_PLACE_EXPONENT else Fraction(0)


def _bound(run: _Evaluation, expr: Expr) -> int:
    """The integer that a bound of a sum is."""
    known = _literal(expr)
    if known is not None:
        if known[1] != 1:
            raise NoValueError("a bound that is no integer")
        return known[0]
    if not free_symbols(expr):
        raise NoValueError("bounds that are no integers", certain=False, unsupported=True)
    return whole_number(run.value(expr), "a bound", MAX_BALL_EXPONENT)


def _long_sum(run: _Evaluation, expr: Folded, first: int, last: int) -> Value:
    """A sum of too many terms to add up, of a rational function."""
    term = as_quotient(expr.body, expr.variable, run.point) if expr.kind == "sum" else None
    if term is None:
        raise NoValueError("too many terms", certain=False) if run.point else OverLimit("MAX_FOLDED", last - first + 1)
    return rational_sum(term, first, last)


def _derivative(run: _Evaluation, expr: Derivative) -> Value:
    """By the rules of calculus; what they do not know has no enclosure."""
    run.value(expr.body)  # where it has no value it has no derivative
    try:
        return run.value(differentiate(expr.body, expr.variable, expr.order))
    except NotDifferentiableError as error:
        raise NoValueError(f"no derivative of {error}", certain=False, unsupported=True) from error


def _limit(run: _Evaluation, expr: Limit) -> Value:
    return run.is_real(run.hiding(expr.variable, lambda: limit_value(run, expr)))


def _piecewise(run: _Evaluation, expr: Piecewise) -> Value:
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


def _holds(run: _Evaluation, condition: Expr) -> bool:
    if not isinstance(condition, Relation) or not set(condition.ops) <= _ORDERS.keys():
        raise NoValueError("a condition that is no order", certain=False, unsupported=True)
    pairs = zip(condition.members, condition.ops, condition.members[1:], strict=False)
    return all(_order(run, left, right) in _ORDERS[op] for left, op, right in pairs)


_ORDERS: Final = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}


def _order(run: _Evaluation, left: Expr, right: Expr) -> int:
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


def _call(run: _Evaluation, expr: Call) -> Value:
    values = [run.value(a) for a in expr.args]
    rule = BALL_FUNCTIONS.get(expr.name)
    if rule is None or not takes(expr.name, len(values)):
        raise NoValueError(f"no enclosure of {expr.name} of {len(values)}", certain=False, unsupported=True)
    return run.is_real(rule(run, *values))


_RULES: Final[dict[type, Callable[..., Value]]] = {
    Number: _number,
    Symbol: _symbol,
    Constant: _constant,
    Add: _add,
    Mul: _mul,
    Div: _div,
    Neg: _neg,
    Percent: _percent,
    Quantity: _quantity,
    Pow: _pow,
    Root: _root,
    Call: _call,
    Apply: _apply,
    Folded: _folded,
    Derivative: _derivative,
    Limit: _limit,
    Piecewise: _piecewise,
}
