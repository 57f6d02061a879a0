"""Values of SymPy expressions at rational points, with error bounds; imported in the worker process only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Expr, Float, Integer, Rational, S, Symbol
from sympy.core.function import AppliedUndef
from sympy.polys.polyerrors import BasePolynomialError
from sympy.series.gruntz import PoleError

from mathequiv.limits import SYMBOLIC_MAX_TERMS

__all__ = ["Point", "Value", "attempt", "differ", "evaluate", "points", "show"]

DIGITS = 60
_WORKING = 400  # digits that evalf may go up to against cancellation
_ROUGH = Float(
    "1e-6", DIGITS
)  # relative gap that quadrature and series acceleration must show: their errors are estimates
_SHARP = Float("1e-30", DIGITS)
_SMALL = Float("1e-40", DIGITS)
_TINY = Float("1e-58", DIGITS)
_LEAST_BITS = 60
_ERRORS = (
    ArithmeticError,
    AttributeError,
    BasePolynomialError,
    LookupError,
    NotImplementedError,
    PoleError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What SymPy raises where it cannot do what it is asked: `evalf` of a divergent sum TypeError or ValueError, `simplify`
of sums with sums in them StopIteration."""


def attempt(function: Callable[..., Any], *args: Any, **options: Any) -> Any | None:
    """What SymPy's ``function`` returns, None where it gives up with one of its own errors."""
    try:
        return function(*args, **options)
    except _ERRORS:
        return None


Point = dict[Symbol, Rational]

_FRACTIONS = ((3, 4, 11), (17, 3, 13), (-5, 4, 17), (23, 6, 9), (-31, 7, 12))
_INTEGERS = (3, 6, 1, 4, 7)


def points(symbols: set[Symbol]) -> Iterator[Point]:
    """Sample points for ``symbols``: rational ones of both signs, inside and outside the unit disc, then integers.

    The same pair meets the same points everywhere. Integer variables get integers of both parities.
    """
    names = sorted(symbols, key=lambda symbol: str(symbol.name))
    if not names:
        yield {}
        return
    for (numerator, step, denominator), whole in zip(_FRACTIONS, _INTEGERS, strict=True):
        yield {
            name: Integer(whole + index) if name.is_integer else Rational(numerator + step * index, denominator + index)
            for index, name in enumerate(names)
        }
    if not all(name.is_integer for name in names):
        for start in (2, 5):
            yield {name: Integer(start + 2 * index) for index, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Value:
    """A finite number, a bound for its error, and whether that is an estimate (``rough``) of quadrature or a series."""

    real: Float
    imaginary: Float
    error: Float
    rough: bool

    @property
    def is_real(self) -> bool:
        """Whether the imaginary part is zero within its error."""
        return bool(abs(self.imaginary) <= self.error)


def evaluate(expr: Expr, point: Point) -> Value | None:
    """The value of ``expr`` at ``point``, None where there is none or none that can be trusted."""
    placed = attempt(expr.xreplace, point)
    if placed is None or placed.free_symbols:
        return None
    if placed.has(AppliedUndef, sympy.Limit, sympy.Derivative) or not _summable(placed):
        return None
    rough = placed.has(sympy.Sum, sympy.Product, sympy.Integral)
    found = attempt(placed.evalf, DIGITS, maxn=DIGITS if rough else _WORKING)
    parts = None if found is None else attempt(found.as_real_imag)
    if parts is None or not all(part.is_Float or part.is_Rational for part in parts):
        return None
    errors = [error for part in parts if (error := _error(part, rough)) is not None]
    if len(errors) < len(parts):
        return None
    real, imaginary = (Float(part, DIGITS) for part in parts)
    return Value(real, imaginary, sum(errors, _TINY * (1 + abs(real) + abs(imaginary))), rough)


def _error(part: Expr, rough: bool) -> Float | None:
    """Error of one part of a value, from the precision that evalf leaves on it; None if too little is left.

    Full cancellation leaves a number near zero without any: a zero if it is no estimate.
    """
    if not part.is_Float:
        return Float(0, DIGITS)
    size, bits = abs(Float(part, DIGITS)), part._prec  # noqa: SLF001 - the accuracy is kept nowhere else
    if bits >= _LEAST_BITS:
        return size * Float(2, DIGITS) ** (4 - bits)
    return _SMALL if not rough and size < _SMALL else None


def _summable(expr: Expr) -> bool:
    """Whether SymPy's numerical sums and products in ``expr`` can be trusted and end.

    Infinite products are extrapolated without a bound, and a sum that may diverge gives a number or no end.
    """
    for fold in expr.atoms(sympy.Sum, sympy.Product):
        for _, low, high in fold.limits:
            if low.is_Integer and high.is_Integer:
                if high - low > SYMBOLIC_MAX_TERMS:
                    return False
            elif isinstance(fold, sympy.Product) or attempt(fold.is_convergent) is not S.true:
                return False
    return True


def differ(left: Value, right: Value) -> bool | None:
    """True if two values are clearly apart, False if they agree within small errors, None if that cannot be told."""
    gap = max(abs(left.real - right.real), abs(left.imaginary - right.imaginary))
    scale = max(abs(left.real), abs(left.imaginary), abs(right.real), abs(right.imaginary))
    error = left.error + right.error
    margin = scale * (_ROUGH if left.rough or right.rough else _SHARP)
    if gap > margin + 1000 * error:
        return True
    return False if gap <= margin + error and error <= max(margin, _SHARP) else None


def show(value: Value) -> str:
    """``value`` with thirty digits."""
    real = str(sympy.N(value.real, 30))
    if value.is_real:
        return real
    return f"{real} + {sympy.N(value.imaginary, 30)}i"
