"""The number that digits write."""

from __future__ import annotations

from math import gcd

from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Number
from mathequiv.limits import MAX_DIGITS, MAX_E_NOTATION, check

__all__ = ["number", "repeated"]


def number(text: str) -> Number:
    """The number a numeral writes.

    Args:
        text: digits with at most one point and one exponent (``12``, ``.5``, ``1e-3``).

    Raises:
        OverLimit: it has more than ``MAX_DIGITS`` digits, or an exponent over ``MAX_E_NOTATION``.
    """
    if len(text) > MAX_DIGITS:
        raise OverLimit("MAX_DIGITS", len(text))
    if text.isdecimal():
        return Number(int(text))
    mantissa, _, exponent = text.partition("e")
    whole, point, decimals = mantissa.partition(".")
    digits = int(whole + decimals)
    if not exponent:
        return _reduced(digits, len(decimals)) if point else Number(digits)
    shift = int(exponent) if len(exponent) < 6 else MAX_E_NOTATION + 1
    check("MAX_E_NOTATION", abs(shift))
    places = len(decimals) - shift
    return _reduced(digits, places) if places > 0 else Number(digits * 10**-places)


def _reduced(digits: int, places: int) -> Number:
    scale = 10**places
    common = gcd(digits, scale)
    return Number(digits // common, scale // common, places)


def repeated(text: str, cycle: str) -> Number:
    """The number that the decimal ``text`` with the digits ``cycle`` repeating after it writes.

    Raises:
        OverLimit: both together have more than ``MAX_DIGITS`` digits.
    """
    if len(text) + len(cycle) > MAX_DIGITS:
        raise OverLimit("MAX_DIGITS", len(text) + len(cycle))
    whole, _, decimals = text.partition(".")
    nines = (10 ** len(cycle) - 1) * 10 ** len(decimals)
    top = int((whole + decimals) or "0") * (10 ** len(cycle) - 1) + int(cycle)
    common = gcd(top, nines)
    return Number(top // common, nines // common)
