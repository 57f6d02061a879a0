r"""Values with a multiplicity, as often as they count: ``2 \text{ (multiplicity 2)}, 5`` is also ``2, 2, 5``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from mathequiv.answers.kinds import Answer, Assignment, Listing, Scalar
from mathequiv.latex.expr import Expr, Neg, Quantity
from mathequiv.lexicon.words import ROOT_COUNTS

__all__ = ["counted_roots"]


def counted_roots(answer: Answer, kinds: AbstractSet[type]) -> tuple[Answer, ...]:
    """The answer with each value as often as its remark says; nothing where no remark says so.

    Args:
        answer: what was read.
        kinds: the classes of the nodes of its tree.
    """
    if Quantity not in kinds:
        return ()
    if isinstance(answer, Assignment):
        return tuple([Assignment(answer.label, value) for value in counted_roots(answer.value, kinds)])
    items = answer.items if isinstance(answer, Listing) else (answer,)
    counted = [_copies(item) for item in items]
    if all(len(copies) == 1 and copies[0] is item for copies, item in zip(counted, items, strict=True)):
        return ()
    return (Listing(tuple(copy for copies in counted for copy in copies)),)


def _copies(item: Answer) -> tuple[Answer, ...]:
    if not isinstance(item, Scalar):
        return (item,)
    negative = isinstance(item.expr, Neg)
    counted = item.expr.arg if isinstance(item.expr, Neg) else item.expr
    if isinstance(counted, Quantity):
        count = ROOT_COUNTS.get(counted.unit[0][0]) if counted.unit else None
        if count is not None:
            value: Expr = Neg(counted.value) if negative else counted.value
            return (Scalar(value),) * count
    return (item,)
