r"""What makes another value of a sum: set operations, ratios, times of day, ``\over``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.digits import number
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Call,
    Clock,
    Div,
    Expr,
    Number,
    Quantity,
    Ratio,
    SetName,
    SetOp,
    Symbol,
)
from mathequiv.latex.grammar.combine import as_named_set, divide, is_plain_integer
from mathequiv.latex.grammar.levels import Parser
from mathequiv.lexicon import words
from mathequiv.lexicon.token_kinds import ALPHANUMERIC


def set_operations(p: Parser, left: Expr) -> Expr:
    """Unions, intersections and differences of sums, from the left; ``U`` after an interval is a union."""
    if p.tokens[p.k].written == "cup" and isinstance(left, (Number, Add, Div)):
        p.k += 1
        return Quantity(left, (("cup", 1),))  # no set is a number, so that this is no union in plain letters
    while (sign := p.tokens[p.k]).kind == "setop" or (sign.kind == "letter" and sign.text in "Uu") or _is_triangle(p):
        p.k += 1
        op = sign.text if sign.kind == "setop" else "symmetric" if sign.kind == "label" else "union"
        left = SetOp(op, as_named_set(left), as_named_set(p.sum()))
    return left


def _is_triangle(p: Parser) -> bool:
    r"""Whether ``\triangle`` is between sets (``A\triangle B``); before several letters it names a triangle."""
    if p.tokens[p.k].text != "triangle" or p.tokens[p.k].kind != "label":
        return False
    if p.kind(1) == "open":
        return True
    return p.kind(1) == "letter" and p.tokens[p.k + 1].text.isupper() and p.kind(2) not in ALPHANUMERIC


def at_symmetric_difference(p: Parser, factors: list[Expr]) -> bool | None:
    r"""A product ends before ``\triangle`` between sets; ``5\triangle`` and ``\triangle ABC`` are no such."""
    last = factors[-1]
    named = isinstance(last, (SetOp, Bracketed, SetName)) or (isinstance(last, Symbol) and last.name[:1].isupper())
    return False if named and len(factors) == 1 and _is_triangle(p) else None


def ratio(p: Parser, left: Expr) -> Expr | None:
    """``a:b`` and longer; inside brackets a colon divides."""
    if p.scope.colon != "ratio":
        return None
    parts = [left]
    while p.accept(":"):
        parts.append(set_operations(p, p.sum()))
    return Ratio(tuple(parts))


def ratio_in_words(p: Parser, left: Expr) -> Expr | None:
    """``3 to 4``, and the part of a whole that is ``1 in 6`` or ``5 out of 36``."""
    if p.tokens[p.k].text in ("in", "out") and (part := _part(p, left)) is not None:
        return part
    if p.tokens[p.k].text != "to" or p.kind(1) != "num" or not is_plain_integer(left):
        return half_of_day(p, left)
    p.k += 1
    return Ratio((left, set_operations(p, p.sum())))


def out_of(p: Parser, factors: list[Expr]) -> bool | None:
    """The words ``out of`` end a number, of which they are no noun."""
    return False if p.tokens[p.k].text == "out" and p.tokens[p.k + 1].text == "of" else None


def _part(p: Parser, left: Expr) -> Expr | None:
    """What a count is of the number after it that ends the text; None, with no token taken, for anything else."""
    at = p.k + 1 if p.tokens[p.k].text == "in" else p.k + 2
    whole, end = p.tokens[at : at + 1], p.tokens[at + 1 : at + 2]
    if not whole or whole[0].kind != "num" or not end or end[0].kind != "stop" or p.tokens[at - 1].text not in _OF:
        return None
    total = number(whole[0].text) if whole[0].text.isdecimal() else None
    if not isinstance(left, Number) or left.denominator != 1 or total is None or left.numerator >= total.numerator:
        return None
    p.k = at + 1
    return Div(left, total)


_OF: Final = ("in", "of")


def half_of_day(p: Parser, left: Expr) -> Expr | None:
    """``4:30`` or ``4`` with the half of the day that follows; None if none does."""
    half = words.half_of_day(p.tokens[p.k].text)
    parts = left.parts if isinstance(left, Ratio) else (left,)
    if half is None or len(parts) > 2 or not all(map(is_plain_integer, parts)):
        return None
    hours, minutes = [part.numerator for part in (*parts, Number(0)) if isinstance(part, Number)][:2]
    if hours > 24 or minutes > 59:
        p.fail("a time of day")
    p.k += 1
    return Clock(hours, minutes, half)


def over(p: Parser, left: Expr) -> Expr:
    r"""``{1 \over 2}`` and ``{5 \choose 2}``."""
    chosen = p.take().text == "choose"
    right = p.sum()
    return Call("binomial", (left, right)) if chosen else divide(left, right)
