r"""Values that are said case by case: ``f(x) = 0 \text{ for } x \ge 2 \text{ and } f(x) = x \text{ for } x < 2``.

They are the cases of one value. Without their conditions they would be a list, in which no value belongs to its case.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mathequiv.answers.declarations import counted, with_condition
from mathequiv.answers.inequalities import ORDER_OPS
from mathequiv.latex.expr import Apply, Expr, Number, Piecewise, Qualified, Relation, Sequence, Symbol, Text
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.prose import PARITY

__all__ = ["with_cases"]


class _Case(NamedTuple):
    """A value under its condition, with the label that it is given; None for a bare value."""

    label: Expr | None
    value: Expr
    condition: Expr


def with_cases(tree: Expr) -> Expr:
    """``tree`` as a value under conditions, as the cases of one value, or with a case for each of its values.

    What holds no conditions is left as it is.
    """
    if isinstance(tree, Sequence):
        if _is_of_values(tree):
            return tree
        tree = with_condition(tree)
    tree = counted(tree)
    if isinstance(tree, Qualified) and isinstance(tree.body, Sequence) and tree.condition is not None:
        *first, last = tree.body.items
        items = (*first, Qualified(last, tree.kind, tree.names, tree.condition))
        return _joined(items) or tree
    if isinstance(tree, Sequence) and any(isinstance(item, Qualified) for item in tree.items):
        return _joined(tree.items) or _apart(tree)
    return tree


def _is_of_values(tree: Sequence) -> bool:
    """Whether no item of a list can be a condition on the others."""
    for item in tree.items:  # noqa: SIM110 - for most lists, and a generator takes three times as long
        if type(item) in _SAYING or (type(item) is Relation and item.ops != _EQUALS):
            return False
    return True


_SAYING: Final = frozenset((Qualified, Text))
_EQUALS: Final = ("=",)


def _apart(tree: Sequence) -> Sequence:
    """The items of a list, of which several have a condition of their own, as what holds in each case."""
    own = [isinstance(item, Qualified) and item.kind == "domain" and _is_told(item.condition) for item in tree.items]
    if sum(own) < _SEVERAL:
        return tree
    items = [
        Qualified(item.body, "case", item.names, item.condition) if said and isinstance(item, Qualified) else item
        for said, item in zip(own, tree.items, strict=True)
    ]
    return Sequence(tuple(items), tree.joiner)


_SEVERAL: Final = 2


def _is_told(condition: Expr | None) -> bool:
    return isinstance(condition, (Relation, Text))


def _joined(items: tuple[Expr, ...]) -> Expr | None:
    """Items as the cases of one value under one label, the first of them perhaps as its value at a number."""
    cases = [_case(item) for item in items]
    known = [case for case in cases if case is not None]
    label = next((case.label for case in known if case.label is not None), None)
    first = _first(items[0], label) if cases[0] is None else None
    if first is not None:
        known.insert(0, first)
    if len(known) != len(items) or len(known) < _SEVERAL or not _agree(known, label):
        return None
    pieces = Piecewise(tuple((case.value, case.condition) for case in known))
    return pieces if label is None else Relation((label, pieces), ("=",))


def _agree(cases: list[_Case], label: Expr | None) -> bool:
    """Whether cases are of one label, which is before the first of them at least, and about one name."""
    if cases[0].label != label or any(case.label not in (None, label) for case in cases):
        return False
    return len(frozenset[str]().union(*[_about(case.condition) for case in cases])) == 1


def _case(item: Expr) -> _Case | None:
    """An item under a condition that compares its one name; None for any other."""
    if not isinstance(item, Qualified) or item.condition is None or not _is_condition(item.condition):
        return None
    match item.body:
        case Relation(members=(Apply() | Symbol() as label, value), ops=("=",)):
            return _Case(label, value, item.condition)
        case Relation() | Sequence() | Qualified() | Text():
            return None
    return _Case(None, item.body, item.condition)


def _is_condition(tree: Expr) -> bool:
    if isinstance(tree, Text):
        return PARITY.fullmatch(tree.words) is not None
    return isinstance(tree, Relation) and _COMPARING.issuperset(tree.ops) and len(free_symbols(tree)) == 1


_COMPARING: Final = ORDER_OPS | {"=", "!="}


def _about(condition: Expr) -> frozenset[str]:
    if isinstance(condition, Text):
        return frozenset((condition.words[0],))
    return free_symbols(condition)


def _first(item: Expr, label: Expr | None) -> _Case | None:
    """``a_1 = 3`` beside ``a_n = 2n`` as the case ``n = 1``; None for anything else."""
    if not isinstance(item, Relation) or item.ops != ("=",) or len(item.members) != 2:
        return None
    match item.members[0], label:
        case Symbol(name=own), Symbol(name=general):
            head, _, index = own.partition("_")
            letters, _, name = general.partition("_")
            if head != letters or not name or not index.isdecimal():
                return None
            place: Expr = Number(int(index))
        case Apply(name=own, args=(Number() as place,)), Apply(name=general, args=(Symbol(name=name),)):
            if own != general:
                return None
        case _:
            return None
    return _Case(label, item.members[1], Relation((Symbol(name), place), ("=",)))
