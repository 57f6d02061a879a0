"""Subjects of statements whose noun has no row: ``Maria``, ``the 10th Fibonacci number``, ``the largest such n``."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.chinese_subjects import is_open_chinese
from mathequiv.lexicon.clauses import CIRCUMSTANCES, HEADINGS
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.sentences import OPERATIONS, is_denied
from mathequiv.lexicon.subjects import EXTREMES, PLAIN, changes_subject

__all__ = [
    "curves_named",
    "is_of_curve",
    "is_open_label",
    "is_open_subject",
    "name_of_curve",
    "named_in",
    "says_where",
    "says_which",
]


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
    superlative = "least" in lowered[:2] and lowered[0] in ("the", "least")
    telling = [word for at, word in enumerate(lowered) if not (superlative and at < 2 and word == "least")]
    if not _OPAQUE.isdisjoint(telling) or not OPERATIONS.isdisjoint(lowered) or is_denied(" ".join(lowered)):
        return False
    return (named or len(lowered[0]) > 1) and not changes_subject(lowered)


def is_open_label(name: str) -> bool:
    """Whether a label is the beginning of a statement that takes nothing back of what it says."""
    if name.isascii():
        return is_open_subject(tuple(name.split()))
    return is_open_chinese(name) and _ENGLISH.search(name) is None


_ENGLISH: Final = Pattern("[a-zA-Z]{2}")


_SUBJECT_WORD: Final = Pattern(r"[a-z]+(?:-[a-z]+)*|\d+(?:st|nd|rd|th)?|\\[a-z]+|[^\W\d_]")
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


def name_of_curve(label: str) -> str:
    """Words for the curve that an equation is of (``直线AB的方程``), its points in order; nothing if it has no name."""
    named = _OF_CURVE.search(label)
    return "" if named is None else _CURVE + "".join(sorted(named[1].replace(" ", "")))


def curves_named(text: str) -> int:
    """How many equations a text says to be those of a curve with a name."""
    return len(_OF_CURVE.findall(text))


def is_of_curve(words: str) -> bool:
    """Whether words say of which curve an equation is, as `name_of_curve` writes them."""
    return words.startswith(_CURVE)


_CURVE: Final = "equation of "
_OF_CURVE: Final = Pattern(
    r"(?:(?:[线圆]|平面)\s*|\b(?:line|circle|plane|ellipse|parabola|hyperbola|curve) )"
    r"([A-Z] ?[A-Z]|[A-Za-z](?: ?_ ?\{? ?\d)?)(?= ?\}? ?(?:的|is |$))"
)


def says_where(words: str) -> bool:
    """Whether one of the words of a label or a unit says where something is or in which direction."""
    return not _PLACES.isdisjoint(words.split())


_PLACES: Final = CIRCUMSTANCES | HEADINGS | _words("toward towards away to from left right on above below vertically")


def says_which(label: str) -> bool:
    """Whether a label in words says by its number which of several values stands after it (``part 1``, 第一问)."""
    return _NUMBERED.match(label) is not None


_NUMBERED: Final = Pattern(
    r"(?:part|question|problem|exercise|item|blank|q)\W*(?:\d+|[a-z]|[ivx]+)$|第"
    r"|(?:the )?(?:first|second|third|fourth|fifth|sixth|last|\d+(?:st|nd|rd|th))(?![a-z])"
)


_BEFORE_NAMES: Final = _words("such possible value values of only unique constant number integer real positive")
