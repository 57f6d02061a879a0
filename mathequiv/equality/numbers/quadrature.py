"""Definite integrals as certified balls: flint's rigorous quadrature, and proved tails where an end is improper.

A real integral over ``[low, high]`` is cut where it is improper: at an infinite end, and at an end where the integrand
is not bounded. An infinite end with an exponentially small integrand is cut off with a bound of the tail; any other is
moved to ``v = 0`` by ``x = 1/v``, a singular end by ``x = end ± v``. What is then algebraic in ``v`` is made regular by
``v = w^k``; the rest is integrated over ``v = e^{-s}``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, Final, Protocol

from flint import acb, arb, ctx, fmpq_poly, fmpz

from mathequiv.equality.calculus.build import add
from mathequiv.equality.numbers.analytic import Integrand, compile_integrand
from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.fourier import damped, over_line, over_ray
from mathequiv.equality.numbers.frullani import frullani
from mathequiv.equality.numbers.growth import Growth, NoBoundError, growth, tail
from mathequiv.equality.numbers.logarithmic import is_too_large, over_exponential
from mathequiv.equality.numbers.quotients import Quotient, as_quotient
from mathequiv.equality.numbers.singular import Lead, leading, rated
from mathequiv.equality.numbers.waves import swings_steadily
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Add, Call, Div, Expr, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.limits import MAX_QUADRATURE, MAX_QUADRATURE_BITS

__all__ = ["DivergentError", "integral"]

_STARTS: Final = (4, 16, 64, 256)
"""Where the bounds of a tail are tried from."""
_FURTHER: Final = 200
"""Steps to the place at which a tail is cut off."""


class DivergentError(NoValueError):
    """The integral or series certainly has no finite value; ``sign`` is that of the infinity it tends to, or 0."""

    def __init__(self, reason: str, sign: int = 0) -> None:
        super().__init__(reason)
        self.sign = sign


class Evaluation(Protocol):
    """What is asked of the evaluation that an integral occurs in."""

    complex: bool
    point: dict[str, Fraction]

    def value(self, expr: Expr) -> Value:
        """The ball of a subexpression."""

    def spend(self, steps: int) -> None:
        """Take steps from the budget."""


def integral(run: Evaluation, body: Expr, name: str, low: Expr, high: Expr) -> Value:
    """The integral of ``body`` over ``name`` from ``low`` to ``high``.

    Args:
        run: the evaluation it occurs in, with the precision set.
        body: the integrand.
        name: the variable of integration.
        low: lower bound, ``-∞`` allowed.
        high: upper bound, ``∞`` allowed.

    Raises:
        NoValueError: there is none, or none can be had.
    """
    ends = infinity_sign(low), infinity_sign(high)
    if ends[0] == ends[1] != 0:
        raise NoValueError("bounds at one infinity", certain=False)
    if ends[0] > 0 or ends[1] < 0:
        return _turned(lambda: integral(run, body, name, high, low))
    work = _Integration(run, name)
    if ends == (0, 0):
        return work.finite(body, low, high)
    if run.complex:
        raise NoValueError("an improper complex integral", certain=False, unsupported=True)
    if ends[1] == 1 and (ends[0] == -1 or low == Number(0)):
        for known in (over_line,) if ends[0] else (over_ray, damped, frullani):
            found = known(body, name, run.point)
            if found is not None:
                return found
    if ends == (0, 1):
        return work.ray(body, low)
    mirrored = work.mirrored(body)
    if ends == (-1, 0):
        return work.ray(mirrored, Neg(high))
    return _joined([partial(work.ray, half, Number(0)) for half in (body, mirrored)])


def _turned(integrate: Callable[[], Value]) -> Value:
    """The integral from the upper bound to the lower one, of which an infinity has the other sign too."""
    try:
        return -integrate()
    except DivergentError as divergent:
        raise DivergentError(divergent.reason, -divergent.sign) from divergent


def _goal() -> int:
    """Bits that an integral is asked for; those beyond are for what is worked out with it."""
    return max(64, int(ctx.prec) * 5 // 8)


class _Integration:
    """One integral."""

    __slots__ = ("name", "run")

    def __init__(self, run: Evaluation, name: str) -> None:
        self.run = run
        self.name = name

    # ---- finite bounds

    def finite(self, body: Expr, low: Expr, high: Expr) -> Value:
        start, end = self.run.value(low), self.run.value(high)
        if not isinstance(start, arb) or not isinstance(end, arb):
            raise NoValueError("complex bounds", certain=False, unsupported=True)
        if start > end:
            return _turned(lambda: self.finite(body, high, low))
        self._poles(body, start, end)
        cuts = [] if self.run.complex else self._corners(body, start, end)
        if cuts:
            places = [low, *map(_number, cuts), high]
            pieces = [(self._without_corners(body, *ends), *ends) for ends in pairwise(places)]
            return _joined([partial(self._piece, *piece) for piece in pieces])
        return self._piece(body, low, high)

    def _piece(self, body: Expr, low: Expr, high: Expr) -> Value:
        start, end = self.run.value(low), self.run.value(high)
        function, off = compile_integrand(body, self.name, self.run)
        if self.run.complex or not (start < end):
            return self._quadrature(function, off, start, end)
        rough = [not self._is_analytic(function, *ends) for ends in ((start, end), (end, start))]
        if not any(rough):
            return self._quadrature(function, off, start, end)
        middle = Div(Add((low, high)), Number(2))
        left = partial(self._end_piece, body, low, middle, 1) if rough[0] else partial(self._smooth, body, low, middle)
        if not rough[1]:
            return _joined([left, partial(self._smooth, body, middle, high)])
        return _joined([left, partial(self._end_piece, body, high, middle, -1)])

    def _end_piece(self, body: Expr, end: Expr, middle: Expr, side: int) -> Value:
        """The integral between an end at which the integrand is not analytic and the middle."""
        try:
            return self._from_end(body, end, middle, side)
        except NoValueError as none:
            function, _ = compile_integrand(body, self.name, self.run)
            if none.certain or not self._is_bounded(function, self.run.value(end), self.run.value(middle), side):
                raise
        return self._smooth(body, end, middle) if side > 0 else self._smooth(body, middle, end)

    def _smooth(self, body: Expr, low: Expr, high: Expr) -> Value:
        function, off = compile_integrand(body, self.name, self.run)
        return self._quadrature(function, off, self.run.value(low), self.run.value(high))

    def _is_bounded(self, function: Integrand, end: Any, other: Any, side: int) -> bool:
        """Whether a ball that reaches from the end inwards has a finite value."""
        width = abs(other - end) / 1024
        near = end.union(end + side * width)
        value = function(acb(near), False)
        return bool(value.is_finite())

    def _is_analytic(self, function: Integrand, end: Any, other: Any) -> bool:
        """Whether the integrand is certainly analytic in a disc about the end."""
        width = abs(other - end) / 1024
        disc = acb(arb(end.mid(), arb(width).upper() + end.rad()), arb(0, width.upper()))
        return bool(function(disc, True).is_finite())

    def _quadrature(self, function: Integrand, off: Callable[[], bool], start: Any, end: Any) -> Value:
        bits = int(ctx.prec)
        if bits > MAX_QUADRATURE_BITS:
            raise NoValueError("an integral at too high a precision", certain=False, unsupported=True)
        goal = arb(2) ** -_goal()
        count = 0

        def counted(z: Any, a: bool) -> Any:
            nonlocal count
            count += 1
            return function(z, a)

        found = acb.integral(counted, acb(start), acb(end), rel_tol=goal, abs_tol=goal, eval_limit=MAX_QUADRATURE)
        self.run.spend(count * max(1, bits // 512))
        if off():
            raise NoValueError("an integrand that is not real")
        if not found.is_finite():
            raise NoValueError("an integral that does not converge numerically", certain=False, unsupported=True)
        # The nodes that flint keeps from earlier calls make a ball narrower than it was asked for: one width for all.
        found = acb(found.real + arb(0, 16 * goal.mid()), found.imag)
        if self.run.complex:
            return found if not found.imag.is_zero() else found.real
        if not found.imag.contains(0):
            raise NoValueError("an integrand that is not real")
        return found.real

    def _poles(self, body: Expr, start: Any, end: Any) -> None:
        """Refuse a rational integrand with a pole between the bounds, or at one of them."""
        quotient = as_quotient(body, self.name, self.run.point)
        if quotient is None or quotient.below.degree() < 1:
            return
        for root, _ in quotient.below.complex_roots():
            if root.imag.is_zero() and not (root.real < start or root.real > end):
                inside = root.real >= start and root.real <= end
                if inside or root.real.overlaps(start) or root.real.overlaps(end):
                    certain = bool(inside) or _is_root(quotient, start) or _is_root(quotient, end)
                    if certain:
                        raise DivergentError("a pole on the path", _sign_at_poles(quotient, start, end))
                    raise NoValueError("a pole", certain=False)

    def _corners(self, body: Expr, start: Any, end: Any) -> list[Any]:
        """Rational places between the bounds at which a root, an absolute value or a sign may change."""
        found: set[Any] = set()
        for node in walk(body):
            part = _cornered(node)
            inner = None if part is None else as_quotient(part, self.name, self.run.point)
            if inner is not None and 0 < inner.above.degree() <= 4:
                found.update(root for root, _ in inner.above.roots() if arb(root) > start and arb(root) < end)
        return sorted(found)

    def _without_corners(self, body: Expr, low: Expr, high: Expr) -> Expr:
        """The integrand with every absolute value of a rational function as it is between two corners."""
        if not (isinstance(body, Call) and body.name == "abs"):
            return rebuild(body, lambda inner: self._without_corners(inner, low, high))
        inner = as_quotient(body.args[0], self.name, self.run.point)
        if inner is None or inner.below.degree() > 0:
            return body
        middle = (self.run.value(low) + self.run.value(high)) / 2
        value = self._at(body.args[0], middle)
        return body.args[0] if value > 0 else Neg(body.args[0]) if value < 0 else body

    def _at(self, body: Expr, place: Any) -> Any:
        function, _ = compile_integrand(body, self.name, self.run)
        return function(acb(place), False).real

    # ---- infinite bounds

    def mirrored(self, body: Expr) -> Expr:
        """The integrand of ``-x``."""
        return _put(body, self.name, Neg(Symbol(self.name)))

    def ray(self, body: Expr, low: Expr) -> Value:
        """The integral from ``low`` to infinity."""
        start = self.run.value(low)
        if swings_steadily(body, self.name, self.run):
            raise DivergentError("an integral of what oscillates")
        for first in _STARTS:
            from_here = arb(first)
            if not start < from_here:
                from_here = arb((start + first).upper().ceil())
            try:
                found = growth(body, self.name, from_here, self.run)
            except NoBoundError:
                continue
            beyond = partial(self._beyond, body, from_here, found)
            return _joined([partial(self.finite, body, low, _number(from_here.unique_fmpz())), beyond])
        return self._over_exponents(body, low)

    def _over_exponents(self, body: Expr, low: Expr) -> Value:
        """The integral from ``low`` to infinity over ``t``, where the variable is ``e^t``."""
        inner = over_exponential(body, self.name, 1) if self.run.value(low) > 1 else None
        if inner is None:
            raise NoValueError("a tail without a bound", certain=False, unsupported=True)
        return self.ray(inner, Call("ln", (low,)))

    def _beyond(self, body: Expr, first: Any, found: Growth) -> Value:
        """The integral from ``first`` to infinity."""
        _refuse_divergent(found, self._sign(body, first))
        if not (found.upper.rate < 0 or found.upper.bend < 0):
            slow = found.upper.power >= -1 and over_exponential(body, self.name, 1) is not None
            return self._over_exponents(body, _number(first.unique_fmpz())) if slow else self._moved_in(body, first)
        cut, rest = _cut_off(found, first, lambda x: arb((x + (x / 4 if x > 64 else 16)).upper().ceil()))
        far = rated(body, self.name, self.run)
        return self._quadrature(far, _never, first, cut) + arb(0, rest)

    def _sign(self, body: Expr, place: Any) -> int:
        """Sign of the integrand at a place, 0 if it is open."""
        value = self._at(body, place)
        return 1 if value > 0 else -1 if value < 0 else 0

    def _moved_in(self, body: Expr, first: Any) -> Value:
        """The integral from ``first`` to infinity by ``x = 1/v``."""
        v = Symbol(self.name)
        inner = _put(body, self.name, Div(Number(1), v))
        moved = Div(inner, Pow(v, Number(2)))
        return self._at_zero(moved, Div(Number(1), _number(first.unique_fmpz())))

    def _from_end(self, body: Expr, end: Expr, middle: Expr, side: int) -> Value:
        """The integral between a singular end and the middle, by ``x = end ± v``."""
        v: Expr = Symbol(self.name)
        inner = _put(body, self.name, add(end, v if side > 0 else Neg(v)))
        length = Add((middle, Neg(end))) if side > 0 else Add((end, Neg(middle)))
        return self._at_zero(inner, length)

    def _at_zero(self, body: Expr, length: Expr) -> Value:
        """The integral from 0 to ``length`` of what may be singular at 0."""
        end = self.run.value(length)
        lead = leading(body, self.name, self.run)
        if lead.sure and not lead.logs and lead.power <= -1:
            first = lead.rest(acb(0), acb(0), False).real
            raise DivergentError("an integral that diverges at an end", 1 if first > 0 else -1 if first < 0 else 0)
        if lead.logs or lead.power <= -1:
            inner = over_exponential(body, self.name, -1)
            if inner is not None:
                return self.ray(inner, Neg(Call("ln", (length,))))
            return self._over_logarithm(body, lead, end)
        k = lead.power.denominator
        power = fmpz(int(k * (lead.power + 1)) - 1)
        rest, none, root = lead.rest, acb(0), fmpz(k)

        def regular(w: Any, a: bool) -> Any:
            return w**power * rest(none, w**root, a) * k

        return self._quadrature(regular, _never, arb(0), end.root(k) if k > 1 else end)

    def _over_logarithm(self, body: Expr, lead: Lead, end: Any) -> Value:
        """The integral from 0 to ``end`` over ``v = e^{-s}``, with the growth of the integrand in ``u = 1/v``."""
        u = Symbol(self.name)
        outward = Div(_put(body, self.name, Div(Number(1), u)), Pow(u, Number(2)))
        found, first = self._bounds_outside(outward, 1 / end)
        _refuse_divergent(found, self._sign(outward, first))
        cut, rest = _cut_off(found, arb(first), lambda x: x * (1 << 32))
        power = arb((lead.power + 1).numerator) / (lead.power + 1).denominator

        def over_s(s: Any, a: bool) -> Any:
            return lead.rest(s, (-s).exp(), a) * (-s * power).exp()

        return self._quadrature(over_s, _never, -end.log(), cut.log()) + arb(0, rest)

    def _bounds_outside(self, outward: Expr, least: Any) -> tuple[Growth, Any]:
        for first in _STARTS:
            start = arb(first) if first > least else arb((least + first).upper().ceil())
            try:
                return growth(outward, self.name, start, self.run), start
            except NoBoundError:
                continue
        raise NoValueError("a singular end without a bound", certain=False, unsupported=True)


def _cornered(node: Expr) -> Expr | None:
    """What changes sign where ``node`` may have a corner: inside an absolute value, a sign or a root."""
    match node:
        case Call(name="abs" | "sgn", args=(arg,)):
            return arg
        case Root(radicand=inner):
            return inner
        case Pow(base=base, exponent=exponent):
            power = known_rational(exponent)
            return base if power is not None and power[1] > 1 else None
        case _:
            return None


def _never() -> bool:
    return False


def _cut_off(found: Growth, start: Any, further: Callable[[Any], Any]) -> tuple[Any, Any]:
    """A place after which the tail is below what is asked for, and a bound of the tail."""
    goal = arb(2) ** -_goal()
    cut = start
    for _ in range(_FURTHER):
        try:
            rest = tail(found.upper, cut)
        except NoBoundError:
            rest = goal
        if rest < goal:
            return cut, rest
        cut = further(cut)
    raise NoValueError("a tail that falls too slowly", certain=False, unsupported=True)


def _sign_at_poles(quotient: Quotient, start: Any, end: Any) -> int:
    """The sign of the integrand on both sides of all its poles between the bounds; 0 where it is not one."""
    signs: set[int] = set()
    for root, order in quotient.below.roots():
        if arb(root) < start or arb(root) > end:
            continue
        rest = quotient.below
        if quotient.above(root) == 0:
            return 0
        for _ in range(order):
            rest //= fmpq_poly([-root, 1])
        right = 1 if quotient.above(root) / rest(root) > 0 else -1
        signs |= ({right} if arb(root) < end else set()) | ({right * (-1) ** order} if arb(root) > start else set())
    exact = sum(order for _, order in quotient.below.roots())
    return signs.pop() if len(signs) == 1 and exact == quotient.below.degree() else 0


def _joined(parts: list[Callable[[], Value]]) -> Value:
    """The sum of the integrals over parts of the range.

    Raises:
        DivergentError: one has no value; its sign is theirs if it is one and the others have values.
    """
    total: Value = arb(0)
    signs: set[int] = set()
    told: list[NoValueError] = []
    for found in map(_attempted, parts):
        if isinstance(found, DivergentError):
            signs.add(found.sign)
        elif isinstance(found, NoValueError):
            told.append(found)
        else:
            total = total + found
    if signs:
        raise DivergentError("an integral that diverges", signs.pop() if len(signs) == 1 and not told else 0)
    if told:
        raise told[0]
    return total


def _attempted(part: Callable[[], Value]) -> Value | NoValueError:
    try:
        return part()
    except NoValueError as none:
        return none


def _is_root(quotient: Quotient, place: Any) -> bool:
    """Whether the denominator is zero at an exactly known place."""
    return bool(place.is_exact()) and bool(quotient.below(place.fmpq()) == 0)


def _refuse_divergent(found: Growth, sign: int) -> None:
    """Raise where the integrand is bounded away from what converges, and so keeps its sign."""
    if is_too_large(found.lower):
        raise DivergentError("an integral that diverges", sign)


def _number(value: Any) -> Expr:
    return Number(int(getattr(value, "p", value)), int(getattr(value, "q", 1)))


def _put(expr: Expr, name: str, value: Expr) -> Expr:
    """``expr`` with ``value`` for a variable that nothing inside binds again."""
    if type(expr) is Symbol:
        return value if expr.name == name else expr
    if name not in free_symbols(expr):
        return expr
    return rebuild(expr, lambda inner: _put(inner, name, value))
