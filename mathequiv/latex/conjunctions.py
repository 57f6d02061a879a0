r"""Conjunctions of other languages between two values (``5 ou -5``, ``3 \text{ y } 4``), which lists are read with."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.conjunctions import ALTERNATIVE, JOINING, LETTERS
from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_conjunctions"]


def with_conjunctions(text: str) -> str:
    """A text with the English word for each conjunction of another language between two values.

    The letters ``y``, ``e`` and ``o`` are conjunctions only in text: ``3 y 4`` is a product.
    """
    return _JOINED.sub(_translated, text) if _ANY.search(text) else text


def _translated(found: re.Match[str]) -> str:
    said = found["word"] or found["said"] or found["after_noun"]
    return " or " if said in ALTERNATIVE else " and "


_WORDS: Final = "|".join(sorted((ALTERNATIVE | JOINING) - LETTERS))
_ANY: Final = Pattern(rf"[^A-Za-z](?:{'|'.join(sorted(ALTERNATIVE | JOINING))})(?![A-Za-z])")
_JOINED: Final = Pattern(
    rf"""(?<=[^\W\d_]{{3}})\s+(?P<after_noun>{_WORDS}|{"|".join(sorted(LETTERS))})\s+(?=\d)
    | (?<=[0-9)\]}}$π%])
    (?: (?:\s*\\(?:text|mbox|mathrm)\{{\s* | \s+ | (?=[^\x00-\x7f]))
        (?P<word>{_WORDS})
        (?:\s*\}}\s* | \s+ | (?<=[^\x00-\x7f]))
      | \s*\\(?:text|mbox|mathrm)\{{\s* (?P<said>{"|".join(sorted(LETTERS))}) \s*\}}\s*
    )
    (?=[-−+±]?(?:[0-9$(\[√π] | \\(?:d?frac|sqrt|pi|pm|[({{])) | [A-Za-z](?:_\w)?\s*(?:[=<>≤≥]|\\[lg]e))""",
    re.VERBOSE,
)
"""A conjunction with what stands around it: after a value and before another or the name of one, or after a noun."""
