"""Certified bounds of a function on a ray ``x >= start``: ``C x^p e^{qx + rx²}`` from above and, where known, below.

They bound the tails of integrals and series, and show divergence.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, NamedTuple, Protocol

from flint import arb

from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.quotients import Quotient, as_quotient
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Percent, Pow, Root
from mathequiv.latex.trees import free_symbols

__all__ = ["Bound", "Growth", "NoBoundError", "growth", "tail"]


class NoBoundError(Exception):
    """No bound is known here."""


class Bound(NamedTuple):
    """``factor * x^power * e^(rate*x + bend*x²)``."""

    factor: Any
    power: Fraction
    rate: Any
    bend: Any

    def times(self, other: Bound) -> Bound:
        """The product."""
        return Bound(
            self.factor * other.factor, self.power + other.power, self.rate + other.rate, self.bend + other.bend
        )

    def inverse(self) -> Bound:
        """The reciprocal."""
        return Bound(1 / self.factor, -self.power, -self.rate, -self.bend)

    def to_power(self, r: Fraction) -> Bound:
        """The power by a positive rational."""
        factor = self.factor ** (arb(r.numerator) / r.denominator) if r.denominator > 1 else self.factor**r.numerator
        scale = arb(r.numerator) / r.denominator
        return Bound(factor, self.power * r, self.rate * scale, self.bend * scale)

    def at(self, x: Any) -> Any:
        """Its value."""
        power = arb(self.power.numerator) / self.power.denominator
        return self.factor * x**power * (self.rate * x + self.bend * x * x).exp()


class Growth(NamedTuple):
    """Bounds of an absolute value; ``lower`` is None where none is known."""

    upper: Bound
    lower: Bound | None


_FLAT: Final = Bound(arb(1), Fraction(0), arb(0), arb(0))
_QUARTER: Final = Fraction(1, 4)


class Values(Protocol):
    """What is asked of the evaluation: values of what does not vary."""

    point: dict[str, Fraction]

    def value(self, expr: Expr) -> Value:
        """The ball of a constant subexpression."""


def growth(expr: Expr, name: str, start: Any, run: Values) -> Growth:
    """Bounds of ``|expr|`` for real ``name >= start``.

    Args:
        expr: a scalar tree.
        name: the variable.
        start: a ball above 1.
        run: where what does not vary is evaluated.

    Raises:
        NoBoundError: none is known from this start on.
    """
    try:
        return _Rules(name, start, run).of(expr)
    except NoValueError as none:
        raise NoBoundError from none


def _flat(factor: Any) -> Bound:
    return _FLAT._replace(factor=factor)


class _Rules:
    __slots__ = ("name", "run", "start")

    def __init__(self, name: str, start: Any, run: Values) -> None:
        self.name = name
        self.start = start
        self.run = run

    def of(self, expr: Expr) -> Growth:
        if self.name not in free_symbols(expr):
            value = self.run.value(expr)
            size = abs(value) if isinstance(value, arb) else arb(abs(value))
            low = size.abs_lower()
            return Growth(_flat(arb(size.abs_upper())), _flat(arb(low)) if low > 0 else None)
        quotient = self.quotient(expr)
        if quotient is not None:
            return self._rational(quotient)
        rule = _RULES.get(type(expr))
        if rule is None:
            raise NoBoundError
        found: Growth = rule(self, expr)
        return found

    def quotient(self, expr: Expr) -> Quotient | None:
        return as_quotient(expr, self.name, self.run.point)

    def _rational(self, quotient: Quotient) -> Growth:
        above, below = self._polynomial(quotient.above), self._polynomial(quotient.below)
        if below.lower is None:
            raise NoBoundError
        low = None if above.lower is None else above.lower.times(below.upper.inverse())
        return Growth(above.upper.times(below.lower.inverse()), low)

    def _polynomial(self, poly: Any) -> Growth:
        degree = int(poly.degree())
        if degree < 0:
            return Growth(_flat(arb(0)), None)
        sizes = [abs(arb(c)) for c in poly.coeffs()]
        rest = arb(0)
        for k, size in enumerate(sizes[:-1]):
            rest = rest + size / self.start ** (degree - k)
        lead = sizes[-1]
        top = _flat(arb((lead + rest).upper()))._replace(power=Fraction(degree))
        low = arb((lead - rest).lower())
        return Growth(top, top._replace(factor=low) if low > 0 else None)

    def relative(self, small: Bound, large: Bound) -> Any:
        """An upper bound of ``small / large`` on the ray.

        Raises:
            NoBoundError: the quotient does not fall from the start on.
        """
        ratio = small.times(large.inverse())
        # d/dx log ratio = p/x + q + 2rx, which is bounded by its value with each positive part at its largest.
        x = self.start
        p = arb(ratio.power.numerator) / ratio.power.denominator
        if not ratio.bend <= 0:
            raise NoBoundError
        slope = (p / x if ratio.power > 0 else arb(0)) + ratio.rate + 2 * ratio.bend * x
        if not slope <= 0 and not (ratio.rate == 0 and ratio.bend == 0 and ratio.power <= 0):
            raise NoBoundError
        return arb(ratio.at(x).upper())

    def add(self, parts: list[Growth]) -> Growth:
        top = parts[0]
        for part in parts[1:]:
            if _exceeds(part.upper, top.upper):
                top = part
        total = top.upper.factor
        others = arb(0)
        for part in parts:
            if part is not top:
                total = total + self.relative(part.upper, top.upper._replace(factor=arb(1)))
                if top.lower is not None:
                    others = others + self._beside(part.upper, top.lower)
        upper = top.upper._replace(factor=arb(total.upper()))
        if top.lower is None:
            return Growth(upper, None)
        low = arb((top.lower.factor * (1 - others)).lower()) if others.is_finite() else arb(-1)
        return Growth(upper, top.lower._replace(factor=low) if low > 0 else None)

    def _beside(self, small: Bound, large: Bound) -> Any:
        try:
            return self.relative(small, large)
        except NoBoundError:
            return arb("inf")

    def exponential(self, exponent: Expr) -> Growth:
        """Of ``e`` to a polynomial of degree two, to what is bounded, or to what certainly falls fast."""
        quotient = self.quotient(exponent)
        if quotient is not None and quotient.below.degree() == 0 and quotient.above.degree() <= 2:
            c = [arb(x) for x in quotient.above.coeffs()] + [arb(0)] * 3
            bound = Bound(c[0].exp(), Fraction(0), c[1], c[2])
            return Growth(bound, bound)
        if quotient is None:
            linear = self._linear(exponent)
            if linear is not None:
                return Growth(linear, linear)
        inner = self.of(exponent)
        if inner.upper.rate == 0 and inner.upper.bend == 0 and inner.upper.power <= 0:
            top = inner.upper.at(self.start)
            return Growth(_flat(arb(top.exp().upper())), _flat(arb((-top).exp().lower())))
        if quotient is None or inner.lower is None or quotient.above.leading_coefficient() > 0:
            raise NoBoundError
        if inner.lower.power < 1:
            raise NoBoundError
        power = arb((inner.lower.power - 1).numerator) / (inner.lower.power - 1).denominator
        return Growth(Bound(arb(1), Fraction(0), -inner.lower.factor * self.start**power, arb(0)), None)

    def _linear(self, exponent: Expr) -> Bound | None:
        r"""``e^{cx}`` with a constant that is not rational, as ``\pi``."""
        factor = _over_variable(exponent, self)
        return None if factor is None else _FLAT._replace(rate=factor)


def _over_variable(expr: Expr, rules: _Rules) -> Any:
    """The real constant ``c`` where ``expr`` is ``c x``."""
    match expr:
        case Neg(arg=arg):
            inner = _over_variable(arg, rules)
            return None if inner is None else -inner
        case Div(numerator=above, denominator=below) if rules.name not in free_symbols(below):
            inner, divisor = _over_variable(above, rules), rules.run.value(below)
            return None if inner is None or not isinstance(divisor, arb) or divisor.contains(0) else inner / divisor
        case Mul(factors=factors):
            return _product_over_variable(factors, rules)
        case _:
            quotient = rules.quotient(expr)
            plain = quotient is not None and quotient.below.degree() == 0 and quotient.above.degree() == 1
            if quotient is None or not plain or quotient.above[0] != 0:
                return None
            return arb(quotient.above[1])


def _product_over_variable(factors: tuple[Expr, ...], rules: _Rules) -> Any:
    varying = [f for f in factors if rules.name in free_symbols(f)]
    if len(varying) != 1:
        return None
    total = _over_variable(varying[0], rules)
    for factor in factors:
        if factor is not varying[0] and total is not None:
            value = rules.run.value(factor)
            total = total * value if isinstance(value, arb) else None
    return total


def _exceeds(one: Bound, other: Bound) -> bool:
    for left, right in ((one.bend, other.bend), (one.rate, other.rate)):
        if left > right:
            return True
        if left < right:
            return False
    return one.power > other.power


def _add(rules: _Rules, expr: Add) -> Growth:
    if len(expr.terms) == 2:
        small = _small_difference(rules, expr)
        if small is not None:
            return small
    return rules.add([rules.of(term) for term in expr.terms])


def _small_difference(rules: _Rules, expr: Add) -> Growth | None:
    """``e^g - 1``, between ``g/2`` and ``2g``, and ``1 - cos g``, between ``g²/4`` and ``g²``, for small ``g``."""
    signed = [(t.arg, -1) if isinstance(t, Neg) else (t, 1) for t in expr.terms]
    fixed = [sign * t.numerator for t, sign in signed if type(t) is Number and abs(t.numerator) == t.denominator]
    varying = [(t, sign) for t, sign in signed if type(t) is not Number]
    if len(fixed) != 1 or len(varying) != 1 or fixed[0] != -varying[0][1]:
        return None
    match varying[0][0]:
        case Pow(base=Constant(name="e"), exponent=inner) | Call(name="exp", args=(inner,)):
            power, high, low = 1, 2, 2
        case Call(name="cos", args=(inner,)):
            power, high, low = 2, 1, 4
        case _:
            return None
    found = rules.of(inner)
    if not _is_small(rules, found):
        return None
    scaled = Growth(_flat(arb(high)), _flat(arb(1) / low))
    return _join(_raise(found, Fraction(power)), scaled)


def _is_small(rules: _Rules, found: Growth) -> bool:
    """Whether what is bounded is below 1/2 from the start on."""
    top = found.upper
    return bool(top.rate <= 0 and top.bend <= 0 and top.power <= 0 and top.at(rules.start) < 0.5)


def _join(left: Growth, right: Growth) -> Growth:
    low = None if left.lower is None or right.lower is None else left.lower.times(right.lower)
    return Growth(left.upper.times(right.upper), low)


def _invert(inner: Growth) -> Growth:
    if inner.lower is None:
        raise NoBoundError
    return Growth(inner.lower.inverse(), inner.upper.inverse())


def _mul(rules: _Rules, expr: Mul) -> Growth:
    total = rules.of(expr.factors[0])
    for factor in expr.factors[1:]:
        total = _join(total, rules.of(factor))
    return total


def _div(rules: _Rules, expr: Div) -> Growth:
    return _join(rules.of(expr.numerator), _invert(rules.of(expr.denominator)))


def _neg(rules: _Rules, expr: Neg) -> Growth:
    return rules.of(expr.arg)


def _percent(rules: _Rules, expr: Percent) -> Growth:
    return rules.of(Div(expr.value, Number(100)))


def _raise(inner: Growth, r: Fraction) -> Growth:
    if r < 0:
        return _raise(_invert(inner), -r)
    if r == 0:
        return Growth(_FLAT, _FLAT)
    return Growth(inner.upper.to_power(r), None if inner.lower is None else inner.lower.to_power(r))


def _pow(rules: _Rules, expr: Pow) -> Growth:
    exponent = known_rational(expr.exponent)
    if exponent is not None:
        return _raise(rules.of(expr.base), Fraction(*exponent))
    if isinstance(expr.base, Constant) and expr.base.name == "e":
        return rules.exponential(expr.exponent)
    if rules.name in free_symbols(expr.base):
        raise NoBoundError
    base = rules.run.value(expr.base)
    size = base if isinstance(base, arb) else arb(0)
    rate = _over_variable(expr.exponent, rules)
    if rate is None:
        shifted = rules.quotient(expr.exponent)
        if shifted is None or shifted.below.degree() != 0 or shifted.above.degree() != 1:
            raise NoBoundError
        fixed, slope = arb(shifted.above[0]), arb(shifted.above[1])
    else:
        fixed, slope = arb(0), rate
    size = abs(size)
    if not size > 0:
        raise NoBoundError
    log = size.log()
    bound = Bound((log * fixed).exp(), Fraction(0), log * slope, arb(0))
    return Growth(bound, bound)


def _root(rules: _Rules, expr: Root) -> Growth:
    index = known_rational(expr.index)
    if index is None or index[0] == 0:
        raise NoBoundError
    return _raise(rules.of(expr.radicand), 1 / Fraction(*index))


def _bounded(rules: _Rules, arg: Expr, slope: Any) -> Growth:
    """Of sine and inverse tangent and such: at most 1 (times ``slope``), and near the argument where that is small."""
    try:
        inner = rules.of(arg)
    except NoBoundError:
        return Growth(_flat(slope), None)
    falls = inner.upper.rate <= 0 and inner.upper.bend <= 0 and inner.upper.power <= 0
    if not falls or not inner.upper.at(rules.start) < 1:
        return Growth(_flat(slope), None)
    # On [0, 1]: sin y, tanh y, arctan y are between y/2 and y.
    low = None if inner.lower is None else inner.lower._replace(factor=inner.lower.factor / 2)
    return Growth(inner.upper, low)


def _less_one(rules: _Rules, arg: Expr) -> Growth | None:
    """Of the argument less 1, where that can be written."""
    quotient = rules.quotient(arg)
    if quotient is not None:
        return rules.of(Add((arg, Number(-1)))) if quotient.above != quotient.below else None
    if not isinstance(arg, Add) or Number(1) not in arg.terms:
        return None
    rest = tuple(t for t in arg.terms if t != Number(1))
    return rules.of(Add(rest) if len(rest) > 1 else rest[0]) if rest else None


def _logarithm(rules: _Rules, arg: Expr) -> Growth:
    near = _less_one(rules, arg)
    if near is not None and _is_small(rules, near):
        # |ln(1 + g)| is between |g|/2 and 2|g| for |g| <= 1/2.
        return _join(near, Growth(_flat(arb(2)), _flat(arb(1) / 2)))
    inner = rules.of(arg)
    if (
        inner.lower is None
        or not inner.upper.factor > 0
        or any(b.rate != 0 or b.bend != 0 for b in (inner.upper, inner.lower))
    ):
        raise NoBoundError
    # |ln u| <= |ln C| + |p| ln x, and ln x <= 4 x^(1/4).
    top = max(_float_above(abs(inner.upper.factor.log())), _float_above(abs(inner.lower.factor.log())))
    power = max(abs(inner.upper.power), abs(inner.lower.power))
    factor = arb(top) + 4 * arb(power.numerator) / power.denominator
    low = None
    least = min(inner.upper.power, inner.lower.power, key=abs)
    if inner.upper.power * inner.lower.power > 0:
        below = abs(arb(least.numerator) / least.denominator) * rules.start.log() - arb(top)
        low = _flat(arb(below.lower())) if below > 0 else None
    return Growth(Bound(factor, _QUARTER, arb(0), arb(0)), low)


def _float_above(x: Any) -> float:
    return float(x.upper()) * (1 + 1e-9)


def _hyperbolic(rules: _Rules, arg: Expr) -> Growth:
    e = Constant("e")
    return rules.add([rules.of(Pow(e, arg)), rules.of(Pow(e, Neg(arg)))])


def _half(found: Growth) -> Growth:
    half = _flat(arb(1) / 2)
    return _join(found, Growth(half, half))


def _call(rules: _Rules, expr: Call) -> Growth:
    if len(expr.args) != 1:
        raise NoBoundError
    (arg,) = expr.args
    rule = _FUNCTIONS.get(expr.name)
    if rule is None:
        raise NoBoundError
    return rule(rules, arg)


def _cosine(rules: _Rules, arg: Expr) -> Growth:
    """At most 1, and at least 1/2 where the argument is small."""
    found = _bounded(rules, arg, arb(1))
    small = found.upper.rate <= 0 and found.upper.bend <= 0 and found.upper.power < 0
    return Growth(_FLAT, _flat(arb(1) / 2) if small and found.upper.at(rules.start) < 1 else None)


_FUNCTIONS: Final[dict[str, Callable[[_Rules, Expr], Growth]]] = {
    "exp": lambda rules, arg: rules.exponential(arg),
    "sin": lambda rules, arg: _bounded(rules, arg, arb(1)),
    "arctan": lambda rules, arg: _bounded(rules, arg, arb(2)),
    "tanh": lambda rules, arg: _bounded(rules, arg, arb(1)),
    "cos": _cosine,
    "ln": _logarithm,
    "cosh": lambda rules, arg: _half(_hyperbolic(rules, arg)),
    "sinh": lambda rules, arg: _half(_hyperbolic(rules, arg)),
    "abs": lambda rules, arg: rules.of(arg),
}


_RULES: Final[dict[type, Callable[..., Growth]]] = {
    Add: _add,
    Mul: _mul,
    Div: _div,
    Neg: _neg,
    Percent: _percent,
    Pow: _pow,
    Root: _root,
    Call: _call,
}


def tail(bound: Bound, start: Any) -> Any:
    """An upper bound of the integral of ``bound`` from ``start`` to infinity.

    Raises:
        NoBoundError: the integral may be infinite, or the start is too early to tell.
    """
    p = arb(bound.power.numerator) / bound.power.denominator
    if not bound.bend <= 0:
        raise NoBoundError
    rate = bound.rate + bound.bend * start
    if rate < 0:
        slope = -rate - (p / start if bound.power > 0 else arb(0))
        if not slope > 0:
            raise NoBoundError
        return arb((bound.at(start) / slope).upper())
    if bound.bend == 0 and bound.rate == 0 and bound.power < -1:
        return arb((bound.factor * start ** (p + 1) / (-p - 1)).upper())
    raise NoBoundError
