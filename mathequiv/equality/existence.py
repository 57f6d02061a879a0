"""Whether the sums, integrals and limits of an expression are known to have values, so that they may cancel.

Known are: what has finitely many terms; integrals over a bounded interval of what has no pole or corner there; series
and integrals to infinity of rational functions that fall off fast enough; geometric series; limits at points where the
body has a value and no corner. What is not known is left to SymPy.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mathequiv.equality.algebra.normal_form import NoFormError, Normalizer
from mathequiv.equality.algebra.polynomials import Poly
from mathequiv.equality.calculus.build import ONE, apart, multiply
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.cells import Polynomial, cut_points
from mathequiv.equality.numbers.corners import corners
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Apply, Call, Constant, Div, Expr, Folded, Limit, Mul, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, node_types, rebuild, walk
from mathequiv.lexicon.functions import SMOOTH
from mathequiv.limits import Budget

__all__ = ["all_exist"]


def all_exist(expr: Expr, budget: Budget) -> bool:
    """Whether every sum, product, integral and limit in ``expr`` is known to have a value.

    Raises:
        OverLimit: the budget is spent.
    """
    return all(_exists(node, budget) for node in walk(expr) if isinstance(node, (Folded, Limit)))


def _exists(node: Folded | Limit, budget: Budget) -> bool:
    if isinstance(node, Limit):
        return _limit_exists(node, budget)
    if node.low is None or node.high is None:
        return True
    if node.kind == "integral":
        return _is_unknown(node.body) or _integral_exists(node, budget)
    return not infinity_sign(node.high) or _series_exists(node, budget)


def _is_unknown(body: Expr) -> bool:
    """A function that nobody has given is one that can be integrated."""
    return Apply in node_types(body) or any(isinstance(n, Symbol) and "'" in n.name for n in walk(body))


def _limit_exists(node: Limit, budget: Budget) -> bool:
    if infinity_sign(node.target) or corners(node.body) != []:
        return False
    at_target = _put(node.body, node.variable, node.target)
    names = sorted(free_symbols(at_target))
    point = {name: Fraction(17 * k + 3, 13) for k, name in enumerate(names, 1)}
    return isinstance(enclose(at_target, point, _BITS, complex_=False, budget=budget), Ball)


_BITS: Final = 128


def _put(expr: Expr, name: str, value: Expr) -> Expr:
    if isinstance(expr, Symbol):
        return value if expr.name == name else expr
    return rebuild(expr, lambda inner: _put(inner, name, value))


# ---- integrals -------------------------------------------------------------------------------------------------------


def _integral_exists(node: Folded, budget: Budget) -> bool:
    if any(end is not None and infinity_sign(end) for end in (node.low, node.high)):
        return _falls_off(node, budget)
    return all(_is_regular(part, node, budget) for part in walk(node.body))


def _is_regular(part: Expr, node: Folded, budget: Budget) -> bool:
    """Whether a part of the integrand has no pole, and no end of its domain, between the bounds."""
    match part:
        case Call(name=name):
            return name in SMOOTH or name == "abs" or node.variable not in free_symbols(part)
        case Div(denominator=below):
            return _has_no_zero(below, node, budget)
        case Pow(base=base, exponent=exponent):
            return _is_regular_power(base, exponent) or _has_no_zero(base, node, budget)
        case Folded() | Limit():
            return False
    return not hasattr(part, "radicand") or _has_no_zero(part.radicand, node, budget)


def _is_regular_power(base: Expr, exponent: Expr) -> bool:
    power = known_rational(exponent)
    if power is None:
        return isinstance(base, (Number, Constant))
    return power[0] >= 0 and power[1] == 1


def _has_no_zero(inner: Expr, node: Folded, budget: Budget) -> bool:
    if node.variable not in free_symbols(inner):
        return True
    poly = _polynomial(inner, node.variable, budget)
    low, high = (None if end is None else known_rational(end) for end in (node.low, node.high))
    if poly is None or low is None or high is None:
        return False
    left, right = sorted((Fraction(*low), Fraction(*high)))
    return all(right < root[0] or root[1] < left for root in cut_points([poly]))


# ---- series ----------------------------------------------------------------------------------------------------------


def _series_exists(node: Folded, budget: Budget) -> bool:
    return node.kind == "sum" and (_is_geometric(node) or _falls_off(node, budget) or _is_falling_wave(node, budget))


def _is_falling_wave(node: Folded, budget: Budget) -> bool:
    r"""A sine or cosine that moves by a name at each step, times what falls off, as ``\sin(nx)/n``.

    Such sums of waves are bounded at generic values of the name, so that the series converges (Dirichlet's test).
    """
    parts = [part for part in _factors(apart(node.body, node.variable)[1]) if node.variable in free_symbols(part[0])]
    waves = [part for part, power in parts if power == 1 and isinstance(part, Call) and part.name in ("sin", "cos")]
    if len(waves) != 1 or not isinstance(waves[0], Call):
        return False
    rest = multiply(*[part if power > 0 else Div(ONE, part) for part, power in parts if part is not waves[0]])
    try:
        slope = differentiate(waves[0].args[0], node.variable)
    except NotDifferentiableError:
        return False
    moving = bool(free_symbols(slope)) and node.variable not in free_symbols(slope)
    return moving and _falls_off(Folded("sum", rest, node.variable, node.low, node.high), budget, by=1)


def _is_geometric(node: Folded) -> bool:
    """A constant times a power of a ratio less than 1 in size, as ``1/2^k`` or ``3(2/3)^k``."""
    ratios = [part for part in _factors(node.body) if node.variable in free_symbols(part[0])]
    if len(ratios) != 1:
        return False
    ((part, power),) = ratios
    if not isinstance(part, Pow) or free_symbols(part.base):
        return False
    ratio = known_rational(part.base)
    steps = [known_rational(_put(part.exponent, node.variable, Number(k))) for k in range(3)]
    if ratio is None or None in steps:
        return False
    first, second, third = (Fraction(*step) for step in steps if step is not None)
    size, slope = abs(Fraction(*ratio)), (second - first) * power
    return third - second == second - first and ((size < 1 and slope > 0) or (size > 1 and slope < 0))


def _factors(expr: Expr) -> list[tuple[Expr, int]]:
    match expr:
        case Mul(factors=factors):
            return [one for factor in factors for one in _factors(factor)]
        case Div(numerator=above, denominator=below):
            return [*_factors(above), *((part, -power) for part, power in _factors(below))]
    return [(expr, 1)]


def _falls_off(node: Folded, budget: Budget, *, by: int = 2) -> bool:
    """Whether the body is a rational function without poles in the range whose denominator's degree is more, by 2."""
    form = _form(node.body, budget)
    if form is None:
        return False
    above, below = [_in_variable(poly, node.variable, form[1]) for poly in form[0]]
    if above is None or below is None:
        return False
    least = min((*above, *below))[0]
    above, below = _shift(above, least), _shift(below, least)
    falls = max(below)[0] >= by + max(above, default=(0,))[0]
    return falls and _starts_after(node, cut_points([below]))


def _starts_after(node: Folded, poles: list[tuple[Fraction, Fraction]]) -> bool:
    """Whether the range, which goes to infinity, has no pole in it."""
    if node.low is None:
        return False
    if infinity_sign(node.low):
        return not poles and node.kind == "integral"
    low = known_rational(node.low)
    return low is not None and all(pole[1] < Fraction(*low) for pole in poles)


def _shift(poly: Polynomial, by: int) -> Polynomial:
    return {(m[0] - by,): c for m, c in poly.items()}


def _form(expr: Expr, budget: Budget) -> tuple[tuple[Poly, Poly], Callable[[int], object]] | None:
    nf = Normalizer(False, budget)
    try:
        form = nf.form(expr)
    except (NoFormError, UndefinedValue):
        return None
    except OverLimit as over:
        if over.cap == "MAX_STEPS":
            raise
        return None
    return (form.num, form.den), lambda g: nf.ring.generators[g].key


def _polynomial(expr: Expr, variable: str, budget: Budget) -> Polynomial | None:
    """Numerator of ``expr`` if it is a rational function of the variable alone, without poles."""
    found = _form(expr, budget)
    if found is None:
        return None
    (above, below), key = found
    divisor = _in_variable(below, variable, key)
    whole = _in_variable(above, variable, key)
    is_polynomial = whole is not None and min(whole, default=(0,)) >= (0,)
    return whole if is_polynomial and divisor is not None and set(divisor) == {(0,)} else None


def _in_variable(poly: Poly, variable: str, key: Callable[[int], object]) -> Polynomial | None:
    rows: Polynomial = {}
    for mono, c in poly.items():
        if len(mono) > 1 or any(key(g) != ("variable", variable) or e != int(e) for g, e in mono):
            return None
        rows[(int(mono[0][1]) if mono else 0,)] = c
    return rows
