"""Sets of integers by what is said of their elements: ``all even n not divisible by 3``, ``perfect squares``."""

from __future__ import annotations

import re
from math import gcd, lcm
from typing import Final, NamedTuple, TypeAlias

from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_MODULUS

__all__ = ["Described", "described", "divisors", "power_family"]


_Class: TypeAlias = tuple[int, frozenset[int]]
"""A modulus with the remainders that are meant."""


class Described(NamedTuple):
    """Integers under conditions.

    Attributes:
        name: the letter the text gives them, ``""`` for none.
        among: ``Z``, ``Z+``, ``N0`` or ``N``, the set they are taken from.
        orders: bounds on them, as sign and number.
        remainders: those left after division by ``modulus``.
        modulus: 1 where no remainder is said.
        excluded: those that are left out.
    """

    name: str
    among: str
    orders: tuple[tuple[str, int], ...]
    remainders: frozenset[int]
    modulus: int
    excluded: tuple[int, ...]


_ADJECTIVE: Final = r"(?:positive|natural|nonnegative|non-negative|odd|even)"
_HEAD: Final = Pattern(
    rf"(?:(?:set of )?(?P<all>all|every|any|each) )?(?P<adjectives>(?:{_ADJECTIVE} )*)"
    r"(?:(?P<noun>integers?|numbers?)(?: (?P<named>[a-z]))?|(?P<letter>[a-z]))(?![a-z])"
)
_LINK: Final = Pattern(
    r"(?:[, ]|\b(?:and|but|with|where|such that|satisfying|for which|that are|which are|that is|is|are|must be)\b)*"
)
_NUMBER: Final = r"(?P<number>-?\s?\d{1,6}|[a-z]+)"
_CLAUSE: Final = Pattern(
    rf"""(?P<denied>not\s)?(?:divisible\sby|multiples?\sof
        |(?P<coprime>(?:coprime|co-prime|relatively\sprime)\s(?:to|with)))\s{_NUMBER}
    | (?P<order>greater\sthan\sor\sequal\sto|less\sthan\sor\sequal\sto|greater\sthan|larger\sthan
        |less\sthan|at\sleast|at\smost|>=|<=|!=|>|<|≥|≤|≠|except(?:\sfor)?|other\sthan)\s?(?P<bound>-?\s?\d{{1,6}})
    | (?:(?:equiv|congruent\sto|≡)\s)(?P<left>\d+(?:(?:\s?,(?:\s(?=[\s\d]))?|\sor\s|\sand\s)+\d+)*)
        \s\(?(?:mod|pmod|modulo|bmod)\s(?P<modulus>\d{{1,4}})\)?
    | (?P<parity>odd|even)""",
    re.VERBOSE,
)
_ORDERS: Final = {
    **dict.fromkeys(("greater than or equal to", "at least", ">=", "≥"), ">="),
    **dict.fromkeys(("less than or equal to", "at most", "<=", "≤"), "<="),
    **dict.fromkeys(("greater than", "larger than", ">"), ">"),
    **dict.fromkeys(("less than", "<"), "<"),
}
"""Any other word before a number leaves it out."""
_AMONG: Final = {"positive": "Z+", "natural": "N", "nonnegative": "N0", "non-negative": "N0"}


