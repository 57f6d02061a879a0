"""Labels: what may stand left of ``=`` to name a value rather than take part in an equation."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Label
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Pow,
    Ratio,
    Relation,
    Sequence,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, walk
from mathequiv.lexicon.commands import ANGLES, OBJECT_MARKS
from mathequiv.lexicon.functions import CIRCULAR, OF_NAMES, OF_OBJECTS
from mathequiv.lexicon.subjects import SQUARED, subject_of_label
from mathequiv.limits import MAX_LABEL_PRIMES

__all__ = ["is_constant", "is_form_of_curve", "is_quantity", "label_of", "names_structure", "signed_label"]


def is_constant(expr: Expr) -> bool:
    """Whether nothing in ``expr`` is unknown: no variable occurs free in it, and no value of a function by its name."""
    kind = type(expr)
    return kind is Number or not (kind is Symbol or free_symbols(expr) or contains(expr, _UNKNOWN))


_UNKNOWN: Final = (Apply,)
_LABELS: Final = frozenset((Symbol, Constant, Text, Apply, Bracketed, Call, Derivative, Div, Matrix, Mul, Pow, Ratio))


def label_of(expr: Expr) -> Label | None:
    """The label that ``expr`` is, None if it can only be one side of an equation."""
    if type(expr) is Symbol and expr.name.isascii():
        return Label(expr.name, "indexed" if "_" in expr.name else "variable")
    if type(expr) not in _LABELS:
        return None
    if type(expr) is Mul:
        return _label_of_product(expr)
    label = _name(expr) or _tuple_of_names(expr)
    if label is None and (_is_marked(expr) or _is_measure(expr)):
        return Label(to_text(expr), "other")
    return label


def _name(expr: Expr) -> Label | None:
    r"""The label of one name: ``x``, ``x_1``, ``f(x)``, ``f(2)``, words, a constant of which the value may be asked."""
    match expr:
        case Symbol(name=name):
            if not name.isascii() and subject_of_label(name) is not None:
                return Label(name, "word")  # a noun of one character (``秩``)
            return Label(name, "indexed" if "_" in name else "variable")
        case Apply(name=name, args=(Matrix() as column,)):
            return _of_column(name, column) or Label(to_text(expr), "other")
        case Apply(name=name, args=args):
            variables = [arg.name for arg in args if isinstance(arg, Symbol)]
            whole = len(variables) == len(args)
            return Label(name, "function", tuple(variables)) if whole else Label(to_text(expr), "other")
        case Constant(name=name) if name not in ("infinity", "pi"):
            return Label(name, "variable")
        case Text(words=words):
            return Label(" ".join(words.lower().split()), "word")
        case Derivative(body=Symbol(name=name), variable=variable, order=order) if order <= MAX_LABEL_PRIMES:
            primed = Label(name + "'" * order, "variable")
            return Label(to_text(expr), "other", parts=(primed, Label(variable, "variable")))
    return None


def _of_column(name: str, column: Matrix) -> Label | None:
    """The label of a function of the entries of a column of names; None for any other matrix."""
    names = [row[0].name for row in column.rows if len(row) == 1 and isinstance(row[0], Symbol)]
    whole = len(names) == len(column.rows) > 1
    return Label(name, "function", tuple(names)) if whole else None


def _label_of_product(expr: Mul) -> Label | None:
    """A gradient, ``u(0, y)``, since what stands before several entries is applied to them, or an object's letters."""
    match expr.factors:
        case (Symbol(name=name), Matrix() as column):
            return _of_column(name, column)  # T applied to a column is T of its entries
        case (Symbol(name="nabla" | "nabla cdot" as operator), Symbol(name=name)):
            return Label(f"{operator} {name}", "other")
        case (Symbol(), Bracketed(opening="(", closing=")", items=items)) if len(items) > 1:
            return Label(to_text(expr), "other")
        case (Derivative(), Bracketed() | Number()):
            return Label(to_text(expr), "other")  # at a place
        case (Symbol(name=name), Symbol() | Number()) if " circ " in name:
            return Label(to_text(expr), "other")
    return Label(to_text(expr), "other") if _is_object(expr) else None


