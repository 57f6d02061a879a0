"""Words for how a function behaves on a set, and for its extremes."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["BEHAVIOUR", "EXTREME", "behaviour", "extreme"]

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
