r"""Distributions with their parameters, alone (``Poisson(3)``) or of a random variable (``X \sim Bin(10, 0.3)``)."""

from __future__ import annotations

from collections.abc import Mapping

from mathequiv.latex.expr import Apply, Expr, Relation, Symbol
from mathequiv.latex.grammar.combine import items_of
from mathequiv.latex.grammar.levels import Parser
from mathequiv.lexicon.distributions import NAMES_AFTER_SIM, NAMES_ALONE

__all__ = ["distributed", "distribution"]


def distribution(p: Parser) -> Expr | None:
    """A whole text that is a distribution; None, untouched, for any other."""
    return _distribution(p, NAMES_ALONE)


def distributed(p: Parser) -> Expr | None:
    """A whole text that says how a random variable is distributed; None, untouched, for any other."""
    if p.kind(1) != "rel" or p.tokens[p.k + 1].text != "sim":
        return None
    variable = p.tokens[p.k].text
    p.k += 2
    found = _distribution(p, NAMES_AFTER_SIM)
    if found is None:
        p.k -= 2
        return None
    return Relation((Symbol(variable), found), ("sim",))


def _distribution(p: Parser, names: Mapping[str, str]) -> Expr | None:
    """The rest of the text, if it is one name of ``names`` and its parameters in a bracket."""
    tokens, at = p.tokens, p.k
    name = names.get(tokens[at].text)
    if name is None or tokens[at + 1].text != "(":
        return None
    end = p.bracket_end(at + 1)
    if end + 2 != len(tokens):
        return None
    p.k += 2
    inner = p.within(p.scope.inside("divide"), p.sequence)
    p.expect("close", ")")
    items = items_of(inner)
    if any(isinstance(item, Relation) for item in items):
        p.fail("parameters in their order, without names")
    return Apply(name, items)
