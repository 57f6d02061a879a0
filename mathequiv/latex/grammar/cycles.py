r"""Permutations in cycles (``(1\,3)(2\,4)``) and digits in braces side by side; only a whole text is read as one."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Expr, Number, Qualified, Relation, Sequence, Symbol
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.limits import MAX_ITEMS

__all__ = ["digits_in_braces", "named_permutation", "permutation"]

_SHORTEST: Final = 5
"""Tokens of a cycle of two and the end of the text."""


def permutation(p: Parser) -> Expr | None:
    """Disjoint cycles of numbers set apart by spaces, each from its least number on; None, untouched, for others.

    Cycles that share a number are not read: which of them comes first differs between books.
    """
    tokens = p.tokens
    if len(tokens) < _SHORTEST:
        return None
    return _cycles(p, 0) if tokens[2].kind == "num" else None


def named_permutation(p: Parser) -> Expr | None:
    r"""``\sigma = (1\,2\,3)``, ``the cycle (1 2 3)``; None, untouched, for anything else."""
    tokens = p.tokens
    if len(tokens) < _SHORTEST + 2:
        return None
    if tokens[0].kind == "letter":
        if tokens[1].text != "=" or tokens[2].text != "(" or tokens[4].kind != "num":
            return None
        cycles = _cycles(p, 2)
        return None if cycles is None else Relation((Symbol(tokens[0].text), cycles), ("=",))
    at = 0
    while tokens[at].text.lower() in _SAID:
        at += 1
    return _cycles(p, at) if at and tokens[at - 1].text.lower() in _CYCLE else None


_CYCLE: Final = frozenset({"cycle", "permutation", "transposition"})
_SAID: Final = _CYCLE | {"the", "is"}


def _cycles(p: Parser, at: int) -> Expr | None:
    """The permutation that is the rest of the tokens from an index on."""
    tokens = p.tokens
    if len(tokens) > MAX_ITEMS:
        return None
    cycles: list[tuple[int, ...]] = []
    while tokens[at].text == "(":
        end = p.bracket_end(at)
        numbers = _cycle(tokens[at + 1 : end])
        if numbers is None or end + 1 >= len(tokens):
            return None
        cycles.append(numbers)
        at = end + 1
    return _disjoint(p, cycles) if tokens[at].kind == "stop" else None


def _disjoint(p: Parser, cycles: list[tuple[int, ...]]) -> Expr | None:
    moved = [number for cycle in cycles for number in cycle]
    if len(set(moved)) < len(moved):
        return None
    p.k = len(p.tokens) - 1
    items = tuple(Sequence(tuple(map(Number, cycle)), ",") for cycle in sorted(cycles))
    return Qualified(items[0] if len(items) == 1 else Sequence(items, ";"), "permutation", ())


def digits_in_braces(p: Parser) -> Expr | None:
    """``{2}{3}``, which shows 23; None, untouched, for anything else."""
    tokens = p.tokens
    size = (len(tokens) - 1) // 3
    if size < 2 or len(tokens) != 3 * size + 1 or not all(t.kind == "{" for t in tokens[:-1:3]):
        return None
    digits = tokens[1::3]
    if not all(t.kind == "num" and t.text.isdecimal() for t in digits) or any(t.kind != "}" for t in tokens[2::3]):
        return None
    p.k = len(tokens) - 1
    return Number(int("".join([t.text for t in digits])))


def _cycle(inner: tuple[Token, ...]) -> tuple[int, ...] | None:
    """The numbers of one cycle from the least on; None if they are none, or not set apart by spaces."""
    if len(inner) < 2 or not all(one.kind == "num" and one.text.isdecimal() for one in inner):
        return None
    if not all(one.space for one in inner[1:]):
        return None
    return _from_least(tuple([int(one.text) for one in inner]))


def _from_least(numbers: tuple[int, ...]) -> tuple[int, ...]:
    first = numbers.index(min(numbers))
    return numbers[first:] + numbers[:first]
