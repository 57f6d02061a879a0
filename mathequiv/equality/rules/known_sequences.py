r"""Terms of sequences that have a name: ``H_{10}`` is the tenth harmonic number, ``F_{10}`` the tenth of Fibonacci.

The letters name forces and heights as often. So a term counts as a number where only one side holds such names, and
where both do it only keeps the verdict open.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.equality.rules.linear import at
from mathequiv.latex.expr import Div, Expr, Folded, Number, Symbol
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_KNOWN_INDEX

__all__ = ["holds_known_term", "with_known_terms"]

_TERM: Final = Pattern(r"(?P<head>[HF])_\{?(?P<index>\d{1,4})\}?")
_OPEN_TERM: Final = Pattern(r"H_\{?(?P<index>[kmn])\}?")
_BOUND: Final = "bound"
"""What a sum binds, under one name; no text has it."""
_FIRST: Final = {"H": 2, "F": 3}
"""The least index whose term is not 1, which would give any first force the value 1."""


def _term(name: str) -> Expr | None:
    by_letter = _OPEN_TERM.fullmatch(name)
    if by_letter is not None:
        return Folded("sum", Div(Number(1), Symbol(_BOUND)), _BOUND, Number(1), Symbol(by_letter["index"]))
    found = _TERM.fullmatch(name)
    if found is None or not _FIRST[found["head"]] <= int(found["index"]) <= MAX_KNOWN_INDEX:
        return None
    index = int(found["index"])
    if found["head"] == "H":
        total = Fraction(0)
        for k in range(1, index + 1):
            total += Fraction(1, k)
        return Div(Number(total.numerator), Number(total.denominator))
    last, term = 0, 1
    for _ in range(index - 1):
        last, term = term, last + term
    return Number(term)


def holds_known_term(names: frozenset[str]) -> bool:
    """Whether one of the names is a term of a known sequence."""
    return "_" in "".join(names) and any(_term(name) is not None for name in names)


def with_known_terms(tree: Expr) -> Expr:
    """``tree`` with the values of terms of known sequences in their places, and one name for what sums bind."""
    if isinstance(tree, Symbol):
        return _term(tree.name) or tree
    changed = rebuild(tree, with_known_terms)
    if isinstance(changed, Folded) and changed.variable != _BOUND and _BOUND not in free_symbols(changed.body):
        body = at(changed.body, {changed.variable: Symbol(_BOUND)})
        return Folded(changed.kind, body, _BOUND, changed.low, changed.high)
    return changed
