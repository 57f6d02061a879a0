r"""Ideals and groups by one generator, in angle brackets or round ones (``\langle x^2+1\rangle``, ``(x^2+1)``)."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.delimiters import is_closed
from mathequiv.lexicon.pattern import Pattern

__all__ = ["with_round_brackets"]

_LEFT: Final = r"(?:\\left\s*)?"
_RIGHT: Final = r"(?:\\right\s*)?"
_BEFORE: Final = r"(?P<before>\s*\$?\s*(?:I\s*=\s*|[^<>=,;()]{1,40}/\s*)?)"
_AFTER: Final = r"(?P<after>\s*\$?\s*\.?\s*)"
_ANGLED: Final = Pattern(
    rf"{_BEFORE}{_LEFT}\\langle\s*(?P<inside>(?:(?!\\langle|\\rangle)[^,;|]){{1,80}}?){_RIGHT}\\rangle{_AFTER}"
)
_SUM: Final = Pattern(r"(?<=[\w}])\s*[-+]|^\s*\d+\s*$")
_ROUND: Final = Pattern(rf"{_BEFORE}{_LEFT}\((?P<inside>[^,;]*?){_RIGHT}\){_AFTER}")


def with_round_brackets(angled: str, other: str) -> str | None:
    r"""A text with its one generator in round brackets, beside another that has one in them.

    Args:
        angled: a text that holds ``\langle``.
        other: the other text.

    Returns:
        The text; None where either is no name or quotient with one generator, or nothing but the generator.
    """
    found = _ANGLED.fullmatch(angled)
    if found is None:
        return None
    round_ = _ROUND.fullmatch(other)
    if round_ is None or not is_closed(round_["inside"]) or _SUM.search(found["inside"]) is None:
        return None  # a single letter or power in angle brackets may be a mean
    if "/" in found["before"] and "]" not in found["before"] and "mathbb" not in found["before"]:
        return None
    return f"{found['before']}({found['inside']}){found['after']}"
