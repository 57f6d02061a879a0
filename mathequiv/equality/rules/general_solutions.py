"""General solutions and antiderivatives: answers that hold constants of which any number will do."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import answer_symbols, contents, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Equation,
    Label,
    MatrixAnswer,
    Reading,
    Scalar,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rules.constants import (
    is_solution_constant,
    match_free_constants,
    match_level_sets,
    may_be_free,
    swapped_constant,
)
from mathequiv.equality.rules.linear import at, solved_for
from mathequiv.equality.rules.solution_curves import match_curves
from mathequiv.equality.rules.spans import match_vector_families
from mathequiv.equality.rules.stated import is_constant_name, limits_constants
from mathequiv.finding import Finding
from mathequiv.latex.expr import Expr, Mul, Neg, Number, Symbol
from mathequiv.nodes import replace
from mathequiv.verdict import Convention

__all__ = ["match_general_solutions"]


def match_general_solutions(a: Reading, b: Reading, ctx: Context) -> tuple[Finding | None, bool]:
    """EQUIVALENT if two values, or values of one label, differ by free constants only; and whether that stays open."""
    if not (may_be_free(contents(a)[1]) and may_be_free(contents(b)[1])):
        vectors = isinstance(a.answer, _VECTORS) and isinstance(b.answer, _VECTORS)
        return (_match_values(a.answer, b.answer, ctx, functions=False)[0] if vectors else None), False
    found = _match_constants_of(a.answer, b.answer, ctx)
    if found == (None, False) and not limits_constants(a, b):
        found = match_curves(a.answer, b.answer, ctx)
    if found[0] is None and not limits_constants(a, b) and _differ_by_sign(a.answer, b.answer, ctx):
        reason = "both are the same general solution, whose constants may have any sign"
        return equal("free_constant", reason, Convention("free_constant")), False
    return (None, True) if found[0] is not None and limits_constants(a, b) else found


_VECTORS: Final = (MatrixAnswer, TupleAnswer)


def _match_constants_of(a: Answer, b: Answer, ctx: Context) -> tuple[Finding | None, bool]:
    if isinstance(a, Equation) and isinstance(b, Equation):
        return match_level_sets((a.left, a.right), (b.left, b.right), ctx), False
    if isinstance(a, Equation) and isinstance(b, Assignment):
        a = _solved_for(b.label, a)
    elif isinstance(a, Assignment) and isinstance(b, Equation):
        b = _solved_for(a.label, b)
    a, b = _labelled(a, b), _labelled(b, a)
    if isinstance(a, Assignment) and isinstance(b, Assignment):
        return _match_assigned(a, b, ctx)
    left, right = (side.value if isinstance(side, Assignment) else side for side in (a, b))
    return _match_values(left, right, ctx, functions=False)


def _labelled(side: Answer, other: Answer) -> Answer:
    """A bare value with the label that the other side has, if that is ``y`` or a function by its variable."""
    if not (isinstance(side, Scalar) and isinstance(other, Assignment)):
        return side
    label = other.label
    is_curve = label.name == "y" or (label.kind == "function" and len(label.arguments) == 1)
    return Assignment(label, side) if is_curve else side


def _match_assigned(a: Assignment, b: Assignment, ctx: Context) -> tuple[Finding | None, bool]:
    b = _by_one_variable(a, b)
    variables = _variable(a), _variable(b)
    if a.label.name != b.label.name or (all(variables) and variables[0] != variables[1]):
        return None, False
    functions = _gives_functions(a, b)
    swapped = swapped_constant(answer_symbols(a.value), answer_symbols(b.value)) if functions else None
    if swapped is not None:
        again = ctx.match(a.value, rename(b.value, {swapped[1]: swapped[0]}))
        if again is not None and again.equivalent:
            reason = "both are the same general solution, with a constant renamed"
            return equal("free_constant", reason, Convention("free_constant")), False
    return _match_values(a.value, b.value, ctx, functions=functions)


def _differ_by_sign(a: Answer, b: Answer, ctx: Context) -> bool:
    r"""Whether ``y`` by its variable and one constant is the other with a factor of that one.

    ``\frac1{C-x}`` and ``-\frac1{x+C}`` are one family, since ``-C`` is any number too.
    """
    left, right = _one_constant(a), _one_constant(b)
    if left is None or right is None or left[1] != right[1]:
        return False
    for factor in _FACTORS:
        result = ctx.compare(left[2], at(right[2], {right[0]: Mul((factor, Symbol(left[0])))}))
        if result is not None and result.equivalent:
            return True
    return False


def _one_constant(side: Answer) -> tuple[str, str, Expr] | None:
    """The constant and the variable of a ``y``, with its value; None where it holds other names, or is no ``y``."""
    if not (isinstance(side, Assignment) and side.label.name == "y" and isinstance(side.value, Scalar)):
        return None
    names = answer_symbols(side.value)
    constants = [name for name in names if name in ("C", "c", "K") or is_solution_constant(name)]
    others = [name for name in names if name not in constants]
    return (constants[0], others[0], side.value.expr) if len(constants) == len(others) == 1 else None


_FACTORS: Final = tuple(
    [Number(n, d) if n > 0 else Neg(Number(-n, d)) for n, d in ((-1, 1), (1, 1), (2, 1), (1, 2), (-2, 1), (-1, 2))]
)


def _match_values(a: Answer, b: Answer, ctx: Context, *, functions: bool) -> tuple[Finding | None, bool]:
    if isinstance(a, _VECTORS) and isinstance(b, _VECTORS):
        return match_vector_families(a, b, ctx), False
    if not (isinstance(a, Scalar) and isinstance(b, Scalar)):
        return None, False
    return match_free_constants(a.expr, b.expr, ctx, functions=functions)


def _solved_for(label: Label, equation: Equation) -> Answer:
    """An equation solved for the variable of a label; as it is where that cannot be done plainly."""
    value = solved_for(label.name, equation.left, equation.right) if label.kind == "variable" else None
    return equation if value is None else Assignment(label, Scalar(value))


def _gives_functions(a: Answer, b: Answer) -> bool:
    """Whether two answers give the values of functions: ``y``, or a name with its variable."""
    return all(
        isinstance(side, Assignment) and (side.label.kind == "function" or side.label.name.rstrip("'") == "y")
        for side in (a, b)
    )


def _by_one_variable(a: Assignment, b: Assignment) -> Assignment:
    """``b`` with the one variable of its ``y`` named as that of the other ``y``, constants apart; else as it is."""
    if a.label == b.label or a.label.name != b.label.name or a.label.name != "y":
        return b
    variables = [_variable(side) for side in (a, b)]
    if not variables[0] or not variables[1] or variables[0] in answer_symbols(b.value):
        return b if variables[0] != variables[1] else replace(b, label=a.label)
    return Assignment(a.label, rename(b.value, {variables[1]: variables[0]}))


def _variable(side: Assignment) -> str:
    """The argument of a function, or the one name in its value that is no constant; nothing where that is not told."""
    if len(side.label.arguments) == 1:
        return side.label.arguments[0]
    names = [name for name in answer_symbols(side.value) if not is_constant_name(name)]
    return names[0] if len(names) == 1 and not side.label.arguments else ""
