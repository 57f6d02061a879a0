"""Dotted paths into parsed rows: ``doc.problem``, ``choices.*.message``, ``calls.-1.finish_reason``.

A key that holds dots is quoted: ``"model.v1".text``; at the top it may stand as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

__all__ = ["MISSING", "Missing", "dig", "first_of", "leaves", "path_of", "steps_of"]


class Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""What a path leads to where nothing is; unlike None it is not a value a file can hold."""


_STEP = re.compile(r'"((?:[^"\\]|\\.)*)"|([^.]*)')
_PLAIN = re.compile(r"[^.\"*\s]+")


@lru_cache(maxsize=1024)
def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a path: keys, list positions and ``*``; a key in quotes may hold dots."""
    steps: list[str] = []
    at = 0
    while at <= len(path):
        found = _STEP.match(path, at)
        assert found is not None  # noqa: S101 - the empty step always fits
        steps.append(found[2] if found[1] is None else re.sub(r"\\(.)", r"\1", found[1]))
        at = found.end() + 1
    return tuple(steps)


def path_of(steps: Sequence[str]) -> str:
    """The path of these steps, with keys quoted that hold a dot, a quote, a star or a space."""
    return ".".join(step if _PLAIN.fullmatch(step) else _quoted(step) for step in steps)


def _quoted(step: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", step)
    return f'"{escaped}"'


def leaves(value: object, depth: int) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value in an object that is no object, with the steps to it.

    Args:
        value: where to start.
        depth: how many steps to go at most.

    Yields:
        Steps and value. Of a list of objects the first one is entered; any other list is a value.
    """
    if isinstance(value, Mapping) and depth:
        for key, item in value.items():
            for steps, leaf in leaves(item, depth - 1):
                yield (str(key), *steps), leaf
    elif isinstance(value, list) and depth and value and isinstance(value[0], Mapping):
        for steps, leaf in leaves(value[0], depth - 1):
            yield ("0", *steps), leaf
    else:
        yield (), value


def dig(value: object, path: str) -> object:
    """Follow a path into nested objects and lists.

    Args:
        value: where to start.
        path: names and list positions with dots between; ``*`` means every item of a list, and an item that
            lacks the rest of the path gives None, so that parallel lists stay parallel.

    Returns:
        The value there, or `MISSING`.
    """
    if isinstance(value, Mapping) and path in value:
        return value[path]
    return _walk(value, steps_of(path))


def _walk(value: object, steps: Sequence[str]) -> object:
    for number, step in enumerate(steps):
        if step == "*":
            return _each(value, steps[number + 1 :])
        value = _enter(value, step)
        if value is MISSING:
            return MISSING
    return value


def _each(value: object, rest: Sequence[str]) -> object:
    if not isinstance(value, list):
        return MISSING
    found = (_walk(item, rest) for item in value)
    return [None if item is MISSING else item for item in found]


def _enter(value: object, step: str) -> object:
    if isinstance(value, Mapping):
        return value.get(step, MISSING)
    if isinstance(value, list) and step.lstrip("-").isdecimal():
        index = int(step)
        return value[index] if -len(value) <= index < len(value) else MISSING
    return MISSING


def first_of(value: object, paths: Sequence[str]) -> object:
    """The first path that leads to something other than null; else null where one leads there, else `MISSING`."""
    found: object = MISSING
    for path in paths:
        here = dig(value, path)
        if here is not MISSING and here is not None:
            return here
        found = here if found is MISSING else found
    return found
