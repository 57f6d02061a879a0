"""Conditions that the signs of code join: ``(x > 1) & (x < 2)``, ``Eq(x, 1) | Eq(x, 2)``, ``x == 1 || x == 2``.

A bar is a modulus and ``&`` ends a cell everywhere else, so that these texts are cut at their signs first and each
piece is read by itself.
"""

from __future__ import annotations

from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import Expr, Relation, Sequence
from mathequiv.latex.grammar.code_calls import cases, connected
from mathequiv.latex.grammar.levels import Parser, Rules
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.token_kinds import CLOSERS, OPENERS, Kind
from mathequiv.limits import MAX_DEPTH

__all__ = ["conditional", "joined_conditions"]

_SIGNS: Final[frozenset[Kind]] = frozenset({"&", "bar"})
_WORDS: Final = ("or", "and")
"""Loosest first."""


def joined_conditions(text: str, tokens: tuple[Token, ...], rules: Rules) -> Expr | None:
    """The conditions of a text that joins several by signs; None for any other text."""
    if "\\" in text or _SIGNS.isdisjoint([token.kind for token in tokens]):
        return None
    return _joined(text, tokens, rules, 0)


def conditional(text: str, tokens: tuple[Token, ...], rules: Rules) -> Expr | None:
    """``x if x > 0 else -x`` of Python as cases, also under a name (``f(x) = …``); None for any other text."""
    words = [token.text for token in tokens]
    if "else" not in words or "if" not in words[: words.index("else")]:
        return None
    if "=" in words[: words.index("if")]:
        at = words.index("=")
        name, named = _whole(text, tokens[:at], rules), conditional(text, tokens[at + 1 :], rules)
        return None if name is None or named is None else Relation((name, named), ("=",))
    first, second = words.index("if"), words.index("else")
    value = _whole(text, tokens[:first], rules)
    condition = _joined(text, tokens[first + 1 : second], rules, 0)
    rest = conditional(text, tokens[second + 1 :], rules) or _whole(text, tokens[second + 1 :], rules)
    if value is None or rest is None or not isinstance(condition, (Relation, Sequence)):
        return None
    return cases([(value, condition)], rest=rest)


def _whole(text: str, tokens: tuple[Token, ...], rules: Rules) -> Expr | None:
    """The sum that tokens spell."""
    parser = Parser(text, tokens, frozenset(), rules)
    try:
        value = parser.sum()
    except Unreadable:
        return None
    return value if parser.kind() == "stop" else None


def _joined(text: str, tokens: tuple[Token, ...], rules: Rules, depth: int) -> Expr | None:
    if not tokens or depth > MAX_DEPTH:
        return None
    for word in _WORDS:
        parts = _cut(tokens, word)
        if len(parts) > 1:
            read = [_joined(text, part, rules, depth + 1) for part in parts]
            found = [one for one in read if one is not None]
            return connected(word, tuple(found)) if len(found) == len(parts) else None
    if tokens[0].text == "(" and _closing(tokens) == len(tokens) - 1:
        return _joined(text, tokens[1:-1], rules, depth + 1)
    parser = Parser(text, tokens, frozenset(), rules)
    try:
        condition = parser.relation()
    except Unreadable:
        return None
    return condition if parser.kind() == "stop" else None


def _closing(tokens: tuple[Token, ...]) -> int:
    """Index of the bracket that closes the first one."""
    level = 0
    for at, token in enumerate(tokens):
        level += (token.kind in OPENERS) - (token.kind in CLOSERS)
        if not level:
            return at
    return len(tokens)


def _cut(tokens: tuple[Token, ...], word: str) -> list[tuple[Token, ...]]:
    """The tokens between the signs of a connective that no bracket holds; a sign may be doubled."""
    found: list[tuple[Token, ...]] = []
    level = start = 0
    for at, token in enumerate(tokens):
        level += (token.kind in OPENERS) - (token.kind in CLOSERS)
        if level or not _connects(token, word):
            continue
        if at > start or not found:
            found.append(tokens[start:at])
        start = at + 1
    return [*found, tokens[start:]]


def _connects(token: Token, word: str) -> bool:
    return token.text == word if token.kind == "join" else token.kind == ("bar" if word == "or" else "&")
