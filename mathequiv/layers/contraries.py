"""The last look at two texts that a layer calls equal: whether words dropped beside the values speak of two things."""

from __future__ import annotations

from mathequiv.lexicon.contrasts import contrast, names_other
from mathequiv.verdict import Mismatch, Result, Verdict

__all__ = ["unless_contrary"]


def unless_contrary(result: Result, a: str, b: str) -> Result:
    """An EQUIVALENT as it is, unless words of both texts say that their values are of two things.

    It is DIFFERENT where the words are known to exclude each other (a tangent, a normal), and UNDECIDED where each text
    names something by words that the other does not have.

    Args:
        result: what a layer says of two texts that both hold words.
        a: one text.
        b: the other.
    """
    excluded = contrast(a, b)
    if excluded is False and not names_other(a, b):
        return result
    left, right = (" ".join(text.split())[:80] for text in (a, b))
    if excluded:
        reason = f"words: {left} against {right}"
        return Result(Verdict.DIFFERENT, "value", "contrary", reason, Mismatch("words", left, right))
    return Result(Verdict.UNDECIDED, "value", "contrary", "words beside the values may say that they are of two things")
