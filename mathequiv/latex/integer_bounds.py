r"""Integers with a bound: ``3^k for integers k \ge 0`` and ``3^k, k \ge 0 an integer``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.clauses import Row, clause_end
from mathequiv.latex.grammar.wording import spelled
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.prose import LEADS
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS, quantifier
from mathequiv.lexicon.token_kinds import WORDS

__all__ = ["INTEGERS", "with_bounded_integers"]

INTEGERS: Final = frozenset(("integer", "integers"))


def with_bounded_integers(tokens: Row) -> Row | None:
    r"""The row with ``k \in \mathbb Z`` as a clause of its own after the bound; None where none of this is said."""
    at = next((at for at, token in enumerate(tokens) if token.text.lower() in INTEGERS), 0)
    start = at
    while start and tokens[start - 1].kind in WORDS and tokens[start - 1].text.lower() not in LEADS:
        start -= 1
    end = clause_end(tokens, at)
    if not start or any(token.kind in WORDS for token in tokens[at + 1 : end]):
        return None
    if end > at + 1:
        before, bound = tokens[:start], tokens[at + 1 : end]
    else:
        first = max([k for k in range(start) if clause_end(tokens, k) == end and _opens(tokens, k)], default=0)
        before, bound = tokens[:first], tokens[first:start]
    name = _bounded(bound)
    if name is None or not _are_integers(name, tokens[start : at + 1], bound):
        return None
    declared = (name.turned(",", ","), name, name.turned("rel", "in"), name.turned("setname", "Z"))
    return (*before, *bound, *declared, *tokens[end:])


def _are_integers(name: Token, words: Row, bound: Row) -> bool:
    """Whether words say that a letter is an integer, and no more of it than its bound does."""
    said = quantifier(f"{name.text} is {spelled(words).removeprefix('is ')}")
    return said is not None and (said.kind == "integer" or (said.kind in SETS_OF_INTEGERS and bound[1].text in _ABOVE))


_ABOVE: Final = frozenset((">", ">="))


def _opens(tokens: Row, at: int) -> bool:
    """Whether a clause of its own starts at an index."""
    before = tokens[at - 1] if at else None
    return before is not None and (before.kind in (",", ";") or before.text.lower() in LEADS)


def _bounded(bound: Row) -> Token | None:
    """The letter that a row bounds, None if it does anything else."""
    letters = [token for token in bound if token.kind == "letter"]
    signs = {token.text for token in bound if token.kind == "rel"}
    return letters[0] if len(letters) == 1 and signs and signs <= _ORDERS else None


_ORDERS: Final = frozenset((">", ">=", "<", "<="))
