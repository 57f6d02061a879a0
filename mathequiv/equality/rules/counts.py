"""Numbers of choices by a letter: ``C(2n,n)``, and ``C_n^2``, ``A_n^2``, ``P_n^k`` of schools in other countries."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Label, Scalar, TupleAnswer
from mathequiv.equality.outcome import Context
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Call, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import nodes_of, rebuild
from mathequiv.lexicon.functions import COUNTING
from mathequiv.lexicon.pattern import Pattern

__all__ = ["in_counts", "same_count", "same_scripts"]


def same_count(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if numbers of combinations by their letter (``C(2n,n)``) are what the other side counts otherwise."""
    if not any(node.name in COUNTING for tree in outer_trees(b) for node in nodes_of(tree, Call)):
        return None
    match a:
        case Assignment(
            label=Label(name="C", kind="variable"), value=TupleAnswer(items=(Scalar(expr=n), Scalar(expr=k)))
        ):
            counted: Answer = Scalar(Call("binomial", (n, k)))
        case _:
            counted = change_trees(a, _in_binomials)
    found = None if counted == a else ctx.match(counted, b)
    return found if found is not None and found.equivalent else None


def _in_binomials(tree: Expr) -> Expr:
    match tree:
        case Apply(name="C", args=(total, chosen)):
            return Call("binomial", (_in_binomials(total), _in_binomials(chosen)))
    return rebuild(tree, _in_binomials)


def same_scripts(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if two answers are equal with letters that have an index and a power as numbers of choices."""
    counted = in_counts(a, b)
    found = None if counted is None else ctx.match(counted[0], counted[1])
    return found if found is not None and found.equivalent else None


def in_counts(a: Answer, b: Answer) -> tuple[Answer, Answer] | None:
    """Two answers with ``C_n^k`` as the number of combinations, ``A_n^k`` and ``P_n^k`` as that of arrangements.

    None where there is no such power, or where its letter also stands without one, with whatever index: those are names
    of values (``C_1e^x+C_2^2``).
    """
    held = {
        node.base.name
        for side in (a, b)
        for tree in outer_trees(side)
        if type(tree) is not Number
        for node in nodes_of(tree, Pow)
        if isinstance(node.base, Symbol) and _SELECTION.fullmatch(node.base.name)
    }
    if not held:
        return None
    changed = change_trees(a, _in_choices), change_trees(b, _in_choices)
    left = answer_symbols(changed[0]) | answer_symbols(changed[1])
    named = {name.partition("_")[0] for name in left}
    return changed if named.isdisjoint([name[0] for name in held]) else None


def _in_choices(tree: Expr) -> Expr:
    match tree:
        case Pow(base=Symbol(name=name), exponent=chosen) if not isinstance(chosen, Neg):
            total = _total(name)
            if total is not None:
                chosen = _in_choices(chosen)
                return Call("binomial", (total, chosen)) if name[0] == "C" else _arrangements(total, chosen)
    return rebuild(tree, _in_choices)


def _arrangements(total: Expr, chosen: Expr) -> Expr:
    return Div(Call("factorial", (total,)), Call("factorial", (Add((total, Neg(chosen))),)))


def _total(name: str) -> Expr | None:
    """What an index counts (``2n+1``); None for the name of anything else."""
    found = _SELECTION.fullmatch(name)
    if found is None:
        return None
    factor, letter, offset = found["factor"], found["letter"], int(found["offset"] or "0")
    if not letter:
        return Number(int(factor) + offset) if factor else None
    counted: Expr = Mul((Number(int(factor)), Symbol(letter))) if factor else Symbol(letter)
    if not offset:
        return counted
    return Add((counted, Number(offset) if offset > 0 else Neg(Number(-offset))))


_SELECTION: Final = Pattern(r"[CAP]_(?P<factor>\d{0,3})(?P<letter>[a-zMN]?)(?P<offset>(?:[+-]\d{1,3})?)")
