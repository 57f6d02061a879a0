"""Infinite series and products, and long finite ones, as certified balls.

A rational term is summed by polygamma functions, a term with a rational quotient of neighbours term by term with a
geometric bound of the rest, any other with the bound of `growth`. Products of rational factors are gamma functions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, NamedTuple, Protocol

from flint import acb, arb, ctx, fmpq, fmpq_poly

from mathequiv.equality.calculus.build import put
from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.growth import NoBoundError, growth, tail
from mathequiv.equality.numbers.logarithmic import diverges_slowly
from mathequiv.equality.numbers.quadrature import DivergentError
from mathequiv.equality.numbers.quotients import Quotient, as_quotient
from mathequiv.equality.numbers.rational_sums import rational_sum, refuse_poles
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_SERIES_TERMS

__all__ = ["endless_fold", "fold_from_below", "infinite_product", "infinite_sum"]

_STARTS: Final = (4, 16, 64, 256)
_FEW_TERMS: Final = 1_200
"""Terms without a quotient of neighbours that are worked out one by one."""
_FIRST_TERMS: Final = 64
"""Terms before the quotient of neighbours has its last zero or pole."""


class Evaluation(Protocol):
    """What is asked of the evaluation that a series occurs in."""

    complex: bool
    point: dict[str, Fraction]
    spread: int

    def value(self, expr: Expr) -> Value:
        """The ball of a subexpression."""

    def spend(self, steps: int) -> None:
        """Take steps from the budget."""


def _goal() -> int:
    return max(64, int(ctx.prec) * 5 // 8)


# ---- terms with a rational quotient of neighbours --------------------------------------------------------------------


class Step(NamedTuple):
    """``a(n+1)/a(n)`` as a constant ball times a rational function, and the rational part of the term itself."""

    scale: Any
    quotient: Quotient


_ONE: Final = Quotient(fmpq_poly([1]))


def _step(expr: Expr, name: str, run: Evaluation) -> Step | None:
    if name not in free_symbols(expr):
        return Step(arb(1), _ONE)
    plain = as_quotient(expr, name, run.point)
    if plain is not None:
        inverse = plain.inverse()
        return None if inverse is None else Step(arb(1), plain.moved(1).times(inverse))
    match expr:
        case Neg(arg=arg):
            return _step(arg, name, run)
        case Mul(factors=factors):
            return _joined([_step(factor, name, run) for factor in factors])
        case Div(numerator=above, denominator=below):
            return _joined([_step(above, name, run), _inverse(_step(below, name, run))])
        case Pow(base=base, exponent=exponent):
            return _step_of_power(base, exponent, name, run)
        case Call(name=called, args=args):
            return _step_of_call(called, args, name, run)
        case _:
            return None


def _joined(parts: list[Step | None]) -> Step | None:
    scale, quotient = arb(1), _ONE
    for part in parts:
        if part is None:
            return None
        scale, quotient = scale * part.scale, quotient.times(part.quotient)
    return Step(scale, quotient)


def _inverse(step: Step | None) -> Step | None:
    if step is None or step.scale.contains(0):
        return None
    inverse = step.quotient.inverse()
    return None if inverse is None else Step(1 / step.scale, inverse)


def _linear(expr: Expr, name: str, run: Evaluation) -> tuple[int, Fraction] | None:
    """Whole slope and constant of ``αn + β``."""
    quotient = as_quotient(expr, name, run.point)
    if quotient is None or quotient.below.degree() != 0 or quotient.above.degree() != 1:
        return None
    fixed, slope = quotient.above[0], quotient.above[1]
    return (int(slope.p), Fraction(int(fixed.p), int(fixed.q))) if slope.q == 1 else None


def _step_of_power(base: Expr, exponent: Expr, name: str, run: Evaluation) -> Step | None:
    if name in free_symbols(base):
        power = known_rational(exponent)
        inner = _step(base, name, run) if power is not None and power[1] == 1 else None
        if power is None or inner is None:
            return None
        step = inner if power[0] >= 0 else _inverse(inner)
        return None if step is None else _joined([step] * abs(power[0])) if abs(power[0]) <= _FIRST_TERMS else None
    line = _linear(exponent, name, run)
    if line is None:
        return None
    value = run.value(base)
    if value.contains(0):
        return None
    return Step(value ** line[0] if line[0] >= 0 else 1 / value ** -line[0], _ONE)


def _step_of_call(called: str, args: tuple[Expr, ...], name: str, run: Evaluation) -> Step | None:
    if called == "binomial" and len(args) == 2:
        n, k = args
        rest = Add((n, Neg(k)))
        parts = [_step_of_call("factorial", (n,), name, run)]
        return _joined([*parts, *(_inverse(_step_of_call("factorial", (x,), name, run)) for x in (k, rest))])
    if called == "exp":
        return _step_of_power(Constant("e"), args[0], name, run)
    if called not in ("factorial", "double_factorial"):
        return None
    if name not in free_symbols(args[0]):
        return Step(arb(1), _ONE)
    line = _linear(args[0], name, run)
    if line is None or abs(line[0]) > _FIRST_TERMS:
        return None
    slope, fixed = line
    stride = 2 if called == "double_factorial" else 1
    if slope < 0 or slope % stride:
        return None
    product = fmpq_poly([1])
    for step in range(stride, slope + 1, stride):
        product = product * fmpq_poly([fmpq(fixed.numerator, fixed.denominator) + step, slope])
    return Step(arb(1), Quotient(product))


def _by_steps(run: Evaluation, body: Expr, name: str, first: int, step: Step) -> Value:
    """Term by term; the rest is bounded by a geometric series.

    Raises:
        DivergentError: the terms do not tend to zero.
        NoValueError: the quotients of neighbours tend to 1 in size, or it takes too many terms.
    """
    quotient = step.quotient
    lead = abs(arb(quotient.above.leading_coefficient())) * abs(step.scale)
    if quotient.order > 0 or (quotient.order == 0 and lead > 1):
        raise DivergentError("a series whose terms grow")
    if quotient.order == 0 and not lead < 1:
        raise NoValueError("terms that fall too slowly", certain=False, unsupported=not run.point)
    begin = first + _last_irregular(quotient, first)
    total = arb(0)
    for n in range(first, begin):
        total = total + _term(run, body, name, n)
    term = _term(run, body, name, begin)
    goal = arb(2) ** -_goal()
    for n in range(begin, begin + MAX_SERIES_TERMS):
        total = total + term
        if (n - begin) % 16 == 15:
            run.spend(4)
            ratio = _largest_ratio(quotient, n) * abs(step.scale)
            if ratio < 1 and abs(term) * ratio / (1 - ratio) < goal * (1 if total.contains(0) else 1 + abs(total)):
                rest = arb((abs(term) * ratio / (1 - ratio)).upper())
                return total + (arb(0, rest) if isinstance(total, arb) else acb(arb(0, rest), arb(0, rest)))
        here = fmpq(n)
        term = term * step.scale * arb(quotient.above(here) / quotient.below(here))
    raise NoValueError("a series that takes too many terms", certain=False, unsupported=not run.point)


def _last_irregular(quotient: Quotient, first: int) -> int:
    """Terms to be worked out one by one, until the quotient of neighbours has no zero or pole left."""
    steps = 0
    for poly in (quotient.above, quotient.below):
        for root, _ in poly.roots():
            if root >= first:
                steps = max(steps, int(root.p) // int(root.q) - first + 2)
    if steps > _FIRST_TERMS:
        raise NoValueError("terms that vanish late", certain=False, unsupported=True)
    return steps


def _largest_ratio(quotient: Quotient, start: int) -> Any:
    """An upper bound of the quotient's size from ``start`` on; its order is at most 0."""
    x = arb(max(start, 2))
    sizes = []
    for poly, sign in ((quotient.above, 1), (quotient.below, -1)):
        lead = abs(arb(poly.leading_coefficient()))
        rest = arb(0)
        for k, c in enumerate(poly.coeffs()[:-1]):
            rest = rest + abs(arb(c)) / x ** (int(poly.degree()) - k)
        sizes.append(lead + sign * rest)
    if not sizes[1] > 0:
        return arb(2)
    return arb((sizes[0] / sizes[1] * x**quotient.order).upper())


