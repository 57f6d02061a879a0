"""Dotted paths into parsed rows: ``doc.problem``, ``choices.*.message``, ``calls.-1.finish_reason``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["MISSING", "Missing", "dig", "first_of"]


class Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""What a path leads to where nothing is; unlike None it is not a value a file can hold."""


def dig(value: object, path: str) -> object:
    """Follow a path into nested objects and lists.

    Args:
        value: where to start.
        path: names and list positions with dots between; ``*`` stands for every item of a list, and an item that
            lacks the rest of the path gives None, so that parallel lists stay parallel. A key that holds dots is
            found where it stands at the top.

    Returns:
        The value there, or `MISSING`.
    """
    if isinstance(value, Mapping) and path in value:
        return value[path]
    return _walk(value, path.split("."))


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