def _tuple_of_names(expr: Expr) -> Label | None:
    """``(x, y)``, also as a row or column: a label if each of its entries is one."""
    items: tuple[Expr, ...] = ()
    match expr:
        case Bracketed(opening="(", closing=")", items=entries) if len(entries) > 1:
            items = entries
        case Matrix(rows=rows) if 1 in (len(rows), len(rows[0])) and len(rows) != len(rows[0]):
            items = tuple([entry for row in rows for entry in row])
            expr = Bracketed("(", ")", items)
    parts = tuple([part for part in map(_label_of_entry, items) if part is not None])
    return Label(to_text(expr), "tuple", parts=parts) if items and len(parts) == len(items) else None


def _is_marked(expr: Expr) -> bool:
    r"""What brackets make a label: ``[ABC]``, and the degree of an extension (``[\mathbb Q(\sqrt2):\mathbb Q]``)."""
    match expr:
        case Bracketed(opening="[", closing="]", items=(Div(denominator=SetName()),)):
            return True
        case Bracketed(opening="[", closing="]", items=(Symbol(name=name),)) if len(name) == 1:
            return name.isupper()  # the concentration of a substance
        case Bracketed(opening="[", closing="]", items=(inside,)):
            return _is_object(inside)
    return False


def _label_of_entry(expr: Expr) -> Label | None:
    """A label, or a name with its index beside it (``(v1, v2) = …``)."""
    match expr:
        case Mul(factors=(Symbol(name=name), Number(numerator=index, denominator=1))):
            return Label(f"{name}_{index}", "indexed")
    return label_of(expr)


def _is_measure(expr: Expr) -> bool:
    r"""What is measured of an object, or an object itself: ``|AB|``, ``\det A``, ``\angle ABC``, ``AB:CD``, ``f'``."""
    match expr:
        case Call():
            return _is_measure_by_name(expr)
        case Pow(base=Symbol(name=name), exponent=Number(numerator=2, denominator=1)):
            return name.partition("_")[0] in SQUARED
        case Pow(base=Call(name="abs") as base, exponent=exponent):
            return _is_measure(base) and _is_measure(exponent)
        case Div(numerator=above, denominator=below):
            return _is_object(above) and _is_object(below)
        case Derivative(body=Symbol() | Apply()):
            return True
        case Ratio(parts=parts):
            return all(label_of(part) for part in parts)
    return False


def _is_measure_by_name(call: Call) -> bool:
    r"""Whether a function measures what it is applied to: ``\det A``, ``|AB|``, ``\gcd(m, n)``."""
    match call:
        case Call(name=name, args=(inside,)) if name in OF_OBJECTS and _is_object(inside):
            return True
        case Call(name=name, args=(inside,)) if name in OF_NAMES:
            return bool(free_symbols(inside)) and not contains(inside, (Matrix,))  # det(2A), dim(ker(T))
        case Call(name="max" | "min", args=(inside,)):
            return bool(free_symbols(inside))
        case Call(name="abs" | "norm", args=(inside,)):
            return _is_of_capitals(inside)
        case Call(name=name, args=(inside,)) if name in CIRCULAR:
            return _is_angle(inside)
        case Call(args=args) if len(args) > 1:
            return all(isinstance(arg, Symbol) for arg in args)  # gcd(m, n), max(p, q)
    return False


def _is_of_capitals(expr: Expr) -> bool:
    r"""Whether a set, a matrix or a graph by name is measured: ``|A\cup B|``, ``|2A^{-1}|``, ``|E(K_n)|``."""
    match expr:
        case SetOp(left=left, right=right):
            return _is_of_capitals(left) and _is_of_capitals(right)
        case Symbol(name=name) | Apply(name=name):
            return name[:1].isupper() and name[:1] not in _UNKNOWN_CAPITALS
        case Pow(base=base):
            return _is_of_capitals(base)
        case Mul(factors=factors):
            return all(isinstance(part, (Number, Bracketed)) or _is_of_capitals(part) for part in factors) and any(
                map(free_symbols, factors)
            )
    return False


_UNKNOWN_CAPITALS: Final = frozenset("XYZ")