def described(text: str) -> Described | None:
    """The integers that ``text`` describes by a noun and conditions; None for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    name = head["named"] or head["letter"] or ""
    adjectives = head["adjectives"].split()
    among = {_AMONG[word] for word in adjectives if word in _AMONG}
    parts: list[_Class | None] = [_of_parity(word) for word in adjectives if word in ("odd", "even")]
    orders: list[tuple[str, int]] = []
    excluded: list[int] = []
    if not _take_clauses(text, head.end(), name, (parts, orders, excluded)):
        return None
    found = _common(parts)
    if found is None or len(among) > 1 or (head["letter"] and not parts):
        return None
    return Described(name, among.pop() if among else "Z", tuple(orders), found[1], found[0], tuple(excluded))


_Taken: TypeAlias = tuple[list[_Class | None], list[tuple[str, int]], list[int]]


def _take_clauses(text: str, at: int, name: str, taken: _Taken) -> bool:
    """Whether conditions, at least one, are all that stands from index ``at`` on; they are taken as they are read."""
    parts, orders, excluded = taken
    start = at
    while at < len(text):
        clause = _CLAUSE.match(text, _after_link(text, at, name))
        if clause is None:
            return False
        at = clause.end()
        if clause["order"]:
            _take_order(clause, orders, excluded)
        else:
            parts.append(_of_clause(clause))
    return at > start


def _common(parts: list[_Class | None]) -> _Class | None:
    """The remainders that several conditions leave; None where one is not known, or they are too many."""
    known = [part for part in parts if part is not None]
    modulus = lcm(1, *[step for step, _ in known])
    if len(known) < len(parts) or modulus > MAX_MODULUS:
        return None
    return modulus, frozenset([n for n in range(modulus) if all(n % step in left for step, left in known)])


def _after_link(text: str, at: int, name: str) -> int:
    """Index after the words that join a condition, and the name of the integers in front of it."""
    link = _LINK.match(text, at)
    at = at if link is None else link.end()
    if name and re.match(rf"{name}(?![a-z])", text[at:]):
        link = _LINK.match(text, at + 1)
        at = at + 1 if link is None else link.end()
    return at


def _take_order(clause: re.Match[str], orders: list[tuple[str, int]], excluded: list[int]) -> None:
    number = int(clause["bound"].replace(" ", ""))
    sign = _ORDERS.get(" ".join(clause["order"].split()))
    if sign is None:
        excluded.append(number)
    else:
        orders.append((sign, number))


def _of_parity(word: str) -> _Class:
    return 2, frozenset((int(word == "odd"),))


def _of_clause(clause: re.Match[str]) -> _Class | None:
    """The modulus of a condition with the remainders that it allows; None where its number cannot be told."""
    if clause["parity"]:
        return _of_parity(clause["parity"])
    if clause["modulus"]:
        modulus = int(clause["modulus"])
        left = [int(n) for n in re.findall(r"\d+", clause["left"])]
        return (modulus, frozenset([n % modulus for n in left])) if modulus > 1 else None
    number = _whole(clause["number"])
    if number is None or not 1 < number <= MAX_MODULUS:
        return None
    every = range(number)
    held = [n for n in every if (gcd(n, number) == 1 if clause["coprime"] else n == 0)]
    return number, frozenset(every).difference(held) if clause["denied"] else frozenset(held)


def _whole(text: str) -> int | None:
    plain = text.replace(" ", "")
    if plain.lstrip("-").isdecimal():
        return int(plain)
    value = number_in_words(plain)
    return int(value) if value is not None and value.denominator == 1 else None


_FAMILY: Final = Pattern(
    r"(?:(?P<name>[a-z]) (?:is|must be) |(?:set of )?(?:all (?:of )?)?)"
    r"(?:(?P<kind>perfect squares?|perfect cubes?|square numbers?|cube numbers?)"
    r"|(?:integer |nonnegative integer )?powers? of (?P<base>\w+))(?:[, ]+\(?including 1(?: = ?\d+ ?\^ ?0)?\)?)?"
)


def power_family(text: str) -> tuple[str, int, int] | None:
    """The letter of perfect squares or cubes, or of the powers of a number, with exponent and base; else None.

    One of exponent and base is 0. A power of 2 may be 1.
    """
    found = _FAMILY.fullmatch(text)
    if found is None:
        return None
    name = found["name"] or ""
    if found["kind"]:
        return name, 3 if "cube" in found["kind"] else 2, 0
    base = _whole(found["base"])
    return (name, 0, base) if base is not None and 1 < base <= MAX_MODULUS else None


_DIVISORS: Final = Pattern(
    r"(?:set of )?(?:all )?(?:of )?(?P<positive>positive )?"
    r"(?P<proper>proper )?(?:integer )?(?:divisors|factors) of (?P<of>\d{1,5})"
)


def divisors(text: str) -> tuple[int, ...]:
    """The positive divisors of a number that ``text`` names; nothing for any other text."""
    found = _DIVISORS.fullmatch(text)
    if found is None or not (found["positive"] or found["proper"]):
        return ()
    of = int(found["of"])
    return tuple([n for n in range(1, of + 1 - bool(found["proper"])) if of % n == 0])
