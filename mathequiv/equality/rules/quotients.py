r"""Equations between products: ``d\sin\theta = m\lambda`` and ``\sin\theta = \frac{m\lambda}d`` are one.

Each side is taken apart into factors as they are written. Two such equations are one if the same powers of the same
factors are 1 by both, and what the one is divided by for the other is shown not to be zero by a denominator.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final, TypeAlias

from mathequiv.answers.kinds import Equation
from mathequiv.equality.outcome import Context, different, equal
from mathequiv.equality.rationals import known_rational
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Ratio, Symbol
from mathequiv.latex.trees import at, free_symbols, walk
from mathequiv.limits import MAX_ITEMS
from mathequiv.verdict import Exact, Witness

__all__ = ["exponential_form", "is_one_curve", "match_products"]

_ONE: Final = Number(1)
Factors: TypeAlias = list[tuple[Expr, Expr]]
"""Bases, each once, with their exponents."""


def match_products(a: Equation, b: Equation, ctx: Context) -> Finding | None:
    """EQUIVALENT or DIFFERENT for two equations between products in several names; None where it is not told."""
    left, right = _factors(a, ctx), _factors(b, ctx)
    if left is None or right is None:
        return None
    if _is_one(_times(left, right, -1, ctx), ctx):
        factor = _times(_side(a.left, ctx), _side(b.left, ctx), -1, ctx)
    elif _is_one(_times(left, right, 1, ctx), ctx):
        factor = _times(_side(a.left, ctx), _side(b.right, ctx), -1, ctx)
    else:
        found = _apart(left, b, ctx)
        return found if found is not None and found.equivalent else _apart(right, a, ctx)
    divisors = {base for side in (a.left, a.right, b.left, b.right) for base in _divisors(side)}
    if not all(base in divisors or not free_symbols(base) for base, _ in factor):
        return None
    return equal("equation", "one equation is the other divided by what is not zero", Exact("the same factors"))


def _factors(equation: Equation, ctx: Context) -> Factors | None:
    """What is 1 by an equation, as factors; None where a side is a sum or zero."""
    sides = [_side(side, ctx) for side in (equation.left, equation.right)]
    if any(isinstance(base, Number) and not base.numerator for side in sides for base, _ in side):
        return None
    found = _times(sides[0], sides[1], -1, ctx)
    names = {name for base, exponent in found for name in free_symbols(base) | free_symbols(exponent)}
    return found if len(names) > 1 and len(found) <= MAX_ITEMS else None


def _side(expr: Expr, ctx: Context) -> Factors:
    return _collected(_parts(expr, _ONE), ctx)


def _parts(expr: Expr, exponent: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The factors of an expression, each to a power; a sum is one factor."""
    match expr:
        case Mul(factors=factors):
            for factor in factors:
                yield from _parts(factor, exponent)
        case Div(numerator=above, denominator=below) | Ratio(parts=(above, below)):
            yield from _parts(above, exponent)
            yield from _parts(below, Neg(exponent))
        case Pow(base=base, exponent=power) if _distributes(base, power):
            yield from _parts(base, Mul((power, exponent)))
        case Neg(arg=arg):
            yield (Number(-1), exponent)
            yield from _parts(arg, exponent)
        case _:
            yield (expr, exponent)


def _distributes(base: Expr, power: Expr) -> bool:
    r"""Whether a power is the product of those of the factors: not ``(x^2)^{1/2}``, which is ``|x|``.

    A power that is no integer is taken of a name; one that is a name (``V^\gamma``) wants positive factors as well.
    """
    if isinstance(base, (Symbol, Number, Constant)):
        return True
    known = known_rational(power)
    return not any(isinstance(node, (Pow, Neg)) for node in walk(base)) if known is None else known[1] == 1


def _collected(parts: Iterator[tuple[Expr, Expr]], ctx: Context) -> Factors:
    found: dict[Expr, list[Expr]] = {}
    for base, exponent in parts:
        found.setdefault(base, []).append(exponent)
    sums = [(base, exponents[0] if len(exponents) == 1 else Add(tuple(exponents))) for base, exponents in found.items()]
    return [(base, exponent) for base, exponent in sums if not _is_zero(exponent, ctx)]


def _is_zero(expr: Expr, ctx: Context) -> bool:
    result = ctx.compare(expr, Number(0))
    return result is not None and result.verdict is EQUIVALENT


