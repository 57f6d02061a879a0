"""Texts in which the order counts, although they may be read as products, differences or lists (``A-C-B``, ②①③)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["other_order"]

_LONGEST: Final = 40
_FIRST: Final = frozenset("([\"'“`①②③④⑤⑥⑦⑧⑨$\\ ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""What such a text starts with, unless it holds a bar."""
_EDGES: Final = " $.。"
_PATH: Final = Pattern(r"[A-Z](?:[-–][A-Z]){2,}")
_CIRCLED: Final = Pattern("[①-⑳]{3,}")
"""Three at least, for two are rather chosen than put in order."""
_CYCLES: Final = Pattern(r"(?:\([1-9]{2,}\)){2,}")
_QUOTED: Final = Pattern(r"[\"'“`]+[A-Za-z]{2,}[\"'”`]+")
_DIVIDED: Final = Pattern(r"[A-Za-z] ?\| ?[A-Za-z]")
"""``a | b``: a divides b, a under the condition b, or either of both."""


_SOLUTION: Final = Pattern(r"\d[\d.]*\s*\\?%\s*\(?(?P<of>[vwm]/[vwm])\)?")
"""A concentration by volume or by mass, of which the letters are no factors."""
_TRANSPOSED: Final = Pattern(r"(?:[A-Za-z](?:\^\{?T\}?)?\s*)+")
_FACTOR: Final = Pattern(r"[A-Za-z](?:\^\{?T\}?)?")
"""Of a product of letters, some of them transposed (``x^T A x``)."""


def _cycles(text: str) -> tuple[str, ...] | None:
    """The cycles of a product, each from its least number on, disjoint ones in any order; None for other numbers."""
    cycles = text[1:-1].split(")(")
    if any(len(set(cycle)) < len(cycle) for cycle in cycles):
        return None
    turned = [cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))] for cycle in cycles]
    moved = "".join(cycles)
    return tuple(sorted(turned) if len(set(moved)) == len(moved) else turned)


def _ordered(text: str) -> tuple[str, ...] | None:
    """The parts of a text of one of the shapes, in their order; None for any other text."""
    text = text.strip(_EDGES)
    for shape in (_PATH, _CIRCLED, _QUOTED, _DIVIDED):
        if shape.fullmatch(text) is not None:
            return tuple(text.strip("\"'“”`").replace(" ", ""))
    solution = _SOLUTION.fullmatch(text)
    if solution is not None:
        return (solution["of"],)
    if "^" in text and _TRANSPOSED.fullmatch(text) is not None:
        return tuple(factor.replace("{", "").replace("}", "") for factor in _FACTOR.findall(text))
    return _cycles(text) if _CYCLES.fullmatch(text) is not None else None


def other_order(a: str, b: str) -> bool:
    """Whether both texts may show an order, and not the same.

    Args:
        a: an answer as it is written.
        b: the other one, equal to it as a value or a list.
    """
    if len(a) > _LONGEST or (a[:1] not in _FIRST and not ("|" in a or "T" in a or "%" in a)):
        return False
    if a[:1] == "(" and ")(" not in a:
        return False
    left = _ordered(a)
    return left is not None and (right := _ordered(b)) is not None and left != right
