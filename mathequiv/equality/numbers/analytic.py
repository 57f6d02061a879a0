"""Integrands as functions of complex balls, for rigorous quadrature; run only by `enclosure`, under its lock.

A compiled integrand takes a ball and the flag of `acb.integral`: with the flag set it must give a ball that is not
finite wherever the function may fail to be analytic (F. Johansson, "Numerical integration in arbitrary-precision ball
arithmetic", ICMS 2018). Without it only real arguments count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

from flint import acb, arb, fmpz

from mathequiv.equality.numbers.ball_functions import NoValueError, Value
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Percent, Pow, Root, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_BALL_EXPONENT

__all__ = ["Integrand", "Values", "compile_integrand"]

Integrand: TypeAlias = Callable[[Any, bool], Any]


class Values(Protocol):
    """What the compiler asks of the evaluation that it runs in: the values of what does not vary."""

    complex: bool

    def value(self, expr: Expr) -> Value:
        """The ball of a constant subexpression."""


class _Compiler:
    """Compiles trees in one variable.

    Attributes:
        name: the variable.
        off_domain: set once a real argument was met at which the function is not real in a real evaluation.
    """

    __slots__ = ("complex", "name", "off_domain", "run")

    def __init__(self, run: Values, name: str) -> None:
        self.run = run
        self.complex = run.complex
        self.name = name
        self.off_domain = False

    def of(self, expr: Expr) -> Integrand:
        if self.name not in free_symbols(expr):
            fixed = acb(self.run.value(expr))
            return lambda _z, _a: fixed
        if type(expr) is Symbol:
            return lambda z, _a: z
        rule = _RULES.get(type(expr))
        if rule is None:
            raise NoValueError(f"no quadrature of {type(expr).__name__}", certain=False, unsupported=True)
        return rule(self, expr)

    def check_real(self, z: Any, inside: bool) -> None:
        """Note a real argument that is certainly outside the domain of a real function."""
        if not inside and not self.complex and z.imag.is_zero():
            self.off_domain = True


def compile_integrand(expr: Expr, name: str, run: Values) -> tuple[Integrand, Callable[[], bool]]:
    """``expr`` as a function of ``name``.

    Args:
        expr: a scalar tree.
        name: the variable of integration.
        run: where what does not vary is evaluated.

    Returns:
        The function, and whether it met a real argument off the real domain so far.

    Raises:
        NoValueError: a constant part has no value, or a node has no rule here.
    """
    compiler = _Compiler(run, name)
    function = compiler.of(expr)
    return function, lambda: compiler.off_domain


_NAN: Final = acb("nan")


def _add(c: _Compiler, expr: Add) -> Integrand:
    parts = [c.of(term) for term in expr.terms]

    def rule(z: Any, a: bool) -> Any:
        total = parts[0](z, a)
        for part in parts[1:]:
            total = total + part(z, a)
        return total

    return rule


def _mul(c: _Compiler, expr: Mul) -> Integrand:
    parts = [c.of(factor) for factor in expr.factors]

    def rule(z: Any, a: bool) -> Any:
        product = parts[0](z, a)
        for part in parts[1:]:
            product = product * part(z, a)
        return product

    return rule


def _div(c: _Compiler, expr: Div) -> Integrand:
    above, below = c.of(expr.numerator), c.of(expr.denominator)
    return lambda z, a: above(z, a) / below(z, a)


def _neg(c: _Compiler, expr: Neg) -> Integrand:
    inner = c.of(expr.arg)
    return lambda z, a: -inner(z, a)


def _percent(c: _Compiler, expr: Percent) -> Integrand:
    inner = c.of(expr.value)
    return lambda z, a: inner(z, a) / 100


def _pow(c: _Compiler, expr: Pow) -> Integrand:
    return _powers(c, expr.base, expr.exponent, known_rational(expr.exponent))


def _root(c: _Compiler, expr: Root) -> Integrand:
    index = known_rational(expr.index)
    if index is None or index[0] == 0:
        raise NoValueError("a root of unknown index", certain=False, unsupported=True)
    sign = 1 if index[0] > 0 else -1
    return _powers(c, expr.radicand, Div(Number(1), expr.index), (sign * index[1], abs(index[0])))


def _powers(c: _Compiler, base: Expr, exponent: Expr, fixed: tuple[int, int] | None) -> Integrand:
    if fixed is not None:
        return _rational_power(c, c.of(base), *fixed)
    power = c.of(exponent)
    if isinstance(base, Constant) and base.name == "e":
        return lambda z, a: power(z, a).exp()
    under = c.of(base)

    def rule(z: Any, a: bool) -> Any:
        below = under(z, a)
        c.check_real(below, not below.real < 0)
        return (below.log(analytic=a) * power(z, a)).exp()

    return rule


def _rational_power(c: _Compiler, under: Integrand, p: int, q: int) -> Integrand:
    if max(abs(p), q) > MAX_BALL_EXPONENT:
        raise NoValueError("an exponent too large", certain=False)
    if q == 1:
        whole = fmpz(p)
        return lambda z, a: under(z, a) ** whole
    if q % 2 == 0 or c.complex:
        exponent = acb(arb(p) / q)

        def even(z: Any, a: bool) -> Any:
            below = under(z, a)
            c.check_real(below, not below.real < 0)
            if q == 2:
                return below.sqrt(analytic=a) ** fmpz(p) if p > 0 else below.rsqrt(analytic=a) ** fmpz(-p)
            return below.pow(exponent, analytic=a)

        return even
    return _odd_power(under, p, q)


def _odd_power(under: Integrand, p: int, q: int) -> Integrand:
    """Odd roots of negatives are real: on the left half-plane the function is that of ``-z`` with a sign."""
    exponent = acb(arb(p) / q)

    def rule(z: Any, a: bool) -> Any:
        below = under(z, a)
        if below.real < 0:
            value = (-below).pow(exponent, analytic=a)
            return -value if p % 2 else value
        if below.real > 0:
            return below.pow(exponent, analytic=a)
        if a or p < 0:
            return _NAN
        size = below.abs_upper() ** (arb(p) / q)
        return acb((-size).union(size))

    return rule


def _meromorphic(name: str) -> Callable[[_Compiler, Integrand], Integrand]:
    def rule(_c: _Compiler, inner: Integrand) -> Integrand:
        return lambda z, a: getattr(inner(z, a), name)()

    return rule


def _logarithm(c: _Compiler, inner: Integrand) -> Integrand:
    def rule(z: Any, a: bool) -> Any:
        x = inner(z, a)
        c.check_real(x, not x.real < 0)
        return x.log(analytic=a)

    return rule


def _common_logarithm(c: _Compiler, inner: Integrand) -> Integrand:
    natural = _logarithm(c, inner)
    scale = acb(arb(10).log())
    return lambda z, a: natural(z, a) / scale


def _with_cut(name: str, clear: Callable[[Any], bool], inside: Callable[[Any], bool]) -> Callable[..., Integrand]:
    """A function with branch cuts: ``clear`` if a ball certainly meets none, ``inside`` if a real one may be fine."""

    def make(c: _Compiler, inner: Integrand) -> Integrand:
        def rule(z: Any, a: bool) -> Any:
            x = inner(z, a)
            c.check_real(x, inside(x.real))
            if a and not clear(x):
                return _NAN
            return getattr(x, name)()

        return rule

    return make


def _off_imaginary_cut(x: Any) -> bool:
    return bool(not x.real.contains(0) or abs(x.imag) < 1)


def _off_outer_cut(x: Any) -> bool:
    return bool(not x.imag.contains(0) or abs(x.real) < 1)


def _everywhere(_x: Any) -> bool:
    return True


def _real_function(name: str) -> Callable[[_Compiler, Integrand], Integrand]:
    def rule(_c: _Compiler, inner: Integrand) -> Integrand:
        return lambda z, a: getattr(inner(z, a), name)(analytic=a)

    return rule


_FUNCTIONS: Final[dict[str, Callable[[_Compiler, Integrand], Integrand]]] = {
    **{
        name: _meromorphic(name)
        for name in ("exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch")
    },
    "erf": _meromorphic("erf"),
    "ln": _logarithm,
    "log": _common_logarithm,
    "arctan": _with_cut("atan", _off_imaginary_cut, _everywhere),
    "arsinh": _with_cut("asinh", _off_imaginary_cut, _everywhere),
    "arcsin": _with_cut("asin", _off_outer_cut, lambda x: not abs(x) > 1),
    "arccos": _with_cut("acos", _off_outer_cut, lambda x: not abs(x) > 1),
    "artanh": _with_cut("atanh", _off_outer_cut, lambda x: not abs(x) > 1),
    "arcosh": _with_cut("acosh", lambda x: bool(not x.imag.contains(0) or x.real > 1), lambda x: not x < 1),
    "abs": _real_function("real_abs"),
    "sgn": _real_function("real_sgn"),
    "floor": _real_function("real_floor"),
    "ceil": _real_function("real_ceil"),
}


def _call(c: _Compiler, expr: Call) -> Integrand:
    if len(expr.args) == 2 and expr.name in ("max", "min"):
        return _extreme(c, expr)
    if len(expr.args) == 2 and expr.name == "log":
        base = acb(c.run.value(expr.args[1])).log()
        natural = _logarithm(c, c.of(expr.args[0]))
        return lambda z, a: natural(z, a) / base
    rule = _FUNCTIONS.get(expr.name)
    if rule is None or len(expr.args) != 1:
        raise NoValueError(f"no quadrature of {expr.name}", certain=False, unsupported=True)
    return rule(c, c.of(expr.args[0]))


def _extreme(c: _Compiler, expr: Call) -> Integrand:
    left, right = c.of(expr.args[0]), c.of(expr.args[1])
    name = f"real_{expr.name}"
    return lambda z, a: getattr(left(z, a), name)(right(z, a), analytic=a)


_RULES: Final[dict[type, Callable[..., Integrand]]] = {
    Add: _add,
    Mul: _mul,
    Div: _div,
    Neg: _neg,
    Percent: _percent,
    Pow: _pow,
    Root: _root,
    Call: _call,
}
