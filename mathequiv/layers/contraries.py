"""The last look at two texts that a layer calls equal: whether what was dropped beside the values makes them differ.

Words may say that they are of two things, and numbers to which question each is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathequiv.latex.chinese_notation import listed_as
from mathequiv.lexicon.contrasts import contrast, names_other
from mathequiv.verdict import Mismatch, Result, Verdict

__all__ = ["another_part", "paired_parts", "unless_contrary"]


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


def paired_parts(a: str, parts: list[str] | None, b: str, others: list[str] | None) -> list[tuple[str, str]]:
    """The answers to numbered questions with those of the other text, by their numbers or in the order given.

    Args:
        a: one text.
        parts: its numbered answers, None if it has none.
        b: the other text.
        others: likewise.

    Returns:
        Nothing where the other text has another number of answers, or values that keep their numbers.
    """
    if parts is None and others is not None:
        parts = listed_as(a, others)
    elif others is None and parts is not None:
        others = listed_as(b, parts)
    if parts is None or others is None or len(parts) != len(others):
        return []
    return [pair for pair in zip(parts, others, strict=True) if pair != ("", "")]


def another_part(results: Sequence[Result]) -> Result:
    """What differs between numbered answers that are the same once their numbers are dropped.

    Args:
        results: of each pair of answers, not all of them EQUIVALENT.
    """
    at = next(at for at, result in enumerate(results) if not result.equivalent)
    reason = f"part {at + 1} is another: {results[at].reason}"
    verdict = Verdict.DIFFERENT if any(one.verdict is Verdict.DIFFERENT for one in results) else Verdict.UNDECIDED
    return Result(verdict, "value", "parts", reason, Mismatch("part", str(at + 1), str(at + 1)))
