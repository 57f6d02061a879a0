"""Integrals to infinity of a rational function times a sine or cosine, by residues, and of damped waves.

For ``k > 0`` and a rational ``R`` that falls off, the integral of ``R(x) e^{ikx}`` over the line is ``2πi`` times the
sum of its residues above it, and ``πi`` times one at 0, where the sine takes the pole away (Jordan's lemma; Ahlfors,
Complex Analysis, 4.5.3). Half of that is the integral from 0 where the integrand is even.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from flint import acb, arb, fmpq, fmpq_poly

from mathequiv.equality.calculus.build import multiply
from mathequiv.equality.numbers.quotients import Quotient, as_quotient
from mathequiv.latex.expr import Call, Constant, Div, Expr, Mul, Neg, Number, Pow

__all__ = ["damped", "over_line", "over_ray"]


class _Wave(NamedTuple):
    """``rest · sin(kx)`` or ``rest · cos(kx)``, with ``k > 0``."""

    rest: Quotient
    k: Any
    is_sine: bool


def over_line(body: Expr, name: str, point: Mapping[str, Fraction]) -> Any | None:
    """The integral over the whole line as a ball; None where ``body`` is of no such kind or has a pole on it.

    Args:
        body: the integrand.
        name: its variable.
        point: values of the other variables.
    """
    wave = _as_wave(body, name, point)
    return None if wave is None else _whole(wave)


def over_ray(body: Expr, name: str, point: Mapping[str, Fraction]) -> Any | None:
    """As `over_line`, from 0 to infinity; None also where the integrand is not even."""
    wave = _as_wave(body, name, point)
    if wave is None:
        return None
    mirror = fmpq_poly([0, -1])
    there, back = wave.rest.above * wave.rest.below(mirror), wave.rest.above(mirror) * wave.rest.below
    if there != (-back if wave.is_sine else back):
        return None
    whole = _whole(wave)
    return None if whole is None else whole / 2


def damped(body: Expr, name: str, point: Mapping[str, Fraction]) -> Any | None:
    """The integral from 0 to infinity of a polynomial times ``e^{-ax}`` and, if it occurs, ``sin(kx)`` or ``cos(kx)``.

    That of ``x^n e^{-sx}`` is ``n!/s^{n+1}`` where the real part of ``s`` is positive.

    Returns:
        None where ``body`` is of no such kind or ``a`` is not positive.
    """
    parts = _damped_parts(body, name, point)
    if parts is None:
        return None
    coefficients, s, is_sine = parts
    total, term = acb(0), 1 / s
    for n, coefficient in enumerate(coefficients):
        term = term * n / s if n else term
        total += term * arb(coefficient)
    return total.imag if is_sine else total.real


def _damped_parts(body: Expr, name: str, point: Mapping[str, Fraction]) -> tuple[Any, Any, bool] | None:
    """Coefficients of the polynomial, ``s``, and whether the wave is a sine."""
    factors = _factors(body)
    exponents = [exponent for factor in factors if (exponent := _exponent(factor)) is not None]
    k, is_sine, rest = _split([factor for factor in factors if _exponent(factor) is None], name, point)
    rate = _slope(as_quotient(exponents[0], name, point)) if len(exponents) == 1 else None
    poly = as_quotient(rest, name, point)
    if rate is None or not rate < 0 or k is None or poly is None or poly.below.degree() > 0:
        return None
    return poly.above.coeffs(), acb(arb(-rate), arb(-k)), is_sine


def _split(factors: list[Expr], name: str, point: Mapping[str, Fraction]) -> tuple[Any | None, bool, Expr]:
    """``k`` of the one sine or cosine of ``kx`` (0 where there is none, None where it is another), and the rest."""
    found = [factor for factor in factors if isinstance(factor, Call) and factor.name in ("sin", "cos")]
    rest = multiply(*[factor for factor in factors if factor not in found])
    if not found:
        return fmpq(0), False, rest
    wave = found[0]
    k = _slope(as_quotient(wave.args[0], name, point)) if len(found) == len(wave.args) == 1 else None
    return k, wave.name == "sin", rest


def _factors(body: Expr) -> tuple[Expr, ...]:
    match body:
        case Mul(factors=factors):
            return tuple(inner for factor in factors for inner in _factors(factor))
        case Neg(arg=arg):
            return (Number(-1), *_factors(arg))
        case Div(numerator=above, denominator=below):
            return (*_factors(above), Div(Number(1), below))
        case _:
            return (body,)


def _exponent(factor: Expr) -> Expr | None:
    match factor:
        case Pow(base=Constant(name="e"), exponent=exponent) | Call(name="exp", args=(exponent,)):
            return exponent
        case Div(denominator=Pow(base=Constant(name="e"), exponent=exponent)):
            return Neg(exponent)
        case _:
            return None


def _slope(found: Quotient | None) -> Any | None:
    """``c`` of ``cx``; None of anything else."""
    if found is None or found.below.degree() > 0 or found.above.degree() != 1 or found.above[0] != 0:
        return None
    return found.above[1]


def _as_wave(body: Expr, name: str, point: Mapping[str, Fraction]) -> _Wave | None:
    k, is_sine, other = _split(list(_factors(body)), name, point)
    rest = as_quotient(other, name, point) if k else None
    if k is None or rest is None or rest.order >= 0:
        return None
    if k < 0 and is_sine:
        rest = rest.times(Quotient(fmpq_poly([-1])))
    return _Wave(rest, abs(k), is_sine)


def _whole(wave: _Wave) -> Any | None:
    total = acb(0)
    for root, order in wave.rest.below.complex_roots():
        if root.imag.is_zero():
            if not (wave.is_sine and root == 0 and order == 1):
                return None
            total += _residue(wave, acb(0), 1) / 2
        elif root.imag > 0:
            total += _residue(wave, root, order)
        elif not root.imag < 0:
            return None
    turned = total * acb(0, 2) * arb.pi()
    return turned.imag if wave.is_sine else turned.real


def _residue(wave: _Wave, root: Any, order: int) -> Any:
    """The residue of ``rest · e^{ikx}`` at a root of the denominator of this order."""
    below = _shifted(wave.rest.below, root, 2 * order)[order:]
    above = _shifted(wave.rest.above, root, order)
    turn = acb(0, 1) * arb(wave.k)
    waves = [(turn * root).exp()]
    for j in range(1, order):
        waves.append(waves[-1] * turn / j)
    product = [sum((above[i] * waves[j - i] for i in range(j + 1)), acb(0)) for j in range(order)]
    quotient: list[Any] = []
    for j in range(order):
        known = sum((quotient[i] * below[j - i] for i in range(j)), acb(0))
        quotient.append((product[j] - known) / below[0])
    return quotient[-1]


def _shifted(poly: Any, root: Any, count: int) -> list[Any]:
    """The first coefficients of ``poly`` at ``root + t``."""
    found: list[Any] = []
    factorial = 1
    for j in range(count):
        factorial *= max(j, 1)
        coefficients = [acb(arb(value)) for value in poly.coeffs()]
        value = acb(0)
        for coefficient in reversed(coefficients):
            value = value * root + coefficient
        found.append(value / factorial)
        poly = poly.derivative()
    return found
