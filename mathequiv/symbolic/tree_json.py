"""Syntax trees as JSON data and back, by a closed table of node classes.

A node is ``{"ClassName": [field, …]}``, a tuple a list, everything else a JSON scalar. Nothing is pickled, so what
comes back can be nothing but a tree of `mathequiv.latex.expr` nodes.
"""

from __future__ import annotations

from typing import Any, cast

from mathequiv.latex import expr as nodes
from mathequiv.latex.expr import Expr
from mathequiv.nodes import field_types

__all__ = ["decode", "encode"]

_NODE_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in nodes.EXPRESSIONS}
_FIELDS: dict[str, tuple[str, ...]] = {name: tuple(field_types(cls)) for name, cls in _NODE_CLASSES.items()}


def encode(tree: Expr) -> dict[str, Any]:
    """``tree`` as data that `json.dumps` writes and `decode` reads."""
    return cast("dict[str, Any]", _encode(tree))


def decode(data: object) -> Expr:
    """The tree that `encode` made ``data`` from.

    Raises:
        ValueError: the data is no encoded tree.
    """
    tree = _decode(data)
    if type(tree).__name__ not in _NODE_CLASSES:
        raise ValueError("no encoded tree")
    return cast("Expr", tree)


def _encode(value: object) -> object:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    name = type(value).__name__
    return {name: [_encode(getattr(value, field)) for field in _FIELDS[name]]}


def _decode(data: object) -> object:
    if isinstance(data, list):
        return tuple(_decode(item) for item in data)
    if data is None or isinstance(data, (bool, int, str)):
        return data
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError("a node is an object with one key")
    ((name, values),) = data.items()
    if name not in _NODE_CLASSES or not isinstance(values, list) or len(values) != len(_FIELDS[name]):
        raise ValueError(f"no node {name!r} with these fields")
    return _NODE_CLASSES[name](*(_decode(value) for value in values))
