"""Letters after a slash, which are all below it wherever a formula of physics is typed (``e^{-t/RC}``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_letters_below"]

_GREEK: Final = "|".join([name for name, row in COMMANDS.items() if row.kind in ("letter", "const")])
_LETTER: Final = rf"(?:[A-Za-z]|\\(?:{_GREEK})(?![A-Za-z]))(?:_(?:\w|\{{\w+\}}))?"
_BELOW: Final = Pattern(rf"/\s*(?P<below>{_LETTER}(?:\s*{_LETTER})+)(?![A-Za-z(\[{{^\\])")
"""Two letters or more after a slash, up to a sign, a bracket or the end."""


def with_letters_below(text: str) -> str:
    """``text`` with the letters after a slash in parentheses; the text itself where there are none.

    By the rules of code ``t/RC`` is ``(t/R)C``, which hardly anybody means who types it.

    Args:
        text: any text.
    """
    return _BELOW.sub(r"/(\g<below>)", text) if "/" in text else text
