r"""The order of integration: ``\int_0^1\int_0^x f\,dy\,dx`` is ``\int_0^1\int_y^1 f\,dx\,dy`` for the same region.

A region is a number of pieces, each between two curves. Two regions are one if, from places within each, every curve
of one is a curve of the other wherever the region ends there, and both hold the same points near it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from mathequiv.answers.kinds import Answer, Assignment, Scalar
from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.reals import compare_reals
from mathequiv.equality.rules.linear import at
from mathequiv.equality.written import infinity_sign
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Call, Constant, Div, Expr, Folded, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import children, free_symbols, walk
from mathequiv.lexicon.functions import SMOOTH
from mathequiv.limits import MAX_REGION_PIECES
from mathequiv.verdict import Convention

__all__ = ["match_iterated"]


class _Piece(NamedTuple):
    """One iterated integral: the outer variable with its bounds, and the inner one with its curves."""

    outer: str
    start: Expr
    end: Expr
    inner: str
    low: Expr
    high: Expr


class _OpenError(Exception):
    """An order of two numbers that cannot be told."""


def match_iterated(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if two iterated integrals in other orders are of one function over one region; None otherwise."""
    left, right = _pieces(a), _pieces(b)
    if left is None or right is None:
        return None
    (body, here), (other, there) = left, right
    orders = {(piece.outer, piece.inner) for piece in here}, {(piece.outer, piece.inner) for piece in there}
    if len(orders[0]) != 1 or orders[1] != {pair[::-1] for pair in orders[0]}:
        return None
    if not _is_integrable(body) or not _is_same(body, other, ctx):
        return None
    try:
        found = _is_within(here, there, ctx) and _is_within(there, here, ctx)
    except _OpenError:
        return None
    return _SAME if found else None


def _is_same(body: Expr, other: Expr, ctx: Context) -> bool:
    if body == other:
        return True
    result = ctx.compare(body, other)
    return result is not None and result.equivalent


_SAME: Final = equal(
    "order_of_integration",
    "both are integrals of one function over one region, whose order does not matter",
    Convention("order_of_integration"),
)


def _pieces(answer: Answer) -> tuple[Expr, list[_Piece]] | None:
    """The function that is integrated, and the pieces of its region; None for any other answer."""
    if isinstance(answer, Assignment):
        answer = answer.value
    if not isinstance(answer, Scalar) or not isinstance(answer.expr, (Folded, Add)):
        return None
    terms = answer.expr.terms if isinstance(answer.expr, Add) else (answer.expr,)
    if len(terms) > MAX_REGION_PIECES:
        return None
    bodies: set[Expr] = set()
    found: list[_Piece] = []
    for term in terms:
        match term:
            case Folded(kind="integral", body=Folded(kind="integral") as inside) if term.low and term.high:
                if inside.low is None or inside.high is None:
                    return None
                piece = _Piece(term.variable, term.low, term.high, inside.variable, inside.low, inside.high)
                bodies.add(inside.body)
                found.append(piece)
            case _:
                return None
    if len(bodies) != 1 or not all(map(_is_plain, found)):
        return None
    return bodies.pop(), found


def _is_plain(piece: _Piece) -> bool:
    """Whether bounds are finite and hold no other names."""
    ends = (piece.start, piece.end, piece.low, piece.high)
    inner = free_symbols(piece.low) | free_symbols(piece.high)
    outer = free_symbols(piece.start) | free_symbols(piece.end)
    return not outer and inner <= {piece.outer} and not any(infinity_sign(end) for end in ends)


def _is_integrable(body: Expr) -> bool:
    """Whether a function has a value everywhere, if those that nobody has given have, so that the order is free."""
    return all(isinstance(node, Apply) or _is_smooth(node) for node in walk(body))


def _is_smooth(node: Expr) -> bool:
    match node:
        case Number() | Symbol() | Constant() | Add() | Mul() | Neg():
            return True
        case Div(denominator=below):
            return not free_symbols(below)
        case Pow(base=Constant(name="e")) | Pow(exponent=Number(denominator=1)):
            return True
        case Call(name=name):
            return name in SMOOTH
    return not children(node)


