r"""What is beside a value in its sentence and makes it a part of another one: a sign, an operator, a function.

``5`` is no value of ``log 5``, ``3–5``, ``5 minus 3``, ``负5`` or ``5 to the power of 3``.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.extraction.values import ANY_CJK, CJK
from mathequiv.lexicon import sentences
from mathequiv.lexicon.prose import FORMULA_WORDS
from mathequiv.lexicon.sentences import (
    BOUNDS_BEFORE,
    GOES_ON_AFTER,
    OPERATORS_BEFORE,
    PART_AFTER_CJK,
    PART_BEFORE_CJK,
    SEQUENCE,
    TOTALS,
)

__all__ = ["is_parallel", "is_part"]

_SIGN_BEFORE: Final = re.compile(r"(?:[<>!]=\s*|[<>≤≥≠≦≧＜＞‹›≡∝+±×÷·^/]\s*|[-−–]|\d\.)\Z")
"""An operator, a sign that touches the value, or the start of a repeating decimal (``0.(3)``)."""
_SIGN_AFTER: Final = re.compile(r"\s*[<>≤≥≠≦≧＜＞‹›≡∝+±×÷·^]|\s\*\s|[A-Za-z](?![A-Za-z])|\s*[-−–]\d|/\w")
_FUNCTION: Final = re.compile(r"(?P<name>[A-Za-z]+)(?:_?\{?\w{1,3}\}?)?\s*\(?\s*\Z")
_LAST_WORD: Final = re.compile(r"(?P<number>(?:\d|\b[A-Za-z])\s+)?(?P<word>[^\W\d_]+)\s+\Z")
_LAST_WORDS: Final = re.compile(r"[^\W\d_]+")
_NEAR: Final = 60
"""Characters beside a value that are looked at."""
_DIGITS: Final = frozenset("-−0123456789")
_RANGE_BEFORE: Final = re.compile(r"\d\S{0,12}(?:\s(?:down|up))?(?P<to>\s+\S+\s+)\Z")
_PART_MARK: Final = re.compile(r"[\s,;，；]*(?:[(（](?:\d|[a-h]|i{1,3}|iv|v)[)）]|[②-⑩])\s*")
_HEAD: Final = r"(?:\d{1,2}[.)]|[^\W\d_]+\s?[:：])\s*"
_HEADED: Final = re.compile(rf"(?:^|\s){_HEAD}\Z")
_NEXT_HEADED: Final = re.compile(rf"[ \t,;，；]+{_HEAD}")
_REMARK_AND: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*(?:[,，]\s*)?(?:and|or|[和或与])\s*")
"""A remark in brackets after the first of two values, and a conjunction."""
_FEW: Final = 3
"""Words after a value among which its preposition is."""
_LABEL: Final = re.compile(r"(?:[^\W\d_]+\s*[:：]|[^\W\d_]{2,}\s*=)\s*\Z")
_NAMED: Final = re.compile(r"\W*(?:[^\W\d_]+\s+){1,2}")
_NAMED_CJK: Final = re.compile(rf"\W*[{CJK}]{{1,4}}\s*")
_NO_LABELS: Final = sentences.VERBS | sentences.PREPOSITIONS | sentences.NO_NOUNS | sentences.ADVERBS
_TAIL_CJK: Final = re.compile(rf"[{CJK}]{{2}}\s*\Z")
_AND: Final = re.compile(r"\b(?:and|while|whereas)\b")
_JOINT: Final = re.compile(r"[,;，；]|\b(?:and|while|whereas|but)\b|[而与及、]|和(?![为是等])")


def is_part(before: str, after: str) -> bool:
    """Whether what stands before or after a value in its sentence takes it as an operand, bounds or denies it.

    Args:
        before: the sentence up to the value.
        after: the sentence after it.
    """
    if _SIGN_BEFORE.search(before) is not None or _SIGN_AFTER.match(after) is not None:
        return True
    before, after = before[-_NEAR:], after[:_NEAR]
    if _is_end_of_range(before, after) or _is_dated(before, after):
        return True
    if PART_BEFORE_CJK.search(before) is not None or PART_AFTER_CJK.match(after) is not None:
        return True
    return _is_applied(before) or GOES_ON_AFTER.match(after) is not None


def _is_end_of_range(before: str, after: str) -> bool:
    """Whether a value is one of two ends ("3 to 5")."""
    left = _RANGE_BEFORE.search(before)
    if left is not None and sentences.RANGE.fullmatch(left["to"]) is not None:
        return True
    right = sentences.RANGE.match(after)
    return right is not None and after[right.end() : right.end() + 1] in _DIGITS


def _is_dated(before: str, after: str) -> bool:
    """Whether a value is the day or the year of a date."""
    return sentences.MONTH_BEFORE.search(before) is not None or sentences.MONTH_AFTER.match(after) is not None


def is_parallel(before: str, between: str, after: str) -> bool:
    """Whether two values are stated alike ("A is 12 and B is 15", 甲有15个，乙有20个), none for the other.

    Args:
        before: the sentence up to the first value.
        between: from there to the second.
        after: the sentence from the last character of the second on.
    """
    if _PART_MARK.fullmatch(between) is not None:
        return True
    if _HEADED.search(before) is not None and _NEXT_HEADED.fullmatch(between) is not None:
        return SEQUENCE.search(between) is None and TOTALS.search(between) is None
    if _REMARK_AND.fullmatch(between) is not None:
        return True
    joint = list(_JOINT.finditer(between))
    if not joint or sentences.ends_in_denial(before) or _follows(before, between):
        return False
    last = between[joint[-1].end() :]
    if not last.strip():
        same_unit = ANY_CJK.match(between) is not None and between[0] in after[:2]
        return same_unit or _share_preposition(between, after)
    return _are_labelled(before, between, last) or _have_verb(before, between, last)


def _follows(before: str, between: str) -> bool:
    """Whether the first of two values is given, or the second worked out of it."""
    if sentences.PREMISE.search(before) is not None or sentences.CONSEQUENCE.search(between) is not None:
        return True
    return sentences.DERIVED.search(between) is not None and sentences.DERIVED.search(before) is None


def _are_labelled(before: str, between: str, last: str) -> bool:
    """Whether each of two values has a label ("mean 5, median 3", "length = 5 cm, width = 3 cm")."""
    if _LABEL.search(between) is not None and _LABEL.search(before) is not None:
        return True
    if _NAMED_CJK.fullmatch(before) is not None and _NAMED_CJK.fullmatch(last) is not None:
        return True
    named = _NAMED.fullmatch(last) is not None and _are_labels(last)
    if not named:
        return False
    if _NAMED.fullmatch(before) is not None and _are_labels(before):
        return True
    noun = _LAST_WORD.search(before)
    same = last.strip().istitle() or (noun is not None and noun["word"].lower() not in _NO_LABELS)
    return same and between.rstrip().endswith(last.strip()) and _AND.search(between) is not None


def _have_verb(before: str, between: str, last: str) -> bool:
    """Whether the same verb states each of two values."""
    cjk = sentences.SAME_VERB_CJK.search(between), sentences.SAME_VERB_CJK.search(before)
    if cjk[0] is not None and cjk[1] is not None:
        return cjk[0][0].strip() == cjk[1][0].strip()
    alike = _TAIL_CJK.search(before), _TAIL_CJK.search(last)
    if alike[0] is not None and alike[1] is not None and alike[0][0] == alike[1][0]:
        return True
    first, second = _LAST_WORDS.findall(before[-_NEAR:]), _LAST_WORDS.findall(last)
    return len(second) > 1 and bool(first) and first[-1] == second[-1] and second[-1].lower() in sentences.VERBS


def _are_labels(words: str) -> bool:
    return all(word.lower() not in _NO_LABELS for word in _LAST_WORDS.findall(words))


def _share_preposition(between: str, after: str) -> bool:
    """Whether two values are each for something ("5 for Tom and 3 for Sue")."""
    first, second = _LAST_WORDS.findall(between), _LAST_WORDS.findall(after[:_NEAR])[:_FEW]
    return any(word in sentences.PREPOSITIONS and word in second for word in first[:_FEW])


def _is_applied(before: str) -> bool:
    """Whether a function or an operator in words stands before a value."""
    function = _FUNCTION.search(before)
    if function is not None and function["name"].lower() in FORMULA_WORDS and len(function["name"]) > 1:
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    if sentences.RELATED_BEFORE.search(before) is not None or _is_compared(before):
        return True
    word = last["word"].lower()
    return word in BOUNDS_BEFORE or (last["number"] is not None and word in OPERATORS_BEFORE)


def _is_compared(before: str) -> bool:
    """Whether a comparison or an operation with a link ("menor que", "racine de") stands before a value."""
    words = [word.lower() for word in _LAST_WORDS.findall(before)]
    size = len(words)
    while words and words[-1] in sentences.LINKS:
        words.pop()
    if len(words) == size or not words:
        return False
    changing = words[-1] in sentences.COMPARISONS or words[-1] in sentences.OPERATIONS
    return changing or " ".join(words[-2:]) in sentences.TWO_WORDS
