"""Lists below a marker, an item a line, with marks before the items or without."""

from __future__ import annotations

import re
from typing import Final, Protocol, TypeAlias

__all__ = ["items_below"]

_Range: TypeAlias = tuple[int, int]


class Passage(Protocol):
    """A piece of a response in which values are found (`mathequiv.extraction.passages.Passage`)."""

    text: str
    stop: int

    def readable(self, start: int, end: int) -> _Range | None:
        """The range of a value between two places."""

    def is_whole(self, value: _Range) -> bool:
        """Whether a value can be read to its end."""


_ITEM: Final = re.compile(
    r"[ \t]*(?:(?P<bullet>[-*•+][ \t]+)|(?P<number>\d{1,2}[.)][ \t]+)|(?P<letter>[(（]?[a-z][)）][ \t]*)"
    r"|(?P<part>[(（]\d[)）][ \t]*)|(?P<name>(?=\$?[A-Za-z]\w{0,3}\s?=))|(?P<plain>(?=\$?[-−]?\d)))"
)
"""What begins an item of a list, a line each."""
_EMPHASIZED: Final = 2
"""Characters that may be between the mark of an item and its value: stars."""
_NEXT_LINE: Final = re.compile(r"[ \t*_.,;$]*\n[ \t]*(?:\n[ \t]*(?=[-*•+(（\d]))?")
_ITEM_LABEL: Final = re.compile(r"[*_]*[^\W\d_][^\n:：=$\d]{0,40}[:：][*_]*")


def items_below(passage: Passage, at: int, value: _Range) -> tuple[int, bool, tuple[_Range, ...]]:
    """Where the last item ends of a list below a marker at ``at`` that begins with ``value``.

    Returns:
        The end; whether the items have marks; where they are, if these are bullets and no item has a name of its own.
    """
    line = passage.text.rfind("\n", at, value[0]) + 1
    first = _ITEM.match(passage.text, line, value[1]) if line else None
    if first is None:
        return value[1], False, ()
    items, named = _further_items(passage, value[1], first)
    if not items:
        return value[1], False, ()
    bulleted = first.lastgroup == "bullet"
    listed = first.lastgroup in _MARKED or (bool(first[0].strip()) and value[0] >= first.end())
    whole = bulleted and not named and first.end() <= value[0] <= first.end() + _EMPHASIZED
    return items[-1][1], listed, (value, *items) if whole else ()


_MARKED: Final = frozenset(("bullet", "number", "plain"))


def _further_items(passage: Passage, end: int, first: re.Match[str]) -> tuple[list[_Range], bool]:
    """The items after the first, which ends at ``end``; and whether one has a name."""
    text, limit = passage.text, passage.stop
    items: list[_Range] = []
    named = False
    while (break_ := _NEXT_LINE.match(text, end, limit)) is not None:
        item = _ITEM.match(text, break_.end(), limit)
        if item is None or item.lastgroup != first.lastgroup:
            break
        stop = text.find("\n", item.end(), limit)
        stop = limit if stop < 0 else stop
        label = _ITEM_LABEL.match(text, item.end(), stop)
        found = passage.readable(item.end() if label is None else label.end(), stop)
        if found is None or not passage.is_whole(found):
            break
        items.append(found)
        named = named or label is not None
        end = found[1]
    return items, named
