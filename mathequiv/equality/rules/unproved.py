r"""Differences that are no facts: two texts look unlike, and nothing proves that they do not say the same.

``v_f = …`` and ``v = …`` with one value may be one speed, and a unit circle in words may be ``|z| = 1``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import starmap
from typing import Final, TypeAlias

from mathequiv.answers.contents import answer_symbols, change_trees
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Equation,
    Inequality,
    Label,
    Listing,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.equality.rules.linear import coefficient
from mathequiv.equality.rules.vectors import marked
from mathequiv.latex.expr import Add, Call, Expr, Neg, Number, Symbol
from mathequiv.latex.trees import at, free_symbols, walk
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.shapes import names_shape
from mathequiv.verdict import Mismatch, Result, Verdict, Witness

__all__ = ["look_again"]


def look_again(difference: Result, a: Reading, b: Reading, ctx: Context) -> Result:
    """What is left of a difference once other notations are tried.

    Args:
        difference: what was found, DIFFERENT.
        a: one reading.
        b: the other.
        ctx: how their parts are compared.

    Returns:
        The difference, an EQUIVALENT by another notation, or an UNDECIDED if only names or kinds differ that may be one.

    Raises:
        OverLimit: the budget is spent.
    """
    if ctx.transitive:
        return difference
    evidence = difference.evidence
    if type(evidence) is Witness:
        return _by_notation(difference, evidence, a, b, ctx)
    looks = _LOOKS.get(evidence.what, ()) if type(evidence) is Mismatch else ()
    return _UNPROVED if any(look(a, b, ctx) or look(b, a, ctx) for look in looks) else difference


_UNPROVED: Final = Result(
    Verdict.UNDECIDED, "value", "unproved", "names or notations differ that may mean the same, and nothing else does"
)


Look: TypeAlias = Callable[[Reading, Reading, Context], bool]


def _equal(a: Answer, b: Answer, ctx: Context) -> bool:
    found = ctx.match(a, b)
    return found is not None and found.equivalent


# --- labels -----------------------------------------------------------------------------------------------------------


def _akin(a: Reading, b: Reading, ctx: Context) -> bool:
    """Whether labels that are not the same may be of one thing, which has the same value on both sides."""
    match a.answer, b.answer:
        case Assignment() as left, Assignment() as right:
            return _may_be_one(left.label, right.label) and _equal(left.value, right.value, ctx)
        case Assignments(items=left), Assignments(items=right) if len(left) == len(right):
            pairs = list(zip(left, right, strict=True))
            named = all(x.label == y.label or _may_be_one(x.label, y.label) for x, y in pairs)
            return named and all(starmap(lambda x, y: _equal(x.value, y.value, ctx), pairs))
    return False


def _may_be_one(a: Label, b: Label) -> bool:
    """Whether one label is the other with an index or a mark, or another notation of what it may be."""
    return _is_marked(a, b) or _is_marked(b, a) or _is_other_notation(a, b) or _is_other_notation(b, a)


def _is_marked(marked: Label, plain: Label) -> bool:
    if marked.arguments != plain.arguments:
        return False
    found = _MARKED.fullmatch(marked.name)
    if found is None or (marked.arguments and found["indexed"] and marked.name[-1:].isdecimal()):
        return False  # f_1 and f are two functions
    return plain.name in (found["indexed"], found["mean"], found["change"])


# f_x is a derivative of f, and v_x a part of v
_MARKED: Final = Pattern(r"(?P<indexed>[A-Za-z]+)_(?![xyzt]+\Z)\w+|bar\((?P<mean>[^)wz]+)\)|Delta (?P<change>\w+)")


def _is_other_notation(a: Label, b: Label) -> bool:
    """Whether both labels are of one quantity by two of its notations, or one is a transform that the other names."""
    left, right = _plain(a), _plain(b)
    if left[:3] != right[:3] and any(group.fullmatch(left) and group.fullmatch(right) for group in _NOTATIONS):
        return True
    return a.kind == "other" and b.kind == "function" and _TRANSFORM.match(a.name) is not None


def _plain(label: Label) -> str:
    return f"{label.name}({','.join(label.arguments)})" if label.arguments else label.name


_NOTATIONS: Final = (
    Pattern(r"mu(?:_[A-Z])?|E\([A-Z]\)|bar\([a-zA-Z]\)|expect\([A-Z]\)"),
    Pattern(r"(?:Var|V|D)\([A-Z]\)|\(?sigma(?:_[A-Z])?\^2\)?|\(?s\^2\)?"),
)
"""Notations of a mean and of a variance."""
_TRANSFORM: Final = Pattern(r"\(?\(?[LF](?:\^\(-1\))?\)?\*")


# --- kinds ------------------------------------------------------------------------------------------------------------


def _is_described(a: Reading, b: Reading, _: Context) -> bool:
    """Whether words name a shape, and the other side is a condition on points or the points that meet it."""
    if not isinstance(a.answer, TextAnswer) or not names_shape(a.answer.words):
        return False
    return isinstance(b.answer, (Assignment, Assignments, Equation, Inequality, SetOf, Solutions, Statement))


def _is_condition(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side is a condition on integers that no rule solves, and the other side may be what solves it."""
    match a.answer, b.answer:
        case Equation(left=left, right=right), Assignment() | Solutions() | Statement() | TextAnswer(claim=True):
            return any(isinstance(node, Call) and node.name in _OF_INTEGERS for s in (left, right) for node in walk(s))
        case Statement(head="= in"), Listing() | SetAnswer() | SetOf() | Assignments():
            return True
    return False


