"""The item by which two lists differ: alone it may say what it cannot beside the others (``7, Row 3 Seat 5``)."""

from __future__ import annotations

from collections import Counter
from typing import Final

from mathequiv.latex.damage import repair
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon.orders import AROUND_ANSWER, GIVES_REASON
from mathequiv.lexicon.pattern import Pattern

__all__ = ["lone_items"]

_MARKS: Final = Pattern(r"[,;，；、]| (?:and|or) |\\[{}]|[(\[{（]|[)\]}）]")
_OPENING: Final = frozenset(("(", "[", "{", "（", "\\{"))
_CLOSING: Final = frozenset((")", "]", "}", "）", "\\}"))
_LEAD: Final = Pattern(r"\s*([^=:：,;，；、]*)[=:：]")
_EDGES: Final = " $.。"


_BY_ITEMS: Final = frozenset(
    ("assignment", "assignments", "label_dropped", "list", "list_as_set", "list_as_tuple", "set", "truth", "tuple")
)
"""Rules by which answers are equal part by part."""
_CONDITION: Final = Pattern(r"(?:\\mid(?![A-Za-z])|\||:)[^:|]*(?:\\in(?![A-Za-z])|∈)")
r"""What parts the elements of a set from the sets that their parameters are in (``a+bi : a,b\in\mathbb Z``)."""
_BY_VALUE: Final = frozenset(("value", "ratio"))
"""Rules by which texts may be equal as products that show an order."""


def lone_items(a: str, b: str, rule: str) -> tuple[str, str] | None:
    """The one item of each text that the other does not hold, or both texts without what is around them.

    What stands around all items of both texts alike, brackets or the name of the value, is taken off first; reasons
    that are given for the others are no items. None where nothing is left to be looked at by itself.

    Args:
        a: an answer as it is written.
        b: the other one, equal to it.
        rule: by which they are equal.
    """
    whole = _without_marks(_repaired(a)), _without_marks(_repaired(b))
    bare = _unwrapped(whole[0]), _unwrapped(whole[1])
    both = bare[0] != whole[0] and bare[1] != whole[1]
    left, right = _without_surroundings(*(bare if both else whole))
    if _CONDITION.search(left) is not None and _CONDITION.search(right) is not None:
        return None  # the element of a set and its condition are no items
    items = _items(left), _items(right)
    counts = Counter(items[0]), Counter(items[1])
    rest = list((counts[0] - counts[1]).elements()), list((counts[1] - counts[0]).elements())
    if rule in _BY_ITEMS and len(items[0]) == len(items[1]) > len(rest[0]) == 1:
        lone = rest[0][0], rest[1][0]
        return None if "" in lone or any(map(GIVES_REASON.match, lone)) else lone
    edges = " $" if rule in _BY_VALUE else _EDGES  # a period hides the shape of a product
    is_whole = (left, right) == (a.strip(edges), b.strip(edges))
    return None if is_whole or rule not in _BY_ITEMS | _BY_VALUE else (left, right)


def _repaired(text: str) -> str:
    """A text with the commands restored that begin with a control character."""
    return text if text.isprintable() else repair(text)


def _without_marks(text: str) -> str:
    """A text without a period, signs of mathematics and stars around the whole of it."""
    text = without_delimiters(text.strip(_EDGES)).strip(_EDGES)
    starred = text.startswith("**") and text.endswith("**") and text.count("**") == _STARS
    return text[2:-2].strip(_EDGES) if starred else text


_STARS: Final = 2


def _unwrapped(text: str) -> str:
    """A text without what leads to it, and without the box around the rest."""
    found = AROUND_ANSWER.match(text)
    if found is None:
        return text
    return text[found.end() :] if found["inner"] is None else found["inner"] if found.end() == len(text) else text


def _without_surroundings(left: str, right: str) -> tuple[str, str]:
    """Two texts without the same name before the only sign of equality in each, and without brackets around both."""
    led = _LEAD.match(left), _LEAD.match(right)
    if led[0] is not None and led[1] is not None and led[0][0].split() == led[1][0].split():
        rest = left[led[0].end() :], right[led[1].end() :]
        if not any("=" in one or _LEAD.match(one) for one in rest):
            left, right = rest
    bare = _without_brackets(left.strip(_EDGES)), _without_brackets(right.strip(_EDGES))
    return (left, right) if bare[0] is None or bare[1] is None else (bare[0], bare[1])


def _without_brackets(text: str) -> str | None:
    """What is in the brackets around a whole text; None where there are none."""
    depth = 0
    opening = ""
    for mark in _MARKS.finditer(text):
        if mark[0] in _OPENING:
            opening = opening or mark[0] * (mark.start() == 0)
            depth += 1
        elif mark[0] in _CLOSING:
            depth -= 1
        if depth == 0:
            return text[len(opening) : mark.start()] if opening and mark.end() == len(text) else None
    return None


def _items(text: str) -> list[str]:
    """What separators outside brackets leave of a text, each without the spaces around it."""
    items: list[str] = []
    depth = start = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in _OPENING:
            depth += 1
        elif mark[0] in _CLOSING:
            depth -= 1
        elif depth == 0:
            items.append(text[start : mark.start()].strip(_EDGES))
            start = mark.end()
    items.append(text[start:].strip(_EDGES))
    return items
