"""The signs that open and close mathematics around a whole text."""

from __future__ import annotations

from typing import Final

__all__ = ["without_delimiters"]

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