_OF_INTEGERS: Final = frozenset({"gcd", "lcm", "mod", "pmod"})


def _is_family(a: Reading, b: Reading, _: Context) -> bool:
    """Whether one side gives the values of several integers, not evenly spaced, which the other side may list."""
    one, several = (side.answer.value if isinstance(side.answer, Assignment) else side.answer for side in (a, b))
    if not (isinstance(one, Scalar) and isinstance(several, (Listing, SetAnswer))):
        return False
    held = [name for name in free_symbols(one.expr) & COUNTERS if coefficient(one.expr, name) is None]
    return bool(held) and (bool(a.conditions) or bool(answer_symbols(several) & COUNTERS))


def _is_spread(a: Reading, b: Reading, ctx: Context) -> bool:
    r"""Whether the ends of an interval are written with a plus-minus sign (``50 \pm 1.96``)."""
    match a.answer, b.answer:
        case Listing(branches=True), TupleAnswer(items=(Scalar(expr=low), Scalar(expr=high))):
            same = _equal(a.answer, Listing(b.answer.items), ctx)
            return same and not _equal(Scalar(Add((low, high))), Scalar(Number(0)), ctx)  # \pm 3 is no interval
    return False


# --- notations --------------------------------------------------------------------------------------------------------


def _by_notation(difference: Result, witness: Witness, a: Reading, b: Reading, ctx: Context) -> Result:
    """A difference at some values, unless a name on one side only is another notation of what the other side has."""
    names = [name for name, _ in witness.point if name in _OTHER_NAMES or name.startswith(("hat(", "Delta "))]
    if not names:
        return difference
    held = answer_symbols(a.answer), answer_symbols(b.answer)
    for name in names:
        if (name in held[0]) == (name in held[1]):
            continue
        one, other = (a, b) if name in held[0] else (b, a)
        if name in _UNIT_VECTORS:
            found = ctx.match(one.answer, change_trees(other.answer, marked))
            return found if found is not None and found.equivalent else difference
        for value in _other_names(name):
            if _equal(change_trees(one.answer, partial(at, point={name: value})), other.answer, ctx):
                return _UNPROVED
    return difference


_OTHER_NAMES: Final[dict[str, Expr]] = {"E": Symbol("I")}
"""The identity matrix by another name."""
_UNIT_VECTORS: Final = frozenset({"hat(i)", "hat(j)", "hat(k)"})


def _other_names(name: str) -> list[Expr]:
    """What a name may be short for: another name of the same, or the difference that a change is."""
    if name in _OTHER_NAMES:
        return [_OTHER_NAMES[name]]
    of = name.removeprefix("Delta ")
    return [] if of == name else [Add((Symbol(f"{of}_{x}"), Neg(Symbol(f"{of}_{y}")))) for x, y in _STATES]


_STATES: Final = (("f", "i"), ("2", "1"), ("1", "0"), ("B", "A"), ("b", "a"), ("final", "initial"))
"""Indices of the state after a change and of that before it."""
_LOOKS: Final[dict[str, tuple[Look, ...]]] = {
    "name": (_akin,),
    "names": (_akin,),
    "kind": (_is_described, _is_condition, _is_family, _is_spread),
}
"""Looks at a mismatch by what it is of; each is tried with the sides in both orders."""