def names_structure(expr: Expr) -> bool:
    r"""Whether the left of a matrix, vector or set is what it is called: ``A^{-1}``, ``AB``, ``e^{At}``, ``A\cap B``.

    An expression in one name and numbers is none: ``2A`` is an equation for ``A``.
    """
    if contains(expr, (Matrix, Relation, Sequence)) or isinstance(expr, (Number, Constant)):
        return False
    names = free_symbols(expr)
    if len(names) > 1 or isinstance(expr, (Apply, Call, Pow)):
        return bool(names)
    match expr:
        case Mul(factors=(Symbol() | Apply(), *_)):
            return True
    return False


def _is_angle(expr: Expr) -> bool:
    r"""The name of an angle: a capital letter, a Greek one, ``\angle ABC``."""
    if not isinstance(expr, Symbol):
        return False
    return expr.name[:1].isupper() or expr.name.partition("_")[0] in ANGLES or expr.name.startswith(OBJECT_MARKS)


def is_quantity(expr: Expr) -> bool:
    """Whether an expression names one quantity, of which only the value is asked: ``m+n``, ``x^2+y^2``, ``|z|``.

    It holds two names or more, or as many values of functions (``f(1)+f(2)``), or is the modulus or norm of one name.
    With one name it is an expression in an unknown, and ``2x = 10`` is no answer to what ``x`` is.
    """
    names = free_symbols(expr)
    if len(names) > 1 or len(_values(expr)) > 1:
        return True
    while isinstance(expr, Call) and expr.name == "mod":
        expr = expr.args[0]
    return isinstance(expr, Call) and expr.name in OF_OBJECTS and len(names) == 1 and isinstance(expr.args[0], Symbol)


def _values(expr: Expr) -> set[Expr]:
    """The values of functions by their names that an expression holds, those at variables apart."""
    return {part for part in walk(expr) if isinstance(part, Apply) and not free_symbols(part)}


def is_form_of_curve(left: Expr, right: Expr) -> bool:
    r"""Whether an equation has a form in which curves and planes are written, so that its right side is no value.

    These are zero beside a sum of more than names or their products (``2x-y+3z+8=0``; ``a+b+c=0`` may say what a sum
    is), and one beside a sum of quotients of coordinates (``\frac{x^2}4+\frac{y^2}9=1``).
    """
    match left, right:
        case Add(terms=terms), Number(numerator=0):
            return not (all(map(_is_plain_name, terms)) or all(map(_is_product_of_names, terms)))
        case Add(terms=terms), Number(numerator=1, denominator=1):
            quotients = [part for part in map(_unsigned, terms) if isinstance(part, Div)]
            above = [free_symbols(part.numerator) for part in quotients]
            below = [free_symbols(part.denominator) for part in quotients]
            return (
                len(quotients) == len(terms)
                and all(above)
                and not frozenset().union(*above) & frozenset().union(*below)
            )
    return False


def _is_plain_name(expr: Expr) -> bool:
    return isinstance(expr, (Symbol, Apply))


def _is_product_of_names(expr: Expr) -> bool:
    return isinstance(expr, Mul) and all(map(_is_plain_name, expr.factors))


def _unsigned(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Neg) else expr


def _is_object(expr: Expr) -> bool:
    r"""A geometric object by its letters: ``AB``, ``\angle ABC``, ``m\angle A``, or a change ``\Delta p``."""
    match expr:
        case Text(words=words):
            return words.isalpha() and words.isupper() and words.isascii()
        case Symbol(name=name):
            return (len(name) > 1 and name[:1].isupper()) or name.startswith(OBJECT_MARKS)
        case Mul(factors=(Symbol(name="m"), Symbol(name=name))) if name.startswith("angle"):
            return True
        case Mul(factors=factors):
            return all(isinstance(f, Symbol) and f.name[:1].isupper() and f.name.isascii() for f in factors)
    return False


def signed_label(expr: Expr) -> tuple[Label, int] | None:
    """The label that ``expr`` is up to its sign, for solved inequalities; ``|z|`` is none there."""
    sign = 1
    while isinstance(expr, Neg):
        expr, sign = expr.arg, -sign
    if isinstance(expr, (Call, Mul, Ratio, Bracketed, Constant)) and not (isinstance(expr, Mul) and _is_object(expr)):
        return None
    label = label_of(expr)
    return None if label is None else (label, sign)
