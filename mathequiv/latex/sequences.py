"""How items and the separators between them make lists, and lists of lists."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Expr, Relation, Sequence
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.commands import ENVIRONMENTS
from mathequiv.lexicon.token_kinds import ADDITIVE, Kind

__all__ = ["JOINERS", "assembled", "loosest", "unwrapped"]

JOINERS: Final[dict[Kind, str]] = {",": ",", ";": ";", "join": "", "quad": ",", "row": ","}
"""What each separator of items joins them by; ``""`` for the text of its token."""

_ORDER: Final = (";", "or", "and", ",")


def loosest(separators: tuple[Token, ...]) -> str:
    """The joiner that several separators in a row make (``, and``)."""
    if len(separators) == 1:
        return JOINERS[separators[0].kind] or separators[0].text
    joins = {JOINERS[token.kind] or token.text for token in separators}
    return next(joiner for joiner in _ORDER if joiner in joins)


def assembled(items: list[Expr], joins: list[str]) -> Expr:
    """One item itself, else a `Sequence` with the loosest of ``joins``.

    A semicolon separates lists, and so does ``or`` between lists of relations (``x=1, y=2`` or ``x=3, y=4``).
    """
    if not joins:
        return items[0]
    if joins.count(",") == len(joins):
        return Sequence(tuple(items), ",")
    outer = next(joiner for joiner in _ORDER if joiner in joins)
    if outer in (";", "or") and len(set(joins)) > 1:
        parts = _split(items, joins, outer)
        if outer == ";" or all(len(part) > 1 and all(isinstance(x, Relation) for x in part) for part, _ in parts):
            return Sequence(tuple(assembled(part, inner) for part, inner in parts), outer)
    return Sequence(tuple(items), outer)


def _split(items: list[Expr], joins: list[str], at: str) -> list[tuple[list[Expr], list[str]]]:
    parts: list[tuple[list[Expr], list[str]]] = [([items[0]], [])]
    for joiner, item in zip(joins, items[1:], strict=True):
        if joiner == at:
            parts.append(([item], []))
        else:
            parts[-1][0].append(item)
            parts[-1][1].append(joiner)
    return parts


def unwrapped(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens without environments of lines: their alignment marks go, a line that goes on with a relation is joined."""
    kept: list[Token] = []
    inner = 0
    for token in _with_systems(tokens):
        kind = token.kind
        if kind in ("begin", "end") and ENVIRONMENTS.get(token.text) == "lines":
            continue
        inner += (kind == "begin") - (kind == "end")
        if not inner and kind == "&":
            continue
        if kind == "rel" and kept and kept[-1].kind == "row":
            kept.pop()
        kept.append(token)
    while kept and kept[-1].kind == "row":
        kept.pop()
    return tuple(kept)


def _with_systems(tokens: tuple[Token, ...]) -> list[Token]:
    r"""Tokens with the environments of lines after a brace, which hold a system or cases, as such.

    Of ``\left\{\begin{aligned}x&=1\\y&=2\end{aligned}\right.`` the marks that only align go.
    """
    found: list[Token] = []
    systems: list[bool] = []
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind in ("begin", "end") and ENVIRONMENTS.get(token.text) == "lines":
            if kind == "begin":
                systems.append(_opens_system(found))
                system = systems[-1]
            else:
                system = bool(systems) and systems.pop()
            found.append(token.turned(kind, "cases") if system else token)
        elif kind != "&" or not (systems and systems[-1]) or _separates(tokens, at):
            found.append(token)
    return found


def _opens_system(before: list[Token]) -> bool:
    """Whether a brace is open before an environment."""
    return bool(before) and before[-1].text == "\\{"


def _separates(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the mark at an index is between a value and its condition, and aligns no sign and no row."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "end"
    return tokens[at - 1].kind not in _ROW_STARTS and after not in _ALIGNED


_ROW_STARTS: Final[frozenset[Kind]] = frozenset({"row", "begin", "&"})
_ALIGNED: Final[frozenset[Kind]] = ADDITIVE | {"rel", "row", "end", "&"}
