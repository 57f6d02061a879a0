r"""Permutations in cycles (``(1\,3)(2\,4)``) and digits in braces side by side; only a whole text is read as one."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Expr, Number, Qualified, Sequence
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.limits import MAX_ITEMS

__all__ = ["digits_in_braces", "permutation"]

_SHORTEST: Final = 5
"""Tokens of a cycle of two and the end of the text."""


def permutation(p: Parser) -> Expr | None:
    """Disjoint cycles of numbers set apart by spaces, each from its least number on; None, untouched, for others.

    Cycles that share a number are not read: which of them comes first differs between books.
    """
    tokens = p.tokens
    if len(tokens) < _SHORTEST or tokens[2].kind != "num" or len(tokens) > MAX_ITEMS:
        return None
    cycles: list[tuple[int, ...]] = []
    at = 0
    while tokens[at].text == "(":
        end = p.bracket_end(at)
        numbers = _cycle(tokens[at + 1 : end])
        if numbers is None:
            return None
        cycles.append(numbers)
        at = end + 1
    moved = [number for cycle in cycles for number in cycle]
    if tokens[at].kind != "stop" or len(set(moved)) < len(moved):
        return None
    p.k = at
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
    numbers = tuple([int(one.text) for one in inner])
    first = numbers.index(min(numbers))
    return numbers[first:] + numbers[:first]
