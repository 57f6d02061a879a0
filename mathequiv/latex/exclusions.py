r"""Sets in words with values left out: ``all real numbers except 0``, ``all real x \ne 0``."""

from __future__ import annotations

from itertools import takewhile

from mathequiv.errors import Unreadable
from mathequiv.latex.brackets import is_set
from mathequiv.latex.cursor import WORDS, items_of
from mathequiv.latex.expr import Bracketed, Expr, Relation, Sequence, SetName, SetOp, Symbol, Text
from mathequiv.latex.phrases import joined_words
from mathequiv.latex.products import Products
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols, node_types
from mathequiv.lexicon import words

__all__ = ["Exclusions"]

_NAMES = {"reals": "R", "integers": "Z"}
_ORDERS = frozenset({"!=", "<", "<=", ">", ">="})
_MAX_HEAD = 12
_NO_VALUES = frozenset({Bracketed, Relation, Sequence, Text, SetName, SetOp})


class Exclusions(Products):
    """Reads sets in words that a whole text describes."""

    def exclusion(self) -> Expr | None:
        """The whole text, where it is a set with values left out; None, with no token taken, for anything else.

        ``all real`` before an inequality is passed: it is the domain, which says nothing.
        """
        tokens = self.tokens
        at = 1 if tokens[0].kind == "setname" else 0
        if not at and tokens[0].text.lower() not in words.SET_OPENERS:
            return None
        while (tokens[at].kind in WORDS or (at and tokens[at].kind == "letter")) and at < _MAX_HEAD:
            run = takewhile(_is_word, tokens[at : at + words.LONGEST_EXCEPTION])
            size = words.exception_size([token.text for token in run])
            if size:
                return self.without(at, at + size)
            at += 1
        if at > 1 and tokens[at].text in _ORDERS and tokens[at - 1].kind == "letter":
            name = self.set_in_words(at - 1)
            if name is not None and name.name == "R":
                self.k = at - 1
        return None

    def set_in_words(self, end: int) -> SetName | None:
        """The set that the tokens before index ``end`` name, with or without a variable for its elements."""
        head = self.tokens[:end]
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

    def without(self, end: int, start: int) -> Expr | None:
        """The set before index ``end`` without the values from index ``start`` on."""
        whole = self.set_in_words(end)
        if whole is None:
            return None
        saved = list(self.tokens)
        self.k = start
        try:
            left_out = _values(self.sequence()) if self.kind() != "stop" else None
        except Unreadable:
            left_out = None
        if left_out is not None and self.kind() == "stop":
            return SetOp("difference", whole, left_out)
        self.k, self.tokens = 0, saved
        return None


def _is_word(token: Token) -> bool:
    return token.kind in WORDS


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
