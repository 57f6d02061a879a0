"""The tilde, which negates in formulas of logic and of sets, compares in plain texts and is a space in LaTeX."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_signs_of_tildes"]

_TILDE: Final = Pattern(
    r"""(?P<before> ^ | [(\[&|>⊕⊻] [ ]? | \\(?:land|lor|wedge|vee|lnot|neg|oplus|to|cup|cap|setminus|implies|iff
            |[A-Za-z]*arrow)[ ]{1,2}
        | (?<![A-Za-z])(?:and|or|xor|implies|iff)[ ]
        | \\(?:forall|exists)[ ]{1,2}[a-z][ ]?[,:(]?[ ]? )
    ~ [ ]? (?=[A-Za-z](?![A-Za-z]*\s*[=<>]\s*\d)|\((?![-\d]))""",
    re.VERBOSE,
)
"""The tilde that negates what follows; glued to a command before it, and between words, it is a space."""
_OF_LOGIC: Final = Pattern(
    r"\\(?:land|lor|wedge|vee|lnot|neg|oplus|cup|cap|setminus|forall|exists|[A-Za-z]*arrow|to)(?![A-Za-z])"
)
"""What a text with commands of LaTeX holds where a tilde in it may negate."""
_COMPARING: Final = Pattern(r"([^~\\=<>()]*(?:\([^~\\()]*\)[^~\\=<>()]*)*(?<=[A-Za-z)!])) ~ (?=[A-Za-z\d(])([^~\\]*)")
"""The one tilde of a text without LaTeX, between two values outside parentheses (``f(n) ~ n^2``)."""


def with_signs_of_tildes(text: str) -> str:
    r"""A text with ``\lnot`` for every tilde that negates, and ``\sim`` for the one that compares.

    Args:
        text: an answer with a tilde; its signs are spelled as LaTeX has them.
    """
    if "\\" in text and _OF_LOGIC.search(text) is None:
        return text
    compared = _COMPARING.fullmatch(text)
    if compared is not None:
        return rf"{compared[1]}\sim {compared[2]}"
    return _TILDE.sub(r"\g<before>\\lnot ", text)
