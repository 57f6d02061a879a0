r"""What is said of values: ``for all x > 0``, ``where k is an integer``, ``\forall x > 0, …``."""

from __future__ import annotations

from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import Apply, Expr, Qualified, Relation, Sequence, Symbol
from mathequiv.latex.grammar.cursor import Cursor, Qualifier
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.wording import opens_qualifier, spelled
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.prose import LEAD_WORDS
from mathequiv.lexicon.quantifiers import SUCH_THAT, quantifier
from mathequiv.lexicon.token_kinds import CLAUSE_SIGNS, WORDS, Kind
from mathequiv.limits import MAX_QUALIFIER_ENDS

_SENTENCE_ENDS: Final[frozenset[Kind]] = frozenset({"stop", ";", "close", "row"})
_CLAUSE_ENDS: Final[frozenset[Kind]] = frozenset({",", ":", "join"})


def quantified(p: Parser) -> Expr:
    r"""``\forall x > 0, …``; before the definition of a function it only says where that holds."""
    p.take()
    condition = p.within(p.scope._replace(colon="stop"), p.relation)
    if not p.accept(","):
        p.accept(":")
    first = condition.members[0] if isinstance(condition, Relation) else condition
    p.enter()
    body = p.item()
    p.leave()
    if isinstance(body, Relation) and body.ops == ("=",):
        defined = body.members[0]
        if (isinstance(defined, Apply) and defined.args == (first,)) or _is_term(defined, first):
            return Qualified(body, "domain", tuple(sorted(free_symbols(first))), condition)
    return Qualified(body, "forall", (first.name,) if isinstance(first, Symbol) else (), condition)


def _is_term(defined: Expr, name: Expr) -> bool:
    """Whether a symbol has a name as its index (``a_n``)."""
    return isinstance(defined, Symbol) and isinstance(name, Symbol) and defined.name.partition("_")[2] == name.name


def existential(p: Parser) -> Expr | None:
    r"""``\exists x > 0, …``, perhaps with ``such that``; None, with no token taken, for any other text."""
    if p.tokens[0].text != r"\exists" or len(p.tokens) < _SHORTEST_EXISTENTIAL:
        return None
    place = p.place()
    try:
        p.take()
        condition = p.within(p.scope._replace(colon="stop"), p.relation)
        while p.kind() in CLAUSE_SIGNS or (p.kind() in WORDS and p.tokens[p.k].text.lower() in SUCH_THAT):
            p.take()
        first = condition.members[0] if isinstance(condition, Relation) else None
        body = p.item()
    except Unreadable:
        p.go_back(place)
        return None
    if p.kind() != "stop" or not isinstance(first, Symbol) or not isinstance(body, Relation):
        p.go_back(place)
        return None
    return Qualified(body, "exists", (first.name,), condition)


_SHORTEST_EXISTENTIAL: Final = 6


def quantified_in_words(p: Parser) -> Expr | None:
    """``For all x > 0: …`` and ``for every real x, …``; None, with no token taken, if no item follows."""
    if p.k or not opens_qualifier(p.tokens[0]) or p.tokens[0].text.lower() not in _IN_FRONT:
        return None
    place = p.place()
    try:
        said = declaration(p) or _condition_in_front(p)
        if not (p.accept(",") or p.accept(":")) or p.kind() == "stop":
            p.fail("what holds")
        return Qualified(p.item(), *said)
    except Unreadable:
        p.go_back(place)
        return None


_IN_FRONT: Final = frozenset({"for", "given"})


def _condition_in_front(p: Parser) -> Qualifier:
    _pass_lead(p)
    condition = p.within(p.scope._replace(colon="stop"), p.relation)
    if not isinstance(condition, Relation):
        p.fail("a condition")
    return "domain", tuple(sorted(free_symbols(condition.members[0]))), condition


def qualifier(p: Parser) -> Qualifier | None:
    """The qualifier at the position: words of the table of quantifiers, else a condition to be read."""
    if p.kind() != "forall" and not opens_qualifier(p.tokens[p.k]):
        return None
    found = declaration(p)
    if found is not None:
        return found
    _pass_lead(p)
    condition = p.relation()
    if not isinstance(condition, (Relation, Sequence)):
        p.fail("a condition")
    about = condition.members[0] if isinstance(condition, Relation) else condition
    return "domain", tuple(sorted(free_symbols(about))), condition


def declaration(p: Parser) -> Qualifier | None:
    r"""Words at the position that only declare names (``n \text{ an integer}``)."""
    if p.kind() == "letter":
        after = p.script_end(p.k + 2) if p.kind(1) == "sub" else p.k + 1
        if p.tokens[after].text == "a" and p.tokens[after].space:
            after += 1
        if p.tokens[after].kind not in WORDS:
            return None
    for end in _ends(p):
        found = quantifier(spelled(p.tokens[p.k : end]))
        if found is not None:
            p.k = end
            return found.said, found.names, None
    return None


def _pass_lead(p: Parser) -> None:
    """Pass the words that open a qualifier."""
    start = p.k
    while p.kind() == "forall" or (p.kind() in WORDS and p.tokens[p.k].text.lower() in LEAD_WORDS):
        p.k += 1
    if p.k == start:
        p.fail("a qualifier")


def _ends(p: Cursor) -> list[int]:
    """Indices where the qualifier at the position may end, furthest first."""
    ends: list[int] = []
    at = p.k
    while p.tokens[at].kind not in _SENTENCE_ENDS and len(ends) < MAX_QUALIFIER_ENDS:
        if p.tokens[at].kind in _CLAUSE_ENDS and p.tokens[at - 1].kind not in _CLAUSE_ENDS:
            ends.append(at)
        at += 1
    return [at, *reversed(ends)]
