"""Words of notations that are respelled before a text is cut: confidence intervals, measures in two units."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["CONFIDENT", "INTERVAL_CLOSED", "INTERVAL_LED", "LENGTHS", "NAMED_GROUP", "PARTS_OF_UNITS", "UNIVERSE"]

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

NAMED_GROUP: Final = Pattern(
    r"\s*(?:\\text\s*\{\s*)?(?:the |a )?"
    r"(?:cyclic group of order\s*(?:\}\s*)?\$?(?P<order>[1-9]\d{0,5})\$?|klein(?:'s)?[ -](?:four|4)[ -]?group)"
    r"\s*(?:\}\s*)?(?:\.\s*)?",
    re.IGNORECASE,
)
"""A group in words: a cyclic one by its order, or the group of four that is not cyclic."""

UNIVERSE: Final = r"\\math(?:bb|bf|rm)\s*(?:\{\s*)?[A-Z]\s*\}?|[A-Z]"
"""The name of the set of which another one is a complement."""
