r"""What is beside a value in its sentence and makes it a part of another one: a sign, an operator, a function.

``5`` is no value of ``log 5``, ``3–5``, ``5 minus 3``, ``负5`` or ``5 to the power of 3``.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.prose import FORMULA_WORDS
from mathequiv.lexicon.sentences import BOUNDS_BEFORE, GOES_ON_AFTER, OPERATORS_BEFORE, PART_AFTER_CJK, PART_BEFORE_CJK

__all__ = ["is_part"]

_SIGN_BEFORE: Final = re.compile(r"(?:[<>≤≥≠≦≧＜＞‹›+±×÷·^/]\s*|[-−–]|\d\.)\Z")
"""An operator, a sign that touches the value, or the start of a repeating decimal (``0.(3)``)."""
_SIGN_AFTER: Final = re.compile(r"\s*[<>≤≥≠≦≧＜＞‹›±×÷·^]|\s*[-−–]\d|/\w")
_FUNCTION: Final = re.compile(r"(?P<name>[A-Za-z]+)(?:_?\{?\w{1,3}\}?)?\s*\(?\s*\Z")
_LAST_WORD: Final = re.compile(r"(?P<number>\d\s+)?(?P<word>[^\W\d_]+)\s+\Z")


def is_part(before: str, after: str) -> bool:
    """Whether what stands before or after a value in its sentence takes it as an operand, bounds or denies it.

    Args:
        before: the sentence up to the value.
        after: the sentence after it.
    """
    if _SIGN_BEFORE.search(before) is not None or _SIGN_AFTER.match(after) is not None:
        return True
    if PART_BEFORE_CJK.search(before) is not None or PART_AFTER_CJK.match(after) is not None:
        return True
    return _is_applied(before) or GOES_ON_AFTER.match(after) is not None


def _is_applied(before: str) -> bool:
    """Whether a function or an operator in words stands before a value."""
    function = _FUNCTION.search(before)
    if function is not None and function["name"].lower() in FORMULA_WORDS and len(function["name"]) > 1:
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last["word"].lower()
    return word in BOUNDS_BEFORE or (last["number"] is not None and word in OPERATORS_BEFORE)
