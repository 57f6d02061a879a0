"""Families of integers in words: ``all odd n``, ``multiples of 3``, ``primes of the form 4k+1``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.pattern import Pattern

__all__ = ["Residue", "conditional_win", "residue"]


class Residue(NamedTuple):
    """The integers of one residue class.

    Attributes:
        name: the letter the text gives them, ``""`` for none.
        remainder: what is left after division.
        modulus: by what is divided.
        positive: whether only positive ones are meant.
        prime: whether only primes are.
    """

    name: str
    remainder: int
    modulus: int
    positive: bool = False
    prime: bool = False


_ALL: Final = r"(?:(?:all|every|any|each|所有的?|任意的?|全体|一切)\s*)"
_SIGN: Final = r"(?P<sign>positive\s|natural\s)?"
_NOUN: Final = r"(?:integers?|numbers?|values?|values of)"
_PARITY: Final = Pattern(
    rf"""{_ALL}(?:the\s)?(?:{_SIGN}(?P<parity>odd|even)\s(?P<after>positive\s|natural\s)?)(?:{_NOUN}(?:\s(?P<named>[a-z]))?|(?P<name>[a-z]))
    | (?:(?P<odd>odd|even)\s(?P<of>[a-z]))
    | (?P<it>[a-z])\s(?:(?:is|must\sbe)\s)?(?P<what>odd|even)(?:\s{_NOUN})?
    | (?:{_ALL})?(?P<plus>正)?(?P<chinese>奇数|偶数)(?P<letter>[a-z])?
    | (?P<it_chinese>[a-z])\s?[为是](?P<what_chinese>奇数|偶数)""",
    re.VERBOSE,
)
_MULTIPLE: Final = Pattern(
    rf"""(?:{_ALL})?{_SIGN}(?:integers?\s)?(?:(?P<name>[a-z])\s)?(?:is\s|are\s|that\sare\s)?
        (?:divisible\sby|multiples?\sof)\s(?P<by>\w+)
    | (?P<divides>\d+)\s?(?:divides|\||mid|∣)\s?(?P<divided>[a-z])
    | (?P<it>[a-z])\s?[是为能]?(?P<chinese>\d+)的倍数
    | (?:{_ALL})?(?P<many>\d+)的倍数""",
    re.VERBOSE,
)
_CONGRUENT: Final = Pattern(
    r"(?P<name>[a-z])\s(?:equiv|is\scongruent\sto|≡)\s(?P<remainder>\d+)\s\(?(?:mod|pmod|modulo|bmod)\s(?P<modulus>\d+)\)?"
)
_PRIMES: Final = Pattern(
    rf"(?:{_ALL})?primes?(?:\snumbers?)?(?:\s(?P<name>[a-z]))?(?:\s(?:with|such that|where|satisfying)(?:\s[a-z])?)?\s"
    r"(?:(?:of\sform|=)\s(?P<step>\d+)\s?[a-z]\s?(?P<sign>[+-])\s?(?P<offset>\d+)"
    r"|(?:equiv|congruent\sto|≡)\s(?P<remainder>\d+)\s\(?(?:mod|pmod|modulo)\s(?P<modulus>\d+)\)?)"
)


def residue(text: str) -> Residue | None:
    """The integers that ``text`` names; None for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    found = _PARITY.fullmatch(text)
    if found is not None:
        said = next(filter(None, map(found.group, ("parity", "odd", "what", "chinese", "what_chinese"))))
        name = next(filter(None, map(found.group, ("named", "name", "of", "it", "letter", "it_chinese"))), "")
        positive = bool(found["sign"] or found["after"] or found["plus"])
        return Residue(name, int(said in ("odd", "奇数")), 2, positive)
    found = _MULTIPLE.fullmatch(text)
    if found is not None:
        modulus = _integer(next(filter(None, map(found.group, ("by", "divides", "chinese", "many")))))
        name = found["name"] or found["divided"] or found["it"] or ""
        return None if modulus is None else Residue(name, 0, modulus, bool(found["sign"]))
    found = _CONGRUENT.fullmatch(text)
    if found is not None:
        return _reduced(found["name"], int(found["remainder"]), int(found["modulus"]))
    return _primes(text)


def _primes(text: str) -> Residue | None:
    found = _PRIMES.fullmatch(text)
    if found is None:
        return None
    if found["step"]:
        offset = int(found["offset"]) * (-1 if found["sign"] == "-" else 1)
        one = _reduced("p", offset, int(found["step"]))
    else:
        one = _reduced("p", int(found["remainder"]), int(found["modulus"]))
    return None if one is None else one._replace(prime=True)


def _reduced(name: str, remainder: int, modulus: int) -> Residue | None:
    return Residue(name, remainder % modulus, modulus) if modulus > 1 else None


def _integer(text: str) -> int | None:
    """The whole number above one that a word or digits are."""
    value = int(text) if text.isdecimal() else number_in_words(text)
    return int(value) if value is not None and value == int(value) and value > 1 else None


_WHEN: Final = Pattern(
    r"(?P<who>[a-z]+|first player|second player) (?:wins|has winning strategy|can win)"
    r" (?:iff|if and only if|exactly when|precisely when|only when and when) (?P<when>.+)"
)


def conditional_win(text: str) -> tuple[str, Residue] | None:
    """Who wins, and for which integers only; None for any other text."""
    found = _WHEN.fullmatch(text) if "win" in text else None
    when = None if found is None else residue(found["when"])
    return None if found is None or when is None else (found["who"], when)
