r"""What is below the sign of a sum: ``k=0``, ``i,j``, ``d \mid n``, ``1\le i,j\le n``, several lines of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from mathequiv.latex.expr import Expr, Relation, Symbol
from mathequiv.latex.grammar.indices import index_names
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.names import variable
from mathequiv.lexicon.token_kinds import Kind

__all__ = ["Below", "lower_bound"]


class Below(NamedTuple):
    """What is below a sum.

    Attributes:
        names: its variables; none where they are not said, or the relation has them.
        start: the first of their values, if it is said.
        end: the last of them, if that is said below.
        relation: another relation that says what the sum runs over.
        conditions: what has to be so, too.
    """

    names: tuple[str, ...] = ()
    start: Expr | None = None
    end: Expr | None = None
    relation: Relation | None = None
    conditions: tuple[Relation, ...] = ()


def lower_bound(p: Parser) -> Below:
    """What is below a sum, passed."""
    if p.kind() == "word":
        p.split_letters(p.k)  # ``\sum_ip_i``, of which only the first is lowered
    names = index_names(p.plain_group(p.k))
    if names:
        p.k = p.script_end(p.k)
        return Below(names)
    p.expect("{")
    stacked = p.tokens[p.k].text == _STACKED and p.kind(1) == "{"
    p.k += 2 * stacked
    p.enter()
    below = _first_line(p)
    conditions: list[Relation] = []
    while p.kind() in _ENDS_OF_LINES:
        p.k += 1
        conditions.append(_relation(p, (*p.scope.bound, *below.names, "i")))
    p.leave()
    p.expect("}")
    if stacked:
        p.expect("}")
    return below._replace(conditions=tuple(conditions))


_STACKED: Final = r"\substack"
_ENDS_OF_LINES: Final[frozenset[Kind]] = frozenset({"row", ","})


def _first_line(p: Parser) -> Below:
    end = p.group_end(p.k - 1)
    signs = [at for at in range(p.k, end) if p.tokens[at].kind == "rel"]
    if p.kind() == "letter" and p.kind(1) == "bar":
        divisor = variable(p)
        p.k += 1
        return Below(relation=Relation((Symbol(divisor), p.sum()), ("divides",)))
    if p.kind() == "letter" and signs[:1] == [p.k + 1] and p.tokens[signs[0]].text == "=":
        name = variable(p)
        p.k += 1
        return Below((name,), p.sum())
    if len(signs) == 2 and p.tokens[signs[0]].text == p.tokens[signs[1]].text == "<=":
        names = index_names(p.tokens[signs[0] + 1 : signs[1]])
        if len(names) > 1:
            start = p.sum()
            p.k = signs[1] + 1
            return Below(names, start, p.sum())
    if signs and p.tokens[signs[0]].text == "=":
        names = index_names(p.tokens[p.k : signs[0]])
        if len(names) > 1:
            p.k = signs[0] + 1
            return Below(names, p.sum())
    return Below(relation=_relation(p, (*p.scope.bound, "i")))


def _relation(p: Parser, bound: tuple[str, ...]) -> Relation:
    """A relation of indices, which are no units."""
    found = p.within(p.scope._replace(bound=bound), p.relation)
    return found if isinstance(found, Relation) else p.fail("bounds of the sum")