# --- regions ----------------------------------------------------------------------------------------------------------


def _is_within(here: list[_Piece], there: list[_Piece], ctx: Context) -> bool:
    """Whether the curves and ends of one region are those of the other, with the same points on either side."""
    return all(_curves_agree(piece, here, there, ctx) and _ends_agree(piece, here, there, ctx) for piece in here)


def _curves_agree(piece: _Piece, here: list[_Piece], there: list[_Piece], ctx: Context) -> bool:
    for share in _SHARES:
        place = _between(piece.start, piece.end, share)
        low, high = _curves(piece, place)
        if _order(low, high, ctx) >= 0:
            return False
        for share_inside in (-_NEAR, _NEAR, 1 - _NEAR, 1 + _NEAR):
            point = {piece.outer: place, piece.inner: _between(low, high, share_inside)}
            if _count(here, point, ctx) != _count(there, point, ctx):
                return False
        for curve in (low, high):
            if not _ends_at(here, there, {piece.outer: place, piece.inner: curve}, ctx):
                return False
    return True


_SHARES: Final = (Fraction(1, 97), Fraction(2, 9), Fraction(5, 11), Fraction(10, 13), Fraction(95, 97))
_NEAR: Final = Fraction(1, 64)
"""How far from a curve, of the distance between both, points are tried on either side."""


def _ends_agree(piece: _Piece, here: list[_Piece], there: list[_Piece], ctx: Context) -> bool:
    """Whether a piece is a point at each end, or ends there as the other region does."""
    for place in (piece.start, piece.end):
        low, high = _curves(piece, place)
        order = _order(low, high, ctx)
        if order > 0:
            return False
        point = {piece.outer: place, piece.inner: _between(low, high, Fraction(5, 11))}
        if order < 0 and not _ends_at(here, there, point, ctx):
            return False
    return True


def _ends_at(here: list[_Piece], there: list[_Piece], point: dict[str, Expr], ctx: Context) -> bool:
    """Whether a point is on a curve of the other region; between two pieces of its own region it need not be."""
    if any(_is_on(piece, point, ctx) for piece in there):
        return True
    return sum(_is_on(piece, point, ctx) for piece in here) > 1


def _is_on(piece: _Piece, point: dict[str, Expr], ctx: Context) -> bool:
    outer, inner = point[piece.outer], point[piece.inner]
    edges = [_order(outer, end, ctx) == 0 for end in (piece.start, piece.end)]
    if any(edges):
        return True
    if _order(outer, piece.start, ctx) < 0 or _order(outer, piece.end, ctx) > 0:
        return False
    return any(_order(inner, curve, ctx) == 0 for curve in _curves(piece, outer))


def _count(pieces: list[_Piece], point: dict[str, Expr], ctx: Context) -> int:
    """How many pieces hold a point: what is integrated over twice counts twice."""
    found = 0
    for piece in pieces:
        outer, inner = point[piece.outer], point[piece.inner]
        if _order(outer, piece.start, ctx) <= 0 or _order(outer, piece.end, ctx) >= 0:
            continue
        low, high = _curves(piece, outer)
        if _order(inner, low, ctx) > 0 and _order(inner, high, ctx) < 0:
            found += 1
    return found


def _curves(piece: _Piece, place: Expr) -> list[Expr]:
    return [at(curve, {piece.outer: place}) for curve in (piece.low, piece.high)]


def _between(low: Expr, high: Expr, share: Fraction) -> Expr:
    """The number that is a share of the way from one to another."""
    step = Mul((_number(share), Add((high, Neg(low)))))
    return Add((low, step))


def _number(value: Fraction) -> Expr:
    size = Number(abs(value.numerator), value.denominator)
    return size if value >= 0 else Neg(size)


def _order(x: Expr, y: Expr, ctx: Context) -> int:
    order = compare_reals(x, y, ctx.budget)
    if order is None:
        raise _OpenError
    return order
