"""Decimal commas: ``0,05 kg``, ``(1,5; 2)``, ``0,(27)``, where a comma can separate nothing.

Elsewhere (``x = 0,5``) a text has both readings, and the grammar decides (`mathequiv.latex.grammar.numerals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mathequiv.latex.lexemes import Token
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import Kind

__all__ = ["AS_MANY_DECIMALS", "MAY_BE_DECIMAL", "with_points"]

AS_MANY_DECIMALS: Final = "list before as many decimals"
"""The choice of syntax by which ``12,5`` is two items; it is 12.5 beside a number with as many decimals only."""
MAY_BE_DECIMAL: Final = Pattern(r",(?<=\d,)[\d(]|\{,\}(?<=\d\{,\})\\")
"""A look at every text."""


def with_points(tokens: list[Token]) -> list[Token]:
    """The tokens with a point for each comma that is certainly a decimal one."""
    tokens = _before_cycles(tokens)
    found = {at for at in range(1, len(tokens) - 1) if tokens[at].kind == "," and _is_glued(tokens, at)}
    if not any(_opens_with_zero(tokens[at + 1].text) and _is_single(found, at) for at in found):
        between = found and ";" in [token.kind for token in tokens]  # else no item is beside another
        found = {at for opening, row in _rows(tokens) for at in _decimal(opening, row, found)} if between else set()
    return _joined(tokens, {at for at in found if _is_single(found, at)})


def _is_glued(tokens: list[Token], at: int) -> bool:
    """Whether a comma is between digits without a space."""
    before, after = tokens[at - 1], tokens[at + 1]
    if before.kind != "num" or after.kind != "num" or tokens[at].space or after.space:
        return False
    return before.text.isdecimal() and after.text.isdecimal()


def _opens_with_zero(digits: str) -> bool:
    """Whether digits are no item of a list and no three of a thousand."""
    return digits[0] == "0" and len(digits) > 1 and len(digits) != _THOUSANDS


_THOUSANDS: Final = 3
_TWO: Final = 2


def _is_single(commas: set[int], at: int) -> bool:
    return at - 2 not in commas and at + 2 not in commas


class _Item(NamedTuple):
    """What is between semicolons: the places of its commas, and the kinds of its other tokens."""

    commas: list[int]
    others: list[Kind]


def _rows(tokens: list[Token]) -> Iterator[tuple[str, list[_Item]]]:
    """The items of each bracket between semicolons, and of what is in none, with the sign that opens it."""
    rows: list[tuple[str, list[_Item]]] = [("", [_Item([], [])])]
    for at, token in enumerate(tokens):
        if token.kind == "open":
            rows.append((token.text, [_Item([], [])]))
        elif token.kind == "close" and len(rows) > 1:
            yield rows.pop()
            rows[-1][1][-1].others.append("open")
        elif token.kind == ";":
            rows[-1][1].append(_Item([], []))
        elif token.kind == ",":
            rows[-1][1][-1].commas.append(at)
        else:
            rows[-1][1][-1].others.append(token.kind)
    yield from rows


def _decimal(opening: str, row: list[_Item], glued: set[int]) -> list[int]:
    """The commas of numerals beside items without one: these are no lists of lists, and no continued fraction."""
    commas = [at for item in row for at in item.commas]
    counts = {len(item.commas) for item in row}
    if (counts != {0, 1} and not (opening == "\\{" and counts == {1} and len(row) > 1)) or not glued.issuperset(commas):
        return []
    if opening == "[" and len(row) == _TWO and not row[0].commas:
        return []
    return commas if all(_SIGNED.issuperset(item.others) for item in row if item.commas) else []


_SIGNED: Final[frozenset[Kind]] = frozenset({"num", "-"})


def _before_cycles(tokens: list[Token]) -> list[Token]:
    r"""The tokens with a point before digits that repeat (``0,(27)``, ``0{,}\overline{3}``)."""
    kept = list(tokens)
    for at in range(len(tokens) - 3, 0, -1):  # from the end, so that what is taken out moves nothing still to come
        if tokens[at].kind != "," or tokens[at].space:
            continue
        before, after = tokens[at - 1], tokens[at + 1]
        if before.kind == "num" and after.kind == "open" and not after.space and _is_numeral(tokens[at + 2 : at + 4]):
            kept[at] = tokens[at].turned(".", ".")
        elif (
            before.kind == "{"
            and after.kind == "}"
            and tokens[at - 2].kind == "num"
            and tokens[at + 2].kind == "accent"
        ):
            kept[at - 1 : at + 2] = [tokens[at].turned(".", ".")]
    return kept


def _is_numeral(rest: list[Token]) -> bool:
    """Whether digits and the end of their bracket come next."""
    return len(rest) > 1 and rest[0].kind == "num" and rest[1].kind == "close"


def _joined(tokens: list[Token], commas: set[int]) -> list[Token]:
    """The tokens with each of the commas and its digits as one numeral."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if at + 1 in commas:
            whole, part = tokens[at], tokens[at + 2]
            text, written = f"{whole.text}.{part.text}", f"{whole.written},{part.written}"
            kept.append(Token("num", text, whole.start, part.end, written, whole.space))
            at += 3
        else:
            kept.append(tokens[at])
            at += 1
    return kept