def _times(left: Factors, right: Factors, power: int, ctx: Context) -> Factors:
    """One product times a power of another."""
    raised = [(base, Mul((Number(power), exponent))) for base, exponent in right]
    return _collected(iter((*left, *raised)), ctx)


def _is_one(factors: Factors, ctx: Context) -> bool:
    """Whether nothing is left, or numbers whose product is 1."""
    if any(free_symbols(base) or free_symbols(exponent) for base, exponent in factors):
        return False
    if not factors:
        return True
    result = ctx.compare(_product(factors), _ONE)
    return result is not None and result.verdict is EQUIVALENT


def _product(factors: Factors) -> Expr:
    return Mul((_ONE, *[Pow(base, exponent) for base, exponent in factors]))


def _divisors(expr: Expr) -> Iterator[Expr]:
    """Factors of what an expression is divided by."""
    match expr:
        case Mul(factors=factors):
            yield from chain.from_iterable(map(_divisors, factors))
        case Div(numerator=above, denominator=below) | Ratio(parts=(above, below)):
            yield from _divisors(above)
            yield from [base for base, _ in _parts(below, _ONE)]
        case Pow(base=base, exponent=Neg()):
            yield from [factor for factor, _ in _parts(base, _ONE)]
        case Pow(base=base) | Neg(arg=base):
            yield from _divisors(base)


def _apart(factors: Factors, by: Equation, ctx: Context) -> Finding | None:
    """DIFFERENT where the name that one product solves for is not what the other equation says of it."""
    named = free_symbols(by.left) | free_symbols(by.right)
    for base, exponent in factors:
        others = [(one, power) for one, power in factors if one != base]
        sign = _sign_of_power(base, exponent, others, ctx)
        if not sign or not isinstance(base, Symbol) or base.name not in named:
            continue
        point = {base.name: _product([(one, Neg(power) if sign > 0 else power) for one, power in others])}
        result = ctx.compare(at(by.left, point), at(by.right, point))
        if result is not None and isinstance(result.evidence, Witness):
            return different("equation", f"{base.name} is not the same by both", result.evidence)
        return None
    return None


def _sign_of_power(base: Expr, exponent: Expr, others: Factors, ctx: Context) -> int:
    """1 or -1 where a factor is a name to this power and in no other factor, else 0."""
    held = {name for one, power in others for name in free_symbols(one) | free_symbols(power)}
    if not isinstance(base, Symbol) or base.name in held or free_symbols(exponent):
        return 0
    if _is_zero(Add((exponent, Neg(_ONE))), ctx):
        return 1
    return -1 if _is_zero(Add((exponent, _ONE)), ctx) else 0


# --- logarithms -------------------------------------------------------------------------------------------------------


def exponential_form(equation: Equation) -> Equation | None:
    r"""``\ln k = …`` as ``k = e^{…}``; None for an equation without a logarithm by itself on a side."""
    for one, other in ((equation.left, equation.right), (equation.right, equation.left)):
        match one:
            case Call(name="ln", args=(inside,)):
                return Equation(inside, Pow(Constant("e"), other))
            case Call(name="log", args=(inside, base)):
                return Equation(inside, Pow(base, other))
    return None


# --- polar curves -----------------------------------------------------------------------------------------------------


def is_one_curve(a: Equation, b: Equation, ctx: Context) -> bool:
    r"""Whether ``\rho^2 = 4\rho\cos\theta`` and ``\rho = 4\cos\theta`` are one curve, which goes through the pole."""
    names = [free_symbols(side.left) | free_symbols(side.right) for side in (a, b)]
    radii = names[0] & _RADII
    if len(radii) != 1 or names[0] != names[1] or names[0] != radii | {"theta"}:
        return False
    (radius,) = radii
    gaps = [Add((side.left, Neg(side.right))) for side in (a, b)]
    for longer, shorter in (gaps, gaps[::-1]):
        result = ctx.compare(longer, Mul((Symbol(radius), shorter)))
        if result is not None and result.equivalent:
            pole = at(shorter, {radius: Number(0)})
            return any(_is_zero(at(pole, {"theta": angle}), ctx) for angle in _ANGLES)
    return False


_RADII: Final = frozenset({"r", "rho"})
_ANGLES: Final = tuple(Mul((Number(n, 12), Constant("pi"))) for n in range(24))
