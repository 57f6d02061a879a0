r"""Orders of growth: constants inside ``O(…)`` do not matter, so that ``O(n\log_2 n)`` is ``O(n\log n)``."""

from __future__ import annotations

from typing import Final

from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rules.constants import is_scaled
from mathequiv.latex.expr import Add, Expr, Mul, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols
from mathequiv.verdict import Exact, Result

__all__ = ["is_order", "match_orders"]

_NAMES: Final = frozenset({"O", "Theta", "Omega"})


def is_order(expr: Mul) -> bool:
    """Whether a product is an order of growth: its name, and what is in its parentheses."""
    first = expr.factors[0]
    return isinstance(first, Symbol) and first.name in _NAMES and len(expr.factors) == 2


def match_orders(a: Mul, b: Mul, ctx: Context) -> Result | None:
    """Compare two orders of growth; None where a sum in one may hide terms that do not matter."""
    (name, inside), (other, its) = a.factors, b.factors
    if name != other:
        return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])
    same = _is_scaled(inside, its, ctx)
    if same:
        return equal(
            "order_of_growth", "they differ by a constant factor, which an order leaves out", Exact("proportion")
        )
    if same is None or contains(inside, (Add,)) or contains(its, (Add,)):
        return None
    return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])


def _is_scaled(a: Expr, b: Expr, ctx: Context) -> bool | None:
    if not free_symbols(a) and not free_symbols(b):
        return True  # any two constants
    return is_scaled(a, b, ctx.budget)
