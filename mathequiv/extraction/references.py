r"""The answer of a reference, as data sets write it: plain, after ``####``, in a box, tag or worked solution."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mathequiv.extraction.policy import POLICIES
from mathequiv.extraction.reading import Extraction
from mathequiv.extraction.rules import extract_answer
from mathequiv.lexicon.commands import BOX_COMMAND
from mathequiv.limits import MAX_CACHED_REFERENCE

__all__ = ["reference_answer"]

_MARK: Final = re.compile(
    rf"""(?P<strong>{BOX_COMMAND}|\#\#\#\#)
    |\A\s*(?P<hash>\#{{1,3}})[ \t]*(?=[^\s\#])
    |<(?:answer|final_answer|\|begin_of_box\|)>|"answer"\s*:|【答案?】|答案[是为:：]
    |\banswers?\b[*_ ]*(?:[:：]|is\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""What a reference has that is more than its answer."""

_BOXED: Final = replace(POLICIES["strict"], name="reference box", evaluated=False)
_MARKED: Final = replace(POLICIES["default"], name="reference", fallback=False)


def reference_answer(text: str) -> Extraction | None:
    r"""Take a reference apart.

    Args:
        text: a reference.

    Returns:
        The answer that the reference marks, with the rule that found it; None where the reference is its answer as it
        stands. An extraction without text says that the reference marks nothing, as in ``\boxed{}``.
    """
    return _cached(text) if len(text) <= MAX_CACHED_REFERENCE else _read(text)


def _read(text: str) -> Extraction | None:
    mark = _MARK.search(text)
    if mark is None:
        return None
    if mark["hash"]:
        answer = text[mark.end() :].strip()
        start = text.index(answer, mark.end())
        return Extraction(answer, "final_answer_sentence", (start, start + len(answer)), truncated=False)
    found = extract_answer(text, _BOXED)
    if found.text is None:
        found = extract_answer(text, _MARKED)
    return None if found.text is None and not mark["strong"] else found


@lru_cache(maxsize=4096)
def _cached(text: str) -> Extraction | None:
    return _read(text)
