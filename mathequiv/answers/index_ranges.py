r"""Values of an index that a text lists after what holds it: ``x = k\pi, k = 0, 1, 2``.

What is said once for several values is written out for each of them, before anything else is read.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Ellipsis_,
    Expr,
    Mul,
    Neg,
    Number,
    PlusMinus,
    Qualified,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    Symbol,
)
from mathequiv.latex.grammar.combine import multiply
from mathequiv.latex.trees import at, free_symbols, rebuild
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.limits import MAX_ELEMENTS

__all__ = ["with_indices"]


def with_indices(tree: Expr) -> Expr:
    """``tree`` with what holds an index written out for its values, where these are listed; else as it is."""
    match tree:
        case Sequence(items=(body, Bracketed() as range_), joiner="," | ";") if inside := _range_in(range_):
            listed = Sequence((body, *inside), ",")
            return _listed(listed, listed.items)
        case Sequence(items=items, joiner="," | ";"):
            return _listed(tree, items)
        case Relation(members=(label, Mul() | Add() as value), ops=("=",)):
            return _within_range(tree, Relation((label, _bare(value)), ("=",)), value)
        case Mul() | Add():
            return _within_range(tree, _bare(tree), tree)
        case Qualified(body=Sequence(items=items, joiner="," | ";"), kind=kind, names=(name,)) if (
            kind in SETS_OF_INTEGERS and len(items) > 1
        ):
            values = _between(items[-1], name)
            return tree if values is None or values[:1] < _LEAST[kind] else _written_out(items[:-1], name, values, tree)
        case SetBuilder(element=element, condition=condition):
            return _elements(tree, element, condition)
    return rebuild(tree, with_indices) if isinstance(tree, (Relation, Qualified)) else tree


_LEAST: Final = {kind: [{"Z": -MAX_ELEMENTS, "N0": 0}.get(named, 1)] for kind, named in SETS_OF_INTEGERS.items()}
"""The least value that each kind of integer has for certain."""


def _listed(tree: Sequence, items: tuple[Expr, ...]) -> Expr:
    for place in range(1, len(items)):
        name = _index_of(items[place])
        if name is None or name not in free_symbols(items[place - 1]):
            continue
        values = _values(items[place:], name)
        if isinstance(values, str):
            body = items[0] if place == 1 else Sequence(items[:place], tree.joiner)
            return Qualified(body, values, (name,))
        return tree if values is None else _written_out(items[:place], name, values, tree)
    return tree


def _range_in(tree: Expr) -> tuple[Expr, ...]:
    r"""The values of an index in parentheses, as items of a list: ``(k = 0, 1, 2)``, ``(k \in \{0, 1\})``."""
    if isinstance(tree, Bracketed) and (tree.opening, tree.closing) == ("(", ")"):
        return tree.items if tree.items and _index_of(tree.items[0]) else ()
    return (tree,) if isinstance(tree, Relation) and tree.ops == ("in",) and _index_of(tree) else ()


def _last_factor(value: Expr) -> Expr:
    """The last factor of the last term."""
    while isinstance(value, (Add, Mul)):
        value = value.terms[-1] if isinstance(value, Add) else value.factors[-1]
    return value


def _bare(value: Expr) -> Expr:
    """A sum or product without the last factor of its last term."""
    if isinstance(value, Add):
        return Add((*value.terms[:-1], _bare(value.terms[-1])))
    return multiply(list(value.factors[:-1])) if isinstance(value, Mul) else value


def _within_range(tree: Expr, body: Expr, value: Expr) -> Expr:
    """``body`` for each value of an index that the last factor of ``value`` lists; ``tree`` where it lists none."""
    inside = _range_in(_last_factor(value))
    if not inside:
        return tree
    listed = Sequence((body, *inside), ",")
    written = _listed(listed, listed.items)
    return tree if written == listed else written


def _index_of(tree: Expr) -> str | None:
    r"""The name in ``k = 0`` and ``k \in \{0, 1\}``."""
    match tree:
        case Relation(members=(Symbol(name=name), Number()), ops=("=",)):
            return name
        case Relation(members=(Symbol(name=name), Bracketed(opening="{")), ops=("in",)):
            return name
    return None


def _values(items: tuple[Expr, ...], name: str) -> list[int] | str | None:
    """The integers that the items list for ``name``; the kind of all of them where the list goes on, else None."""
    match items:
        case (Relation(members=(_, Bracketed(items=inside)), ops=("in",)),):
            return _integers(inside)
    first = items[0]
    if isinstance(first, Relation) and first.ops == ("=",) and first.members[0] == Symbol(name) and len(items) > 1:
        return _integers((first.members[1], *items[1:]))
    return None


def _integers(items: tuple[Expr, ...]) -> list[int] | str | None:
    """Integers as listed, with those that dots leave out; the kind of all of them where dots come last."""
    if isinstance(items[-1], Ellipsis_):
        return _ENDLESS.get(items[:-1])
    found: list[int] = []
    for k, item in enumerate(items):
        value = _integer(item)
        if isinstance(item, Ellipsis_) and 0 < k < len(items) - 1:
            last = _integer(items[k + 1])
            if last is None or (k > 1 and found[-1] - found[-2] != 1) or not found[-1] < last <= MAX_ELEMENTS:
                return None
            found += range(found[-1] + 1, last)
        elif value is None:
            return None
        else:
            found.append(value)
    return found


_ENDLESS: Final[dict[tuple[Expr, ...], str]] = {
    (Number(0), Number(1)): "nonnegative",
    (Number(0), Number(1), Number(2)): "nonnegative",
    (Number(1), Number(2)): "positive",
    (Number(1), Number(2), Number(3)): "positive",
    (Number(0), PlusMinus(Number(1), 1)): "integer",
    (Number(0), PlusMinus(Number(1), 1), PlusMinus(Number(2), 1)): "integer",
}
"""What lists that go on begin with, and the integers that they are."""


def _integer(tree: Expr) -> int | None:
    match tree:
        case Number(numerator=n, denominator=1):
            return n
        case Neg(arg=Number(numerator=n, denominator=1)):
            return -n
    return None


def _between(condition: Expr, name: str) -> list[int] | None:
    """The integers between two bounds; None for any other condition."""
    match condition:
        case Relation(members=(low, Symbol(name=own), high), ops=("<" | "<=" as left, "<" | "<=" as right)):
            first, last = _integer(low), _integer(high)
            if own == name and first is not None and last is not None and last - first <= MAX_ELEMENTS:
                return list(range(first + (left == "<"), last + (right == "<=")))
    return None


def _written_out(bodies: tuple[Expr, ...], name: str, values: list[int], tree: Expr) -> Expr:
    """The bodies for each value, where the name is only an index; its condition, where it names a function's.

    A label with that index and no other has the values as its indices.
    """
    if len(bodies) == 1 and values and _is_indexed_by(bodies[0], name):
        indexed = tuple([_at_index(bodies[0], name, value) for value in values])
        return indexed[0] if len(indexed) == 1 else Sequence(indexed, ",")
    named = [item.members[0] for item in bodies if isinstance(item, Relation)]
    if not values or any(name in _names_in(label) for label in named):
        return tree
    items = tuple(at(body, {name: _number(value)}) for value in values for body in bodies)
    return items[0] if len(items) == 1 else Sequence(items, ",")


def _is_indexed_by(body: Expr, name: str) -> bool:
    """Whether a body says what a label with an index is for each of its values (``z_k = 2k``)."""
    match body:
        case Relation(members=(Symbol(name=label), value), ops=("=",)):
            stem, _, index = label.partition("_")
            return index == name and bool(stem) and name in free_symbols(value) and label not in free_symbols(value)
    return False


def _at_index(body: Expr, name: str, value: int) -> Expr:
    """One of the values with its label."""
    if not isinstance(body, Relation) or not isinstance(body.members[0], Symbol):
        raise TypeError(type(body).__name__)
    stem = body.members[0].name.partition("_")[0]
    return Relation((Symbol(f"{stem}_{value}"), at(body.members[1], {name: _number(value)})), body.ops)


def _names_in(label: Expr) -> frozenset[str]:
    held = free_symbols(label)
    return held | frozenset(index for name in held for index in name.split("_"))


def _elements(tree: SetBuilder, element: Expr, condition: Expr) -> Expr:
    """A set builder whose index has listed values as the finite set that it is; any other as it is."""
    values: list[int] | str | None = None
    name = ""
    match condition:
        case Qualified(body=Relation() as bounds, kind=kind, names=(name,)) if kind in SETS_OF_INTEGERS:
            values = _between(bounds, name)
            values = values if values is None or values[:1] >= _LEAST[kind] else None
        case Sequence(items=(Relation(members=(Symbol(name=name), SetName(name="Z", suffix="")), ops=("in",)), bounds)):
            values = _between(bounds, name)
        case Sequence(items=items, joiner=","):
            name = _index_of(items[0]) or ""
            values = _values(items, name)
        case Relation():
            name = _index_of(condition) or ""
            values = _values((condition,), name)
    if not isinstance(values, list) or not values or name not in free_symbols(element):
        return tree
    return Bracketed("{", "}", tuple(at(element, {name: _number(value)}) for value in values))


def _number(value: int) -> Expr:
    return Number(value) if value >= 0 else Neg(Number(-value))
