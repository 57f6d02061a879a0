r"""Sets in words with values left out: ``all real numbers except 0``, ``all real x \ne 0``."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import Bracketed, Expr, Relation, Sequence, SetName, SetOp, Symbol, Text
from mathequiv.latex.grammar.combine import is_set, items_of
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.wording import joined_words
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols, node_types
from mathequiv.lexicon import words
from mathequiv.lexicon.token_kinds import WORDS
from mathequiv.limits import MAX_SET_HEAD

_NAMES: Final = {"reals": "R", "integers": "Z"}
_ORDERS: Final = frozenset({"!=", "<", "<=", ">", ">="})
_NO_VALUES: Final = frozenset({Bracketed, Relation, Sequence, Text, SetName, SetOp})


def set_with_exceptions(p: Parser) -> Expr | None:
    """The whole text, where it is a set with values left out; None, with no token taken, for anything else.

    ``all real`` before an inequality is passed: it is the domain, which says nothing.
    """
    tokens = p.tokens
    at = 1 if tokens[0].kind == "setname" else 0
    if not at and tokens[0].text.lower() not in words.SET_OPENERS:
        return None
    while (tokens[at].kind in WORDS or (at and tokens[at].kind == "letter")) and at < MAX_SET_HEAD:
        run = takewhile(_is_word, tokens[at : at + words.LONGEST_EXCEPTION])
        size = words.exception_size([token.text for token in run])
        if size:
            return _without(p, at, at + size)
        at += 1
    if at > 1 and tokens[at].text in _ORDERS and tokens[at - 1].kind == "letter":
        name = _set_in_words(p, at - 1)
        if name is not None and name.name == "R":
            p.k = at - 1
    return None


def _is_word(token: Token) -> bool:
    return token.kind in WORDS


def _set_in_words(p: Cursor, end: int) -> SetName | None:
    """The set that the tokens before index ``end`` name, with or without a variable for its elements."""
    head = p.tokens[:end]
    if not head:
        return None
    if head[0].kind == "setname":
        return SetName(head[0].text) if end == 1 else None
    if head[-1].kind == "letter":
        head = head[:-2] if len(head) > 1 and head[-2].text == "of" else head[:-1]
    if any(token.kind == "letter" for token in head):
        return None
    meaning = words.meaning(joined_words(head))
    return SetName(_NAMES[meaning]) if meaning in _NAMES else None


def _without(p: Parser, end: int, start: int) -> Expr | None:
    """The set before index ``end`` without the values from index ``start`` on."""
    whole = _set_in_words(p, end)
    if whole is None:
        return None
    place = p.place()
    p.k = start
    try:
        left_out = _values(p.sequence()) if p.kind() != "stop" else None
    except Unreadable:
        left_out = None
    if left_out is not None and p.kind() == "stop":
        return SetOp("difference", whole, left_out)
    p.go_back(place)
    return None


def _values(expr: Expr) -> Expr | None:
    """The set of the constants that ``expr`` lists, bare or as values of one variable; None for anything else."""
    if is_set(expr):
        return expr
    values: list[Expr] = []
    names: set[str] = set()
    for item in items_of(expr):
        value = item
        if isinstance(item, Relation) and item.ops == ("=",) and isinstance(item.members[0], Symbol):
            names.add(item.members[0].name)
            value = item.members[1]
        if not _NO_VALUES.isdisjoint(node_types(value)) or free_symbols(value):
            return None
        values.append(value)
    return Bracketed("{", "}", tuple(values)) if len(names) < 2 else None
