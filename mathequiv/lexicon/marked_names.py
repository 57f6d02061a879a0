"""Names that say of what they are the largest or smallest value, or the dimension (``k_max``, ``dim(V)``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.functions import GENERIC_FUNCTIONS
from mathequiv.lexicon.pattern import Pattern

__all__ = ["MARKED", "extreme_of", "is_of_another", "without_extreme"]

MARKED: Final = Pattern(r"(?P<before>max|min)\W?(?P<of>.*)|(?P<name>.+?)_\{?(?P<after>max|min)\}?")
"""The name of a largest or smallest value: ``max(f)``, ``h_max``."""
_LETTER: Final = Pattern(r"(?:max|min|dim)[\s(]*(?P<of>[A-Za-z])\)?|(?P<name>[A-Za-z])_\{?(?:max|min)\}?")
_OF_FUNCTIONS: Final = GENERIC_FUNCTIONS | {"y"}


def extreme_of(name: str) -> str:
    """``max`` or ``min`` where a name is marked by it at its end (``k_max``), ``""`` for any other."""
    found = MARKED.fullmatch(name)
    return (found["after"] or "") if found is not None else ""


def without_extreme(name: str) -> str:
    """A name without the mark of a largest or smallest value at its end."""
    found = MARKED.fullmatch(name)
    return found["name"] if found is not None and found["after"] else name


def is_of_another(name: str, of: tuple[str, ...]) -> bool:
    """Whether a name is of one letter and words are of another one (``k_min``, ``the least n``).

    The values of a function are called by its name, or ``y``.

    Args:
        name: the name.
        of: what the words are of, in lower case.
    """
    found = _LETTER.fullmatch(name)
    if found is None or len(of) != 1 or len(of[0]) != 1 or not of[0].isalpha():
        return False
    letter = (found["of"] or found["name"]).lower()
    return letter != of[0] and not {letter, of[0]} <= _OF_FUNCTIONS
