"""Which of the written cases of an expression hold at a point: each has to be seen where both sides agree."""

from __future__ import annotations

from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.numbers.points import Point
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Expr, Number, Piecewise
from mathequiv.latex.trees import walk
from mathequiv.limits import Budget

__all__ = ["cases_at", "have_same_infinity", "holds_cases"]


def holds_cases(side: Expr) -> bool:
    """Whether cases are written in an expression."""
    return any(isinstance(node, Piecewise) for node in walk(side))


def cases_at(side: Expr, point: Point, bits: int, budget: Budget) -> list[tuple[Piecewise, int]]:
    """The cases that hold at a point, each by the cases it is of and its index; those that are open are left out."""
    found = []
    for node in walk(side):
        if not isinstance(node, Piecewise):
            continue
        counted = Piecewise(tuple([(Number(at), condition) for at, (_, condition) in enumerate(node.cases)]))
        ball = enclose(counted, point, bits, complex_=False, budget=budget)
        if isinstance(ball, Ball):
            found.append((node, int(ball.value.unique_fmpz())))
    return found


def have_same_infinity(held: list[list[tuple[Piecewise, int]]]) -> bool:
    """Whether the cases that hold on two sides, one on each, are the same infinity."""
    if [len(side) for side in held] != [1, 1]:
        return False
    signs = [infinity_sign(node.cases[at][0]) for ((node, at),) in held]
    return signs[0] == signs[1] != 0
