"""The signs that open and close a whole text or a part of it."""

from __future__ import annotations

from typing import Final

__all__ = ["is_closed", "without_delimiters"]

_WHOLE: Final = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))


def without_delimiters(answer: str) -> str:
    """The answer without one pair of math delimiters around all of it."""
    for left, right in _WHOLE:
        if not (answer.startswith(left) and answer.endswith(right) and len(answer) > len(left) + len(right)):
            continue
        inner = answer[len(left) : -len(right)]
        if not any(mark in inner.replace(r"\$", "") for mark in ("$", left, right)):
            return inner.strip().rstrip(".,;")
    return answer


def is_closed(text: str) -> bool:
    """Whether every round bracket in a text is closed there, so that the brackets around it belong together."""
    level = 0
    for sign in text:
        level += (sign == "(") - (sign == ")")
        if level < 0:
            return False
    return level == 0
