"""What oscillates far out: sines and cosines of what grows, and powers of negative numbers."""

from __future__ import annotations

from typing import Final

from flint import arb

from mathequiv.equality.calculus.build import divide, multiply
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.numbers.growth import Bound, NoBoundError, Values, growth
from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import Add, Call, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.functions import COUNTS

__all__ = ["grows", "oscillates", "swings_steadily"]

_START: Final = 256


def oscillates(term: Expr, name: str, run: Values) -> bool:
    """Whether a term is one wave times what stays off zero far out: it has no limit there, finite or infinite."""
    return _wave(term, name, run) is not None


def swings_steadily(term: Expr, name: str, run: Values) -> bool:
    """Whether the wave of such a term has one length, so that the term has no integral to infinity either."""
    match _wave(term, name, run):
        case Call(args=(arg,)):
            try:
                return name not in free_symbols(differentiate(arg, name))
            except NotDifferentiableError:
                return False
        case _:
            return False


def _wave(term: Expr, name: str, run: Values) -> Expr | None:
    above = term.arg if isinstance(term, Neg) else term
    above, below = (above.numerator, above.denominator) if isinstance(above, Div) else (above, Number(1))
    factors = above.factors if isinstance(above, Mul) else (above,)
    found = [factor for factor in factors if _is_wave(factor, name, run)]
    if len(found) != 1:
        return None
    rest = multiply(*[factor for factor in factors if factor is not found[0]])
    low = _lower(divide(rest, below), name, run)
    stays = low is not None and bool(low.bend >= 0 and low.rate >= 0 and low.power >= 0)
    return found[0] if stays else None


def _is_wave(factor: Expr, name: str, run: Values) -> bool:
    """A wave of what grows without bound, unless its name counts and may skip heights, or ``(-1)^n``, ``(-2)^n``."""
    match factor:
        case Call(name="sin" | "cos", args=(arg,)) if name not in COUNTS:
            low = _lower(arg, name, run)
            return low is not None and grows(low)
        case Pow(base=base, exponent=exponent):
            number = known_rational(base)
            return number is not None and number[0] <= -number[1] and _counts_up(exponent, name)
        case _:
            return False


def _counts_up(exponent: Expr, name: str) -> bool:
    """Whether an exponent is the name, with a number added or not."""
    terms = exponent.terms if isinstance(exponent, Add) else (exponent,)
    rest = [known_rational(term) for term in terms if term != Symbol(name)]
    return len(rest) == len(terms) - 1 and all(value is not None and value[1] == 1 for value in rest)


def _lower(expr: Expr, name: str, run: Values) -> Bound | None:
    """A bound from below far out, None where none is known."""
    try:
        return growth(expr, name, arb(_START), run).lower
    except NoBoundError:
        return None


def grows(low: Bound) -> bool:
    """Whether a bound from below tends to infinity."""
    return bool(low.bend > 0 or (low.bend == 0 and (low.rate > 0 or (low.rate == 0 and low.power > 0))))
