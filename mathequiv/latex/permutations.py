r"""Tuples and all their permutations (``(1,2,3) \text{ and its permutations}``), written out."""

from __future__ import annotations

from itertools import permutations

from mathequiv.latex.clauses import Row, as_written, is_chinese, step
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.clauses import is_permuted
from mathequiv.lexicon.token_kinds import WORDS
from mathequiv.limits import MAX_PERMUTED

__all__ = ["written_out"]


def written_out(tokens: Row) -> Row | None:
    """The row with its last tuples in every order, where words beside them say so; None where they do not."""
    if tokens[-1].kind == "close" and tokens[0].kind in WORDS:
        first = next(at for at, token in enumerate(tokens) if token.kind not in WORDS)
        order = is_permuted(_said(tokens[:first]).removesuffix(" of"))
        return None if order is None else _all_orders(tokens, first, len(tokens), order)
    end = len(tokens)
    while end and (tokens[end - 1].kind in WORDS or tokens[end - 1].kind == "join"):
        end -= 1
    if end == len(tokens) or not end or tokens[end - 1].kind != "close":
        return None
    order = is_permuted(_said(tokens[end:]))
    start = _first(tokens, end)
    row = None if order is None else _all_orders(tokens, start, end, order)
    return None if row is None else (*tokens[:start], *row)


def _said(row: Row) -> str:
    """The words of a row, without conjunctions."""
    between = "" if any(map(is_chinese, row)) else " "
    return between.join([token.text.lower() for token in row if token.kind in WORDS])


def _all_orders(tokens: Row, start: int, end: int, order: str) -> Row | None:
    """The brackets between two indices in every order, or in every cyclic one; None where they are no brackets."""
    row: list[Token] = []
    for bracket in _brackets(tokens, start, end):
        found = _orders(bracket, cyclic=order == "cyclic")
        if found is None:
            return None
        row += [*([tokens[start].turned(",", ",")] if row else []), *found]
    return tuple(row) or None


def _first(tokens: Row, end: int) -> int:
    """Index after the last relation of the row, where its values start."""
    level = 0
    for at in range(end - 1, -1, -1):
        level += step(tokens[at])
        if not level and tokens[at].kind == "rel":
            return at + 1
    return 0


def _brackets(tokens: Row, start: int, end: int) -> list[Row]:
    """The brackets of a list; nothing where it holds anything else."""
    found: list[Row] = []
    level, opened = 0, start
    for at in range(start, end):
        if not level and tokens[at].kind != "open":
            if tokens[at].kind in (",", "join"):
                continue
            return []
        opened = opened if level else at
        level += step(tokens[at])
        if not level:
            found.append(tokens[opened : at + 1])
    return found


def _orders(bracket: Row, *, cyclic: bool) -> list[Token] | None:
    """A bracket with its entries in every order, each once; None where they are too many."""
    entries: list[list[Token]] = [[]]
    level = 0
    for token in bracket[1:-1]:
        level += step(token)
        if not level and token.kind == ",":
            entries.append([])
        else:
            entries[-1].append(token)
    if not 1 < len(entries) <= MAX_PERMUTED or not all(entries):
        return None
    turns = [entries[at:] + entries[:at] for at in range(len(entries))]
    orders = turns if cyclic else list(permutations(entries))
    row: list[Token] = []
    comma = bracket[0].turned(",", ",")
    seen: set[tuple[str, ...]] = set()
    for order in orders:
        inner = [token for at, entry in enumerate(order) for token in (*([comma] if at else []), *entry)]
        written = as_written(tuple(inner))
        if written not in seen:
            seen.add(written)
            row += [*([comma] if row else []), bracket[0], *inner, bracket[-1]]
    return row
