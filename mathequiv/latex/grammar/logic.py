r"""Propositions: names joined by ``\land``, ``\lor``, ``\lnot``, arrows; only a whole text is read as one."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import Apply, Expr, Qualified, Symbol
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.names import SCRIPTS, scripts
from mathequiv.lexicon.commands import LOGIC_COMMAND
from mathequiv.lexicon.functions import CONNECTIVES
from mathequiv.lexicon.token_kinds import Kind

__all__ = ["proposition"]

_SHOWS_LOGIC: Final = re.compile(LOGIC_COMMAND)
_ARROWS: Final = {"to": "implies", "implies": "implies", "iff": "iff"}
_ARGUMENTS: Final[frozenset[Kind]] = frozenset({"letter", "num", ","})


def proposition(p: Parser) -> Expr | None:
    """A whole text that is a proposition in names; None, with no token taken, for any other."""
    if _SHOWS_LOGIC.search(p.text) is None:
        return None
    place = p.place()
    try:
        found = _arrows(p)
    except Unreadable:
        found = None
    if found is None or p.kind() != "stop" or not (isinstance(found, Apply) and found.name in CONNECTIVES):
        p.go_back(place)
        return None
    return Qualified(found, "proposition", ())


def _arrows(p: Parser) -> Expr:
    """Implications, which bind right, and equivalences, loosest of all."""
    left = _joined(p, "or")
    arrow = _ARROWS.get(p.tokens[p.k].text) if p.kind() == "implies" else None
    if arrow is None:
        return left
    p.k += 1
    p.enter()
    right = _arrows(p)
    p.leave()
    return Apply(arrow, (left, right))


def _joined(p: Parser, joiner: str) -> Expr:
    """Disjunctions of conjunctions."""
    parts = [_joined(p, "and") if joiner == "or" else _negated(p)]
    while p.kind() == "join" and p.tokens[p.k].text == joiner and p.tokens[p.k].written.startswith("\\"):
        p.k += 1
        parts.append(_joined(p, "and") if joiner == "or" else _negated(p))
    return parts[0] if len(parts) == 1 else Apply(joiner, tuple(parts))


def _negated(p: Parser) -> Expr:
    token = p.tokens[p.k]
    p.enter()
    if token.text == "lnot":
        p.k += 1
        inner: Expr = Apply("lnot", (_negated(p),))
    elif token.text == "(":
        p.k += 1
        inner = _arrows(p)
        p.expect("close", ")")
    else:
        inner = _name(p)
    p.leave()
    return inner


def _name(p: Parser) -> Expr:
    """A letter with its scripts, or a predicate of letters (``P(x, y)``)."""
    token = p.take()
    if token.kind != "letter":
        p.fail("a proposition", token)
    name = scripts(p, token.text) if p.kind() in SCRIPTS else token.text
    if p.tokens[p.k].text == "(" and not p.tokens[p.k].space:
        end = p.bracket_end(p.k)
        inner = p.tokens[p.k + 1 : end]
        if not inner or any(one.kind not in _ARGUMENTS for one in inner):
            p.fail("the names that a predicate is about")
        name += f"({''.join([one.text for one in inner])})"
        p.k = end + 1
    return Symbol(name)
