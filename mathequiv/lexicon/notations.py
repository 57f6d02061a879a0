"""Words of notations that are respelled before a text is cut: confidence intervals, measures in two units."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.commands import STYLE
from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "CONFIDENT",
    "INTERVAL_CLOSED",
    "INTERVAL_LED",
    "LENGTHS",
    "NAMED_GROUP",
    "PARTS_OF_UNITS",
    "UNIVERSE",
    "named_curves",
]

_LEVEL: Final = (
    r"(?P<level>\d+(?:\.\d+)?)\s*\\?%\s*(?:\\text\s*\{\s*)?"
    r"(?:CI|C\.I\.|[Cc]onfidence\s[Ii]nterval|的?置信区间)"
)
_ESTIMATED: Final = r"(?:mean|proportion|variance|slope|difference|median)"
CONFIDENT: Final = Pattern("CI|C\\.I\\.|onfidence|置信")
INTERVAL_LED: Final = Pattern(
    rf"\s*(?:\\text\s*\{{\s*)?(?:(?:The|A|the|a)\s+)?{_LEVEL}(?:\sfor\s(?:the\s)?(?P<of>(?:population\s|true\s)?{_ESTIMATED}))?\s*(?:\}}\s*)?(?:(?:is|为|是|:|=)\s*(?:\}}\s*)?|(?=(?:\\left\s*)?[\[(]))"
)
INTERVAL_CLOSED: Final = Pattern(
    rf"(?<=[)\]])\s*(?:,\s*)?(?:\\text\s*\{{\s*)?(?:\(\s*)?(?:a\s)?{_LEVEL}\s*(?:\)\s*)?(?:\}}\s*)?(?:\.\s*)?$"
)
"""What says how sure a confidence interval is, before it and after it."""

LENGTHS: Final = "cm|mm|km|dm"
"""Units of length after which a digit can only be a power."""

PARTS_OF_UNITS: Final = {
    **dict.fromkeys(("h", "hr", "hrs"), "min|mins|m"),
    **dict.fromkeys(("min", "mins"), "sec|secs|s"),
    "m": "cm|mm",
    "km": "m",
    "cm": "mm",
    "kg": "g",
    "lb": "oz",
    "lbs": "oz",
    "ft": "in",
    "L": "mL|ml",
}
"""Units with those that a remainder of them is measured in."""

_NAMED_CURVE: Final = Pattern(
    rf"(?<![{{A-Za-z0-9_])((?:(?:{STYLE}|\\[a-z]{{3,}})\s*)?\{{?(?:[A-Z]\s*[A-Z]|[A-Za-z])'?\}}?"
    r"(?:_\{?\w+\}?)?'?)\s*\)?\s*(?::|\\colon)(?=[^=<>:|{}]*=(?!\s*[\w\\]+\s*:))"
)
"""The name of a curve before its equation (``g: y = 2x``, ``(AB): y = x``)."""

NAMED_GROUP: Final = Pattern(
    r"\s*(?:\\text\s*\{\s*)?(?:the |a )?"
    r"(?:cyclic group of order\s*(?:\}\s*)?\$?(?P<order>[1-9]\d{0,5})\$?|klein(?:'s)?[ -](?:four|4)[ -]?group)"
    r"\s*(?:\}\s*)?(?:\.\s*)?",
    re.IGNORECASE,
)
"""A group in words: a cyclic one by its order, or the group of four that is not cyclic."""

UNIVERSE: Final = r"\\math(?:bb|bf|rm)\s*(?:\{\s*)?[A-Z]\s*\}?|[A-Z]"
"""The name of the set of which another one is a complement."""

_SET_BUILDER: Final = Pattern(r"\\\{[^:=<>]*(?::|\\colon)[^:]*?\\\}")
r"""A set by its condition, whose colon is before no equation of a curve (``\{x: x^2 = 1\}``)."""
_NO_LETTERS: Final = Pattern(r"\\[a-z]+|[\s{}_]")


def named_curves(text: str) -> list[str]:
    """The names that are before equations in a text, without their style."""
    return [_NO_LETTERS.sub("", name) for name in _NAMED_CURVE.findall(_SET_BUILDER.sub("", text))]
