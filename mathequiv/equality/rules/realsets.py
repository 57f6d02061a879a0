"""Sets of reals in normal form: disjoint intervals from left to right, each with its ends and their closedness."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Final, NamedTuple

from mathequiv.answers.kinds import Answer, Combination, Interval, Listing, Scalar, SetAnswer, Solutions
from mathequiv.equality.expressions import compare_reals
from mathequiv.equality.outcome import Context, all_parts, mismatch
from mathequiv.equality.rules.scalars import match_scalars
from mathequiv.latex.expr import Constant, Expr, Neg, Percent, Quantity
from mathequiv.latex.text_form import to_text
from mathequiv.verdict import Result

__all__ = ["Piece", "match_pieces", "pieces_of"]

_INFINITY: Final = Constant("infinity")
_MINUS_INFINITY: Final = Neg(_INFINITY)


class Piece(NamedTuple):
    """One interval, or one point where ``low`` is ``high``."""

    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool


class _UnorderedError(Exception):
    """Two ends whose order cannot be told, such as two parameters."""


def pieces_of(answer: Answer, ctx: Context) -> tuple[Piece, ...] | None:
    """The normal form of a set of reals, None if ``answer`` is none or its ends cannot be ordered."""
    try:
        return _Order(ctx).pieces(answer)
    except _UnorderedError:
        return None


def match_pieces(a: tuple[Piece, ...], b: tuple[Piece, ...], ctx: Context) -> Result | None:
    """Compare two normal forms piece by piece, endpoints and closedness both."""
    if len(a) != len(b):
        return mismatch("interval", "number of pieces", _text(a), _text(b))
    results: list[Result | None] = []
    for p, q in zip(a, b, strict=True):
        if (p.low_closed, p.high_closed) != (q.low_closed, q.high_closed):
            return mismatch("interval", "closedness", _text((p,)), _text((q,)))
        results.append(match_scalars(p.low, q.low, ctx))
        results.append(match_scalars(p.high, q.high, ctx))
    return all_parts("interval", results)


def _text(pieces: tuple[Piece, ...]) -> str:
    shown = [
        f"{'[' if p.low_closed else '('}{to_text(p.low)}, {to_text(p.high)}{']' if p.high_closed else ')'}"
        for p in pieces
    ]
    return " ∪ ".join(shown)[:200] or "∅"


def _is_infinite(expr: Expr) -> bool:
    return isinstance(expr, (Constant, Neg)) and expr in (_INFINITY, _MINUS_INFINITY)


class _Order:
    """Set algebra over ends whose order is certified."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def compare(self, a: Expr, b: Expr) -> int:
        if a == b:
            return 0
        order = compare_reals(_magnitude(a), _magnitude(b), self.ctx.budget)
        if order is None:
            raise _UnorderedError
        return order

    def pieces(self, answer: Answer) -> tuple[Piece, ...]:
        match answer:
            case Interval():
                return self._interval(answer)
            case SetAnswer(items=items) | Listing(items=items):
                return self._union([self._point(item) for item in items])
            case Scalar():
                return (self._point(answer),)
            case Solutions(values=values):
                return self.pieces(values)
            case Combination(op=op, parts=parts):
                return self._combined(op, [self.pieces(part) for part in parts])
        raise _UnorderedError

    def _interval(self, interval: Interval) -> tuple[Piece, ...]:
        low_closed = interval.low_closed and not _is_infinite(interval.low)
        high_closed = interval.high_closed and not _is_infinite(interval.high)
        order = self.compare(interval.low, interval.high)
        if order > 0 or (order == 0 and not (low_closed and high_closed)):
            return ()
        return (Piece(interval.low, interval.high, low_closed, high_closed),)

    def _point(self, item: Answer) -> Piece:
        if not isinstance(item, Scalar) or _is_infinite(item.expr):
            raise _UnorderedError
        self.compare(item.expr, _INFINITY)
        return Piece(item.expr, item.expr, low_closed=True, high_closed=True)

    def _combined(self, op: str, parts: list[tuple[Piece, ...]]) -> tuple[Piece, ...]:
        first, *rest = parts
        if op == "union":
            return self._union([piece for part in parts for piece in part])
        for part in rest:
            first = self._intersection(first, self._complement(part) if op == "difference" else part)
        if op == "system" and not first:
            return self._union([piece for part in parts for piece in part])
        return first

    def _union(self, pieces: list[Piece]) -> tuple[Piece, ...]:
        joined: list[Piece] = []
        for piece in sorted(pieces, key=cmp_to_key(self._starts)):
            if joined and self._touch(joined[-1], piece):
                joined[-1] = self._merged(joined[-1], piece)
            else:
                joined.append(piece)
        return tuple(joined)

    def _starts(self, p: Piece, q: Piece) -> int:
        return self.compare(p.low, q.low) or int(q.low_closed) - int(p.low_closed)

    def _touch(self, p: Piece, q: Piece) -> bool:
        order = self.compare(q.low, p.high)
        return order < 0 or (order == 0 and (p.high_closed or q.low_closed))

    def _merged(self, p: Piece, q: Piece) -> Piece:
        order = self.compare(p.high, q.high)
        if order == 0:
            return Piece(p.low, p.high, p.low_closed, p.high_closed or q.high_closed)
        far = p if order > 0 else q
        return Piece(p.low, far.high, p.low_closed, far.high_closed)

    def _intersection(self, a: tuple[Piece, ...], b: tuple[Piece, ...]) -> tuple[Piece, ...]:
        found: list[Piece] = []
        for p in a:
            for q in b:
                self.ctx.budget.spend()
                low, low_closed = self._inner(p.low, p.low_closed, q.low, q.low_closed, 1)
                high, high_closed = self._inner(p.high, p.high_closed, q.high, q.high_closed, -1)
                order = self.compare(low, high)
                if order < 0 or (order == 0 and low_closed and high_closed):
                    found.append(Piece(low, high, low_closed, high_closed))
        return self._union(found)

    def _inner(self, x: Expr, x_closed: bool, y: Expr, y_closed: bool, side: int) -> tuple[Expr, bool]:
        order = self.compare(x, y) * side
        if order == 0:
            return x, x_closed and y_closed
        return (x, x_closed) if order > 0 else (y, y_closed)

    def _complement(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        gaps: list[Piece] = []
        start: Expr = _MINUS_INFINITY
        start_closed = False
        for piece in pieces:
            if not (_is_infinite(piece.low) and isinstance(piece.low, Neg)):
                gaps.append(Piece(start, piece.low, start_closed, not piece.low_closed))
            start, start_closed = piece.high, not piece.high_closed
        if start != _INFINITY:
            gaps.append(Piece(start, _INFINITY, start_closed, high_closed=False))
        return tuple(gaps)


def _magnitude(expr: Expr) -> Expr:
    """The value by which an end is ordered: ends of one set share their unit."""
    if isinstance(expr, Neg):
        return Neg(_magnitude(expr.arg))
    return _magnitude(expr.value) if isinstance(expr, (Percent, Quantity)) else expr
