"""Signs in problems and references that no comparison of final answers can handle; each a pattern with its reason."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["asks_for_proof", "is_drawn", "is_proof", "is_sentence", "needs_figure"]

_FIGURE: Final = re.compile(
    r"""
    \\includegraphics | !\[[^\]]*\]\( | <image | <img | \[image  # an image that is not in the text
    | \b(?:figure|diagram|graph|picture)s?\b\s+(?:is\s+|are\s+)?(?:above|below|shown|to\s+the\s+right|on\s+the\s+right)
    | \b(?:above|below|following|adjacent)\s+(?:figure|diagram|graph|picture)
    | \b(?:shown|in)\s+(?:in\s+)?the\s+(?:figure|diagram|graph|picture)\b
    | 如图 | 下图 | 图中                                        # the same in Chinese
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ASKS_FOR_PROOF: Final = re.compile(
    r"""
    (?:^|[.!?:,;]\s+|\bthen\s+|\band\s+)(?:prove|show|demonstrate|verify)\s+(?:that|why|there|the)\b
    | (?:^|[。，；])\s*(?:求证|证明)                             # the same in Chinese
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ASKS_FOR_VALUE: Final = re.compile(
    r"\b(?:find|determine|compute|calculate|evaluate|what|how\s+many|how\s+much|solve|express|simplify)\b|求(?!证)|多少",
    re.IGNORECASE,
)

_PROOF: Final = re.compile(
    r"\b(?:proof|proved|q\.?\s?e\.?\s?d|see\s+(?:the\s+)?solution|as\s+desired|which\s+was\s+to\s+be)\b"
    r"|\\blacksquare|\\qed|■|证毕|得证",
    re.IGNORECASE,
)

_TEXT_WORD: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?:['’][a-z]+)?")
_SENTENCE_WORDS: Final = 5
"""Words from which a text is more than a name or a unit."""


def is_drawn(problem: str) -> bool:
    """Whether a figure is drawn in a problem's text, so that a reader of code can see it."""
    return "[asy]" in problem or "\\begin{tikzpicture}" in problem


def needs_figure(problem: str) -> bool:
    """Whether a problem refers to a figure."""
    return _FIGURE.search(problem) is not None


def asks_for_proof(problem: str) -> bool:
    """Whether a problem asks for a proof and for no value."""
    return _ASKS_FOR_PROOF.search(problem) is not None and _ASKS_FOR_VALUE.search(problem) is None


def is_proof(reference: str) -> bool:
    """Whether a reference is a proof, or says that there is one."""
    return _PROOF.search(reference) is not None


def is_sentence(reference: str) -> bool:
    """Whether a reference has as many words as a sentence."""
    return len(_TEXT_WORD.findall(reference)) >= _SENTENCE_WORDS
