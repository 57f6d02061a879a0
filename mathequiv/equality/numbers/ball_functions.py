"""Known functions on balls, one row each; run only by `enclosure`, under its lock and precision."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Final, Protocol, TypeAlias

from flint import acb, arb, fmpz

from mathequiv.equality.algebra.factors import prime_factors
from mathequiv.equality.rationals import Rational, rational
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Call, Number
from mathequiv.limits import MAX_BALL_EXPONENT, MAX_EXACT_BITS, MAX_FACTOR, MAX_HYPERBOLIC, MAX_WHOLE

__all__ = [
    "BALL_FUNCTIONS",
    "NAMED_FUNCTIONS",
    "NoValueError",
    "Value",
    "Walk",
    "ball",
    "divide",
    "exp",
    "no_integer",
    "whole_number",
]

Value: TypeAlias = Any
"""An ``arb`` (certainly real) or an ``acb``."""


class NoValueError(Exception):
    """No enclosure, for the reasons that `mathequiv.equality.numbers.balls.Undefined` distinguishes."""

    def __init__(self, reason: str, certain: bool = True, unsupported: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.certain = certain
        self.unsupported = unsupported


class Walk(Protocol):
    """What a function's rule may ask of the evaluation it runs in."""

    complex: bool
    track: bool
    spread: int

    def is_real(self, value: Value) -> Value:
        """``value`` in the narrowest type; raises off the real line in a real evaluation."""

    def argument(self, value: Value) -> None:
        """Note an argument far from 1 in size."""

    def of_complex(self, value: Value) -> None:
        """Note that a function of complex numbers met a real one, which says too little about it."""


def divide(run: Walk, above: Value, below: Value) -> Value:
    """Quotient of two balls.

    Raises:
        NoValueError: the divisor is zero or may be.
    """
    if below.is_zero():
        raise NoValueError("division by zero")
    if below.contains(0):
        raise NoValueError("a divisor may be zero", certain=False)
    return run.is_real(above / below)


def no_integer(x: Value) -> bool:
    """Whether ``x`` is certainly no integer."""
    return not x.contains_integer()


def ball(value: Rational) -> Value:
    """The ball of a rational."""
    n, d = value
    return arb(n) if d == 1 else arb(n) / d


def exp(run: Walk, x: Value) -> Value:
    """The exponential: e to the power ``x``."""
    run.argument(x)
    value = x.exp()
    if value.contains(0):  # an exponential is never zero: a sum that held this ball would lose a term
        raise NoValueError("an exponential too close to zero", certain=False)
    return run.is_real(value)


def _log(run: Walk, x: Value) -> Value:
    if x.is_zero():
        raise NoValueError("logarithm of zero")
    if x.contains(0):
        raise NoValueError("a logarithm's argument may be zero", certain=False)
    run.argument(x)
    if isinstance(x, arb) and x < 0:
        if not run.complex:
            raise NoValueError("logarithm of a negative number")
        return acb(x).log()
    return x.log()


def _log_base(run: Walk, x: Value, base: Value | None = None) -> Value:
    if base is None:
        base = arb(10)
    return divide(run, _log(run, x), _log(run, base))


def _periodic(name: str) -> Callable[[Walk, Value], Value]:
    def rule(run: Walk, x: Value) -> Value:
        run.argument(x)
        return getattr(x, name)()

    return rule


def _quotient(above: str, below: str) -> Callable[[Walk, Value], Value]:
    def rule(run: Walk, x: Value) -> Value:
        run.argument(x)
        top = getattr(x, above)() if above else arb(1)
        return divide(run, top, getattr(x, below)())

    return rule


def _hyperbolic(above: str, below: str) -> Callable[[Walk, Value], Value]:
    def rule(run: Walk, x: Value) -> Value:
        run.argument(x)
        if not x.abs_upper() < MAX_HYPERBOLIC:
            raise NoValueError("a hyperbolic function far out", certain=False)
        if run.track:
            # tanh(x) differs from 1 by 2e^{-2x}: that much precision is needed to distinguish them.
            run.spread += 3 * int(float(x.abs_upper()) + 1)
        top = getattr(x, above)() if above else arb(1)
        return divide(run, top, getattr(x, below)()) if below else top

    return rule


def _erf(run: Walk, x: Value) -> Value:
    run.argument(x)
    if not _real_only(x) * x < MAX_HYPERBOLIC:
        raise NoValueError("the error function far out", certain=False)
    if run.track:
        # erf(x) differs from 1 by less than e^{-x²}: that much precision is needed to distinguish them.
        run.spread += 2 * int(float(x.abs_upper()) ** 2 + 1)
    return x.erf()


