"""Trees as the reader takes them: means in angle brackets as functions, sums with dots as the names of their values."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Add, Apply, Bracketed, Div, Ellipsis_, Expr, Mul, Neg, Pow, Relation, Text
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, rebuild

__all__ = ["with_means", "without_dots"]


def with_means(tree: Expr) -> Expr:
    r"""``tree`` with a function for each value in angle brackets in a sum or product (``\langle x\rangle^2``)."""
    changed = rebuild(tree, with_means)
    return rebuild(changed, _as_mean) if type(changed) in _ARITHMETIC else changed


def _as_mean(part: Expr) -> Expr:
    match part:
        case Bracketed(opening="<", items=(only,)):
            return Apply("mean", (only,))
    return part


_ARITHMETIC: Final = frozenset((Add, Div, Mul, Neg, Pow))


def without_dots(tree: Expr) -> Expr | None:
    r"""``1+2+\cdots+n = \frac{n(n+1)}{2}`` under the name that its sum with dots is; None where the value has some."""
    if not contains(tree, (Ellipsis_,)):
        return tree
    if not isinstance(tree, Relation) or {*tree.ops} != {"="} or contains(tree.members[-1], (Ellipsis_,)):
        return None
    if any(isinstance(member, Ellipsis_) for member in tree.members):  # x_1 = x_2 = ... = x_n
        return None
    kept = [member for member in tree.members if not contains(member, (Ellipsis_,))]
    if kept[0] is not tree.members[0]:  # a name, so that it is left out only beside a value without one
        kept.insert(0, Text(to_text(tree.members[0])))
    return Relation(tuple(kept), tree.ops[1 - len(kept) :])
