r"""Products of named vectors (``\vec a\times\vec b``), compared by their components."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from mathequiv.answers.contents import change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Reading, Scalar, TupleAnswer
from mathequiv.equality.outcome import Context, mismatch
from mathequiv.equality.rules.fields import NABLA, match_fields
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Derivative, Div, Expr, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.trees import children, free_symbols, rebuild, walk
from mathequiv.lexicon.commands import UNIT_VECTORS
from mathequiv.nodes import replace

__all__ = ["by_components", "match_vector_products"]

_Vector: TypeAlias = tuple[Expr, Expr, Expr]

_UNITS: Final[dict[str, _Vector]] = {
    f"hat({letter})": (Number(int(at == 0)), Number(int(at == 1)), Number(int(at == 2)))
    for at, letter in enumerate(UNIT_VECTORS)
}
_OF_VECTORS: Final = frozenset({"abs", "norm", "cross"})


class _OpaqueError(Exception):
    """What is no sum of products of vectors."""


def match_vector_products(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Compare answers of which one holds a vector product, component by component.

    Where something is derived by ``nabla`` there are no components, and `match_fields` compares.
    """
    names = (a.vectors | b.vectors | _crossed(a) | _crossed(b)) - NABLA
    if a.answer == b.answer:
        return match_readings(replace(a, vectors=frozenset()), replace(b, vectors=frozenset()), ctx)
    try:
        derives = [_derives(a), _derives(b)]
        if any(derives):
            of_kinds = _by_kind(a.answer, b.answer, names) if all(derives) else None
            return match_fields(a, b, names, ctx) if of_kinds is None else of_kinds
        left, right = (replace(side, answer=_spread(side.answer, names), vectors=frozenset()) for side in (a, b))
        if Scalar(Number(0)) in (left.answer, right.answer):
            left, right = _with_zero(left), _with_zero(right)
    except _OpaqueError:
        return None
    return match_readings(left, right, ctx)


def by_components(reading: Reading) -> Reading | None:
    """A reading with the products of its own vectors worked out; None where that cannot be done."""
    names = (reading.vectors | _crossed(reading)) - NABLA
    if _derives(reading):
        return None
    try:
        return replace(reading, answer=_spread(reading.answer, names), vectors=frozenset())
    except _OpaqueError:
        return None


def _derives(reading: Reading) -> bool:
    """Whether something is derived by ``nabla``."""
    return any(not NABLA.isdisjoint(free_symbols(tree)) for tree in outer_trees(reading.answer))


def _with_zero(reading: Reading) -> Reading:
    """``0`` as the zero vector, beside a vector."""
    zero = Scalar(Number(0))
    return replace(reading, answer=TupleAnswer((zero, zero, zero))) if reading.answer == zero else reading


def _crossed(reading: Reading) -> frozenset[str]:
    """Names by themselves beside a vector product."""
    nodes = [node for tree in outer_trees(reading.answer) for node in walk(tree)]
    products = [node for node in nodes if isinstance(node, Call) and node.name == "cross"]
    return frozenset([arg.name for node in products for arg in node.args if isinstance(arg, Symbol)])


def _value(answer: Answer) -> Expr:
    """The expression of a value or of a named one."""
    if isinstance(answer, Assignment):
        answer = answer.value
    if not isinstance(answer, Scalar):
        raise _OpaqueError
    return answer.expr


def _spread(answer: Answer, names: frozenset[str]) -> Answer:
    """A value by its components, if it is a vector; the label of an assignment stays.

    Of relations and lists the parts that are numbers are worked out.
    """
    if isinstance(answer, Assignment):
        return Assignment(answer.label, _spread(answer.value, names))
    if not isinstance(answer, Scalar):
        return change_trees(answer, lambda tree: _number(tree, names))
    found = _components(answer.expr, names)
    return TupleAnswer(tuple(map(Scalar, found))) if isinstance(found, tuple) else Scalar(found)


def _number(tree: Expr, names: frozenset[str]) -> Expr:
    """A number by the components of the vectors in it; a vector as it is."""
    found = _components(tree, names)
    return tree if isinstance(found, tuple) else found


def _quotient(top: Expr | _Vector, bottom: Expr | _Vector) -> Expr | _Vector:
    if isinstance(bottom, tuple):
        raise _OpaqueError
    return _scaled(top, Div(Number(1), bottom)) if isinstance(top, tuple) else Div(top, bottom)


def _called(name: str, args: list[Expr | _Vector]) -> Expr | _Vector:
    """A vector product, or the size of a vector or number."""
    return _cross(args[0], args[1]) if name == "cross" else _size(name, args[0])


def _size(name: str, value: Expr | _Vector) -> Expr:
    return Root(_dot(value, value), Number(2)) if isinstance(value, tuple) else Call(name, (value,))


def _squared(value: Expr | _Vector) -> Expr:
    return _dot(value, value) if isinstance(value, tuple) else Pow(value, Number(2))