def _inside_unit(run: Walk, x: Value) -> Value:
    if isinstance(x, acb) or run.complex:
        if isinstance(x, arb) and abs(x) <= 1:
            return x
        raise NoValueError("an inverse function off its real domain", certain=False)
    if abs(x) > 1:
        raise NoValueError("an inverse function outside [-1, 1]")
    if not abs(x) <= 1:
        raise NoValueError("the domain of an inverse function is open", certain=False)
    return x


def _inverse(name: str, reciprocal: bool) -> Callable[[Walk, Value], Value]:
    def rule(run: Walk, x: Value) -> Value:
        run.argument(x)
        if reciprocal:
            x = divide(run, arb(1), x)
        return getattr(_inside_unit(run, x), name)()

    return rule


def _real_only(x: Value) -> Value:
    if not isinstance(x, arb):
        raise NoValueError("a real function of a complex number", certain=False)
    return x


def _arctan(run: Walk, x: Value) -> Value:
    run.argument(x)
    return _real_only(x).atan()


def _arccot(run: Walk, x: Value) -> Value:
    """The branch with values in (0, π); of negative numbers conventions differ, so it is left open there."""
    run.argument(x)
    if not _real_only(x) > 0:
        raise NoValueError("arccot of a number that is not positive", certain=False)
    return (1 / x).atan()


def _arcosh(run: Walk, x: Value) -> Value:
    run.argument(x)
    if _real_only(x) < 1:
        raise NoValueError("arcosh below 1", certain=not run.complex)
    return x.acosh()


def _artanh(run: Walk, x: Value) -> Value:
    run.argument(x)
    if abs(_real_only(x)) >= 1:
        raise NoValueError("artanh outside (-1, 1)", certain=not run.complex)
    return x.atanh()


def _arsinh(run: Walk, x: Value) -> Value:
    run.argument(x)
    return _real_only(x).asinh()


def _abs(_run: Walk, x: Value) -> Value:
    if isinstance(x, arb):
        return abs(x)
    return (x.real * x.real + x.imag * x.imag).sqrt()


def _sgn(_run: Walk, x: Value) -> Value:
    if _real_only(x) > 0 or x < 0:
        return arb(1 if x > 0 else -1)
    if x.is_zero():
        return arb(0)
    raise NoValueError("a sign is open", certain=False)


def _real_part(run: Walk, x: Value) -> Value:
    run.of_complex(x)
    return x if isinstance(x, arb) else x.real


def _imaginary_part(run: Walk, x: Value) -> Value:
    run.of_complex(x)
    return arb(0) if isinstance(x, arb) else x.imag


def _conjugate(run: Walk, x: Value) -> Value:
    run.of_complex(x)
    return x if isinstance(x, arb) else x.conjugate()


def whole_number(x: Value, what: str, largest: int) -> int:
    """The integer that ``x`` is.

    Raises:
        NoValueError: it is none, may be none, or is not below ``largest``.
    """
    if not isinstance(x, arb) or not x.is_exact():
        certain = isinstance(x, arb) and no_integer(x)
        raise NoValueError(f"{what} of a number that may be no integer", certain=certain)
    if not x.is_integer():
        raise NoValueError(f"{what} of a number that is no integer")
    if not abs(x) < largest:
        raise NoValueError(f"{what} of a large integer", certain=False)
    whole: Any = x.unique_fmpz()
    return int(whole)


def _step(name: str) -> Callable[[Walk, Value], Value]:
    def rule(_run: Walk, x: Value) -> Value:
        value = getattr(_real_only(x), name)()
        if not value.is_exact():
            raise NoValueError("a rounding is open", certain=False)
        return value

    return rule


def _factorial(_run: Walk, x: Value) -> Value:
    n = whole_number(x, "factorial", MAX_BALL_EXPONENT)
    if n < 0:
        raise NoValueError("factorial of a negative integer")
    return arb(n + 1).gamma()


def _exactly(name: str) -> Callable[..., Value]:
    def rule(_run: Walk, *values: Value) -> Value:
        whole = tuple(Number(whole_number(v, name, MAX_WHOLE)) for v in values)
        try:
            value = rational(Call(name, whole))
        except OverLimit as over:
            raise NoValueError(str(over), certain=False) from over
        if value is None:
            raise NoValueError(f"no value of {name}", certain=False)
        return ball(value)

    return rule


_exact_binomial: Final = _exactly("binomial")
_MACHINE: Final = 1 << 63
"""Integers below it are one word of the machine."""


