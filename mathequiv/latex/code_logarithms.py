"""Logarithms of code: beside ``log(2, 10)``, which says its base, ``log(2)`` is the natural one."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["says_base", "with_natural_logarithms"]

_CALL: Final = Pattern(r"(?<![A-Za-z.\\_])log\(")


def says_base(text: str) -> bool:
    """Whether a text of code holds a logarithm of two arguments."""
    return "\\" not in text and any(_has_two(text, call.end()) for call in _CALL.finditer(text))


def with_natural_logarithms(text: str) -> str:
    """``text`` with ``ln`` for each logarithm of one argument."""
    return _CALL.sub(lambda call: call[0] if _has_two(text, call.end()) else "ln(", text)


def _has_two(text: str, at: int) -> bool:
    """Whether a comma is between the arguments of the call whose parenthesis is open before ``at``."""
    level = 0
    for sign in text[at:]:
        if sign == "," and not level:
            return True
        level += (sign in "([{") - (sign in ")]}")
        if level < 0:
            return False
    return False
