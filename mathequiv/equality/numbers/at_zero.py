"""Sums and waves respelled so that it can be seen where they vanish."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from mathequiv.equality.calculus.terms import collect
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Neg, Number, Pow
from mathequiv.latex.trees import free_symbols

__all__ = ["less_their_values", "turned_wave"]


def less_their_values(terms: tuple[Expr, ...]) -> list[Expr]:
    """Exponentials and cosines each less 1, where the ones cancel: the sum vanishes then as they do at 0.

    That they are 1 at 0 is not asked here: what is written is the same sum.
    """
    found = [pair for pair in map(_waving, terms) if pair is not None]
    waves = [(sign, inner) for sign, inner in found if type(inner) is not Number]
    if len(found) < len(terms) or len(waves) < 2 or sum([sign for sign, _ in found]) != 0:
        return list(terms)
    less = [(sign, Add((inner, Number(-1)))) for sign, inner in waves]
    return [inner if sign > 0 else Neg(inner) for sign, inner in less]


def _waving(term: Expr) -> tuple[int, Expr] | None:
    """An exponential, a cosine or the number 1, with its sign."""
    inner, sign = (term.arg, -1) if isinstance(term, Neg) else (term, 1)
    match inner:
        case Number(numerator=numerator, denominator=1) if abs(numerator) == 1:
            return sign * numerator, Number(1)
        case Pow(base=Constant(name="e")) | Call(name="exp" | "cos"):
            return sign, inner
    return None


def turned_wave(called: str, arg: Expr, name: str) -> Expr | None:
    r"""A sine, cosine or quotient of them of ``k\pi/2 + g`` as that of ``g`` alone; None for other arguments."""
    if called in _OF_WAVES:
        above, below = (_ONE if part is None else Call(part, (arg,)) for part in _OF_WAVES[called])
        return (
            Div(above, below)
            if (called != "tan" and _quarter_turns(arg, name) == 0) or _quarter_turns(arg, name)
            else None
        )
    turns = _quarter_turns(arg, name) if called in ("sin", "cos") and isinstance(arg, Add) else None
    if not turns:
        return None
    rest = tuple([term for term in arg.terms if name in free_symbols(term)])  # type: ignore[union-attr]
    inner = rest[0] if len(rest) == 1 else Add(rest)
    quarter = (turns + (called == "cos")) % 4  # the cosine is the sine a quarter turn on
    wave = Call("cos" if quarter % 2 else "sin", (inner,))
    return Neg(wave) if quarter > 1 else wave


_ONE: Final = Number(1)
_OF_WAVES: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "tan": ("sin", "cos"),
    "cot": ("cos", "sin"),
    "sec": (None, "cos"),
    "csc": (None, "sin"),
}
"""Functions that are quotients of waves."""


def _quarter_turns(arg: Expr, name: str) -> int | None:
    """The quarter turns that the terms of a sum without the variable add up to; None where they are no whole number."""
    terms = arg.terms if isinstance(arg, Add) else (arg,)
    fixed = [term for term in terms if name not in free_symbols(term)]
    total = collect(Add(tuple(fixed))) if len(fixed) > 1 else collect(fixed[0]) if fixed else {}
    turns = total.pop(((Constant("pi"), Fraction(1)),), Fraction(0)) * 2
    return int(turns) if turns.denominator == 1 and not total else None
