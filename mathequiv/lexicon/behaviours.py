"""Words for how a function behaves on a set, and for its extremes."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "AT_PLACE",
    "AT_POINT",
    "BARE",
    "BEHAVES",
    "BEHAVIOUR",
    "EXTREME",
    "JOINED",
    "JOINED_SETS",
    "LEADS",
    "MONOTONIC_CHINESE",
    "PLAIN_EXTREME",
    "TURNED",
    "VALUE_AT",
    "behaviour",
    "extreme",
    "is_behaviour",
    "is_point",
]

BEHAVES: Final = Pattern(r"creasing|concave|convex|max|min|saddle|inflection|singularity|pole|在", re.IGNORECASE)
"""What every text has of which one of the others here finds something, and few others."""

BEHAVIOUR: Final = Pattern(
    r"\b(?:monotonically\s)?(?P<what>increasing|decreasing|concave\sup(?:wards?)?|concave\sdown(?:wards?)?|convex)"
    r"(?:\s(?:on|for|when|if|in|over)(?:\sthe\sintervals?)?\s*:?|\s*:)",
    re.IGNORECASE,
)
"""What a function does, up to the set on which it does."""

MONOTONIC_CHINESE: Final = Pattern(
    r"(?:函数)?\s*(?:(?:[a-z]\s*\(x\)|y)\s*)?在\s*(?:区间\s*)?(?P<set>[(\[（][^()\[\]]*[)\]）])\s*[上内]?[是为]?(?:单调)?递?(?P<which>增|减)"
    r"(?:函数|加|少)?"
)
"""What says in Chinese of a function that it rises or falls on an interval."""

_ORDINAL: Final = "first|second|third|fourth|fifth|1st|2nd|3rd|[4-9]th"
_POLE: Final = (
    rf"(?:simple|double|triple|(?:{_ORDINAL})[-\s]order|order[-\s][1-9])\spole"
    rf"|pole\sof\s(?:the\s)?(?:order\s(?:[1-9]|one|two|three|four|five)|(?:{_ORDINAL})\sorder)"
)
_WHAT: Final = (
    r"\b(?:local|relative|absolute|global)\s(?:max(?:imum)?|min(?:imum)?)\b"
    r"|\bsaddle\spoint\b|\binflection\spoint\b|\bpoint\sof\sinflection\b"
    rf"|\b(?:removable|essential)\ssingularity\b|\b(?:{_POLE})\b"
)
PLAIN_EXTREME: Final = Pattern(
    r"\b(?:the\s)?(?P<what>(?:(?:absolute|global)\s)?(?:max(?:imum)?|min(?:imum)?))\b\.?(?:\svalue)?", re.IGNORECASE
)
"""A largest or smallest value without more words, up to where it is."""

EXTREME: Final = Pattern(rf"(?P<what>{_WHAT})\.?(?:\svalue)?", re.IGNORECASE)
"""An extreme of a function, or another special point, up to where it is."""

TURNED: Final = Pattern(
    rf"(?:the\s)?(?:point\s)?(?P<place>\([^()]+\)|[a-z]\s*=\s*[^,;=\s]+)\s(?:is|gives|has)\s"
    rf"(?:neither\s[a-z\s]+\snor\s[a-z\s]+[;,]\s(?:it\sis|but)\s)?(?:an?\s|the\s)?(?P<what>{_WHAT})(?:\spoint)?\.?",
    re.IGNORECASE,
)
"""The place of an extreme before it (``(0,0) is a saddle point``)."""

BARE: Final = Pattern(
    rf"(?:an?\s|it\sis\san?\s)?(?P<what>{_POLE}|(?:removable|essential)\ssingularity)\.?", re.IGNORECASE
)
"""A singularity by its sort alone."""


LEADS: Final = frozenset(
    {"", "f is", "f(x) is", "y is", "it is", "the function is", "the graph is", "the curve is", "function is"}
    | {"f has a", "f(x) has a", "the function has a", "it has a", "there is a", "a", "f", "f(x)"}
)
"""What may stand before the first of these."""

JOINED: Final = Pattern(r"(?:^|[\s,;.])(?:and|but|while|f is|it is|also)$")
"""What joins one with the next."""

JOINED_SETS: Final = Pattern(r"(?<=[)\]])\s*(?:,?\s*(?:and|or)(?:\s(?:on|for|in|over))?|,|和|及|与)\s*(?=[(\[])")
"""What joins intervals on each of which a function does the same."""

AT_PLACE: Final = Pattern(
    r"(?:(?:value\s|of\s|is\s|at\s|=|:)*\s*(?:(?P<value>[^,;\s][^,;]*?)\s*)?\b(?:at|when|for)\s*[a-z]|:?\s*[tx])"
    r"\s*=\s*(?P<place>[^,;]+)"
)
VALUE_AT: Final = Pattern(r"(?:is\s|of\s|:|at\s)?\s*[a-z]\s*\((?P<place>[^()]+)\)\s*=\s*(?P<value>[^,;=]+)")
AT_POINT: Final = Pattern(r"(?:at\s|is\s|:)?\s*(?:the\s)?(?:point\s)?(?P<point>\(.+\))")
"""Where an extreme is: ``of 2 at x=-1``, ``f(-1)=2``, ``at (-1,2)``."""


def behaviour(said: str) -> str:
    """One name for what a function does."""
    words = said.lower()
    if words == "convex":
        return "concave up"
    return " ".join([word.removesuffix("s").removesuffix("ward") for word in words.split()])


def extreme(said: str) -> str:
    """One name for an extreme or another special point."""
    words = said.lower().replace("-", " ").split()
    if "pole" in words:
        return f"pole of order {next(_COUNTS[word] for word in words if word in _COUNTS)}"
    if "inflection" in words:
        return "inflection point"
    first, last = words if len(words) > 1 else ("global", words[0])
    if last in ("point", "singularity"):
        return f"{first} {last}"
    return f"{'local' if first in ('local', 'relative') else 'global'} {last[:3]}"


def is_point(head: str) -> bool:
    """Whether the head of a statement says what a point is (``saddle point2``), which may be given alone."""
    return _POINT.fullmatch(head) is not None


_POINT: Final = Pattern(r"(?:(?:local|global) (?:max|min)|(?:saddle|inflection) point)\d")


def is_behaviour(head: str) -> bool:
    """Whether the head of a statement says what a function does on a set, which may be given alone."""
    return _ON_SET.fullmatch(head) is not None


_ON_SET: Final = Pattern(r"(?:increasing|decreasing|concave (?:up|down))1")

_COUNTS: Final = {
    word: count
    for count, words in enumerate(
        (
            "simple first 1st one 1",
            "double second 2nd two 2",
            "triple third 3rd three 3",
            "fourth 4th four 4",
            "fifth 5th five 5",
            *(f"{n}th {n}" for n in range(6, 10)),
        ),
        start=1,
    )
    for word in words.split()
}
