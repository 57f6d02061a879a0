r"""Commands with arguments of their own (``\binom``, ``\sqrt``): what is built of the arguments.

Which arguments a command has is said in its row of `mathequiv.lexicon.commands`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mathequiv.latex.expr import Call, Expr, Number, Root
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.commands import ARGUMENTS


def construct(p: Parser, token: Token) -> Expr:
    """A command of `BUILDERS` with its arguments."""
    found = [_optional(p) if sign == "[" else argument(p, single=sign == "{") for sign in ARGUMENTS[token.text]]
    return BUILDERS[token.text](*found)


def _optional(p: Parser) -> Expr | None:
    """An argument in square brackets; None where it is missing or empty."""
    if not p.accept("open", "[") or p.accept("close", "]"):
        return None
    p.enter()
    inner = p.sum()
    p.leave()
    p.expect("close", "]")
    return inner


def _binomial(total: Expr, chosen: Expr) -> Expr:
    return Call("binomial", (total, chosen))


def _root(index: Expr | None, inside: Expr) -> Expr:
    return Root(inside, Number(2) if index is None else index)


BUILDERS: Final[dict[str, Callable[..., Expr]]] = {"binom": _binomial, "sqrt": _root}
"""What makes an expression of a command's arguments, None for a missing one, by the text of its token."""
