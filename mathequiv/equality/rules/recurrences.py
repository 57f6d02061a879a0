r"""Recurrences counted from another index: ``a_{n+1} = 2a_n+1`` is ``a_n = 2a_{n-1}+1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mathequiv.answers.contents import contents
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Equation,
    Interval,
    Label,
    Listing,
    Reading,
    Scalar,
    Solutions,
)
from mathequiv.equality.outcome import Context, mismatch, under_rule
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.linear import at
from mathequiv.equality.rules.relations import match_equations
from mathequiv.finding import Finding
from mathequiv.latex.expr import (
    Add,
    Apply,
    Constant,
    Derivative,
    Expr,
    Folded,
    Limit,
    Neg,
    Number,
    Piecewise,
    Relation,
    Symbol,
)
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk
from mathequiv.lexicon.pattern import Pattern

__all__ = ["match_recurrences"]


class _Term(NamedTuple):
    """``a_{n+2}`` or ``T(n+2)``: the name of the sequence, the letter that counts, and what is added to it."""

    head: str
    letter: str
    offset: int


class _Recurrence(NamedTuple):
    """The relation with ``n`` for its least index, the values that are given, and the first ``n``, if that is said."""

    relation: Equation
    given: dict[str, Answer]
    start: int | None


def match_recurrences(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """EQUIVALENT if both are one recurrence with the same values given, DIFFERENT from another start; else None."""
    if not (_may_recur(a) and _may_recur(b)):
        return None
    left = _recurrence(a)
    right = None if left is None else _recurrence(b)
    if left is None or right is None or left.given.keys() != right.given.keys():
        return None
    if left.start is not None and right.start is not None and left.start != right.start:
        return mismatch("recurrence", "first index", str(left.start), str(right.start))
    for name, value in left.given.items():
        same = ctx.match(value, right.given[name])
        if same is None or not same.equivalent:
            return None
    result = match_equations(left.relation, right.relation, ctx)
    return under_rule(result, "recurrence") if result is not None and result.equivalent else None


def _may_recur(reading: Reading) -> bool:
    """Whether a name has an index, or is applied."""
    return bool(reading.applied) or any("_" in name for name in contents(reading)[1])


def _recurrence(reading: Reading) -> _Recurrence | None:
    """What an answer says of a sequence; None for an answer that says anything else."""
    relations: list[Equation] = []
    given: dict[str, Answer] = {}
    starts: list[Solutions] = []
    for item in (*_items(reading.answer), *reading.conditions):
        if isinstance(item, Solutions):
            starts.append(item)
        elif (name := _given_name(item)) and isinstance(item, Assignment):
            if name in given:
                return None
            given[name] = item.value
        elif (equation := _equation(item)) is not None:
            relations.append(equation)
        else:
            return None
    found = _counted_from_n(relations[0]) if len(relations) == 1 and len(starts) <= 1 else None
    if found is None:
        return None
    relation, letter, least = found
    return _with_start(_Recurrence(relation, given, None), reading, letter, (starts, least))


def _with_start(
    found: _Recurrence, reading: Reading, letter: str, places: tuple[list[Solutions], int]
) -> _Recurrence | None:
    """A recurrence with its first index; None where that is not known, or is not the first that is given."""
    relation, given, _ = found
    starts, least = places
    kind = dict(reading.domains).get(letter, "")
    start = _start(starts[0], letter) if starts else _FIRST.get(kind)
    if start is None:  # what is said of the letter is not known, or it is lost, as it was said of one item of several
        return None if starts or kind == "domain" else _Recurrence(relation, given, None)
    indices = [_INDEX.search(name) for name in given]
    first = min([int(index[1]) for index in indices if index is not None], default=start + least)
    return _Recurrence(relation, given, start + least) if first == start + least else None


def _items(answer: Answer) -> Iterator[Answer]:
    """The statements of an answer, those in cases and in a chain one by one."""
    if isinstance(answer, (Listing, Assignments)):
        for item in answer.items:
            yield from _items(item)
    elif isinstance(answer, Assignment) and isinstance(answer.value, Scalar):
        if isinstance(answer.value.expr, Piecewise):
            yield from _cases(answer.label, answer.value.expr)
        else:
            yield answer
    else:
        yield answer


def _cases(label: Label, cases: Piecewise) -> Iterator[Answer]:
    r"""``a_n`` by cases as ``a_1 = 1`` and what holds from an index on."""
    term = _TERM.fullmatch(label.name)
    for value, condition in cases.cases:
        match condition:
            case Relation(members=(Symbol(name=letter), Number(numerator=n, denominator=1)), ops=(op,)) if (
                term is not None and letter == term["letter"] and not term["offset"]
            ):
                if op == "=":
                    yield Assignment(Label(f"{term['head']}_{n}", "indexed"), Scalar(value))
                    continue
                if op in (">=", ">"):
                    first: Expr = Number(n)
                    yield Solutions(letter, Interval(first, Constant("infinity"), op == ">=", high_closed=False))
                    yield Assignment(label, Scalar(value), Equation(Symbol(label.name), value))
                    continue
        yield Scalar(cases)  # another condition says something else


def _given_name(item: Answer) -> str:
    """The label of a term with a number for its index; nothing for another answer."""
    name = item.label.name if isinstance(item, Assignment) and item.label.kind in ("indexed", "other") else ""
    return name if _GIVEN.fullmatch(name) else ""


def _equation(item: Answer) -> Equation | None:
    if isinstance(item, Equation):
        return item
    if not isinstance(item, Assignment):
        return None
    if item.equation is None and isinstance(item.value, Scalar):
        applied = _APPLIED.fullmatch(item.label.name)
        if applied is None:
            return None
        offset = int(applied["offset"])
        argument: Expr = Add((Symbol(applied["letter"]), Number(offset) if offset >= 0 else Neg(Number(-offset))))
        return Equation(Apply(applied["head"], (argument,)), item.value.expr)
    return item.equation


def _counted_from_n(equation: Equation) -> tuple[Equation, str, int] | None:
    """A relation with ``n`` for its least index, the letter it was written with, and that index less the letter."""
    whole = Add((equation.left, equation.right))
    if contains(whole, _OPAQUE):
        return None
    terms = [term for node in walk(whole) if (term := _term(node)) is not None]
    letters = {term.letter for term in terms}
    offsets = {term.offset for term in terms}
    if len(letters) != 1 or len(offsets) == 1 or _COUNT in free_symbols(whole) - letters:
        return None
    (letter,), least = letters, min(offsets)
    count = Symbol(_COUNT) if not least else Add((Symbol(_COUNT), Neg(Number(least)) if least > 0 else Number(-least)))
    sides = [at(_named(side, least), {letter: count}) for side in (equation.left, equation.right)]
    if any(_holds_index(name, letter) for side in sides for name in free_symbols(side)):
        return None
    return Equation(sides[0], sides[1]), letter, least


def _holds_index(name: str, letter: str) -> bool:
    """Whether a name that is no term has the letter in its index (``a_{2n}``), or a term has the name given to it."""
    return "_" in name and letter in name.partition("_")[2]


def _named(expr: Expr, least: int) -> Expr:
    """``expr`` with a name for each term of the sequence, by how far it is from the least one."""
    term = _term(expr)
    return rebuild(expr, lambda inner: _named(inner, least)) if term is None else _name(term, least)


def _name(term: _Term, least: int) -> Expr:
    return Symbol(f"{term.head} + {term.offset - least}")


def _term(node: Expr) -> _Term | None:
    match node:
        case Symbol(name=name):
            found = _TERM.fullmatch(name)
            return None if found is None else _Term(found["head"], found["letter"], int(found["offset"] or 0))
        case Apply(name=head, args=(argument,)):
            moved = _moved(argument)
            return None if moved is None else _Term(f"{head}()", *moved)
    return None


def _moved(argument: Expr) -> tuple[str, int] | None:
    """The letter of an argument and the integer that is added to it; None for another argument."""
    match argument:
        case Symbol(name=name) if len(name) == 1:
            return name, 0
        case Add(terms=(Symbol(name=name), Number(numerator=n, denominator=1))) if len(name) == 1:
            return name, n
        case Add(terms=(Symbol(name=name), Neg(arg=Number(numerator=n, denominator=1)))) if len(name) == 1:
            return name, -n
    return None


def _start(condition: Solutions, letter: str) -> int | None:
    """The first index of a condition ``n >= 2``; None for another one."""
    values = condition.values
    if condition.variable != letter or not isinstance(values, Interval) or values.high != Constant("infinity"):
        return None
    low = rational_value(values.low)
    if low is None or low.denominator != 1:
        return None
    return low.numerator + (not values.low_closed)


_COUNT: Final = "n"
_FIRST: Final = {"positive": 1, "nonnegative": 0}
"""The first of the integers that a letter is said to be; whether 0 is natural cannot be told."""
_OPAQUE: Final = (Folded, Limit, Derivative, Piecewise)
_TERM: Final = Pattern(r"(?P<head>[A-Za-z]+)_\{?(?P<letter>[a-z])(?P<offset>[+-]\d{1,2})?\}?")
_GIVEN: Final = Pattern(r"[A-Za-z]+(?:_\{?\d{1,2}\}?|\(\d{1,2}\))")
_INDEX: Final = Pattern(r"(\d+)\D*$")
_APPLIED: Final = Pattern(r"(?P<head>[A-Za-z])\(\((?P<letter>[a-z]) \+ \(?(?P<offset>-?\d{1,2})\)?\)\)")
