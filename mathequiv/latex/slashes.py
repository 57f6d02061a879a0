"""Letters after a slash, which are all below it wherever a formula of physics is typed (``e^{-t/RC}``, ``p^2/2m``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_glued_letters_below", "with_letters_below"]

_GREEK: Final = "|".join([name for name, row in COMMANDS.items() if row.kind in ("letter", "const")])
_LETTER: Final = rf"(?:[A-Za-z]|\\(?:{_GREEK})(?![A-Za-z]))(?:_(?:\w|\{{\w+\}}))?"
_AFTER_NAME: Final = r"(?:(?<=[A-Za-z)}²³])|(?<=\^[0-9]))"
"""What is above such a slash is more than a numeral: ``1/2x`` is half of ``x``, ``p^2/2m`` may be over ``2m``."""
_BELOW: Final = Pattern(
    rf"(?:/\s*(?P<letters>{_LETTER}(?:\s*{_LETTER})+)|{_AFTER_NAME}\s*/\s*(?P<numbered>[0-9]+(?:\s*{_LETTER})+))"
    r"(?![A-Za-z(\[{^\\])"
)
"""Two letters or more after a slash, or a numeral and letters, up to a sign, a bracket or the end."""


def with_letters_below(text: str) -> str:
    """``text`` with the letters after a slash in parentheses; the text itself where there are none.

    By the rules of code ``t/RC`` is ``(t/R)C`` and ``p^2/2m`` is ``(p^2/2)m``, which hardly anybody means who types it.

    Args:
        text: any text.
    """
    return _BELOW.sub(r"/(\g<letters>\g<numbered>)", text) if "/" in text else text


_GLUED: Final = Pattern(rf"(?<=[A-Za-z\d)}}])/(?P<letters>{_LETTER}(?:{_LETTER})+)(?![A-Za-z(\[{{^\\*]|\s*[A-Za-z(\\])")


def with_glued_letters_below(text: str) -> str:
    """``text`` with letters in parentheses that are glued to each other and to the slash before them (``t/RC``).

    Args:
        text: any text.
    """
    return _GLUED.sub(r"/(\g<letters>)", text)
