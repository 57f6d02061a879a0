"""Subjects of statements whose noun has no row: ``Maria``, ``the 10th Fibonacci number``, ``the largest such n``."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.chinese_subjects import is_open_chinese
from mathequiv.lexicon.sentences import OPERATIONS, is_denied
from mathequiv.lexicon.subjects import EXTREMES, PLAIN, changes_subject

__all__ = ["is_open_label", "is_open_subject", "named_in"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_open_subject(words: tuple[str, ...], *, named: bool = False) -> bool:
    """Whether words are the subject of a statement although their noun has no row.

    They are none where a word denies, doubts, supposes or reports what is said, or makes another value of it
    (``half the price``, ``the square root of the area``).

    Args:
        words: the words before the verb, names and ordinals among them as they are written.
        named: whether it may be a name of one letter.
    """
    lowered = [word.lower().removesuffix("'s") for word in words]
    if not lowered or not all(_SUBJECT_WORD.fullmatch(word) for word in lowered):
        return False
    if not _OPAQUE.isdisjoint(lowered) or not OPERATIONS.isdisjoint(lowered) or is_denied(" ".join(lowered)):
        return False
    return (named or len(lowered[0]) > 1) and not changes_subject(lowered)


def is_open_label(name: str) -> bool:
    """Whether a label is the beginning of a statement that takes nothing back of what it says."""
    if name.isascii():
        return is_open_subject(tuple(name.split()))
    return is_open_chinese(name) and _ENGLISH.search(name) is None


_ENGLISH: Final = re.compile("[a-zA-Z]{2}")


_SUBJECT_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*|\d+(?:st|nd|rd|th)?|\\[a-z]+|[^\W\d_]")
_OPAQUE: Final = _words("""
    that who whom whose what which how when where why whether nobody none neither nothing no some half twice thrice
    thinks believes knows says hopes expects wants wanted could might may should would than unlike instead other another
    almost nearly hardly barely scarcely x y least most only_if because since once until many few more less
""") | frozenset(("double", "triple"))
"""Words that leave open what is said of a subject."""


def named_in(words: tuple[str, ...]) -> str | None:
    """``max``, ``min`` or nothing for words before a name of which a value is said; None if they say more than that."""
    lowered = [word.lower() for word in words]
    extreme = next((EXTREMES[word] for word in lowered if word in EXTREMES), "")
    if not all(word in PLAIN or word in EXTREMES or word in _BEFORE_NAMES for word in lowered):
        return None
    return extreme[:3]


_BEFORE_NAMES: Final = _words("such possible value values of only unique constant number integer real positive")
