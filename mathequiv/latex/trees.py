"""What can be asked of a tree whatever its nodes: its parts, their types, its variables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from mathequiv.latex import expr as tree
from mathequiv.latex.expr import EXPRESSIONS, Expr, Folded, Limit, Span, Symbol
from mathequiv.nodes import field_types

__all__ = [
    "Known",
    "Survey",
    "at",
    "children",
    "consists_of",
    "contains",
    "free_symbols",
    "is_capital",
    "node_types",
    "nodes_of",
    "rebuild",
    "span_of",
    "survey",
    "survey_all",
    "walk",
]

_NO_CHILDREN: Final[tuple[Expr, ...]] = ()

_CHILDREN: Final[dict[type, Callable[[Any], tuple[Expr, ...]]]] = {
    tree.Add: attrgetter("terms"),
    tree.Mul: attrgetter("factors"),
    tree.Sequence: attrgetter("items"),
    tree.Bracketed: attrgetter("items"),
    tree.Call: attrgetter("args"),
    tree.Apply: attrgetter("args"),
    tree.Ratio: attrgetter("parts"),
    tree.Relation: attrgetter("members"),
    tree.Logical: attrgetter("parts"),
    tree.Div: attrgetter("numerator", "denominator"),
    tree.Pow: attrgetter("base", "exponent"),
    tree.Root: attrgetter("radicand", "index"),
    tree.SetOp: attrgetter("left", "right"),
    tree.SetBuilder: attrgetter("element", "condition"),
    tree.Limit: attrgetter("body", "target"),
    tree.Neg: lambda e: (e.arg,),
    tree.PlusMinus: lambda e: (e.arg,),
    tree.Percent: lambda e: (e.value,),
    tree.Quantity: lambda e: (e.value,),
    tree.Derivative: lambda e: (e.body,),
    tree.Folded: lambda e: (e.body, *(x for x in (e.low, e.high) if x is not None)),
    tree.Qualified: lambda e: (e.body,) if e.condition is None else (e.body, e.condition),
    tree.Matrix: lambda e: tuple(x for row in e.rows for x in row),
    tree.Piecewise: lambda e: tuple(x for case in e.cases for x in case if x is not None),
}
"""How to reach the subexpressions of each node that has some, in written order."""


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions of ``expr``, in written order."""
    below = _CHILDREN.get(type(expr))
    return _NO_CHILDREN if below is None else below(expr)


def span_of(expr: Expr) -> Span | None:
    """Where ``expr`` was written, in characters of the repaired text; None if it was not read but made."""
    end = getattr(expr, "end", None)
    return None if end is None else (expr.start, end)


def walk(expr: Expr) -> Iterator[Expr]:
    """``expr`` and every node below it, parents first, without recursion."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        below = _CHILDREN.get(type(node))
        if below is not None:
            stack.extend(reversed(below(node)))


_T = TypeVar("_T")


def nodes_of(expr: Expr, kind: type[_T]) -> list[_T]:
    """The nodes of one class in ``expr``, parents first."""
    found: list[_T] = []
    nodes = [expr]
    for node in nodes:
        if type(node) is kind:
            found.append(node)
        below = _CHILDREN.get(type(node))
        if below is not None:
            nodes.extend(below(node))
    return found


def node_types(expr: Expr) -> AbstractSet[type]:
    """The classes of all nodes of ``expr``."""
    return survey(expr)[0]


Survey: TypeAlias = tuple[AbstractSet[type], frozenset[str]]
"""The classes of the nodes of a tree, and the names of the variables that occur free in it."""


class Known(NamedTuple):
    """What is known of a pair of trees, so that nobody looks through them again.

    Attributes:
        kinds: the classes of their nodes.
        names: the variables that occur free in them.
        texts: what they are as texts, one a line.
    """

    kinds: AbstractSet[type]
    names: frozenset[str]
    texts: str


_NO_NAMES: Final[frozenset[str]] = frozenset()
_KIND_OF_NUMBER: Final[AbstractSet[type]] = frozenset((tree.Number,))
_KIND_OF_SYMBOL: Final[AbstractSet[type]] = frozenset((Symbol,))
_OF_NUMBER: Final[Survey] = (_KIND_OF_NUMBER, _NO_NAMES)


def survey(expr: Expr) -> Survey:
    """What `node_types` and `free_symbols` tell, in one walk."""
    kind = type(expr)
    if kind is Symbol:
        return _KIND_OF_SYMBOL, frozenset((expr.name,))  # type: ignore[union-attr]
    return _OF_NUMBER if kind is tree.Number else survey_all([expr])


def survey_all(trees: list[Expr]) -> Survey:
    """As `survey` of several trees."""
    kinds: set[type] = set()
    names: list[str] = []
    nodes = trees[:]
    for node in nodes:
        kind = type(node)
        kinds.add(kind)
        below = _CHILDREN.get(kind)
        if below is not None:
            nodes.extend(below(node))
        elif kind is Symbol:
            names.append(node.name)  # type: ignore[union-attr]
    if not names:
        return kinds, _NO_NAMES
    if Folded in kinds or Limit in kinds:
        return kinds, _NO_NAMES.union(*map(free_symbols, trees))
    return kinds, frozenset(names)


def contains(expr: Expr, kinds: Collection[type]) -> bool:
    """Whether a node of one of ``kinds`` occurs in ``expr``."""
    nodes = [expr]
    for node in nodes:
        kind = type(node)
        if kind in kinds:
            return True
        below = _CHILDREN.get(kind)
        if below is not None:
            nodes.extend(below(node))
    return False


def consists_of(expr: Expr, kinds: frozenset[type]) -> bool:
    """Whether every node of ``expr`` is of one of ``kinds``."""
    nodes = [expr]
    for node in nodes:
        kind = type(node)
        if kind not in kinds:
            return False
        below = _CHILDREN.get(kind)
        if below is not None:
            nodes.extend(below(node))
    return True


def is_capital(expr: Expr) -> bool:
    """Whether an expression is a capital letter alone, as matrices and points are called."""
    return isinstance(expr, Symbol) and len(expr.name) == 1 and expr.name.isupper()


def free_symbols(expr: Expr) -> frozenset[str]:
    """Names of the variables that occur free; a sum's, integral's or limit's own variable is bound in its body."""
    if type(expr) is Symbol:
        return frozenset((expr.name,))
    below = _CHILDREN.get(type(expr))
    if below is None:
        return _NO_NAMES
    found: set[str] = set()
    nodes = [expr]
    for node in nodes:
        kind = type(node)
        if kind is Symbol:
            found.add(node.name)  # type: ignore[union-attr]
        elif kind is Folded or kind is Limit:
            bound: Any = node
            found |= free_symbols(bound.body) - {bound.variable}
            nodes.extend(children(node)[1:])
        else:
            below = _CHILDREN.get(kind)
            if below is not None:
                nodes.extend(below(node))
    return frozenset(found) if found else _NO_NAMES


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """``expr`` with every direct subexpression replaced by ``change`` of it."""

    def changed(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(changed(item) for item in value)
        return change(value) if isinstance(value, EXPRESSIONS) else value

    if not children(expr):
        return expr
    node: Any = type(expr)
    rebuilt: Expr = node(*[changed(getattr(expr, name)) for name in field_types(node)])
    return rebuilt


def at(expr: Expr, point: dict[str, Expr]) -> Expr:
    """The expression with values put in for names."""
    if isinstance(expr, Symbol):
        return point.get(expr.name, expr)
    return rebuild(expr, lambda inner: at(inner, point))
