"""One JSON document into the rows it holds, in the ways in which scripts and data frames keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from mathequiv.scoring.fields import Numeral, is_known

__all__ = ["one_key", "rows_of"]

Rows: TypeAlias = Iterator[object]
Object: TypeAlias = Mapping[str, object]

_LISTS = ("data", "rows", "predictions", "results", "samples", "records", "examples", "items", "outputs", "responses")
"""Names under which a document keeps its rows, in order of preference."""

VALUE = "answer"
"""The field of a value that stands alone: a response where responses are looked for, and else a reference."""


def rows_of(document: object) -> Rows | None:
    """The rows of a document; None where it is one row, or none that can be told."""
    if isinstance(document, list):
        return map(_alone, document)
    if not isinstance(document, Mapping) or not document:
        return None
    return next((rows for way in _WAYS if (rows := way(document)) is not None), None)


def _alone(row: object) -> object:
    return {VALUE: row} if isinstance(row, str) and not isinstance(row, Numeral) else row


def _split(document: Object) -> Rows | None:
    """A data frame written with ``orient="split"``."""
    names, rows = document.get("columns"), document.get("data")
    if not (isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows)):
        return None
    return (dict(zip(map(str, names), row, strict=False)) for row in rows)


def _columns(document: Object) -> Rows | None:
    """Lists of equal length under the names of fields."""
    columns = list(document.values())
    if len(columns) < 2 or not all(isinstance(column, list) for column in columns):
        return None
    lengths = {len(column) for column in columns if isinstance(column, list)}
    if len(lengths) != 1 or not any(map(is_known, document)):
        return None
    return (dict(zip(document, values, strict=True)) for values in zip(*columns, strict=True))


def _indexed_columns(document: Object) -> Rows | None:
    """Objects with the same keys under the names of fields: a data frame as it is written unasked."""
    columns = list(document.values())
    if (
        len(columns) < 2
        or not all(isinstance(column, Mapping) for column in columns)
        or not any(map(is_known, document))
    ):
        return None
    keys = [list(column) for column in columns if isinstance(column, Mapping)]
    if any(other != keys[0] for other in keys):
        return None
    return ({name: document[name][key] for name in document} for key in keys[0])  # type: ignore[index]


def _list(document: Object) -> Rows | None:
    """A list under a usual name, or the only list of objects."""
    lists = {name: value for name, value in document.items() if isinstance(value, list) and _objects(value)}
    name = _usual(lists)
    if name is None or (
        (name not in _LISTS or is_known(name)) and any(is_known(other) for other in document if other != name)
    ):
        return None  # beside an id or a response, a list belongs to them: messages, choices, steps
    return iter(lists[name])


def _objects(value: Sequence[object]) -> bool:
    return bool(value) and all(isinstance(item, Mapping) for item in value)


def _by_id(document: Object) -> Rows | None:
    """Objects under their ids, at the top or under a name."""
    if _objects(list(document.values())) and not document.keys() <= set(_LISTS):
        inner = [name for name, value in document.items() if isinstance(value, Mapping) and _is_by_id(value)]
        if len(document) > 1 or not inner:
            return _keyed(document)
    found = {name: value for name, value in document.items() if isinstance(value, Mapping) and _is_by_id(value)}
    name = _usual(found)
    return None if name is None else _keyed(found[name])


def _is_by_id(value: Object) -> bool:
    return _objects(list(value.values())) and not any(map(is_known, value))


def _values(document: Object) -> Rows | None:
    """Texts (or lists of them) under ids, at the top or under a name: responses, or references."""
    if _is_of_values(document):
        return _keyed(document)
    found = {name: value for name, value in document.items() if isinstance(value, Mapping) and _is_of_values(value)}
    name = next((name for name in _LISTS if name in found), None)
    if name is None and len(document) == 1 and len(found) == 1:
        name = next(iter(found))
    return None if name is None else _keyed(found[name])


def _is_of_values(document: Object) -> bool:
    return bool(document) and not any(map(is_known, document)) and all(map(_is_value, document.values()))


def _is_value(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str)


def _keyed(document: Object) -> Rows:
    return (
        {"id": key, **value} if isinstance(value, Mapping) else {"id": key, VALUE: value}
        for key, value in document.items()
    )


def _usual(found: Mapping[str, object]) -> str | None:
    """The usual name among these, else the only one."""
    name = next((name for name in _LISTS if name in found), None)
    return next(iter(found)) if name is None and len(found) == 1 else name


_WAYS: tuple[Callable[[Object], Rows | None], ...] = (_split, _columns, _indexed_columns, _list, _by_id, _values)
"""The ways, in order; the first that fits is taken."""


def one_key(rows: Sequence[object]) -> bool:
    """Whether these rows hold one key each, an id over the row's fields or its response."""

    def keyed(row: object) -> bool:
        if not isinstance(row, Mapping) or len(row) != 1:
            return False
        key, value = next(iter(row.items()))
        return not is_known(key) and (isinstance(value, Mapping) or _is_value(value))

    # A file with one such row may as well hold one field.
    return (
        len(rows) > 1
        and all(map(keyed, rows))
        and len({next(iter(row)) for row in rows if isinstance(row, Mapping)}) > 1
    )
