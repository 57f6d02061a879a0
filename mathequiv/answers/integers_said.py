"""Sets of integers in words as the answers that formulas give: ``all integers n > 2``, ``all powers of two``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Combination,
    Interval,
    Label,
    Listing,
    NamedSet,
    Reading,
    Scalar,
    SetAnswer,
    Solutions,
)
from mathequiv.latex.expr import Add, Constant, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.lexicon.integer_phrases import Described, described, divisors, power_family

__all__ = ["integers_said"]

_INFINITY: Final = Constant("infinity")


def integers_said(text: str) -> list[Reading]:
    """The integers that a text in words names; nothing for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    of = divisors(text)
    if of:
        return [Reading(SetAnswer(tuple([Scalar(Number(n)) for n in of])))]
    powers = power_family(text)
    if powers is not None:
        return [_powers(*powers)]
    said = described(text)
    return [] if said is None else _described(said)


def _powers(name: str, exponent: int, base: int) -> Reading:
    """Squares or cubes of any integer, or powers of a base from 1 on."""
    value = Scalar(Pow(Symbol("k"), Number(exponent)) if exponent else Pow(Number(base), Symbol("k")))
    answer = Assignment(Label(name, "variable"), value) if name else value
    return Reading(answer, (("k", "integer" if exponent else "nonnegative"),))


def _described(said: Described) -> list[Reading]:
    name = said.name or "n"
    if said.modulus > 1:
        return _classes(name, said) if _is_unbounded(said) else []
    bounds = [_bound(sign, number) for sign, number in said.orders]
    values = intersection((NamedSet(said.among), *bounds)) if bounds else NamedSet(said.among)
    if said.excluded:
        values = Combination("difference", (values, SetAnswer(tuple([_number(n) for n in sorted(said.excluded)]))))
    answer: Answer = Solutions(name, values)
    return [Reading(answer, ((name, "integer"),))]


def _classes(name: str, said: Described) -> list[Reading]:
    """Residue classes as the values ``m k + r`` of a free integer for each remainder.

    From a bound on, ``r`` is the first of them, so that ``k`` is not negative and no class without a bound looks alike.
    """
    free = "k" if name != "k" else "m"
    step = Mul((Number(said.modulus), Symbol(free)))
    least = _least(said)
    offsets = [left if least is None else least + (left - least) % said.modulus for left in sorted(said.remainders)]
    values = tuple([Scalar(Add((step, _number(left).expr)) if left else step) for left in offsets])
    if not values:
        return []
    value = values[0] if len(values) == 1 else Listing(values)
    kind = "integer" if least is None else "nonnegative"
    return [Reading(Assignment(Label(name, "variable"), value), ((free, kind),))]


def _is_unbounded(said: Described) -> bool:
    """Whether all integers of some classes are meant, or all from a stated bound on; positive may go unsaid."""
    if said.excluded or any(sign[0] == "<" for sign, _ in said.orders):
        return False
    return said.among in _FROM if said.orders else said.among == "Z"


def _least(said: Described) -> int | None:
    """From which integer on the described ones are meant; None where they are not bounded."""
    bounds = [number + (sign == ">") for sign, number in said.orders]
    return max([*bounds, *_FROM[said.among]], default=None)


_FROM: Final[dict[str, tuple[int, ...]]] = {"Z": (), "Z+": (1,), "N0": (0,)}
"""The least number of a set that has one; natural numbers may begin at 0 or 1."""


def _bound(sign: str, number: int) -> Interval:
    end = _number(number).expr
    low: Expr = end if sign[0] == ">" else Neg(_INFINITY)
    high: Expr = end if sign[0] == "<" else _INFINITY
    return Interval(low, high, low_closed=sign == ">=", high_closed=sign == "<=")


def _number(n: int) -> Scalar:
    return Scalar(Number(n) if n >= 0 else Neg(Number(-n)))
