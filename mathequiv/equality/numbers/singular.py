"""Integrands near a singular end and far out, written so that balls do not widen: the leading factor taken out.

Near ``v = 0`` an integrand is ``v^p`` times a rest that stays bounded, its logarithms being those of ``v``; far out it
is ``e^{qx}`` times a rest in falling exponentials. Quotients such as ``sin(v)/v`` are functions of their own here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from flint import acb, arb, fmpz

from mathequiv.equality.numbers.analytic import Integrand, compile_integrand
from mathequiv.equality.numbers.at_zero import less_their_values, turned_wave
from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.numbers.quotients import Quotient, as_quotient
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Root
from mathequiv.latex.trees import free_symbols

__all__ = ["Lead", "leading", "rated"]

Rest: TypeAlias = Callable[[Any, Any, bool], Any]
"""Of ``s``, ``v = e^{-s}`` and the flag of analyticity."""


class Evaluation(Protocol):
    """What is asked of the evaluation: values of what does not vary."""

    complex: bool
    point: dict[str, Fraction]

    def value(self, expr: Expr) -> Value:
        """The ball of a constant subexpression."""


class Lead(NamedTuple):
    """``v^power * rest``; ``logs`` if the rest holds ``ln v``; ``sure`` if it is no zero at ``v = 0``.

    ``grows`` if the rest is a product of such with logarithms that grow without bound, and may be divided by.
    """

    power: Fraction
    rest: Rest
    logs: bool
    sure: bool
    grows: bool = False


_ZERO: Final = Fraction(0)


def leading(expr: Expr, name: str, run: Evaluation) -> Lead:
    """``expr`` near ``name = 0+`` with its leading power taken out.

    Raises:
        NoValueError: no rule here takes it out.
    """
    return _Leading(name, run).of(expr)


def _constant_rest(value: Any) -> Rest:
    return lambda _s, _v, _a: value


def _poly_rest(poly: Any) -> Rest:
    leading, *lower = [acb(arb(c)) for c in reversed(poly.coeffs())]

    def rest(_s: Any, v: Any, _a: bool) -> Any:
        total = leading
        for c in lower:
            total = total * v + c
        return total

    return rest


def _raised(v: Any, s: Any, power: Fraction) -> Any:
    """``v^power``, by the exponential of ``s`` where there is one."""
    if power.denominator == 1 and power >= 0:
        return v ** fmpz(power.numerator)
    return (-s * (arb(power.numerator) / power.denominator)).exp()


def _beside_one(expr: Add) -> tuple[Expr, int] | None:
    """``f`` and its sign where the sum is ``f - 1`` or ``1 - f``."""
    signed = [(t.arg, -1) if isinstance(t, Neg) else (t, 1) for t in expr.terms]
    fixed = [t.numerator * sign for t, sign in signed if type(t) is Number and abs(t.numerator) == t.denominator == 1]
    varying = [(t, sign) for t, sign in signed if type(t) is not Number]
    if len(signed) != 2 or len(fixed) != 1 or len(varying) != 1 or fixed[0] == varying[0][1]:
        return None
    return varying[0]


class _Leading:
    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Evaluation) -> None:
        self.name = name
        self.run = run

    def of(self, expr: Expr) -> Lead:
        if self.name not in free_symbols(expr):
            value = acb(self.run.value(expr))
            return Lead(_ZERO, _constant_rest(value), False, not value.contains(0))
        quotient = self.quotient(expr)
        if quotient is not None:
            return self.of_quotient(quotient)
        match expr:
            case Neg(arg=arg):
                inner = self.of(arg)
                return inner._replace(rest=lambda s, v, a: -inner.rest(s, v, a))
            case Mul(factors=factors):
                return _product([self.of(factor) for factor in factors])
            case Div(numerator=above, denominator=below):
                return _product([self.of(above), _inverse(self.of(below))])
            case Pow(base=base, exponent=exponent):
                return self.power(expr, base, known_rational(exponent))
            case Root(radicand=radicand, index=index):
                fixed = known_rational(index)
                if fixed is None or fixed[0] <= 0:
                    raise _untold()
                return self.power(expr, radicand, (fixed[1], fixed[0]))
            case Add():
                return self.sum(expr)
            case Call(name=called, args=(arg,)):
                return self.function(expr, called, arg)
            case _:
                raise _untold()

    def quotient(self, expr: Expr) -> Quotient | None:
        return as_quotient(expr, self.name, self.run.point)

    def of_quotient(self, quotient: Quotient) -> Lead:
        if quotient.above == 0:
            return Lead(_ZERO, _constant_rest(acb(0)), False, False)
        up, down = _low_degree(quotient.above), _low_degree(quotient.below)
        above, below = _poly_rest(quotient.above.right_shift(up)), _poly_rest(quotient.below.right_shift(down))
        if quotient.below.degree() == down:
            return Lead(Fraction(up - down), above, False, True)
        return Lead(Fraction(up - down), lambda s, v, a: above(s, v, a) / below(s, v, a), False, True)

    def plain(self, expr: Expr) -> Lead:
        """What is analytic at 0, as it stands."""
        function, _ = compile_integrand(expr, self.name, self.run)
        if not function(acb(arb(0, 1e-9)), True).is_finite():
            raise _untold()
        value = function(acb(0), True)
        return Lead(_ZERO, lambda _s, v, a: function(v, a), False, not value.contains(0))

    def power(self, expr: Expr, base: Expr, exponent: tuple[int, int] | None) -> Lead:
        if exponent is None:
            return self.varying_power(expr)
        p, q = exponent
        inner = self.of(base)
        if not inner.sure and (q != 1 or p < 0):
            raise _untold()
        power = inner.power * Fraction(p, q)
        if q == 1:
            return Lead(power, lambda s, v, a: inner.rest(s, v, a) ** fmpz(p), inner.logs, inner.sure)
        exact = acb(arb(p) / q)
        if inner.logs or not inner.rest(acb(0), acb(0), False).real > 0:
            return self._negative_power(inner, power, p, q)
        return Lead(power, lambda s, v, a: inner.rest(s, v, a).pow(exact, analytic=a), inner.logs, inner.sure)

    def varying_power(self, expr: Expr) -> Lead:
        """``f^g`` as ``e^{g ln f}`` where that exponent stays bounded."""
        if not isinstance(expr, Pow):
            return self.plain(expr)
        if isinstance(expr.base, Constant) and expr.base.name == "e":
            exponent = self.of(expr.exponent)
        else:
            exponent = _product([self.of(expr.exponent), self.logarithm(expr.base)])
        if exponent.power < 0 or (exponent.power == 0 and exponent.logs):
            raise _untold()
        whole = self._whole(exponent)
        return Lead(_ZERO, lambda s, v, a: whole(s, v, a).exp(), exponent.logs, True)

    def _signed(self, arg: Expr, *, size: bool) -> Lead:
        """The absolute value, or the sign, of what keeps its sign near 0."""
        inner = self.of(arg)
        first = inner.rest(acb(0), acb(0), False).real
        if inner.logs or not (first > 0 or first < 0):
            raise _untold()
        sign = 1 if first > 0 else -1
        if not size:
            return Lead(_ZERO, _constant_rest(acb(sign)), False, True)
        return inner._replace(rest=lambda s, v, a: sign * inner.rest(s, v, a))

    def _negative_power(self, inner: Lead, power: Fraction, p: int, q: int) -> Lead:
        """A power of what is negative near 0: real if it is an odd root."""
        if inner.logs or q % 2 == 0 or not inner.rest(acb(0), acb(0), False).real < 0:
            raise _untold()
        exact, sign = acb(arb(p) / q), (-1 if p % 2 else 1)
        return Lead(power, lambda s, v, a: sign * (-inner.rest(s, v, a)).pow(exact, analytic=a), False, True)

    def sum(self, expr: Add) -> Lead:
        special = self._difference(expr)
        if special is not None:
            return special
        parts = [self.of(term) for term in less_their_values(expr.terms)]
        least = min(part.power for part in parts)

        def rest(s: Any, v: Any, a: bool) -> Any:
            total = acb(0)
            for part in parts:
                value = part.rest(s, v, a)
                total = total + (value if part.power == least else value * _raised(v, s, part.power - least))
            return total

        lowest = [part for part in parts if part.power == least]
        sure = not any(part.logs for part in lowest) and (lowest[0].sure if len(lowest) == 1 else _is_there(lowest))
        logs = any(part.logs or part.power.denominator > 1 for part in parts)
        return Lead(least, rest, logs, sure)

    def _difference(self, expr: Add) -> Lead | None:
        """``e^g - 1`` and ``1 - cos g`` for ``g`` that vanishes at 0."""
        parted = _beside_one(expr)
        if parted is None:
            return None
        term, sign = parted
        match term:
            case Pow(base=Constant(name="e"), exponent=inner) | Call(name="exp", args=(inner,)):
                shape = _exponential_quotient
            case Call(name="cos", args=(inner,)):
                shape = _cosine_quotient
            case _:
                return None
        lead = self._vanishing(inner)
        if lead is None:
            return None
        squared = shape is _cosine_quotient
        sign = -sign if squared else sign
        whole = self._whole(lead)

        def rest(s: Any, v: Any, a: bool) -> Any:
            factor = lead.rest(s, v, a)
            factor = factor * factor if squared else factor
            return sign * factor * shape(whole(s, v, a))

        return Lead(lead.power * (2 if squared else 1), rest, lead.logs, lead.sure)

    def _vanishing(self, expr: Expr) -> Lead | None:
        lead = self.of(expr)
        return lead if lead.power > 0 and lead.sure else None

    def _whole(self, lead: Lead) -> Rest:
        return lambda s, v, a: lead.rest(s, v, a) * _raised(v, s, lead.power)

    def function(self, expr: Call, called: str, arg: Expr) -> Lead:
        if called == "ln":
            return self.logarithm(arg)
        if called in ("abs", "sgn"):
            return self._signed(arg, size=called == "abs")
        if called == "exp":
            return self.varying_power(Pow(Constant("e"), arg))
        turned = turned_wave(called, arg, self.name)
        if turned is not None:
            return self.of(turned)
        shape = _QUOTIENTS.get(called)
        inner = self.of(arg)
        whole = self._whole(inner)
        if shape is not None and inner.power > 0 and inner.sure:
            return Lead(
                inner.power, lambda s, v, a: inner.rest(s, v, a) * shape(whole(s, v, a)), inner.logs, inner.sure
            )
        if called == "arctan" and inner.power < 0 and inner.sure:
            return self._turned(inner)
        return self.plain(expr)

    def _turned(self, inner: Lead) -> Lead:
        """The inverse tangent of what grows: π/2 less that of the reciprocal, with its sign."""
        first = inner.rest(acb(0), acb(0), False).real
        if inner.logs or not (first > 0 or first < 0):
            raise _untold()
        turn = acb(arb.pi() / 2 if first > 0 else -arb.pi() / 2)

        def rest(s: Any, v: Any, a: bool) -> Any:
            small = _raised(v, s, -inner.power) / inner.rest(s, v, a)
            return turn - small * _arctan_quotient(small)

        return Lead(_ZERO, rest, inner.logs, True)

    def logarithm(self, arg: Expr) -> Lead:
        near_one = self.of(Add((arg, Number(-1)))) if self.quotient(arg) is not None else self._less_one(arg)
        if near_one is not None and near_one.power > 0 and near_one.sure:
            whole = self._whole(near_one)
            return Lead(
                near_one.power,
                lambda s, v, a: near_one.rest(s, v, a) * _logarithm_quotient(whole(s, v, a)),
                near_one.logs,
                True,
            )
        inner = self.of(arg)
        if not inner.sure:
            raise _untold()
        power = arb(inner.power.numerator) / inner.power.denominator
        if inner.power == 0:
            return Lead(_ZERO, lambda s, v, a: inner.rest(s, v, a).log(analytic=a), inner.logs, False)
        return Lead(_ZERO, lambda s, v, a: inner.rest(s, v, a).log(analytic=a) - power * s, True, False, grows=True)

    def _less_one(self, arg: Expr) -> Lead | None:
        if not isinstance(arg, Add) or Number(1) not in arg.terms:
            return None
        terms = tuple(t for t in arg.terms if t != Number(1))
        return self.of(Add(terms) if len(terms) > 1 else terms[0]) if terms else None


def _is_there(parts: list[Lead]) -> bool:
    """Whether parts of one power do not cancel at 0."""
    total = sum((part.rest(acb(0), acb(0), False) for part in parts), acb(0))
    return bool(total.is_finite()) and not total.contains(0)


def _untold() -> NoValueError:
    return NoValueError("a singular end that no rule takes out", certain=False, unsupported=True)


def _low_degree(poly: Any) -> int:
    return next(k for k, c in enumerate(poly.coeffs()) if c != 0)


def _product(parts: list[Lead]) -> Lead:
    def rest(s: Any, v: Any, a: bool) -> Any:
        product = parts[0].rest(s, v, a)
        for part in parts[1:]:
            product = product * part.rest(s, v, a)
        return product

    power = sum((part.power for part in parts), _ZERO)
    grows = any(p.grows for p in parts) and all(p.sure or p.grows for p in parts)
    return Lead(power, rest, any(p.logs for p in parts), all(p.sure for p in parts), grows)


def _inverse(lead: Lead) -> Lead:
    if not (lead.sure or lead.grows):
        raise _untold()
    return lead._replace(power=-lead.power, rest=lambda s, v, a: 1 / lead.rest(s, v, a), grows=False)


# ---- quotients of functions by their arguments -----------------------------------------------------------------------

_I: Final = acb(0, 1)


def _sine_quotient(g: Any) -> Any:
    return g.sinc()


def _exponential_quotient(g: Any) -> Any:
    """``(e^g - 1)/g``."""
    return (g / 2).exp() * (g * _I / 2).sinc()


def _cosine_quotient(g: Any) -> Any:
    """``(1 - cos g)/g²``."""
    half = (g / 2).sinc()
    return half * half / 2


def _logarithm_quotient(g: Any) -> Any:
    """``ln(1+g)/g``."""
    if g.contains(0) or abs(g) < 0.5:
        return (-g).hypgeom_2f1(1, 1, 2) if abs(g) < 1 else acb("nan")
    return (1 + g).log(analytic=True) / g


def _arctan_quotient(g: Any) -> Any:
    if g.contains(0) or abs(g) < 0.5:
        return (-g * g).hypgeom_2f1(acb(0.5), 1, acb(1.5)) if abs(g) < 1 else acb("nan")
    return g.atan() / g if not g.real.contains(0) or abs(g.imag) < 1 else acb("nan")


_QUOTIENTS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sin": _sine_quotient,
    "tan": lambda g: g.sinc() / g.cos(),
    "sinh": lambda g: (g * _I).sinc(),
    "tanh": lambda g: (g * _I).sinc() / g.cosh(),
    "arctan": _arctan_quotient,
}


# ---- far out ---------------------------------------------------------------------------------------------------------


def rated(expr: Expr, name: str, run: Evaluation) -> Integrand:
    """``expr`` for large ``name`` with its growing exponentials taken out of sums, so that no sum's ball holds zero."""
    rate, rest = _Rated(name, run).of(expr)
    if rate == 0:
        return rest
    slope = _ball(rate)
    return lambda z, a: rest(z, a) * (z * slope).exp()


