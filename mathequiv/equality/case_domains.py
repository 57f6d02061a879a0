"""Where the cases of two values are written for, so far as their conditions compare one name with rational numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Final

from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Expr, Piecewise, Relation, Symbol
from mathequiv.latex.trees import free_symbols, walk

__all__ = ["other_cases"]

_ORDERS: Final = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
_INDICES: Final = frozenset("ijkmn")
"""Names of integers by convention."""


def other_cases(a: Expr, b: Expr) -> bool:
    """Whether both sides have cases, and those of one are written for more than those of the other.

    Single points do not count, unless the name is that of an integer: then only integers do.

    Args:
        a: one side.
        b: the other.
    """
    left, right = _only_cases(a), _only_cases(b)
    if left is None or right is None:
        return False
    conditions = [[condition for _, condition in side.cases] for side in (left, right)]
    points = _points([condition for side in conditions for condition in side if condition is not None])
    return any(_is_told(conditions[0], point) is not _is_told(conditions[1], point) for point in points)


def _points(told: list[Expr]) -> list[Fraction]:
    """Where conditions are looked at; nowhere if they are not about one name alone."""
    names = frozenset[str]().union(*map(free_symbols, told))
    if len(names) != 1 or not all(map(_is_simple, told)):
        return []
    members = [member for condition in told if isinstance(condition, Relation) for member in condition.members]
    ends = sorted({value for value in map(_number, members) if value is not None})
    return _integers(ends) if names <= _INDICES else _between(ends)


def _only_cases(side: Expr) -> Piecewise | None:
    found = [node for node in walk(side) if isinstance(node, Piecewise)]
    return found[0] if len(found) == 1 else None


def _is_simple(condition: Expr) -> bool:
    """Whether a condition compares its name with numbers."""
    if not isinstance(condition, Relation) or not _ORDERS.keys() >= set(condition.ops):
        return False
    return all(isinstance(member, Symbol) or _is_end(member) for member in condition.members)


def _is_end(member: Expr) -> bool:
    return infinity_sign(member) != 0 or _number(member) is not None


def _number(member: Expr) -> Fraction | None:
    """The number that an end is, rounded where it is irrational; None for a name and for an infinity."""
    if isinstance(member, Symbol) or infinity_sign(member) or free_symbols(member):
        return None
    value = rational_value(member)
    if value is not None:
        return value
    ball = enclose(member, {}, _BITS, complex_=False)
    return round(Fraction(float(ball.value.mid())), _DIGITS) if isinstance(ball, Ball) and ball.real else None


_BITS: Final = 128
_DIGITS: Final = 12
"""Two forms of one irrational end are one."""


def _integers(ends: list[Fraction]) -> list[Fraction]:
    """The integers at all ends and beside them."""
    return [Fraction(end.__floor__() + step) for end in ends for step in (-1, 0, 1, 2)]


def _between(ends: list[Fraction]) -> list[Fraction]:
    """A point of each interval that the ends make."""
    inside = [(low + high) / 2 for low, high in pairwise(ends)]
    return [ends[0] - 1, *inside, ends[-1] + 1] if ends else []


def _is_told(conditions: list[Expr | None], point: Fraction) -> bool:
    return any(condition is None or _holds(condition, point) for condition in conditions)


def _holds(condition: Expr, point: Fraction) -> bool:
    if not isinstance(condition, Relation):
        return False
    pairs = zip(condition.members, condition.ops, condition.members[1:], strict=False)
    return all(_order(left, right, point) in _ORDERS[op] for left, op, right in pairs)


def _order(left: Expr, right: Expr, point: Fraction) -> int:
    signs = infinity_sign(left), infinity_sign(right)
    if signs != (0, 0):
        return (signs[0] > signs[1]) - (signs[0] < signs[1])
    first, second = _number(left), _number(right)
    x, y = (point if first is None else first), (point if second is None else second)
    return (x > y) - (x < y)
