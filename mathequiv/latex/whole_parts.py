r"""Brackets and braces that may be the whole and the fractional part of a number (``[x]``, ``\{x\}``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_whole_parts"]

_SIZES: Final = Pattern(r"\\(?:left|right)(?![A-Za-z])\s*")
_WHOLE: Final = Pattern(r"\[(?P<of>[^\[\],;]+)\]")
_FRACTIONAL: Final = Pattern(r"\\\{(?P<of>[^{},;:|]+)\\\}")


def with_whole_parts(text: str) -> str:
    r"""``text`` with ``\lfloor x\rfloor`` for ``[x]`` and ``x-\lfloor x\rfloor`` for ``\{x\}``, if there are any.

    Args:
        text: any text.
    """
    if "[" not in text and r"\{" not in text:
        return text
    whole = _WHOLE.sub(r"\\lfloor \g<of>\\rfloor ", _SIZES.sub("", text))
    return _FRACTIONAL.sub(r"(\g<of>-\\lfloor \g<of>\\rfloor )", whole)
