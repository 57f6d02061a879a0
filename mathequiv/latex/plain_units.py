r"""Units of several symbols typed without ``\text``: ``5 kJ/mol``, ``8.31 J mol^{-1} K^{-1}``, ``4200 J/(kg K)``.

Where one of the symbols has several letters, the run after a number is no product of variables. Symbols of one letter
alone (``5 m/s``) may be one, and are left as they are (`mathequiv.equality.rules.bare_units`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mathequiv.lexicon import units
from mathequiv.lexicon.notations import LENGTHS, PARTS_OF_UNITS
from mathequiv.lexicon.pattern import Pattern, one_of

__all__ = ["with_units"]

_LONG: Final = one_of(units.CERTAIN_SYMBOLS)
_POWER: Final = r"(?:\^\{-?\d\}|\^-?\d|²|³)?"
_ONE: Final = rf"(?:{_LONG}|[A-Zmgsh]|(?<=eV/)c){_POWER}"
_BETWEEN: Final = r"(?:\s*(?:/|\*|·|\\cdot(?![a-z])|\\,|\\ )\s*|\s+)"
_JOINED: Final = rf"{_ONE}(?:{_BETWEEN}{_ONE})*"
_RUN: Final = Pattern(
    rf"(?P<number>\d(?:\}}|\.)?)(?P<space>(?:\s|\\[,;: ]|~)*)"
    rf"(?P<run>{_JOINED}(?:\s*/\s*\(\s*{_JOINED}\s*\))?)"
    r"(?=\s*(?:\.?\s*$|[,;)\]}=]|\$|\\\)|\\approx))"
)
_SEPARATED: Final = Pattern(rf"{_LONG}{_POWER}{_BETWEEN}|{_BETWEEN}\(?\s*{_LONG}(?![A-Za-z])")
_MAY_HOLD: Final = Pattern(rf"(?<![A-Za-z\\]){_LONG}")
r"""A look at every text, so with no more about what is around the letters than that they begin no end of ``\left``."""
_HOURS: Final = Pattern(r"\d ?h ?\d")
_BELOW: Final = Pattern(r"/\s*\((.*)\)")
_PARTS: Final = Pattern(_ONE)
_GAP: Final = Pattern(r"\\[, ]")
_UNBRACED: Final = Pattern(r"\^(-?\d)")


_SPACE: Final = r"(?:\s|\\[,;: ]|~)*"
_MIXED: Final = Pattern(
    "|".join(
        rf"(?<![\w.^\\])(?P<whole{at}>\d+){_SPACE}(?P<unit{at}>{unit}){_SPACE}"
        rf"(?P<rest{at}>\d+(?:\.\d+)?){_SPACE}(?P<part{at}>{parts})(?![\w^/*(])"
        for at, (unit, parts) in enumerate(PARTS_OF_UNITS.items())
    )
)
_SECONDS: Final = Pattern(rf"(?<=min}}) *(?P<rest>\d+(?:\.\d+)?){_SPACE}s(?:ec)?(?![\w^/*(])")


_MINUTES: Final = Pattern(r"\s*(?P<hours>\d{1,2}) ?h ?(?P<minutes>[0-5]\d)\s*")
"""``1 h 30`` and ``1h05``, where the minutes have no unit."""
_CUBED: Final = Pattern(rf"(?<=\d)(\s*(?:{LENGTHS}))([23])(?![\w.^])")
"""``3 cm3``, a power without its sign."""


def _mixed(match: re.Match[str]) -> str:
    """A measure in two units (``2 h 15 min``)."""
    whole, unit, rest, part = [group for group in match.groups() if group is not None]
    return rf"{whole}\text{{ {unit} }}{rest}\text{{ {'min' if (unit[0], part) == ('h', 'm') else part}}}"


_SPREAD: Final = Pattern(
    rf"(?P<number>\d(?:\s|\\[,;: ])*\\pm\s*\d+(?:\.\d+)?)(?:\s|\\[,;: ]|~)*(?P<run>{_JOINED})(?=\s*(?:\.?\s*$|\$))"
)
r"""A value with its uncertainty (``9.79 \pm 0.02 m s^-2``): the rate after it is of both."""


@lru_cache(maxsize=1)
def _rates() -> frozenset[units.UnitPowers | None]:
    """The rates that their symbols tell for certain, read when one is first looked for."""
    return frozenset(map(units.read_unit, units.CERTAIN_RATES))


_CELSIUS: Final = (
    r"(?:\{\s*\})?\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))\s*"
    r"(?P<open>(?:\\(?:text|mathrm)\s*\{\s*)?)C(?![A-Za-z])"
)
_IN_QUOTIENTS: Final = (
    Pattern(rf"(?P<before>(?<=[A-Za-z}}\]])\s*(?:/|·|\*|\\cdot(?![a-z])|/\s*\([^()]*?)\s*){_CELSIUS}"),
    Pattern(rf"(?P<before>){_CELSIUS}(?=\}}?\s*(?:/\s*(?:\\text\{{\s*)?[A-Za-z(]|\^\s*\{{?\s*-))"),
)
"""A degree Celsius after the sign of a product or quotient of units, and before one."""


def _with_kelvins(text: str) -> str:
    """``text`` with kelvins for degrees Celsius in products and quotients of units, where both are differences."""
    for shape in _IN_QUOTIENTS:
        text = shape.sub(r"\g<before> \g<open>K", text)
    return text


def with_units(text: str) -> str:
    r"""``text`` with such runs inside ``\text``; as it is where it has a ``\text`` of its own.

    Args:
        text: an answer.
    """
    if r"\circ" in text and "C" in text:
        text = _with_kelvins(text)
    if r"\text" in text or r"\mathrm" in text:
        return text
    if r"\pm" in text:
        text = _SPREAD.sub(_of_both, text)
    hours = "h" in text and _HOURS.search(text) is not None
    if not hours and _MAY_HOLD.search(text) is None:
        return text
    if hours and (clocked := _MINUTES.fullmatch(text)) is not None:
        return rf"{clocked['hours']}\text{{ h }}{clocked['minutes']}\text{{ min}}"
    text = _CUBED.sub(r"\1^\2", text)
    mixed = _MIXED.sub(_mixed, text)
    return _RUN.sub(_in_text, text) if mixed == text else _SECONDS.sub(r" \g<rest>\\text{ s}", mixed)


def _of_both(match: re.Match[str]) -> str:
    r"""A rate in ``\text``, any other letters as they are."""
    run = _plain_run(match["run"])
    return rf"{match['number']}\text{{ {run}}}" if units.read_unit(run) in _rates() else match[0]


def _plain_run(run: str) -> str:
    """A run of symbols as the reader of units takes it."""
    run = _BELOW.sub(lambda below: "".join(f"/{one}" for one in _PARTS.findall(below[1])), run)
    return _UNBRACED.sub(r"^{\1}", _GAP.sub(" ", run).replace(r"\cdot", ""))


def _in_text(match: re.Match[str]) -> str:
    run = _plain_run(match["run"])
    if _SEPARATED.search(run) is None or units.read_unit(run) is None:
        return match[0]
    return rf"{match['number']}\text{{ {run}}}"
