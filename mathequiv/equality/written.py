"""What can be read off an expression as it is written: infinities, plain numbers, logarithms without a base."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Limit, Mul, Neg, Number, Piecewise, Pow, Symbol
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk
from mathequiv.lexicon.functions import OF_COMPLEX, OF_ORDER
from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "degree",
    "has_open_base",
    "infinity_sign",
    "is_number",
    "with_complex_variables",
    "with_natural_base",
    "with_positive_letters",
]


def infinity_sign(expr: Expr) -> int:
    """1 for ``∞``, -1 for ``-∞``, 0 for everything else."""
    sign = 1
    while type(expr) is Neg:
        expr, sign = expr.arg, -sign
    return sign if type(expr) is Constant and expr.name == "infinity" else 0


def degree(expr: Expr) -> int | None:
    """A bound of the degree of a polynomial in all its variables; None for anything else.

    Only sums, products, powers by integers and quotients by constants are polynomials, so that it is read off.
    """
    match expr:
        case Symbol():
            return 1
        case Neg(arg=arg):
            return degree(arg)
        case Add(terms=parts) | Mul(factors=parts):
            found = [known for known in map(degree, parts) if known is not None]
            if len(found) < len(parts):
                return None
            return max(found) if isinstance(expr, Add) else sum(found)
        case Pow(base=base, exponent=Number(numerator=count, denominator=1)) if count >= 0:
            known = degree(base)
            return None if known is None else known * count
        case Div(numerator=above, denominator=below) if not free_symbols(below):
            return degree(above)
    return None if free_symbols(expr) else 0


def is_number(expr: Expr) -> bool:
    """Whether ``expr`` is a written number, of which nothing has to be proved."""
    return type(expr) is Number or (isinstance(expr, Neg) and type(expr.arg) is Number)


def has_open_base(expr: Expr) -> bool:
    """Whether a logarithm without a base occurs."""
    return contains(expr, (Call,)) and any(map(_is_open, walk(expr)))


def with_natural_base(expr: Expr) -> Expr:
    """``expr`` with base e for every logarithm without a base."""
    changed = rebuild(expr, with_natural_base)
    return Call("ln", changed.args) if isinstance(changed, Call) and _is_open(changed) else changed


def _is_open(node: Expr) -> bool:
    return isinstance(node, Call) and node.name == "log" and len(node.args) == 1


def with_positive_letters(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """Both sides with every free letter as a positive quantity.

    An antiderivative has the letter of its integral bound on one side and free on the other, so a pair with one stays
    as it is.
    """
    if any(isinstance(node, Folded) and node.low is None for side in (a, b) for node in walk(side)):
        return a, b
    return _positive(a, frozenset()), _positive(b, frozenset())


def _positive(expr: Expr, bound: frozenset[str]) -> Expr:
    if isinstance(expr, Symbol):
        return expr if expr.name in bound else Symbol(expr.name, positive=True)
    if isinstance(expr, (Folded, Limit)):
        # The letter is bound in the body, and leaving it as it is in the bounds assumes less.
        bound |= {expr.variable}
    return rebuild(expr, lambda inner: _positive(inner, bound))


_COMPLEX: Final = Pattern(r"(?:bar\()?(?P<name>[zw](?:_\w+)?)\)?")


_MAY_BE_COMPLEX: Final = frozenset({"z", "w", "b"})


def with_complex_variables(a: Expr, b: Expr, names: Collection[str]) -> tuple[Expr, Expr]:
    r"""Both sides with ``z`` and ``w``, indexed or not, as ``x + iy`` where either side shows them to be complex.

    That is where ``i``, a bar, a modulus, a real or imaginary part or an argument occurs, and nothing that needs an
    order. Other letters are real.

    Args:
        a: one side.
        b: the other.
        names: the variables of both.
    """
    if _MAY_BE_COMPLEX.isdisjoint([name[:1] for name in names]) or not any(map(_COMPLEX.fullmatch, names)):
        return a, b
    if any(isinstance(node, Piecewise) or _needs_order(node) for node in (*walk(a), *walk(b))):
        return a, b
    barred = any(name.startswith("bar(") for name in names)
    if not barred and not any(map(_shows_complex, (*walk(a), *walk(b)))):
        return a, b
    return _in_parts(a), _in_parts(b)


def _shows_complex(node: Expr) -> bool:
    if isinstance(node, Constant):
        return node.name == "i"
    return isinstance(node, Call) and node.name in OF_COMPLEX


def _needs_order(node: Expr) -> bool:
    return isinstance(node, Call) and node.name in OF_ORDER


def _in_parts(expr: Expr) -> Expr:
    if not isinstance(expr, Symbol):
        return rebuild(expr, _in_parts)
    found = _COMPLEX.fullmatch(expr.name)
    if found is None:
        return expr
    name = found["name"]
    value = Add((Symbol(f"Re({name})"), Mul((Constant("i"), Symbol(f"Im({name})")))))
    return value if expr.name == name else Call("conj", (value,))
