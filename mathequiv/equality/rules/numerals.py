"""Numerals in a base and times of day against scalars of every sort."""

from __future__ import annotations

from typing import Final

from mathequiv.equality.outcome import Context, different, equal, mismatch
from mathequiv.finding import Finding
from mathequiv.latex.expr import Clock, Expr, Mul, Number, Numeral, Percent, Quantity, Ratio, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.verdict import Convention, Exact, Mismatch, Witness

__all__ = ["kind_of", "match_clock", "match_numeral", "may_be_times"]

_KINDS: Final = {
    Percent: "percent",
    Quantity: "quantity",
    Numeral: "numeral in a base",
    Ratio: "ratio",
    Clock: "time of day",
}


def kind_of(expr: Expr) -> str:
    """What a scalar of this sort is called in reasons."""
    return _KINDS.get(type(expr), "plain value")


def match_numeral(a: Numeral, b: Expr, ctx: Context) -> Finding | None:
    """A numeral in a base against any scalar: by its digits, never by its decimal value."""
    if isinstance(b, Numeral):
        if a.base != b.base:
            return mismatch("base", "base", str(a.base), str(b.base))
        if _digits(a.digits) == _digits(b.digits):
            return equal("base", "same digits and base", Exact("digits"))
        return different("base", "the digits differ", Witness((), to_text(a), to_text(b)))
    bare = _bare_digits(b) or _lettered_digits(b)
    if bare is None or ctx.transitive:
        return mismatch("base", "kind", "numeral in a base", kind_of(b))
    if bare == _digits(a.digits) and a.prefixed and bare.isdecimal() and len(bare) > 1:
        return different("base", "a numeral of a program is no decimal one", Mismatch("base", str(a.base), "10"))
    if bare == _digits(a.digits):
        return equal("base_dropped", "same digits; the base is missing on one side", Convention("base_dropped"))
    if _has_value(a, bare):
        reason = "a numeral in a base is not compared with its decimal value"
        return different("base", reason, Mismatch("kind", "numeral in a base", "decimal value"))
    return different("base", "the digits differ", Witness((), to_text(a), bare))


def _has_value(numeral: Numeral, bare: str) -> bool:
    try:
        return str(int(numeral.digits, numeral.base)) == bare
    except ValueError:
        return False


def _digits(digits: str) -> str:
    return digits.upper().lstrip("0") or "0"


def _bare_digits(expr: Expr) -> str | None:
    if isinstance(expr, Number) and expr.denominator == 1 and expr.places is None and expr.numerator >= 0:
        return str(expr.numerator)
    return None


def _lettered_digits(expr: Expr) -> str | None:
    """``7AF`` as digits: a product of numerals and capital letters as it was written."""
    factors = expr.factors if isinstance(expr, Mul) else ()
    parts = [f.name if isinstance(f, Symbol) else _bare_digits(f) for f in factors]
    digits = "".join([part for part in parts if part is not None])
    single = all(len(f.name) == 1 for f in factors if isinstance(f, Symbol))
    return digits if None not in parts and single and digits.isalnum() and digits.isupper() else None


def match_clock(a: Clock, b: Expr) -> Finding | None:
    """A time of day against any scalar; ``2:15`` and ``9am`` are times beside one that is certain."""
    other = _as_clock(b)
    if other is None:
        return mismatch("time", "kind", "time of day", kind_of(b))
    if a.half and other.half and a.half != other.half and _on_24(a) != _on_24(other):
        return mismatch("time", "half of the day", a.half, other.half)
    alike = (a.hours, a.minutes) == (other.hours, other.minutes)
    if alike and bool(a.half) is not bool(other.half):
        return equal("time", "the same time; one side does not say which half of the day", Convention("time"))
    if alike or _on_24(a) == _on_24(other):
        return equal("time", "the same time", Exact("hours and minutes"))
    return different("time", "the times differ", Witness((), to_text(a), to_text(other)))


def _on_24(clock: Clock) -> tuple[int, int]:
    hours = clock.hours % 12 + (12 if clock.half == "pm" else 0) if clock.half else clock.hours
    return hours, clock.minutes


def may_be_times(a: Ratio, b: Ratio) -> bool:
    """Whether two ratios may both be times of day (``3:12`` among other values)."""
    return _as_clock(a) is not None and _as_clock(b) is not None


def _as_clock(expr: Expr) -> Clock | None:
    if isinstance(expr, Clock):
        return expr
    if isinstance(expr, Ratio) and len(expr.parts) == 2:
        hours, minutes = expr.parts
        if isinstance(hours, Number) and isinstance(minutes, Number):
            whole = hours.denominator == minutes.denominator == 1 and hours.places is minutes.places is None
            whole = whole and (expr.timely or minutes.numerator > 9)  # minutes are written with two digits
            if whole and 0 <= hours.numerator <= 24 and 0 <= minutes.numerator < 60:
                return Clock(hours.numerator, minutes.numerator, "")
    return _glued_clock(expr)


def _glued_clock(expr: Expr) -> Clock | None:
    """``9am``: a product by itself."""
    match expr:
        case Mul(
            factors=(Number(numerator=hours, denominator=1, places=None), Symbol(name=half), Symbol(name="m" | "M"))
        ):
            if half in _HALVES and 0 < hours <= 12:
                return Clock(hours, 0, _HALVES[half])
    return None


_HALVES: Final = {"a": "am", "A": "am", "p": "pm", "P": "pm"}
