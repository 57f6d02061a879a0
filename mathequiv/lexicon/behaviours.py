"""Words for how a function behaves on a set, and for its extremes."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "AT_PLACE",
    "AT_POINT",
    "BEHAVIOUR",
    "EXTREME",
    "JOINED",
    "LEADS",
    "VALUE_AT",
    "behaviour",
    "extreme",
]

BEHAVIOUR: Final = re.compile(
    r"\b(?:monotonically\s)?(?P<what>increasing|decreasing|concave\sup(?:wards?)?|concave\sdown(?:wards?)?|convex)\s"
    r"(?:on|for|when|if|in|over)(?:\sthe\sintervals?)?\s*:?",
    re.IGNORECASE,
)
"""What a function does, up to the set on which it does."""

EXTREME: Final = re.compile(
    r"(?P<what>\b(?:local|relative|absolute|global)\s(?:max(?:imum)?|min(?:imum)?)\b|\bsaddle\spoint\b)\.?(?:\svalue)?",
    re.IGNORECASE,
)
"""An extreme of a function, up to where it is."""


LEADS: Final = frozenset({"", "f is", "it is", "the function is", "function is", "f has a", "there is a", "a", "f"})
"""What may stand before the first of these."""

JOINED: Final = re.compile(r"(?:^|[\s,;.])(?:and|but|while|f is|it is|also)$")
"""What joins one with the next."""

AT_PLACE: Final = re.compile(
    r"(?:(?:value\s|of\s|is\s|at\s|=|:)*\s*(?P<value>[^,;]+?)?\s*\b(?:at|when|for)\s*[a-z]\s*=\s*(?P<place>[^,;]+))"
)
VALUE_AT: Final = re.compile(r"(?:is\s|of\s|:|at\s)?\s*[a-z]\s*\((?P<place>[^()]+)\)\s*=\s*(?P<value>[^,;=]+)")
AT_POINT: Final = re.compile(r"(?:at\s|is\s|:)?\s*(?:the\s)?(?:point\s)?(?P<point>\(.+\))")
"""Where an extreme is: ``of 2 at x=-1``, ``f(-1)=2``, ``at (-1,2)``."""


def behaviour(said: str) -> str:
    """One name for what a function does."""
    words = said.lower()
    if words == "convex":
        return "concave up"
    return " ".join([word.removesuffix("s").removesuffix("ward") for word in words.split()])


def extreme(said: str) -> str:
    """One name for an extreme."""
    first, last = said.lower().split()
    if first == "saddle":
        return "saddle point"
    return f"{'local' if first in ('local', 'relative') else 'global'} {last[:3]}"