def _term(run: Evaluation, body: Expr, name: str, n: int) -> Value:
    outer, spread = run.point, run.spread
    run.point = {**outer, name: Fraction(n)}
    try:
        return run.value(body)
    finally:
        run.point, run.spread = outer, spread  # what the terms hide is noted where the series starts


# ---- series ----------------------------------------------------------------------------------------------------------


def infinite_sum(run: Evaluation, body: Expr, name: str, first: int) -> Value:
    """The sum of ``body`` over the integers ``name >= first``.

    Raises:
        NoValueError: there is none (`DivergentError` if it diverges), or none can be had.
    """
    plain = as_quotient(body, name, run.point)
    if plain is not None:
        return rational_sum(plain, first, None)
    signed = _alternating(body, name, run)
    if signed is not None:
        return _alternating_sum(signed, first)
    step = _step(body, name, run)
    if step is not None:
        return _by_steps(run, body, name, first, step)
    if isinstance(body, (Add, Neg)):
        parts = body.terms if isinstance(body, Add) else (body.arg,)
        total = arb(0)
        for part in parts:
            total = total + infinite_sum(run, part, name, first)
        return -total if isinstance(body, Neg) else total
    spread = _spread(body)
    if spread is not None:
        return infinite_sum(run, spread, name, first)
    return _by_bound(run, body, name, first)


