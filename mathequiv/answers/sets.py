"""Sets and intervals: in brackets, by name, by condition, and joined.

Each function that reads a part takes ``read``, which reads a tree as its likeliest answer.
"""

from __future__ import annotations

from typing import Final

from mathequiv.answers.branches import has_branches
from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Combination,
    Interval,
    NamedSet,
    ReadItem,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
)
from mathequiv.answers.relations import ORDER_OPS, solve
from mathequiv.answers.sequences import spread
from mathequiv.answers.text import REALS
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Expr,
    Matrix,
    Neg,
    Number,
    Qualified,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS

__all__ = ["as_interval", "is_set", "read_finite_set", "read_set", "set_difference"]


_NO_END: Final = frozenset((Relation, Sequence, Bracketed, Text, Matrix, SetName, SetBuilder, SetOp, Qualified))


def is_set(tree: Expr) -> bool:
    """Whether ``tree`` is written as a set."""
    return isinstance(tree, (SetBuilder, SetOp, SetName)) or (isinstance(tree, Bracketed) and tree.opening == "{")


def set_difference(tree: Add, read: ReadItem) -> Answer | None:
    """``A - B`` between sets."""
    removed = [term.arg for term in tree.terms[1:] if isinstance(term, Neg)]
    if len(removed) != len(tree.terms) - 1:
        return None
    return Combination("difference", tuple(read_set(part, read) for part in (tree.terms[0], *removed)))


def as_interval(tree: Bracketed) -> Interval | None:
    """The interval that a bracket of two scalars may be."""
    if len(tree.items) != 2:
        return None
    low, high = tree.items
    if not (_may_be_end(low) and _may_be_end(high)):
        return None
    return Interval(low, high, tree.opening == "[", tree.closing == "]")


def _may_be_end(item: Expr) -> bool:
    kind = type(item)
    return kind not in _NO_END and not has_branches(item)


def read_finite_set(tree: Bracketed, read: ReadItem) -> Answer:
    """The elements in braces; a solved inequality in braces is the set it describes."""
    items = [part for item in tree.items for part in spread(read(item))]
    if len(items) == 1 and isinstance(items[0], Solutions):
        return items[0]
    return SetAnswer(tuple(items), tree.loose)


def read_set(tree: Expr, read: ReadItem) -> Answer:
    """``tree`` where a set has to stand: a bracket of two is an interval there."""
    match tree:
        case Bracketed(opening="(" | "[", closing=")" | "]"):
            return as_interval(tree) or read(tree)
        case SetName(name="empty"):
            return SetAnswer(())
        case SetName(name=name, suffix=written):
            suffix = _SUFFIXES.get(written, written)
            return _NAMED.get((name, suffix)) or NamedSet(name + suffix)
        case SetOp(op=op, left=left, right=right):
            parts = (read_set(left, read), read_set(right, read))
            return intersection(parts) if op == "intersection" else Combination(op, parts)
        case SetBuilder(element=element, condition=condition):
            return _set_builder(element, condition, read)
    return read(tree)


_SUFFIXES: Final = {
    **dict.fromkeys((">0", "+*", "*+", "++"), "+"),
    **dict.fromkeys(("<0", "-*", "*-"), "-"),
    **dict.fromkeys((">=0", "+0", "0+"), ">=0"),
    **dict.fromkeys(("!=0", "\\{0\\}"), "*"),
}
"""Other spellings of a suffix."""

_NAMED: Final[dict[tuple[str, str], Answer]] = {
    ("R", ""): REALS,
    ("R", "+"): Interval(Number(0), REALS.high, low_closed=False, high_closed=False),
    ("R", "-"): Interval(REALS.low, Number(0), low_closed=False, high_closed=False),
    ("R", ">=0"): Interval(Number(0), REALS.high, low_closed=True, high_closed=False),
    ("R", "<=0"): Interval(REALS.low, Number(0), low_closed=False, high_closed=True),
    ("R", "*"): Combination("difference", (REALS, SetAnswer((Scalar(Number(0)),)))),
    **dict.fromkeys((("N", "+"), ("N", "*"), ("Z", "+"), ("Z", ">=1")), NamedSet("Z+")),
    **dict.fromkeys((("Z", "-"), ("Z", "<=-1")), NamedSet("Z-")),
    **dict.fromkeys((("Z", ">=0"), ("N", ">=0")), NamedSet("N0")),
}
"""Named sets under the one name they have, by name and suffix; those of reals are intervals."""


def _set_builder(element: Expr, condition: Expr, read: ReadItem) -> Answer:
    """A set builder: the reals that meet solved conditions, else the element and its condition as they stand."""
    domain: list[Answer] = []
    if isinstance(element, Relation) and element.ops == ("in",):
        domain.append(read_set(element.members[1], read))
        element = element.members[0]
    if isinstance(element, Symbol):
        if isinstance(condition, Qualified) and condition.names == (element.name,):
            named = SETS_OF_INTEGERS.get(condition.kind)
            if named is not None:
                domain.append(NamedSet(named))
                condition = condition.body
        solved = _solution_sets(condition, element.name, read)
        if solved is not None:
            parts = [part for part in domain if part != REALS] + solved
            return parts[0] if len(parts) == 1 else intersection(tuple(parts))
    return _set_of(element, condition, domain, read)


def _solution_sets(condition: Expr, variable: str, read: ReadItem) -> list[Answer] | None:
    """The sets whose intersection a condition describes, None if it is not solved for ``variable``."""
    conditions = condition.items if isinstance(condition, Sequence) else (condition,)
    sets = [_condition_set(one, variable, read) for one in conditions]
    known = [one for one in sets if one is not None]
    if len(known) != len(sets):
        return None
    is_either = isinstance(condition, Sequence) and condition.joiner == "or" and len(known) > 1
    return [Combination("union", tuple(known))] if is_either else known


def _set_of(element: Expr, condition: Expr, domain: list[Answer], read: ReadItem) -> Answer:
    match condition:
        case Qualified(body=Relation(members=(name, value), ops=("=",)), kind="integer", names=(n,)) if name == element:
            return SetOf(read(value), Solutions(n, NamedSet("Z")))
    inner = read(condition)
    return SetOf(read(element), Statement("and", (*domain, inner)) if domain else inner)


def _condition_set(condition: Expr, variable: str, read: ReadItem) -> Answer | None:
    """The set of reals a condition on ``variable`` describes, None if it is not solved for it."""
    if not isinstance(condition, Relation):
        return None
    if ORDER_OPS.issuperset(condition.ops):
        found = solve(condition.members, condition.ops, variable)
        return None if found is None else found.values
    answer = read(condition)
    if isinstance(answer, Solutions) and answer.variable == variable:
        return answer.values
    if condition.ops == ("=",) and condition.members[0] == Symbol(variable):
        return SetAnswer((read(condition.members[1]),))
    return None