def _binomial(run: Walk, *values: Value) -> Value:
    """An exact coefficient; flint works out one of thousands of digits in a hundredth of Python's time."""
    n, k = [whole_number(value, "binomial", MAX_WHOLE) for value in values]
    if not 0 <= k <= n < _MACHINE or min(k, n - k) * n.bit_length() > MAX_EXACT_BITS:
        return _exact_binomial(run, *values)
    return arb(fmpz.bin_uiui(n, k))


def _mod(run: Walk, x: Value, m: Value) -> Value:
    return x - m * _step("floor")(run, divide(run, _real_only(x), _real_only(m)))


def _extreme(name: str) -> Callable[..., Value]:
    def rule(_run: Walk, *values: Value) -> Value:
        best = _real_only(values[0])
        for value in values[1:]:
            best = getattr(best, name)(_real_only(value))
        return best

    return rule


BALL_FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    "exp": exp,
    "ln": _log,
    "log": _log_base,
    "erf": _erf,
    "sin": _periodic("sin"),
    "cos": _periodic("cos"),
    "tan": _quotient("sin", "cos"),
    "cot": _quotient("cos", "sin"),
    "sec": _quotient("", "cos"),
    "csc": _quotient("", "sin"),
    "sinh": _hyperbolic("sinh", ""),
    "cosh": _hyperbolic("cosh", ""),
    "tanh": _hyperbolic("sinh", "cosh"),
    "coth": _hyperbolic("cosh", "sinh"),
    "sech": _hyperbolic("", "cosh"),
    "csch": _hyperbolic("", "sinh"),
    "arcsin": _inverse("asin", reciprocal=False),
    "arccos": _inverse("acos", reciprocal=False),
    "arccsc": _inverse("asin", reciprocal=True),
    "arcsec": _inverse("acos", reciprocal=True),
    "arctan": _arctan,
    "arccot": _arccot,
    "arsinh": _arsinh,
    "arcosh": _arcosh,
    "artanh": _artanh,
    "abs": _abs,
    "sgn": _sgn,
    "re": _real_part,
    "im": _imaginary_part,
    "conj": _conjugate,
    "floor": _step("floor"),
    "ceil": _step("ceil"),
    "factorial": _factorial,
    "double_factorial": _exactly("double_factorial"),
    "binomial": _binomial,
    "gcd": _exactly("gcd"),
    "lcm": _exactly("lcm"),
    "mod": _mod,
    "max": _extreme("max"),
    "min": _extreme("min"),
}
"""A rule for each row of `mathequiv.lexicon.functions` that says so."""


# ---- functions known by a letter -------------------------------------------------------------------------------------


def _gamma(run: Walk, x: Value) -> Value:
    """Euler's Γ, which has poles at 0 and the negative integers."""
    run.argument(x)
    if isinstance(x, arb) and not x > 0 and x.contains_integer():
        raise NoValueError("Γ of 0 or a negative integer", certain=x.is_integer())
    return x.gamma()


def _zeta(run: Walk, x: Value) -> Value:
    """Riemann's ζ; it has a pole at 1."""
    run.argument(x)
    if x.contains(1):
        raise NoValueError("ζ of 1", certain=False)
    return x.zeta()


def _normal(run: Walk, x: Value) -> Value:
    """Φ, the standard normal distribution's: half of 1 and the error function of its argument over √2."""
    return (1 + _erf(run, x / arb(2).sqrt())) / 2


def _multiplicative(of_power: Callable[[int, int], int]) -> Callable[[Walk, Value], Value | None]:
    """The function of an integer that is ``of_power(p, k)`` at ``p^k``, for one that trial division factors.

    Of anything else the letter may mean something else.
    """

    def rule(_run: Walk, x: Value) -> Value | None:
        if not (isinstance(x, arb) and x.is_exact() and x.is_integer() and 0 < x < MAX_FACTOR**2):
            return None
        factors = prime_factors(whole_number(x, "a divisor function", MAX_FACTOR**2))
        return arb(prod([of_power(p, count) for p, count in factors]))

    return rule


def _no_value(_run: Walk, *_values: Value) -> Value | None:
    return None


NAMED_FUNCTIONS: Final[dict[str, Callable[..., Value | None]]] = {
    "Gamma": _gamma,
    "zeta": _zeta,
    "Phi": _normal,
    "phi": _multiplicative(lambda p, count: (p - 1) * p ** (count - 1)),
    "sigma": _multiplicative(lambda p, count: (p ** (count + 1) - 1) // (p - 1)),
    "tau": _multiplicative(lambda _p, count: count + 1),
    "mu": _multiplicative(lambda _p, count: -1 if count == 1 else 0),
    **dict.fromkeys(("delta", "theta", "u", "E", "Var"), _no_value),
}
"""Applied letters that have a meaning of their own, with their value or None where it is not worked out; any other one
is a function that nobody has given."""
