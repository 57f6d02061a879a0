"""Bounded sets of integers, as ``{x in Z | -1 < x < 3}``, by their elements."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from mathequiv.answers.inequalities import ORDER_OPS, solve
from mathequiv.answers.kinds import Answer, Combination, Interval, NamedSet, Scalar, SetAnswer, Solutions
from mathequiv.latex.expr import Constant, Div, Expr, Neg, Number, Qualified, Relation, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.limits import MAX_ELEMENTS

__all__ = ["intersection", "of_integers", "periodic"]

_LEAST: dict[str, int | None] = {"Z": None, "N": None}
_LEAST.update(dict.fromkeys(("Z+", "N+", "N*", "Z>0", "N>0"), 1))
_LEAST.update(dict.fromkeys(("N0", "Z>=0"), 0))
"""The least element of each named set of integers; whether 0 is in N is not known."""


def intersection(parts: tuple[Answer, ...]) -> Answer:
    """The intersection of sets.

    Where it is one named set of integers within rational bounds: its elements, or where they have no end the one
    interval that has an integer for its closed end.
    """
    flat = _flatten(parts)
    names = [part.name for part in flat if isinstance(part, NamedSet)]
    intervals = [part for part in flat if isinstance(part, Interval)]
    if len(names) == 1 and len(names) + len(intervals) == len(flat) and names[0] in _LEAST:
        found = _elements(names[0], intervals)
        if found is not None:
            return SetAnswer(tuple(Scalar(_integer(n)) for n in found))
        endless = _endless(names[0], intervals)
        if endless is not None:
            return endless
    return Combination("intersection", parts)


def of_integers(answer: Answer, domains: tuple[tuple[str, str], ...]) -> Answer:
    r"""``0 < n < 5`` as the set of integers it describes where ``n`` is declared to be one."""
    if isinstance(answer, Solutions):
        for name, kind in domains:
            if name == answer.variable and kind in SETS_OF_INTEGERS and not isinstance(answer.values, NamedSet):
                values = intersection((NamedSet(SETS_OF_INTEGERS[kind]), answer.values))
                return Solutions(name, values)
    return answer


def _flatten(parts: tuple[Answer, ...]) -> list[Answer]:
    flat: list[Answer] = []
    for part in parts:
        if isinstance(part, Combination) and part.op == "intersection":
            flat.extend(_flatten(part.parts))
        else:
            flat.append(part)
    return flat


def _elements(name: str, intervals: list[Interval]) -> range | None:
    """The elements of a named set within intervals, None where a bound is missing or no plain rational."""
    low, high = _bounds(name, intervals) or (None, None)
    if low is None or high is None:
        return None
    found = range(low, high + 1)
    return found if found.stop - found.start <= MAX_ELEMENTS else None


def _endless(name: str, intervals: list[Interval]) -> Answer | None:
    """A named set within intervals that leave one side open, None for any other."""
    low, high = _bounds(name, intervals) or (None, None)
    if (low is None) is (high is None):
        return None
    if low in (0, 1):
        return NamedSet("Z+" if low else "N0")
    ends = (Neg(_INFINITY) if low is None else _integer(low), _INFINITY if high is None else _integer(high))
    return Combination("intersection", (NamedSet("Z"), Interval(*ends, low is not None, high is not None)))


def _bounds(name: str, intervals: list[Interval]) -> tuple[int | None, int | None] | None:
    """The least and the greatest element, None for no such; None as a whole where they cannot be told."""
    least = _LEAST[name]
    lows = [] if least is None else [least]
    highs: list[int] = []
    for interval in intervals:
        low, high = _rational(interval.low), _rational(interval.high)
        if not (_is_told(interval.low, low) and _is_told(interval.high, high)):
            return None
        if low is not None:
            lows.append(ceil(low) if interval.low_closed else floor(low) + 1)
        if high is not None:
            highs.append(floor(high) if interval.high_closed else ceil(high) - 1)
    if name == "N" and (not lows or max(lows) < 1):
        return None
    return (max(lows) if lows else None), (min(highs) if highs else None)


def _rational(expr: Expr) -> Fraction | None:
    match expr:
        case Number(numerator=n, denominator=d):
            return Fraction(n, d)
        case Neg(arg=arg):
            inner = _rational(arg)
            return None if inner is None else -inner
        case Div(numerator=Number() as a, denominator=Number() as b) if b.numerator:
            return Fraction(a.numerator * b.denominator, a.denominator * b.numerator)
    return None


def _is_told(end: Expr, value: Fraction | None) -> bool:
    return value is not None or (end.arg if isinstance(end, Neg) else end) == _INFINITY


_INFINITY = Constant("infinity")


def _integer(n: int) -> Expr:
    return Number(n) if n >= 0 else Neg(Number(-n))


def periodic(tree: Expr, domains: tuple[tuple[str, str], ...]) -> tuple[Answer, ...]:
    r"""``2k\pi \le x \le 2k\pi+1`` with ``k`` an integer as the values of ``x``; nothing for anything else."""
    counted = {name for name, kind in domains if kind in SETS_OF_INTEGERS}
    relation = tree.body if isinstance(tree, Qualified) else tree
    if not counted or not isinstance(relation, Relation) or len(relation.members) != len(("low", "x", "high")):
        return ()
    middle = relation.members[1]
    if not isinstance(middle, Symbol) or middle.name in counted or not ORDER_OPS.issuperset(relation.ops):
        return ()
    solved = solve(relation.members, relation.ops, middle.name)
    held = free_symbols(relation.members[0]) | free_symbols(relation.members[2])
    return () if solved is None or not held <= counted else (solved,)
