r"""Regular expressions in one spelling (``(a|b)^*abb``, ``(a|b)*abb``); they are never evaluated."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.delimiters import is_closed
from mathequiv.lexicon.commands import STYLE, TEXT_COMMAND
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_CHOICE_TEXT

__all__ = ["regular_expression"]

_BLANK: Final = Pattern(rf"\s+|{STYLE}|\\[,;:! ]|\\q?quad(?![a-zA-Z])|\$|\\[()\[\]]")
_STAR: Final = Pattern(r"\^(?:\{(?:\*|\\ast)\}|\*|\\ast(?![a-zA-Z]))|\\ast(?![a-zA-Z])|\\\*|∗")
_BAR: Final = Pattern(r"\\(?:mid|vert)(?![a-zA-Z])")
_EMPTY_WORD: Final = Pattern(r"\\(?:var)?epsilon(?![a-zA-Z])|ϵ")
_EXPRESSION: Final = Pattern(r"[A-Za-z0-9()|*+?ε]+")
_WRAPPED: Final = Pattern(rf"{TEXT_COMMAND}\s*\{{([^{{}}\\]*)\}}")


def regular_expression(text: str) -> str | None:
    r"""A regular expression with its signs as they are typed on a keyboard, without blanks.

    Args:
        text: a text that is not read as a formula.

    Returns:
        The expression; None where the text is none, or has no star.
    """
    if len(text) > MAX_CHOICE_TEXT or "*" not in text.replace("∗", "*").replace(r"\ast", "*"):
        return None
    plain = _WRAPPED.sub(r"\1", text)
    for shape, sign in _SIGNS:
        plain = shape.sub(sign, plain)
    if _EXPRESSION.fullmatch(plain) is None or not is_closed(plain):
        return None
    return plain


_SIGNS: Final = ((_STAR, "*"), (_BAR, "|"), (_EMPTY_WORD, "ε"), (_BLANK, ""))
