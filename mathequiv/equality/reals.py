"""Order and rounding of real constants: rational ones in plain integers, the others by `certified`.

That module loads flint, so it is imported at first use.
"""

from __future__ import annotations

from typing import Final

from mathequiv.equality.rationals import Rational, is_finite_decimal, rational, rounds_rational
from mathequiv.equality.written import has_open_base, infinity_sign, is_number, with_natural_base
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Expr, Number
from mathequiv.limits import Budget

__all__ = ["FLOATING_DIGITS", "FLOATING_ERROR", "SIGNIFICANT_DIGITS", "compare_reals", "floats_to", "rounds_to"]


def compare_reals(a: Expr, b: Expr, budget: Budget) -> int | None:
    """Order of two real constants, ``±∞`` among them.

    Returns:
        -1, 0 or 1 as ``a`` is less than, equal to or greater than ``b``; None where that cannot be told.
    """
    try:
        signs = infinity_sign(a), infinity_sign(b)
        if (signs[0] and is_number(b)) or (signs[1] and is_number(a)) or (signs[0] and signs[1]):
            return (signs[0] > signs[1]) - (signs[0] < signs[1])
        left, right = rational(a), rational(b)
        if left is not None and right is not None:
            x, y = left[0] * right[1], right[0] * left[1]
            return (x > y) - (x < y)
        from mathequiv.equality.certified import order_of  # noqa: PLC0415 - loads flint

        return order_of(a, b, budget)
    except (UndefinedValue, OverLimit):
        return None


SIGNIFICANT_DIGITS: Final = 3
"""How many digits of a decimal round something at the least."""
_LEAST: Final = 10 ** (SIGNIFICANT_DIGITS - 1)


def rounds_to(decimal: Number, exact: Expr, budget: Budget, least: int = _LEAST) -> bool | None:
    """Whether ``decimal`` is a rounding or truncation of a real constant that has no finite decimal.

    Args:
        decimal: a written decimal; with fewer than three significant digits, or without a point, it rounds nothing.
        exact: the constant. One that is not provably rational counts as having no finite decimal.
        budget: where steps are counted.
        least: the least digits, as a number, that round something.

    Returns:
        None where that cannot be told.
    """
    if decimal.places is None:
        return False
    scaled = _digits(decimal)
    if scaled < least:
        return False
    try:
        value = rational(exact)
        if value is not None:
            return rounds_rational(decimal.numerator, scaled, decimal.places, value)
        return _rounds_over_bases(decimal, scaled, exact, budget)
    except UndefinedValue:
        return False
    except OverLimit:
        return None


FLOATING_DIGITS: Final = frozenset({16, 17})
"""Significant digits that a 53-bit number is shown with where rounding has disturbed it."""
SHORT_DIGITS: Final = 15
"""Significant digits of every decimal that comes back from 53 bits as it was."""
FLOATING_ERROR: Final = 1 << 50
"""A few roundings to 53 bits move a value by no more than this part of it."""


def floats_to(decimal: Number, exact: Expr, budget: Budget) -> bool:
    """Whether a decimal is what a calculation in floating point shows for a real constant (``3.3333333333333335``)."""
    if decimal.places is None or len(str(_digits(decimal))) not in FLOATING_DIGITS:
        return False
    try:
        value = rational(exact)
    except (UndefinedValue, OverLimit):
        return False
    if value is not None and is_finite_decimal(value[1]) and not _is_short_of(decimal, value):
        return False
    whole = 2 * FLOATING_ERROR  # what is shown of a root or a quotient was rounded once or twice
    ends = [Number(decimal.numerator * whole, decimal.denominator * (whole + part)) for part in (-1, 1)]
    low, high = ends if decimal.numerator < 0 else ends[::-1]
    above, below = compare_reals(exact, low, budget), compare_reals(exact, high, budget)
    return above is not None and below is not None and above >= 0 >= below


def _is_short_of(decimal: Number, value: Rational) -> bool:
    """Whether a rational number is the short decimal that one of 16 or 17 digits comes from."""
    digits = _digits(decimal)
    left_out = 10 ** (len(str(digits)) - SHORT_DIGITS)
    short = (digits + left_out // 2) // left_out * left_out
    return bool(abs(value[0]) * 10 ** (decimal.places or 0) == short * value[1])


def _digits(decimal: Number) -> int:
    """The digits of a decimal as an integer."""
    return abs(decimal.numerator) * int(10 ** (decimal.places or 0)) // decimal.denominator


def _rounds_over_bases(decimal: Number, scaled: int, exact: Expr, budget: Budget) -> bool | None:
    from mathequiv.equality.certified import rounds_real  # noqa: PLC0415 - loads flint

    found = rounds_real(decimal, scaled, exact, budget)
    if found or not has_open_base(exact):
        return found
    natural = rounds_real(decimal, scaled, with_natural_base(exact), budget)
    return True if natural else None if found is None else natural
