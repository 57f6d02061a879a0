"""What can be asked of a tree whatever its nodes: its parts, their types, its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Final, get_args

from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Neg,
    Percent,
    Piecewise,
    PlusMinus,
    Pow,
    Qualified,
    Quantity,
    Ratio,
    Relation,
    Root,
    Sequence,
    SetBuilder,
    SetOp,
    Symbol,
)

__all__ = ["children", "contains", "free_symbols", "node_types", "rebuild", "walk"]

_NO_CHILDREN: Final[tuple[Expr, ...]] = ()

_CHILDREN: Final[dict[type, Callable[[Any], tuple[Expr, ...]]]] = {
    Add: lambda e: e.terms,
    Mul: lambda e: e.factors,
    Sequence: lambda e: e.items,
    Bracketed: lambda e: e.items,
    Call: lambda e: e.args,
    Apply: lambda e: e.args,
    Ratio: lambda e: e.parts,
    Relation: lambda e: e.members,
    Div: lambda e: (e.numerator, e.denominator),
    Pow: lambda e: (e.base, e.exponent),
    Root: lambda e: (e.radicand, e.index),
    SetOp: lambda e: (e.left, e.right),
    SetBuilder: lambda e: (e.element, e.condition),
    Limit: lambda e: (e.body, e.target),
    Neg: lambda e: (e.arg,),
    PlusMinus: lambda e: (e.arg,),
    Percent: lambda e: (e.value,),
    Quantity: lambda e: (e.value,),
    Derivative: lambda e: (e.body,),
    Folded: lambda e: (e.body, *(x for x in (e.low, e.high) if x is not None)),
    Qualified: lambda e: (e.body,) if e.condition is None else (e.body, e.condition),
    Matrix: lambda e: tuple(x for row in e.rows for x in row),
    Piecewise: lambda e: tuple(x for case in e.cases for x in case if x is not None),
}
"""How to reach the subexpressions of each node that has some, in written order."""


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions of ``expr``, in written order."""
    below = _CHILDREN.get(type(expr))
    return _NO_CHILDREN if below is None else below(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """``expr`` and every node below it, parents first, without recursion."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        below = _CHILDREN.get(type(node))
        if below is not None:
            stack.extend(reversed(below(node)))


def node_types(expr: Expr) -> frozenset[type]:
    """The classes of all nodes of ``expr``."""
    found: set[type] = set()
    stack = [expr]
    while stack:
        node = stack.pop()
        kind = type(node)
        found.add(kind)
        below = _CHILDREN.get(kind)
        if below is not None:
            stack.extend(below(node))
    return frozenset(found)


def contains(expr: Expr, kinds: tuple[type, ...]) -> bool:
    """Whether a node of one of ``kinds`` occurs in ``expr``."""
    stack = [expr]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind in kinds:
            return True
        below = _CHILDREN.get(kind)
        if below is not None:
            stack.extend(below(node))
    return False


def free_symbols(expr: Expr) -> frozenset[str]:
    """Names of the variables that occur free; a sum's, integral's or limit's own variable is bound in its body."""
    found: set[str] = set()
    stack = [expr]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is Symbol:
            found.add(node.name)  # type: ignore[union-attr]
        elif isinstance(node, (Folded, Limit)):
            found |= free_symbols(node.body) - {node.variable}
            stack.extend(children(node)[1:])
        else:
            below = _CHILDREN.get(kind)
            if below is not None:
                stack.extend(below(node))
    return frozenset(found)


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """``expr`` with every direct subexpression replaced by ``change`` of it."""

    def changed(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(changed(item) for item in value)
        return change(value) if isinstance(value, _NODES) else value

    if not children(expr):
        return expr
    node: Any = type(expr)
    rebuilt: Expr = node(*(changed(getattr(expr, field.name)) for field in fields(expr) if field.init))
    return rebuilt


_NODES: Final = get_args(Expr)
