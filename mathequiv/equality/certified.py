"""Order and rounding of real constants by certified enclosures, for `mathequiv.equality.reals`."""

from __future__ import annotations

from typing import Final

from mathequiv.equality.algebra.normal_form import NoFormError
from mathequiv.equality.decision import is_defined, put_in_form
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.numbers.balls import Ball, Undefined
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rationals import rounds_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_PRECISION, Budget

__all__ = ["order_of", "rounds_real"]

_FIRST_BITS: Final = 128
_MORE_PLACES: Final = 6
"""A value that agrees with a decimal of so many more places may be that decimal."""
_BITS_PER_DIGIT: Final = 4


def order_of(a: Expr, b: Expr, budget: Budget) -> int | None:
    """As `mathequiv.equality.reals.compare_reals`, for any two constants.

    Raises:
        OverLimit: the budget is spent.
    """
    left, right = infinity_sign(a), infinity_sign(b)
    if left or right:
        finite = b if left else a
        if not (left and right) and (free_symbols(finite) or _sign(finite, _FIRST_BITS, budget) is _NOT_REAL):
            return None
        return (left > right) - (left < right)
    difference = Add((a, Neg(b)))
    sign = _sign(difference, _FIRST_BITS, budget)
    if isinstance(sign, int):
        return sign
    result = compare_expressions(a, b, budget)
    if result is not None and result.equivalent:
        return 0 if sign is None else None
    bits = 2 * _FIRST_BITS
    while bits <= MAX_PRECISION and sign is None:
        sign = _sign(difference, bits, budget)
        bits *= 2
    return sign if isinstance(sign, int) else None


_NOT_REAL: Final = "not real"


def _sign(expr: Expr, bits: int, budget: Budget) -> int | str | None:
    ball = enclose(expr, {}, bits, complex_=False, budget=budget)
    if isinstance(ball, Undefined):
        return _NOT_REAL if ball.certain or ball.unsupported else None
    return ball.sign()


def rounds_real(decimal: Number, scaled: int, exact: Expr, budget: Budget) -> bool | None:
    """As `mathequiv.equality.reals.rounds_to`, for a constant not computed by rational arithmetic.

    Raises:
        OverLimit: the budget is spent.
        UndefinedValue: the constant certainly has no value.
    """
    if free_symbols(exact) or infinity_sign(exact):
        return False
    places = decimal.places or 0
    try:
        forms = put_in_form(exact, exact, complex_=False, budget=budget)
    except NoFormError:
        return False
    known = None if forms is None else forms.nf.rational_of(forms.left)
    if known is not None:
        return bool(is_defined(exact, budget)) and rounds_rational(decimal.numerator, scaled, places, known)
    bits = _FIRST_BITS + _BITS_PER_DIGIT * (places + _MORE_PLACES) + 2 * scaled.bit_length()
    if _may_be_decimal(exact, places + _MORE_PLACES, bits, budget):
        return False
    size = exact if decimal.numerator > 0 else Neg(exact)
    offset = Add((Mul((size, Number(10**places))), Number(-scaled)))
    above = _sign(Add((offset, Number(1, 2))), bits, budget)
    below = _sign(Add((offset, Number(-1))), bits, budget)
    if not isinstance(above, int) or not isinstance(below, int):
        return None
    return above >= 0 and below < 0


def _may_be_decimal(exact: Expr, places: int, bits: int, budget: Budget) -> bool:
    """Whether the value may be a decimal of so many places, or is no real number."""
    ball = enclose(Mul((exact, Number(10**places))), {}, bits, complex_=False, budget=budget)
    return not isinstance(ball, Ball) or not ball.real or ball.near_integer()
