r"""The digits before dots (``3.14\ldots``), which a value beside them must have."""

from __future__ import annotations

from mathequiv.equality.outcome import Context, different
from mathequiv.equality.reals import compare_reals
from mathequiv.finding import Finding
from mathequiv.latex.expr import Call, Expr, Neg, Number
from mathequiv.latex.text_form import to_text
from mathequiv.verdict import Witness

__all__ = ["match_shown_digits"]


def match_shown_digits(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    r"""DIFFERENT if a constant is too far from the digits before dots to have them (``3.14169\ldots`` and π)."""
    for shown, exact in ((a, b), (b, a)):
        inside, value = (shown.arg, Neg(exact)) if isinstance(shown, Neg) else (shown, exact)
        match inside:
            case Call(name="truncated", args=(Number(places=int()) as digits,)):
                if _has_other_digits(value, digits, ctx):
                    reason = "the digits before the dots are not those of the value"
                    return different("value", reason, Witness((), to_text(a)[:80], to_text(b)[:80]))
    return None


def _has_other_digits(exact: Expr, shown: Number, ctx: Context) -> bool:
    """Whether a constant is no number that the digits are a rounding or the beginning of."""
    n, d, ten = shown.numerator, shown.denominator, 10 ** (shown.places or 0)
    low, high = Number(2 * n * ten - d, 2 * d * ten), Number(n * ten + d, d * ten)
    return compare_reals(exact, low, ctx.budget) == -1 or compare_reals(exact, high, ctx.budget) == 1
