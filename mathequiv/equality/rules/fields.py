r"""Fields under ``\nabla``, which derives what is to its right, so that nothing commutes with it.

``f\nabla g`` is not ``g\nabla f``. What is derived gets one name (``grad[g]``), up to numbers, signs and sums, with
which the rest is compared as any sum of products.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mathequiv.answers.contents import change_trees, outer_trees
from mathequiv.answers.kinds import Reading
from mathequiv.equality.outcome import Context
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Call, Derivative, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols
from mathequiv.nodes import replace

__all__ = ["NABLA", "match_fields"]

NABLA: Final = frozenset({"nabla", "nabla cdot"})
"""Names of the operator, without and with a dot after it."""
_DERIVED: Final = {"nabla": "grad", "nabla cdot": "div"}
_VECTORS: Final = ("grad[", "curl[", "cross[", "hat(")
"""How names of vectors begin, beside those that are marked."""
_DOTTED: Final = 2
"""Vectors that a dot is between; of more in a product it is open which these are: ``(a·b)c`` is not ``(a·c)b``."""


class _OpaqueError(Exception):
    """What is no sum of products of derived fields."""


def match_fields(a: Reading, b: Reading, names: frozenset[str], ctx: Context) -> Finding | None:
    r"""Compare answers of which one holds a field under ``\nabla``.

    They differ for certain where only fields by their names are derived, since those may be any.

    Args:
        a: one side.
        b: the other.
        names: those of vectors.
        ctx: the comparison.
    """
    fields = _Fields(names)
    try:
        left, right = (
            replace(side, answer=change_trees(side.answer, fields.formal), vectors=frozenset()) for side in (a, b)
        )
    except _OpaqueError:
        return None
    result = match_readings(left, right, ctx)
    if result is None or result.verdict is EQUIVALENT:
        return result
    held = [name for side in (left, right) for tree in outer_trees(side.answer) for name in free_symbols(tree)]
    return None if any("[" in name and not _is_of_name(name) for name in held) else result


def _is_of_name(derived: str) -> bool:
    """Whether what is derived is one field by its name."""
    return derived.partition("[")[2].removesuffix("]").replace("_", "").isalnum() and not derived.startswith("cross")


class _Fields:
    """Expressions with names for what is derived in them; ``names`` are those of vectors."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def formal(self, expr: Expr) -> Expr:
        """``expr`` without the operator."""
        match expr:
            case Neg(arg=arg):
                return Neg(self.formal(arg))
            case Add(terms=terms):
                return Add(tuple([self.formal(term) for term in terms]))
            case Mul(factors=factors):
                return self._product(factors)
            case Div(numerator=above, denominator=below) if not _derives(below):
                return Div(self.formal(above), below)
            case Call(name="cross", args=(Symbol(name="nabla"), field)):
                return self._derived("curl", field)
            case Call(name="cross", args=(first, second)):
                return self._crossed(first, second)
            case Pow(base=base, exponent=Number() as exponent) if _operator(base) is None:
                return Pow(self.formal(base), exponent)
            case Derivative(body=body, variable=variable, order=order) if _derives(body):
                return self._derived(f"d{variable}{order}", body)
            case Call(name=name, args=(inside,)) if _derives(inside):
                return Symbol(f"{name}[{to_text(self.formal(inside))}]")
        if _derives(expr):
            raise _OpaqueError
        return expr

    def _product(self, factors: Sequence[Expr]) -> Expr:
        """A product, in which the operator derives the factor after it."""
        found: list[Expr] = []
        at = 0
        while at < len(factors):
            factor = factors[at]
            if isinstance(factor, Add) and any(_operator(_unsigned(term)) is not None for term in factor.terms):
                terms = [self._product([*factors[:at], term, *factors[at + 1 :]]) for term in factor.terms]
                return Add(tuple(terms))
            operator = _operator(_unsigned(factor))
            if operator is None:
                found.append(self.formal(factor))
                at += 1
                continue
            if isinstance(factor, Neg):
                found.append(Number(-1))
            before, name = operator
            found += before
            rest = factors[at + 1 :]
            if not rest or isinstance(rest[0], Number):
                raise _OpaqueError
            if _operator(rest[0]) is not None:
                found.append(self._derived(name, Mul(tuple(rest))))
                break
            if len(rest) > 1 and _operator(rest[1]) is None:
                raise _OpaqueError  # whether ``\nabla f g`` derives both cannot be told
            found.append(self._derived(name, rest[0]))
            at += 2
        made = found[0] if len(found) == 1 else Mul(tuple(found))
        if self._vectors(made) > _DOTTED:
            raise _OpaqueError
        return made

    def _vectors(self, expr: Expr) -> int:
        """How many vectors a product holds."""
        match expr:
            case Symbol(name=name) | Derivative(body=Symbol(name=name)):
                return int(name in self.names or name.startswith(_VECTORS))
            case Neg(arg=inner) | Div(numerator=inner):
                return self._vectors(inner)
            case Add(terms=terms):
                return max(map(self._vectors, terms))
            case Mul(factors=factors):
                return sum(map(self._vectors, factors))
            case Pow(base=base):
                return 2 * self._vectors(base)
        return 0

    def _derived(self, name: str, field: Expr) -> Expr:
        """What the operator makes of a field: of a sum the sum, of a multiple the multiple."""
        match field:
            case Neg(arg=arg):
                return Neg(self._derived(name, arg))
            case Add(terms=terms):
                return Add(tuple([self._derived(name, term) for term in terms]))
            case Mul(factors=factors) if any(_operator(factor) is not None for factor in factors):
                return self._derived(name, self._product(factors))
            case Mul(factors=factors):
                numbers = [factor for factor in factors if isinstance(factor, Number)]
                others = [self.formal(factor) for factor in factors if not isinstance(factor, Number)]
                made = self._named(name, others)
                return Mul((*numbers, made)) if numbers else made
            case Div(numerator=above, denominator=Number() as below):
                return Div(self._derived(name, above), below)
        return self._named(name, [self.formal(field)])

    def _named(self, name: str, factors: list[Expr]) -> Expr:
        if not factors or sum(map(self._vectors, factors)) > _DOTTED:
            raise _OpaqueError
        inside = "*".join(sorted(map(to_text, factors)))
        if inside.startswith("grad[") and len(factors) == 1 and name in ("grad", "div"):
            return Symbol("laplace" + inside.removeprefix("grad"))  # nobody writes the second derivatives otherwise
        return Symbol(f"{name}[{inside}]")

    def _crossed(self, first: Expr, second: Expr) -> Expr:
        left, right = to_text(self.formal(first)), to_text(self.formal(second))
        return Symbol(f"cross[{left},{right}]") if left <= right else Neg(Symbol(f"cross[{right},{left}]"))


def _derives(expr: Expr) -> bool:
    return not NABLA.isdisjoint(free_symbols(expr))


def _unsigned(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Neg) else expr


def _operator(expr: Expr) -> tuple[list[Expr], str] | None:
    r"""What stands before the operator that ``expr`` ends in (``\mathbf v\cdot\nabla``), and what it makes."""
    match expr:
        case Symbol(name=name) if name in NABLA:
            return [], _DERIVED[name]
        case Pow(base=Symbol(name="nabla"), exponent=Number(numerator=2, denominator=1)):
            return [], "laplace"
        case Mul(factors=factors) if not any(map(_derives, factors[:-1])):
            last = _operator(factors[-1])
            return None if last is None else ([*factors[:-1], *last[0]], last[1])
    return None
