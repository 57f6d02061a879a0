r"""Terms of sequences written as values of a function: ``a(n) = 2a(n-1)+1`` is ``a_n = 2a_{n-1}+1``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Equation, Label, Reading, Scalar
from mathequiv.equality.outcome import Context
from mathequiv.equality.rules.recurrences import match_recurrences
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.trees import rebuild, walk

__all__ = ["same_terms"]


def same_terms(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if one answer applies a name to what is its index in the other; None for anything else.

    A name that is applied somewhere is so before every parenthesis that holds an index.
    """
    heads = (_applied(a) - _applied(b)) & {name.partition("_")[0] for name in answer_symbols(b) if "_" in name}
    if not heads:
        return None
    changed = _with_terms(a, heads)
    found = ctx.match(changed, b)
    if found is None or not found.equivalent:
        found = match_recurrences(Reading(changed), Reading(b), ctx)
    return found if found is not None and found.equivalent else None


def _with_terms(answer: Answer, heads: frozenset[str]) -> Answer:
    changed = change_trees(answer, lambda tree: _indexed(tree, heads))
    match changed:
        case Assignment(label=Label(name=name, arguments=(letter,)), value=Scalar(expr=value)) if name in heads:
            term = f"{name}_{letter}"
            return Assignment(Label(term, "indexed"), changed.value, Equation(Symbol(term), value))
    return changed


def _applied(answer: Answer) -> frozenset[str]:
    """The names that are applied to an index."""
    nodes = [node for tree in outer_trees(answer) for node in walk(tree) if isinstance(node, Apply)]
    match answer:
        case Equation(left=Mul(factors=(Symbol(name=name), index))) if _index(index):
            return frozenset((name,))  # what is given by a relation is a term (``a(n+1) = 2a(n)``)
    return frozenset([node.name for node in nodes if len(node.args) == 1 and _index(node.args[0])])


def _index(expr: Expr) -> str:
    """An index as names of terms spell it; nothing for what is no letter that counts, with an integer or without."""
    match expr:
        case Symbol(name=name) if name in _COUNTING:
            return name
        case Add(terms=(Symbol(name=name), Number(numerator=n, denominator=1))) if name in _COUNTING:
            return f"{name}+{n}"
        case Add(terms=(Symbol(name=name), Neg(arg=Number(numerator=n, denominator=1)))) if name in _COUNTING:
            return f"{name}-{n}"
    return ""


_COUNTING: Final = frozenset("ijkmn")


def _indexed(tree: Expr, heads: frozenset[str]) -> Expr:
    """``tree`` with the values of the names as terms."""
    match tree:
        case Apply(name=name, args=(argument,)) if name in heads and _index(argument):
            return Symbol(f"{name}_{_index(argument)}")
        case Mul(factors=factors):
            kept: list[Expr] = []
            for factor in factors:
                index = _index(factor)
                if kept and index and isinstance(last := kept[-1], Symbol) and last.name in heads:
                    kept[-1] = Symbol(f"{last.name}_{index}")
                else:
                    kept.append(_indexed(factor, heads))
            return kept[0] if len(kept) == 1 else Mul(tuple(kept))
    return rebuild(tree, lambda inner: _indexed(inner, heads))