def _spread(body: Expr) -> Expr | None:
    """A quotient or product with a sum, multiplied out."""
    match body:
        case Div(numerator=Add(terms=terms), denominator=below):
            return Add(tuple(Div(term, below) for term in terms))
        case Mul(factors=factors):
            for k, factor in enumerate(factors):
                if isinstance(factor, Add):
                    return Add(tuple(Mul((*factors[:k], term, *factors[k + 1 :])) for term in factor.terms))
    return None


def _alternating(body: Expr, name: str, run: Evaluation) -> Quotient | None:
    """``R`` where the term is ``(-1)^n R(n)``."""
    plain = _ONE
    turns = Fraction(0)
    for factor, power in _factors(body, 1):
        part = as_quotient(factor, name, run.point)
        if part is not None:
            raised = part.to_power(power)
            if raised is None:
                return None
            plain = plain.times(raised)
            continue
        found = _sign_power(factor, name, run)
        if found is None:
            return None
        slope, fixed = found
        turns += slope
        if fixed % 2:
            plain = Quotient(-plain.above, plain.below)
    return plain if turns % 2 == 1 else None


def _sign_power(factor: Expr, name: str, run: Evaluation) -> tuple[int, int] | None:
    r"""Slope and constant of ``(-1)^{αn+β}``, or of ``\cos(n\pi)``."""
    match factor:
        case Pow(base=base, exponent=exponent) if known_rational(base) == (-1, 1):
            line = _linear(exponent, name, run)
        case Call(name="cos", args=(arg,)):
            line = _linear(Div(arg, Constant("pi")), name, run) or _turn(arg, name, run)
        case _:
            return None
    return (line[0], int(line[1])) if line is not None and line[1].denominator == 1 else None


def _turn(arg: Expr, name: str, run: Evaluation) -> tuple[int, Fraction] | None:
    r"""As `_linear`, of ``n\pi``."""
    if not isinstance(arg, Mul) or Constant("pi") not in arg.factors:
        return None
    rest = tuple(f for f in arg.factors if f != Constant("pi"))
    return _linear(Mul(rest) if len(rest) > 1 else rest[0], name, run) if len(rest) == len(arg.factors) - 1 else None


def _factors(expr: Expr, power: int) -> list[tuple[Expr, int]]:
    match expr:
        case Mul(factors=factors):
            return [pair for factor in factors for pair in _factors(factor, power)]
        case Div(numerator=above, denominator=below):
            return [*_factors(above, power), *_factors(below, -power)]
        case Neg(arg=arg):
            return [(Number(-1), 1), *_factors(arg, power)]
        case _:
            return [(expr, power)]


def _alternating_sum(term: Quotient, first: int) -> Value:
    """Neighbours together: ``R(first + 2m) - R(first + 2m + 1)`` is rational in ``m`` and falls one degree faster."""
    if term.order >= 0 and term.above != 0:
        raise DivergentError("a series whose terms do not tend to zero")
    refuse_poles(term.below, first, None)
    pair = []
    for k in (first, first + 1):
        move = fmpq_poly([k, 2])
        pair.append(Quotient(term.above(move), term.below(move)))
    value = rational_sum(pair[0].plus(Quotient(-pair[1].above, pair[1].below)), 0, None)
    return -value if first % 2 else value


def endless_fold(run: Evaluation, expr: Folded, first: int) -> Value:
    """A sum or product from ``first`` to infinity."""
    endless = infinite_sum if expr.kind == "sum" else infinite_product
    return endless(run, expr.body, expr.variable, first)


