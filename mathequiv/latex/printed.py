"""What programs print: arrays of NumPy (``[[1 2] [3 4]]``), units of SymPy (``5*meter/second``)."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.units import is_unit_word

__all__ = ["OPENS_ARRAY", "with_printed_array", "with_printed_units"]

_NUMBER: Final = r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?"
OPENS_ARRAY: Final = r"\[\s*\[?\s*[-+]?[0-9][0-9.e]*\s+[-+0-9]"
"""How an array may start, as an expression."""
_ARRAY: Final = Pattern(rf"\s*\[\s*(?:{_NUMBER}(?:\s+{_NUMBER})+\s*|(?:\[\s*{_NUMBER}(?:\s+{_NUMBER})*\s*\]\s*)+)\]\s*")
"""A row of numbers with blanks between them, or several rows in brackets of their own."""
_BLANKS: Final = Pattern(r"(?<=[\d.\]])\s+(?=[-+\d\[])")
_BARE_POINT: Final = Pattern(r"(?<=\d)\.(?![\d])")


def with_printed_array(text: str) -> str:
    """An array as NumPy prints it with commas between its entries; any other text as it is."""
    if _ARRAY.fullmatch(text) is None:
        return text
    return _BARE_POINT.sub("", _BLANKS.sub(", ", text))


_WORDS: Final = r"[a-z]{3,}(?:\*\*\d)?"
_UNITS: Final = Pattern(rf"(?<=[\d)])\*(?P<units>{_WORDS}(?:[*/]{_WORDS})*)\s*$")
_WORD: Final = Pattern(r"[a-z]+")


def with_printed_units(text: str) -> str:
    """A product with units by their names (``9.8*meter/second**2``) as a value with a unit; others as they are."""
    return _UNITS.sub(_as_unit, text)


def _as_unit(found: re.Match[str]) -> str:
    if not all(map(is_unit_word, _WORD.findall(found["units"]))):
        return found[0]
    return " " + found["units"].replace("**", "^").replace("*", " ")