def _components(expr: Expr, names: frozenset[str]) -> Expr | _Vector:
    """A vector by its components, a number as it is."""
    match expr:
        case Symbol() | Derivative(body=Symbol()):
            return _of_name(expr, names)
        case Neg(arg=arg):
            inner = _components(arg, names)
            return _scaled(inner, Number(-1)) if isinstance(inner, tuple) else Neg(inner)
        case Add(terms=terms):
            return _sum([_components(term, names) for term in terms])
        case Mul(factors=factors):
            return _product([_components(factor, names) for factor in factors])
        case Div(numerator=above, denominator=below):
            return _quotient(_components(above, names), _components(below, names))
        case Call(name=name, args=args) if name in _OF_VECTORS:
            return _called(name, [_components(arg, names) for arg in args])
        case Pow(base=base, exponent=Number(numerator=2, denominator=1)):
            return _squared(_components(base, names))
    if any(_holds_vector(part, names) for part in children(expr)):
        return rebuild(expr, lambda part: _numeric(part, names))
    return expr


def _of_name(expr: Symbol | Derivative, names: frozenset[str]) -> Expr | _Vector:
    """A vector by its name, or its derivative, by their components; any other name as it is."""
    if isinstance(expr, Derivative):
        vector = _components(expr.body, names)
        if not isinstance(vector, tuple):
            return expr
        x, y, z = vector
        by, order = expr.variable, expr.order
        return (Derivative(x, by, order), Derivative(y, by, order), Derivative(z, by, order))
    name = expr.name
    if name in _UNITS:
        return _UNITS[name]
    return (Symbol(f"{name}[1]"), Symbol(f"{name}[2]"), Symbol(f"{name}[3]")) if name in names else expr


def _numeric(expr: Expr, names: frozenset[str]) -> Expr:
    """A number by the components of the vectors in it; no vector is an argument of a function."""
    found = _components(expr, names)
    if isinstance(found, tuple):
        raise _OpaqueError
    return found


def _holds_vector(expr: Expr, names: frozenset[str]) -> bool:
    held = free_symbols(expr)
    return bool(held & names or not held.isdisjoint(_UNITS)) or any(
        isinstance(n, Call) and n.name == "cross" for n in walk(expr)
    )


def _scaled(vector: _Vector, factor: Expr) -> _Vector:
    x, y, z = vector
    return (Mul((factor, x)), Mul((factor, y)), Mul((factor, z)))


def _sum(parts: list[Expr | _Vector]) -> Expr | _Vector:
    vectors = [part for part in parts if isinstance(part, tuple)]
    numbers = [part for part in parts if not isinstance(part, tuple)]
    if vectors and numbers:
        raise _OpaqueError
    if not vectors:
        return Add(tuple(numbers))
    x, y, z = zip(*vectors, strict=True)
    return (Add(x), Add(y), Add(z)) if len(vectors) > 1 else vectors[0]


def _product(parts: list[Expr | _Vector]) -> Expr | _Vector:
    """Numbers times one vector, or times the inner product of two."""
    vectors = [part for part in parts if isinstance(part, tuple)]
    numbers = [part for part in parts if not isinstance(part, tuple)]
    if not vectors:
        return Mul(tuple(numbers))
    if len(vectors) > 2:
        raise _OpaqueError
    factor: Expr = Mul(tuple(numbers)) if len(numbers) > 1 else numbers[0] if numbers else Number(1)
    return _scaled(vectors[0], factor) if len(vectors) == 1 else Mul((factor, _dot(*vectors)))


def _dot(a: _Vector, b: _Vector) -> Expr:
    return Add(tuple(Mul((x, y)) for x, y in zip(a, b, strict=True)))


def _cross(a: Expr | _Vector, b: Expr | _Vector) -> _Vector:
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        raise _OpaqueError
    return (_minor(a[1], b[2], a[2], b[1]), _minor(a[2], b[0], a[0], b[2]), _minor(a[0], b[1], a[1], b[0]))


def _minor(a: Expr, b: Expr, c: Expr, d: Expr) -> Expr:
    return Add((Mul((a, b)), Neg(Mul((c, d)))))


# --- vectors and numbers ----------------------------------------------------------------------------------------------


def _by_kind(a: Answer, b: Answer, names: frozenset[str]) -> Finding | None:
    try:
        left, right = (_is_vector(_value(side), names) for side in (a, b))
    except _OpaqueError:
        return None
    if left is right:
        return None
    return mismatch("vector", "kind", *("a vector" if side else "a number" for side in (left, right)))


def _is_vector(expr: Expr, names: frozenset[str]) -> bool:
    """Whether an expression in ``nabla`` is a vector rather than a number."""
    match expr:
        case Symbol(name=name):
            return name in names or name in _UNITS or name in NABLA
        case Neg(arg=inner) | Div(numerator=inner):
            return _is_vector(inner, names)
        case Add(terms=terms):
            return _all_alike([_is_vector(term, names) for term in terms])
        case Mul(factors=factors):
            count = sum(_is_vector(factor, names) for factor in factors)
            if count > 2:
                raise _OpaqueError
            return count == 1
        case Call(name="cross"):
            return True
    if _holds_vector(expr, names):
        raise _OpaqueError
    return False


def _all_alike(found: Iterable[bool]) -> bool:
    kinds = set(found)
    if len(kinds) != 1:
        raise _OpaqueError
    return kinds.pop()