def fold_from_below(run: Evaluation, expr: Folded, high: Expr) -> Value:
    """A sum or product from ``-∞`` on, the terms below zero in the order away from it; both parts have to converge."""
    kind, name, body = expr.kind, expr.variable, expr.body
    mirrored = put(body, name, Neg(Symbol(name)))
    if infinity_sign(high) <= 0:
        return run.value(Folded(kind, mirrored, name, Neg(high), Constant("infinity")))
    above = run.value(Folded(kind, body, name, Number(0), high))
    below = run.value(Folded(kind, mirrored, name, Number(1), high))
    return above + below if kind == "sum" else above * below


def _by_bound(run: Evaluation, body: Expr, name: str, first: int) -> Value:
    """Term by term, the rest by the bound of the terms' growth; wide where the terms fall slowly."""
    if run.complex:
        raise NoValueError("a complex series", certain=False, unsupported=True)
    for begin in _STARTS:
        start = max(begin, first)
        try:
            found = growth(body, name, arb(start), run)
            rest = _cut(found.upper, start)
        except NoBoundError:
            continue
        break
    else:
        sign = diverges_slowly(body, name, run)
        if sign is not None:
            for n in range(first, _STARTS[1]):  # what has a term without a value tends to nothing
                _term(run, body, name, n)
            raise DivergentError("a series that diverges", sign)
        raise NoValueError("a series without a bound", certain=False, unsupported=not run.point)
    last, size = rest
    total = arb(0)
    for n in range(first, last + 1):
        total = total + _term(run, body, name, n)
    return total + arb(0, size)


def _cut(bound: Any, start: int) -> tuple[int, Any]:
    """The last term that is added up and a bound of the sum of all later ones.

    Raises:
        NoBoundError: the bound is not summable, or too wide for the precision in use.
    """
    goal = arb(2) ** -_goal()
    last = start
    while True:
        size = tail(bound, arb(last))
        if size < goal:
            return last, size
        if last >= _FEW_TERMS:
            break
        last = min(_FEW_TERMS, last + 16)
    if int(ctx.prec) > 256:
        raise NoBoundError
    return last, size


# ---- products --------------------------------------------------------------------------------------------------------


def infinite_product(run: Evaluation, body: Expr, name: str, first: int) -> Value:
    """The product of ``body`` over the integers ``name >= first``; one that tends to zero has the value 0.

    Raises:
        NoValueError: there is none, or none can be had.
    """
    plain = as_quotient(body, name, run.point)
    if plain is not None:
        return _rational_product(plain, first)
    if run.complex:
        raise NoValueError("a complex product", certain=False, unsupported=True)
    for begin in _STARTS:
        start = max(begin, first)
        try:
            found = growth(_less_one(body), name, arb(start), run)
            last, size = _cut(found.upper, start)
        except NoBoundError:
            continue
        if not size < 0.5:
            continue
        total = arb(1)
        for n in range(first, last + 1):
            total = total * _term(run, body, name, n)
        # |ln(1 + b)| <= 2|b| for |b| <= 1/2.
        return total * arb(0, 2 * size).exp()
    raise NoValueError("a product without a bound", certain=False, unsupported=True)


def _less_one(factor: Expr) -> Expr:
    if isinstance(factor, Add) and Number(1) in factor.terms:
        rest = list(factor.terms)
        rest.remove(Number(1))
        return Add(tuple(rest)) if len(rest) > 1 else rest[0]
    return Add((factor, Number(-1)))


def _rational_product(factor: Quotient, first: int) -> Value:
    """By ``Π Γ(first - pole) / Π Γ(first - zero)``, if the product converges."""
    refuse_poles(factor.below, first, None)
    if any(root.q == 1 and root >= first for root, _ in factor.above.roots()):
        return arb(0)
    lead = factor.above.leading_coefficient()
    if factor.order != 0 or lead != 1:
        falls = factor.order < 0 or (factor.order == 0 and -1 < lead < 1)
        if falls:
            return arb(0)
        raise DivergentError("a product that diverges")
    degree = int(factor.above.degree())
    if degree < 1:
        return arb(1)
    drift = factor.above[degree - 1] - factor.below[degree - 1]
    if drift < 0:
        return arb(0)
    if drift > 0:
        raise DivergentError("a product that diverges")
    total = acb(1)
    for poly, gamma in ((factor.below, _gamma), (factor.above, _reciprocal_gamma)):
        for root, multiplicity in poly.complex_roots():
            total = total * gamma(acb(first) - root) ** int(multiplicity)
    return total.real


def _gamma(z: Any) -> Any:
    return z.gamma()


def _reciprocal_gamma(z: Any) -> Any:
    return z.rgamma()
