r"""Integers listed with dots as the sets that they are: ``n = 3,4,5,\ldots`` is all integers ``n \ge 3``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import Answer, Assignment, Interval, Label, NamedSet, Reading, Scalar, Solutions
from mathequiv.latex.expr import Add, Bracketed, Constant, Ellipsis_, Expr, Mul, Neg, Number, Relation, Sequence, Symbol

__all__ = ["read_endless"]


def read_endless(tree: Expr) -> list[Reading] | None:
    """The integers that a set, or the values of a name, list with dots; None for any other tree."""
    match tree:
        case Bracketed(opening="{", items=items):
            return _listed("", items)
        case Relation(members=(Symbol(name=name), Bracketed(opening="{", items=items)), ops=("in",)):
            return _listed(name, items)
        case Sequence(items=items, joiner=",") if isinstance(items[0], Relation) and items[0].ops == ("=",):
            named, first = items[0].members
            return _listed(named.name, (first, *items[1:])) if isinstance(named, Symbol) else None
    return None


def _listed(name: str, items: tuple[Expr, ...]) -> list[Reading] | None:
    """Even steps from the first integer on, up to the one after the dots or without end."""
    dots = [at for at, item in enumerate(items) if isinstance(item, Ellipsis_)]
    known = [value for value in map(_integer, items) if value is not None]
    if len(dots) != 1 or not _FEWEST <= dots[0] >= len(items) - 2 or len(known) < len(items) - 1:
        return None
    first, step = known[0], known[1] - known[0]
    if known[: dots[0]] != [first + k * step for k in range(dots[0])] or step <= 0:
        return None
    goes_on = dots[0] == len(items) - 1
    if step == 1:
        return [_whole(name, first, None if goes_on else known[-1])]
    return [_in_steps(name, first, step)] if goes_on else None


_FEWEST: Final = 2
"""Integers before the dots that tell the step."""


def _whole(name: str, first: int, last: int | None) -> Reading:
    high: Expr = Constant("infinity") if last is None else _number(last)
    values = intersection(
        (NamedSet("Z"), Interval(_number(first), high, low_closed=True, high_closed=last is not None))
    )
    return Reading(Solutions(name, values), ((name, "integer"),)) if name else Reading(values)


def _in_steps(name: str, first: int, step: int) -> Reading:
    counter = "k" if name != "k" else "m"
    value: Answer = Scalar(Add((Mul((Number(step), Symbol(counter))), _number(first))))
    answer = Assignment(Label(name, "variable"), value) if name else value
    return Reading(answer, ((counter, "nonnegative"),))


def _integer(tree: Expr) -> int | None:
    match tree:
        case Number(numerator=n, denominator=1):
            return n
        case Neg(arg=Number(numerator=n, denominator=1)):
            return -n
    return None


def _number(value: int) -> Expr:
    return Number(value) if value >= 0 else Neg(Number(-value))
