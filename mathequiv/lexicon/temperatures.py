"""Differences of temperature, which are of other sizes than the temperatures that have their numbers."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["other_scale"]

_DIFFERENCE: Final = Pattern(
    r"[Δ∆]|\\Delta(?![a-zA-Z])|(?<![a-z])(?:[Dd]ifference|[Cc]hange|[Ii]ncrease|[Dd]ecrease|[Rr]ise|[Dd]rop)|温差|温度差|升高|降低|变化"
)
_SCALE: Final = Pattern(
    r"""[℃℉] | (?:°|\\circ|\\degree)[\s{}]*(?:\\(?:text|mathrm|rm)[\s{]*)?(?P<degrees>[CF])(?![a-zA-Z])
    | (?<![A-Za-z])(?P<kelvin>K)(?![A-Za-z]) | (?P<word>[Cc]elsius|[Ff]ahrenheit|[Kk]elvin)""",
    re.VERBOSE,
)
"""The scale of a temperature, as it is written after the number."""
_OF_SIGN: Final = {"℃": "C", "℉": "F"}


def other_scale(a: str, b: str) -> bool:
    """Whether one of two texts gives a difference of temperatures, and they are in different scales.

    Args:
        a: an answer as it is written.
        b: the other one.
    """
    scales = _scales(a), _scales(b)
    if not scales[0] or not scales[1] or scales[0] == scales[1]:
        return False
    return _DIFFERENCE.search(a) is not None or _DIFFERENCE.search(b) is not None


def _scales(text: str) -> frozenset[str]:
    found = _SCALE.finditer(text)
    return frozenset([_OF_SIGN.get(one[0]) or one[one.lastgroup or 0][0].upper() for one in found])