class _Rated:
    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Evaluation) -> None:
        self.name = name
        self.run = run

    def of(self, expr: Expr) -> tuple[Fraction, Integrand]:
        match expr:
            case Neg(arg=arg):
                rate, rest = self.of(arg)
                return rate, lambda z, a: -rest(z, a)
            case Mul(factors=factors):
                return self._product([self.of(factor) for factor in factors])
            case Div(numerator=above, denominator=below):
                rate, rest = self.of(below)
                return self._product([self.of(above), (-rate, lambda z, a: 1 / rest(z, a))])
            case Add(terms=terms):
                return self._sum([self.of(term) for term in terms])
            case Pow(base=Constant(name="e"), exponent=exponent) | Call(name="exp", args=(exponent,)):
                return self._exponential(expr, exponent)
            case Pow(base=base, exponent=Number(numerator=n, denominator=1)) if name_in(base, self.name) and n > 0:
                rate, rest = self.of(base)
                return rate * n, lambda z, a: rest(z, a) ** fmpz(n)
            case Call(name=called, args=(arg,)) if called in _EXPONENTIAL_FORMS:
                return self.of(_EXPONENTIAL_FORMS[called](arg))
            case _:
                return _ZERO, compile_integrand(expr, self.name, self.run)[0]

    def _exponential(self, expr: Expr, exponent: Expr) -> tuple[Fraction, Integrand]:
        quotient = as_quotient(exponent, self.name, self.run.point)
        if quotient is None or quotient.below.degree() != 0 or quotient.above.degree() != 1:
            return _ZERO, compile_integrand(expr, self.name, self.run)[0]
        fixed, slope = quotient.above[0], quotient.above[1]
        factor = acb(arb(fixed).exp())
        return Fraction(int(slope.p), int(slope.q)), lambda _z, _a: factor

    def _product(self, parts: list[tuple[Fraction, Integrand]]) -> tuple[Fraction, Integrand]:
        def rest(z: Any, a: bool) -> Any:
            product = parts[0][1](z, a)
            for part in parts[1:]:
                product = product * part[1](z, a)
            return product

        return sum((rate for rate, _ in parts), _ZERO), rest

    def _sum(self, parts: list[tuple[Fraction, Integrand]]) -> tuple[Fraction, Integrand]:
        top = max(rate for rate, _ in parts)

        def rest(z: Any, a: bool) -> Any:
            total = acb(0)
            for rate, part in parts:
                value = part(z, a)
                total = total + (value if rate == top else value * (z * _ball(rate - top)).exp())
            return total

        return top, rest


def _ball(rate: Fraction) -> Any:
    return arb(rate.numerator) / rate.denominator


def name_in(expr: Expr, name: str) -> bool:
    """Whether ``name`` occurs free."""
    return name in free_symbols(expr)


_E: Final = Constant("e")


def _sum_of(sign: int) -> Callable[[Expr], Expr]:
    def form(arg: Expr) -> Expr:
        mirrored: Expr = Pow(_E, Neg(arg))
        return Div(Add((Pow(_E, arg), mirrored if sign > 0 else Neg(mirrored))), Number(2))

    return form


def _over(above: Callable[[Expr], Expr], below: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    return lambda arg: Div(above(arg), below(arg))


def _one(_arg: Expr) -> Expr:
    return Number(1)


_SINH, _COSH = _sum_of(-1), _sum_of(1)
_EXPONENTIAL_FORMS: Final[Mapping[str, Callable[[Expr], Expr]]] = {
    "sinh": _SINH,
    "cosh": _COSH,
    "tanh": _over(_SINH, _COSH),
    "coth": _over(_COSH, _SINH),
    "sech": _over(_one, _COSH),
    "csch": _over(_one, _SINH),
}
