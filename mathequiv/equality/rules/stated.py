r"""What a side says of the names in its answer: what they run over, and what bounds them.

``\frac\pi4+k\pi`` counts with all integers and ``Ce^x`` has any constant, unless it is said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mathequiv.answers.contents import answer_symbols, outer_trees
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Combination,
    Interval,
    MatrixAnswer,
    NamedSet,
    Reading,
    Solutions,
    TupleAnswer,
)
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.constants import CONSTANTS, is_solution_constant
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Constant, Div, Expr, Mul, Neg, Number, Pow, Quantity, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.nodes import replace

__all__ = [
    "about",
    "as_counted",
    "counts_periods",
    "declared",
    "is_constant_name",
    "limits_constants",
    "narrows",
    "restricts",
    "runs_over",
]


_UNNAMED: Final = "domain"
"""The kind of a name that a condition is about, which is compared as one."""


def declared(reading: Reading) -> dict[str, str]:
    """The kinds of number that names are said to be, any real number included."""
    return {**dict.fromkeys(reading.unbounded, "real"), **dict(reading.domains)}


def runs_over(reading: Reading) -> dict[str, str]:
    """The kind of each name of the answer that has one, what counts periods among them."""
    used = answer_symbols(reading.answer)
    counted = [name for name in used & COUNTERS if counts_periods(reading.answer, name)]
    kinds = {name: "real" if name in reading.unbounded else "integer" for name in counted}
    return {**kinds, **{name: kind for name, kind in reading.domains if name in used and kind != _UNNAMED}}


def about(side: Reading) -> frozenset[str]:
    """The names that the conditions are about."""
    found = frozenset[str]().union(*map(answer_symbols, side.conditions))
    return found.union([one.variable for one in side.conditions if isinstance(one, Solutions)])


def is_constant_name(name: str) -> bool:
    """Whether a name is that of a constant, of a general solution or another."""
    return name in CONSTANTS or name == "B" or is_solution_constant(name)


def narrows(side: Reading, other: Reading) -> bool:
    """Whether a side lets a name that is free by its letter on the other run over fewer numbers."""
    if not (side.domains or side.unbounded):
        return False
    there = declared(other)
    said = [(name, kind) for name, kind in declared(side).items() if name not in there and kind != _UNNAMED]
    return any(
        (kind != "integer" and name in COUNTERS and counts_periods(other.answer, name))
        or (kind != "real" and _is_arbitrary(name))
        for name, kind in said
    )


def as_counted(a: Reading, b: Reading) -> tuple[Reading, Reading]:
    r"""Two readings with ``k \ge 0`` as what an integer runs over, where both give the values of an integer so.

    ``n = 2^k, k \ge 0`` is ``n = 2^m`` for ``m \in \mathbb Z_{\ge0}``.
    """
    left, right = _counted(a), _counted(b)
    return (a, b) if left is None or right is None else (left, right)


def _counted(side: Reading) -> Reading | None:
    """A reading of values by a letter that counts from 0 or 1 on; None for any other reading."""
    answer = side.answer
    if isinstance(answer, Assignment):
        if answer.label.name not in COUNTERS | {"N"}:
            return None
        answer = answer.value
    kinds = dict(side.domains)
    used = sorted(answer_symbols(answer) & COUNTERS)
    if len(used) != 1 or len(side.conditions) > 1 or not kinds.keys() <= set(used):
        return None
    (name,) = used
    if kinds.get(name, "integer") not in _OF_INTEGERS or name in side.unbounded:
        return None
    starts = {_LEAST[kinds[name]]} if kinds.get(name) in ("positive", "nonnegative") else set()
    for condition in side.conditions:
        start = _first(condition, name)
        if start is None:
            return None
        starts.add(start)
    if len(starts) != 1:
        return None
    return replace(side, domains=((name, _COUNTED[starts.pop()]),), conditions=())


_OF_INTEGERS: Final = frozenset({"domain", "integer", "nonnegative", "positive"})
_COUNTED: Final = {0: "nonnegative", 1: "positive"}


def _first(condition: Answer, name: str) -> int | None:
    """0 or 1, if a condition is that a name is no less."""
    match condition:
        case Solutions(
            variable=own, values=Interval(low=Number(numerator=low, denominator=1), low_closed=True) as values
        ):
            return low if own == name and low in _COUNTED and values.high == Constant("infinity") else None
        case Solutions(variable=own, values=NamedSet(name="N0" | "Z+" as kind)) if own == name:
            return int(kind == "Z+")
    return None


def limits_constants(a: Reading, b: Reading) -> bool:
    """Whether a constant is said to be something else than any real number."""
    said = (*a.domains, *b.domains)
    return any(kind not in ("real", _UNNAMED) and is_constant_name(name) for name, kind in said)


def restricts(side: Reading, other: Reading, found: Finding) -> bool:
    """Whether conditions bound a name that is free on the other side, by which ``found`` says the values are equal.

    It may be any number or any integer, a parameter or a constant; or it was renamed. A family that is one set with
    another is none under a condition.
    """
    named = about(side)
    if not named:
        return False
    if found.rule in _OF_SETS or not named.isdisjoint(other.unbounded):
        return True
    return _bounds_free_name(side, other, found) or _leaves_out(side, other, named)


def _bounds_free_name(side: Reading, other: Reading, found: Finding) -> bool:
    """Whether a bound is on a constant, a parameter, or a name that was renamed."""
    bounded = frozenset([one.variable for one in side.conditions if isinstance(one, Solutions) and not _excludes(one)])
    return bool(bounded) and (
        _is_renamed(bounded, side, other, found) or any(_is_free(name, other) for name in bounded)
    )


def _leaves_out(side: Reading, other: Reading, named: frozenset[str]) -> bool:
    """Whether conditions leave out some of the integers that a name runs over on the other side."""
    least = [(name, _LEAST.get(kind)) for name, kind in other.domains if name in named]
    return any(start is None or _starts_after(one, name, start) for name, start in least for one in side.conditions)


_OF_SETS: Final = frozenset({"integer_family", "shifted_integer"})
"""Rules by which families are one set, of which a condition leaves a part."""
_RENAMES: Final = frozenset({"free_constant", "renamed_integer"})
_LEAST: Final = {"positive": 1, "natural": 1, "nonnegative": 0}
"""The least integer of a kind, 1 where that may be 0 or 1."""


def _excludes(condition: Solutions) -> bool:
    r"""Whether a condition only leaves out single numbers (``C\ne0``)."""
    return isinstance(condition.values, Combination) and condition.values.op == "difference"


def _is_free(name: str, side: Reading) -> bool:
    return _is_arbitrary(name) or _is_parameter(name, side)


def _is_renamed(named: frozenset[str], side: Reading, other: Reading, found: Finding) -> bool:
    """Whether a condition is about a name that has another one on the other side, which says what it runs over."""
    renamed = named & answer_symbols(side.answer) - answer_symbols(other.answer)
    if not renamed:
        return False
    said = declared(other).keys() & answer_symbols(other.answer) | other.unbounded
    return found.rule in _RENAMES or not said <= answer_symbols(side.answer)


def _is_parameter(name: str, side: Reading) -> bool:
    """Whether a name counts periods in an answer, or is the parameter of a line or another set of points."""
    value = side.answer.value if isinstance(side.answer, Assignment) else side.answer
    if isinstance(value, (MatrixAnswer, TupleAnswer)):
        return name in answer_symbols(value)
    return name in COUNTERS and name not in dict(side.domains) and counts_periods(side.answer, name)


def _is_arbitrary(name: str) -> bool:
    """Whether a name is that of a constant of integration or of a general solution."""
    return name == "C" or is_solution_constant(name)


def _starts_after(condition: Answer, name: str, start: int) -> bool:
    """Whether a condition leaves out the first of the integers from ``start`` on."""
    if not (isinstance(condition, Solutions) and condition.variable == name and isinstance(condition.values, Interval)):
        return False
    low = rational_value(condition.values.low)
    return low is not None and (low > start or (low == start and not condition.values.low_closed))


def counts_periods(answer: Answer, name: str) -> bool:
    """Whether ``name`` occurs only as a whole multiple of a period: times π or an angle in degrees, once a term."""
    trees = [tree for tree in outer_trees(answer) if name in free_symbols(tree)]
    return bool(trees) and all(_counts(tree, name) for tree in trees)


def _counts(tree: Expr, name: str) -> bool:
    match tree:
        case Add(terms=terms):
            held = [term for term in terms if name in free_symbols(term) and not _alternates(term, name)]
            return bool(held) and all(_counts(term, name) for term in held)
        case Neg(arg=arg):
            return _counts(arg, name)
        case Quantity(value=value, unit=(("degree", 1),)):
            return _is_multiple(value, name, period=None)
        case Mul() | Div():
            return _is_multiple(tree, name, period="pi")
    return False


def _alternates(term: Expr, name: str) -> bool:
    r"""Whether ``name`` only gives a term its sign (``(-1)^k \frac{\pi}{6}`` beside ``k\pi``)."""
    rest = [factor for factor in _factors(term) if not (isinstance(factor, Pow) and factor.base == Neg(Number(1)))]
    return all(name not in free_symbols(factor) for factor in rest)


def _is_multiple(tree: Expr, name: str, period: str | None) -> bool:
    """A product of rationals, ``name`` once and (unless the unit is the period) π once or a degree quantity."""
    if isinstance(tree, Add):
        return all(_is_multiple(term, name, period) for term in tree.terms if name in free_symbols(term))
    factors = list(_factors(tree))
    names = sum(factor == Symbol(name) for factor in factors)
    periods = sum(factor == Constant("pi") or isinstance(factor, Quantity) for factor in factors)
    numbers = sum(isinstance(factor, Number) for factor in factors)
    wanted = 0 if period is None else 1
    return names == 1 and periods == wanted and names + periods + numbers == len(factors)


def _factors(tree: Expr) -> Iterator[Expr]:
    match tree:
        case Mul(factors=factors):
            for factor in factors:
                yield from _factors(factor)
        case Div(numerator=a, denominator=Number() as b):
            yield from _factors(a)
            yield b
        case Neg(arg=arg):
            yield from _factors(arg)
        case _:
            yield tree
