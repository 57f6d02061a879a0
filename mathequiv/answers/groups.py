r"""Abelian groups and fields by name: ``\mathbb Z_2\oplus\mathbb Z_3`` is ``\mathbb Z/6\mathbb Z``.

A finitely generated abelian group is known by its elementary divisors. Groups are read off the text, since a tree does
not tell ``\mathbb Z^2`` from ``\mathbb Z_2``, nor a product of groups from one of ideals.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.answers.kinds import Answer, Assignment, Label, ReadItem, Scalar, Statement
from mathequiv.latex.expr import Bracketed, Mul, Number, SetName, Symbol
from mathequiv.latex.trees import contains
from mathequiv.lexicon.notations import NAMED_GROUP
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_GROUP_ORDER

__all__ = ["group_of_letter", "read_extension", "read_group"]

_DROPPED: Final = Pattern(r"\\left|\\right|\\[,;: !]|[{}$\s]|\\q?quad")
_NAME: Final = r"(?:\\(?:mathb[bf]|Bbb)Z|(?<![A-Za-z])C(?=_(?:[2-9]|\d\d)))"
_CYCLIC: Final = rf"{_NAME}(?:_(?P<index>\d+)|/(?P<quotient>\d+){_NAME}|/\((?P<ideal>\d+)\))?"
_FACTOR: Final = Pattern(rf"\(?{_CYCLIC}\)?(?:\^(?P<power>\d))?")
_JOINT: Final = Pattern(r"\\times|\\oplus|×|⊕")


def read_group(text: str) -> Answer | None:
    """The abelian group that a whole text names as a product of cyclic ones, by its elementary divisors; else None."""
    if "group" in text and (named := NAMED_GROUP.fullmatch(text)) is not None:
        return _of([int(named["order"])] if named["order"] else [2, 2])
    if not ("_" in text or "/" in text or "^" in text or "\\times" in text):
        return None
    if "Z" not in text and (not ("C_" in text and _JOINT.search(text) is not None) or "^" in text):
        return None  # C_5^2 counts choices
    is_like = _IS_LIKE.search(text)
    return _product(text) if is_like is None else _like(text[: is_like.start()], text[is_like.end() :])


def _like(name: str, of: str) -> Answer | None:
    """What a name says of the group that it is like; a group by its own cyclic ones has no other name."""
    group = _product(of)
    if group is None or group == _INTEGERS or _product(name) is not None:
        return None
    return Assignment(Label(_spelled(name), "other"), group)


def _product(text: str) -> Answer | None:
    text = _LED.sub("", text)
    factors = [_cyclic(part) for part in _JOINT.split(_spelled(text))]
    known = [factor for factor in factors if factor is not None]
    if len(known) != len(factors):
        return None
    return _statement([divisor for one in known for divisor in one])


def _statement(divisors: list[int]) -> Answer:
    return Statement("group", tuple([Scalar(Number(divisor)) for divisor in sorted(divisors)]))


_INTEGERS: Final = _statement([0])
"""The integers, which a tree names as well."""


def _of(orders: list[int]) -> Answer | None:
    """The product of cyclic groups of some orders; None for orders that are too large."""
    if max(orders) > MAX_GROUP_ORDER:
        return None
    return _statement([divisor for order in orders for divisor in _divisors(order)])


def group_of_letter(name: str) -> Answer | None:
    """The group that a letter with an index names beside another group (``C_6``, ``V_4``); None for other names.

    Args:
        name: of a symbol.
    """
    found = _LETTERED.fullmatch(name)
    if found is None:
        return None
    return _of([int(found["order"])] if found["order"] else [2, 2])


_LETTERED: Final = Pattern(r"[CZ]_(?P<order>[1-9]\d{0,5})|V(?:_4)?|K_4")


_IS_LIKE: Final = Pattern(r"\\(?:cong|simeq)(?![a-z])|≅")
_LED: Final = Pattern(
    r"^\s*(?:\\(?:text|mathrm)\{\s*)?(?:the )?(?:cyclic |abelian |direct product )*(?:group )?(?:of )?\}?",
    re.IGNORECASE,
)
"""Words before a group that its name says as well."""


def _cyclic(part: str) -> list[int] | None:
    """The elementary divisors of a cyclic group, as often as its power says."""
    factor = _FACTOR.fullmatch(part)
    if factor is None or part.count("(") != part.count(")"):
        return None
    order = int(factor["index"] or factor["quotient"] or factor["ideal"] or 0)
    copies = int(factor["power"] or 1)
    return _divisors(order) * copies if order <= MAX_GROUP_ORDER and copies else None


def _spelled(text: str) -> str:
    r"""The text without spaces and braces; what is raised is marked off from an index before it."""
    return _DROPPED.sub("", re.sub(r"_\{?(\d)\}?\^", r"_\1^", text))


def _divisors(order: int) -> list[int]:
    """The prime powers of an order; 0 is the order of the integers."""
    if not order:
        return [0]
    found: list[int] = []
    rest, prime = order, 2
    while rest > 1:
        power = 1
        while rest % prime == 0:
            rest, power = rest // prime, power * prime
        if power > 1:
            found.append(power)
        prime += 1
    return found


def read_extension(tree: Mul, read: ReadItem) -> tuple[Answer, ...]:
    r"""``\mathbb Q(\sqrt2, \sqrt3)`` as a field and what it is extended by; nothing for a product of sets.

    The ring ``\mathbb Q[\sqrt2]`` of a number is that field, the ring ``\mathbb Q[x]`` of polynomials is not.
    """
    field, by = tree.factors
    if contains(by, (SetName,)):
        return ()
    if not isinstance(by, Bracketed):
        return (Statement("extension", (read(field), read(by))),)
    square = by.opening == "[" and len(by.items) == 1
    head = "polynomials" if square and by.items[0] in _INDETERMINATES else "extension"
    return (Statement(head, (read(field), *map(read, by.items if square or by.opening == "(" else (by,)))),)


_INDETERMINATES: Final = tuple(map(Symbol, "xyztXYZT"))
"""Names of what is no number of a larger field, as a Greek letter may be."""
