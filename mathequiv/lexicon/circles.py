"""What says of a circle which one it is: its center and its radius in words."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["CIRCLES"]

_NUMBER: Final = r"(?:\\sqrt\s*)?(?:\\frac)?[\w.{}/]+"
_COORDINATE: Final = r"-?\s*(?:\\sqrt\s*|\\frac)?[\w.{}/]+"


def _center(mark: str) -> str:
    return rf"(?:\(\s*(?P<x{mark}>{_COORDINATE})\s*,\s*(?P<y{mark}>{_COORDINATE})\s*\)|(?P<o{mark}>the origin))"


_LEADING: Final = r"\s*(?:the |an? )?circle,?\s+(?:(?:with|of|having|whose)\s+)?(?:its\s+)?"
_AT: Final = r"cent(?:er|re)(?:ed|d)?\s*(?:at|is|=|of)?\s*(?:the point\s+)?"
_RADIUS: Final = r"radius\s*(?:of|is|=|r\s*=)?\s*"
_JOINED: Final = r"\s*(?:,\s*and|,|and)?\s*(?:with\s+|of\s+|having\s+)?(?:its\s+)?"
_ENGLISH: Final = Pattern(
    rf"(?i:{_LEADING})(?:(?i:{_AT}){_center('')}(?i:{_JOINED}{_RADIUS})(?P<r>{_NUMBER})"
    rf"|(?i:{_RADIUS})(?P<s>{_NUMBER})(?i:{_JOINED}{_AT}){_center('s')})\s*\.?\s*"
)
_CHINESE: Final = Pattern(
    rf"\s*以\s*(?:点\s*)?{_center('').replace('the origin', '原点')}\s*为圆心\s*[,\uff0c]?\s*以?\s*"
    rf"(?P<r>{_NUMBER})\s*为半径的圆\s*[.。]?\s*"
)
CIRCLES: Final = (_ENGLISH, _CHINESE)
"""Whole texts; the groups are the coordinates ``x`` and ``y``, ``o`` for an origin, and ``r`` or ``s`` for a radius."""
