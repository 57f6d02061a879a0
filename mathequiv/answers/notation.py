"""What the notation of an answer says and its tree does not: connectives, times, names of functions and matrices."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Apply, Expr, Neg, Number, Pow, Symbol
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols, walk

__all__ = ["applied_names", "has_connective", "matrix_names", "shows_time"]


def has_connective(tokens: tuple[Token, ...]) -> bool:
    r"""Whether a sign joins statements: ``p \land q`` is no list of two answers, and is not ``p \lor q``."""
    return any(token.kind == "join" and token.written[1:].isalpha() and token.written[0] == "\\" for token in tokens)


def shows_time(tokens: tuple[Token, ...]) -> bool:
    """Whether two numerals beside a colon have the form of a time of day: ``2:15``, with two digits of minutes."""
    for at in range(len(tokens) - 2):
        hours, colon, minutes = tokens[at], tokens[at + 1], tokens[at + 2]
        together = colon.kind == ":" and not (colon.space or minutes.space)
        if together and hours.text in _HOURS and minutes.text in _MINUTES:
            return True
    return False


_MINUTES: Final = frozenset([f"{minute:02}" for minute in range(60)])
_HOURS: Final = frozenset([form for hour in range(25) for form in (f"{hour}", f"{hour:02}")])


def applied_names(tree: Expr) -> frozenset[str]:
    """Names of functions that are no derivatives or inverses."""
    return frozenset([n.name for n in walk(tree) if isinstance(n, Apply) and not set("'^ ") & set(n.name)])


def matrix_names(tree: Expr, tokens: tuple[Token, ...]) -> frozenset[str]:
    """Bold capitals, with bold letters beside them; else two or more capitals, one of them inverted or transposed."""
    if not any(token.text.isupper() for token in tokens):
        return _NONE
    bold = frozenset([token.text for token in tokens if token.kind == "vec"])
    if any(map(str.isupper, bold)):
        return bold
    return _matrix_capitals(tree) if any(token.kind == "sup" for token in tokens) else _NONE


def _matrix_capitals(tree: Expr) -> frozenset[str]:
    capitals = frozenset([name for name in free_symbols(tree) if len(name) == 1 and name.isupper()])
    if len(capitals) < 2:
        return _NONE
    powers = [node for node in walk(tree) if isinstance(node, Pow) and node.exponent in _OF_MATRICES]
    return capitals if any(capitals & free_symbols(power.base) for power in powers) else _NONE


_NONE: Final[frozenset[str]] = frozenset()
_OF_MATRICES: Final = (Neg(Number(1)), Symbol("T"), Neg(Symbol("T")))
