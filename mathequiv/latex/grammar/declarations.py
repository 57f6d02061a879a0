r"""What declares names rather than having a value: ``k \in \mathbb{Z}`` after what uses ``k``."""

from __future__ import annotations

from mathequiv.latex.expr import Add, Bracketed, Expr, Matrix, Mul, Qualified, Relation, SetName, Symbol
from mathequiv.latex.grammar.cursor import Qualifier
from mathequiv.latex.sequences import assembled
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.quantifiers import quantifier


def declares(expr: Expr) -> bool:
    r"""Whether an expression is a membership in a named set (``k \in \mathbb{Z}``)."""
    return isinstance(expr, Relation) and expr.ops == ("in",) and isinstance(expr.members[1], SetName)


def declared(item: Expr, before: list[Expr]) -> Qualifier | None:
    r"""What ``item`` says if it only declares a name that ``before`` uses.

    ``x \in \mathbb{R}`` alone, or after what does not hold ``x``, is an answer of its own.
    """
    if not (isinstance(item, Relation) and item.ops == ("in",) and isinstance(item.members[0], Symbol)):
        return None
    found = quantifier(_membership_text(item))
    used = [item.members[0].name, *(other.name for other in before[-1:] if isinstance(other, Symbol))]
    if found is None or not any(name in free_symbols(other) for other in before for name in used):
        return None
    return found.said, found.names, None


def declaring(items: list[Expr], joins: list[str], qualifier: Qualifier) -> Expr:
    r"""All items so far, qualified; names cut off by a comma (``k, n \in \mathbb{Z}``) belong to the qualifier."""
    kind, names, condition = qualifier
    more: list[str] = []
    while len(items) > 1 and isinstance(last := items[-1], Symbol) and _is_of(items[0], last.name, names):
        more.insert(0, last.name)
        items, joins = items[:-1], joins[:-1]
    more.extend(names)
    body = assembled(items, joins)
    if isinstance(body, Qualified) and body.kind == kind and body.condition is None:
        more[:0] = (name for name in body.names if name not in more)
        body = body.body
    return Qualified(body, kind, tuple(more), condition)


def _is_of(first: Expr, name: str, declared: tuple[str, ...]) -> bool:
    """Whether a name before the declared ones is declared with them, rather than a value of a list of its own."""
    if isinstance(first, Relation):
        return True
    return isinstance(first, (Matrix, Bracketed, Add, Mul)) and {name, *declared} <= free_symbols(first)


def _membership_text(item: Relation) -> str:
    name, domain = item.members
    joint = "_" if isinstance(domain, SetName) and domain.suffix[:1] == ">" else ""
    shown = f"{domain.name}{joint}{domain.suffix}" if isinstance(domain, SetName) else "?"
    if not isinstance(name, Symbol):
        return f"? in {shown}"
    is_word = name.name.partition("_")[0][1:].isalpha()
    return f"{chr(92) if is_word else ''}{name.name} in {shown}"
