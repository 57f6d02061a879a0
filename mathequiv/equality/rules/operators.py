r"""Operators of objects that only have a name: ``\det A`` is the same number wherever it stands, whatever ``A`` is."""

from __future__ import annotations

from mathequiv.equality.outcome import Context, under_rule
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.lexicon.functions import NAMEABLE

__all__ = ["is_matrix", "is_number_of_name", "match_operators", "number_of"]


def is_number_of_name(expr: Expr) -> bool:
    """Whether an expression is a number that belongs to what is named in it."""
    return isinstance(expr, Call) and expr.name in NAMEABLE and bool(free_symbols(expr))


def match_operators(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if two expressions are equal whatever their operators of names are (``2^{n-1}\det A``); else None.

    ``|A|`` of a capital letter is its determinant where the other side has one.
    """
    held = [any(map(is_number_of_name, walk(side))) for side in (a, b)]
    if not any(held):
        return None
    left, right = (_named(side, bars=_has_determinant(other)) for side, other in ((a, b), (b, a)))
    result = ctx.compare(left, right)
    return under_rule(result, "operators") if result is not None and result.equivalent else None


def _has_determinant(expr: Expr) -> bool:
    return any(isinstance(node, Call) and node.name == "det" for node in walk(expr))


def _named(expr: Expr, *, bars: bool) -> Expr:
    """``expr`` with a name for each operator of names, and for bars around a matrix where they are determinants."""
    if isinstance(expr, Call) and expr.name == "cross":
        return _vector_product(*[_named(arg, bars=bars) for arg in expr.args])
    if is_number_of_name(expr) or (bars and isinstance(expr, Call) and expr.name == "abs" and is_matrix(expr.args[0])):
        return number_of(expr)
    return rebuild(expr, lambda inner: _named(inner, bars=bars))


def number_of(expr: Expr) -> Expr:
    r"""An operator of names as a name, ``\det AB`` as two, the trace of a sum as a sum; bars are a determinant."""
    match expr:
        case Call(name="det" | "abs", args=(inside,)):
            return _determinant(inside)
        case Call(name="trace", args=(inside,)):
            return _trace(inside)
    return Symbol(to_text(expr))


def _determinant(expr: Expr) -> Expr:
    match expr:
        case Mul(factors=factors) if all(map(is_matrix, factors)):
            return Mul(tuple(map(_determinant, factors)))
        case Pow(base=base, exponent=Symbol(name="T" | "t")) if is_matrix(base):
            return _determinant(base)
        case Pow(base=base, exponent=exponent) if is_matrix(base):
            return Pow(_determinant(base), exponent)
    return Symbol(f"det({to_text(expr)})")


def _trace(expr: Expr) -> Expr:
    match expr:
        case Add(terms=terms):
            return Add(tuple(map(_trace, terms)))
        case Neg(arg=arg):
            return Neg(_trace(arg))
        case Mul(factors=(Number() as number, factor)):
            return Mul((number, _trace(factor)))
        case Pow(base=base, exponent=Symbol(name="T" | "t")) if is_matrix(base):
            return _trace(base)
        case Mul(factors=factors) if all(map(is_matrix, factors)):
            texts = [to_text(factor) for factor in factors]
            turns = [texts[at:] + texts[:at] for at in range(len(texts))]  # tr(AB) is tr(BA), of three only by turns
            return Symbol(f"trace({'*'.join(min(turns))})")
    return Symbol(f"trace({to_text(expr)})")


def _vector_product(left: Expr, right: Expr) -> Expr:
    """A vector product of sums of names, as the sum of one name for each pair, whichever of the two comes first."""
    terms = [Mul((Mul((x, y)), _pair(u.name, v.name))) for x, u in _linear_terms(left) for y, v in _linear_terms(right)]
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _pair(first: str, second: str) -> Expr:
    if first == second:
        return Number(0)
    return Symbol(f"{first} × {second}") if first < second else Neg(Symbol(f"{second} × {first}"))


def _linear_terms(expr: Expr) -> list[tuple[Expr, Symbol]]:
    """Factors and vectors of a sum; anything that is not written as one is a vector by its text."""
    match expr:
        case Add(terms=terms):
            return [found for term in terms for found in _linear_terms(term)]
        case Neg(arg=arg):
            return [(Neg(factor), vector) for factor, vector in _linear_terms(arg)]
        case Mul(factors=(Number() as number, rest)):
            return [(Mul((number, factor)), vector) for factor, vector in _linear_terms(rest)]
        case Symbol():
            return [(Number(1), expr)]
    return [(Number(1), Symbol(to_text(expr)))]


def is_matrix(expr: Expr) -> bool:
    """A capital letter, a product or a power of such."""
    match expr:
        case Symbol(name=name):
            return name[:1].isupper()
        case Mul(factors=factors):
            return all(map(is_matrix, factors))
        case Pow(base=base):
            return is_matrix(base)
    return False
