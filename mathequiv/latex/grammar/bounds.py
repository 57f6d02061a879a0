r"""Sums and products whose bounds are a relation: ``k \ge 0``, ``1 \le i < j \le 4``, ``k \in \{2,3\}``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Bracketed, Constant, Expr, Folded, Neg, Number, Qualified, Relation, Symbol
from mathequiv.latex.grammar.combine import add, is_plain_integer, multiply
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.limits import MAX_ELEMENTS


def folded_over(p: Parser, kind: str, below: Relation) -> Expr:
    """The sum or product, whose term is at the position, over what the relation below it says."""
    names = [member.name for member in below.members if isinstance(member, Symbol)]
    body = p.within(p.scope._replace(bound=(*p.scope.bound, *names)), p.product)
    found = _over_set(kind, below, body) or _over_range(kind, below, body) or _over_names(kind, below, body)
    return found or p.fail("bounds of the sum")


_INDEX: Final = "index"
_ORDERS: Final = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


def _over_names(kind: str, below: Relation, body: Expr) -> Expr | None:
    r"""A sum that cannot be written out, over ``i \in T`` or ``i<k``, as what is said of its term."""
    match below:
        case Relation(members=(Symbol(name=name), Symbol() as domain), ops=("in",)):
            term = _with_index(body, name)
            return (
                None if term is None else Qualified(term, "over", (kind,), Relation((Symbol(_INDEX), domain), ("in",)))
            )
        case Relation(members=(Symbol() as first, Symbol() as second), ops=(op,)) if op in _ORDERS:
            pair = (first, second) if _ORDERS[op] == op else (second, first)
            return Qualified(body, "over", (kind,), Relation(pair, (_ORDERS[op],)))
    return None


def _with_index(body: Expr, name: str) -> Expr | None:
    """``body`` with one name for its index, in subscripts too; None where a longer subscript may hold it."""
    for free in free_symbols(body):
        scripts = free.split("_")[1:]
        if any(name in script and script.strip("{}") != name for script in scripts):
            return None

    def change(part: Expr) -> Expr:
        if not isinstance(part, Symbol):
            return rebuild(part, change)
        head, *scripts = part.name.split("_")
        renamed = [_INDEX if script.strip("{}") == name else script for script in scripts]
        return Symbol("_".join([_INDEX if part.name == name else head, *renamed]))

    return change(body)


def _over_set(kind: str, below: Relation, body: Expr) -> Expr | None:
    """The terms one by one, for integers in braces."""
    match below:
        case Relation(members=(Symbol(name=name), Bracketed(opening="{", items=items)), ops=("in",)):
            values = tuple(dict.fromkeys(items))
            if not 0 < len(values) <= MAX_ELEMENTS or not all(map(_is_integer, values)):
                return None
            if any(index in free.split("_")[1:] for free in free_symbols(body) for index in (name, f"{{{name}}}")):
                return None  # the terms of a sequence, which the index distinguishes
            parts = [substituted(body, name, value) for value in values]
            return add(parts) if kind == "sum" else multiply(parts)
    return None


def _over_range(kind: str, below: Relation, body: Expr) -> Expr | None:
    members, ops = below.members, below.ops
    if {">", ">="}.issuperset(ops):
        members, ops = members[::-1], tuple(["<=" if op == ">=" else "<" for op in ops[::-1]])
    if not {"<", "<="}.issuperset(ops) or not _is_integer(members[0]):
        return None
    first = members[1]
    if not isinstance(first, Symbol):
        return None
    start = _moved(members[0], 1, strict=ops[0] == "<")
    if len(members) == 2:
        return Folded(kind, body, first.name, start, Constant("infinity"))
    until = _moved(members[2], -1, strict=ops[1] == "<")
    inner = Folded(kind, body, first.name, start, until)
    if len(members) == 3:
        return inner
    second = members[2]
    if len(members) > 4 or not isinstance(second, Symbol):
        return None
    end = _moved(members[3], -1, strict=ops[2] == "<")
    return Folded(kind, inner, second.name, _moved(start, 1, strict=ops[1] == "<"), end)


def _is_integer(expr: Expr) -> bool:
    return is_plain_integer(expr.arg if isinstance(expr, Neg) else expr)


def _moved(bound: Expr, by: int, *, strict: bool) -> Expr:
    """An integer bound, moved to the next integer where it is not met itself."""
    if not strict:
        return bound
    if isinstance(bound, Number):
        return Number(bound.numerator + by)
    return add([bound, Number(1) if by > 0 else Neg(Number(1))])


def substituted(body: Expr, name: str, value: Expr) -> Expr:
    """``body`` with an integer in the place of a name, except where the name is bound again."""

    def change(part: Expr) -> Expr:
        if part == Symbol(name):
            return value
        return part if name not in free_symbols(part) else rebuild(part, change)

    return change(body)
