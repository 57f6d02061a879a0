"""What programs print: arrays of NumPy (``[[1 2] [3 4]]``), units of SymPy (``5*meter/second``)."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.units import is_unit_word

__all__ = ["OPENS_ARRAY", "as_typed", "with_free_integers"]

_NUMBER: Final = r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?"
OPENS_ARRAY: Final = r"\[\s*\[?\s*[-+]?[0-9][0-9.e]*\s+[-+0-9]"
"""How an array may start, as an expression."""
_ARRAY: Final = Pattern(rf"\s*\[\s*(?:{_NUMBER}(?:\s+{_NUMBER})+\s*|(?:\[\s*{_NUMBER}(?:\s+{_NUMBER})*\s*\]\s*)+)\]\s*")
"""A row of numbers with blanks between them, or several rows in brackets of their own."""
_THOUSANDS: Final = Pattern(r"\[\d{1,3}(?: \d{3})+\]")
"""One numeral with blanks between its thousands."""
_BLANKS: Final = Pattern(r"(?<=[\d.\]])\s+(?=[-+\d\[])")
_BARE_POINT: Final = Pattern(r"(?<=\d)\.(?![\d])")


_BARE: Final = r"[^\s,'\"(){}\[\]]+(?: [^\s,'\"(){}\[\]]+)*(?:\([^()]*\))?"
_VALUE: Final = rf"(?:'[^']*'|\"[^\"]*\"|{_BARE}|\([^()]*\)|\[[^\[\]]*\])"
_ENTRY: Final = rf"\s*['\"]?[A-Za-z_]\w*['\"]?\s*:\s*{_VALUE}\s*"
_RECORD: Final = Pattern(rf"\{{{_ENTRY}(?:,{_ENTRY})*\}}\s*")
"""Values under their names, as JSON and Python have them."""
_ENTRIES: Final = Pattern(rf"['\"]?(?P<name>[A-Za-z_]\w*)['\"]?\s*:\s*(?P<value>{_VALUE})")


_LETTERS: Final = 2


def _as_assignments(text: str) -> str:
    found = [(entry["name"], entry["value"].strip().strip("'\"")) for entry in _ENTRIES.finditer(text)]
    if all(len(name) <= _LETTERS for name, _ in found):
        return text  # the grammar reads letters and their values
    return "; ".join(f"{name} = {value}" for name, value in found)


def as_typed(text: str) -> str:
    """What a program printed as somebody types it: commas between entries, ``9.8 meter/second^2``; others as they are.

    Args:
        text: a text without commands.
    """
    if text[:1] == "{" and _RECORD.fullmatch(text) is not None:
        return _as_assignments(text)
    if text[:1] == "[" and _ARRAY.fullmatch(text) is not None and _THOUSANDS.search(text) is None:
        return _BARE_POINT.sub("", _BLANKS.sub(", ", text))
    return _UNITS.sub(_as_unit, text) if "*" in text else text


_WORDS: Final = r"[a-z]{3,}(?:\*\*\d)?"
_UNITS: Final = Pattern(rf"(?<=[\d)])\*(?P<units>{_WORDS}(?:[*/]{_WORDS})*)\s*$")
_WORD: Final = Pattern(r"[a-z]+")


def _as_unit(found: re.Match[str]) -> str:
    if not all(map(is_unit_word, _WORD.findall(found["units"]))):
        return found[0]
    return " " + found["units"].replace("**", "^").replace("*", " ")


_FREE_INTEGER: Final = Pattern(r"(?<![A-Za-z0-9_])(?:@n|_Z)([1-3])~?(?![A-Za-z0-9])")
"""``@n1`` of a calculator by TI, ``_Z1`` of Maple, which run over all integers."""


def with_free_integers(text: str) -> str:
    """``text`` with a letter for each free integer as a program names it."""
    if "@n" not in text and "_Z" not in text:
        return text
    free = [letter for letter in "knmljq" if letter not in text.replace("@n", "")]
    last = max(map(int, _FREE_INTEGER.findall(text)), default=0)
    return _FREE_INTEGER.sub(lambda found: free[int(found[1]) - 1], text) if last <= len(free) else text
