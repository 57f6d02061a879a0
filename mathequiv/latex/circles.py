"""Circles by center and radius in words, as their equations (``circle with center (1,2) and radius 3``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.circles import CIRCLES
from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_circles"]

_TEXT: Final = Pattern(r"\\(?:text|mbox|mathrm)\s*\{([^{}]*)\}|[$]")


def with_circles(text: str) -> str:
    """A text that is a circle by its center and radius, as the equation in ``x`` and ``y``; any other as it is.

    Args:
        text: one with a word for a radius in it.
    """
    plain = _TEXT.sub(lambda found: found[1] or "", text)
    found = CIRCLES[0].fullmatch(plain) or CIRCLES[1].fullmatch(plain)
    if found is None:
        return text
    held = {name[0]: value for name, value in found.groupdict().items() if value is not None}
    x, y, radius = held.get("x", "0"), held.get("y", "0"), held.get("r") or held["s"]
    if not {*"xy"}.isdisjoint(f"{x}{y}{radius}"):
        return text
    # With names on both sides, since what stands before a bare number may be its label.
    return f"(x-({x}))^2-({radius})^2=-(y-({y}))^2"
