"""Circles by center and radius in words, as their equations (``circle with center (1,2) and radius 3``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_circles"]

_TEXT: Final = Pattern(r"\\(?:text|mbox|mathrm)\s*\{([^{}]*)\}|[$]")
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


def with_circles(text: str) -> str:
    """A text that is a circle by its center and radius, as the equation in ``x`` and ``y``; any other as it is.

    Args:
        text: one with a word for a radius in it.
    """
    plain = _TEXT.sub(lambda found: found[1] or "", text)
    found = _ENGLISH.fullmatch(plain) or _CHINESE.fullmatch(plain)
    if found is None:
        return text
    held = {name[0]: value for name, value in found.groupdict().items() if value is not None}
    x, y = held.get("x", "0"), held.get("y", "0")
    return f"(x-({x}))^2+(y-({y}))^2=({held.get('r') or held['s']})^2"
