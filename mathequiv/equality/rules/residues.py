r"""Integers by their residues: ``\lceil n/2\rceil`` is ``\lfloor(n+1)/2\rfloor`` for ``n = 2q`` and for ``n = 2q+1``.

Within one residue class floors of polynomials, powers of -1 and cases by parity are polynomials again, which are
compared exactly. Only names that count are looked at, and names whose parity a text speaks of: ``x`` is no integer.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, lcm, prod
from typing import Final

from mathequiv.equality.outcome import Context, different, equal
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.linear import at
from mathequiv.equality.written import degree
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Div, Expr, Mul, Neg, Number, Piecewise, Pow, Relation, Symbol, Text
from mathequiv.latex.trees import children, contains, free_symbols, rebuild, walk
from mathequiv.lexicon.functions import COUNTS
from mathequiv.lexicon.prose import PARITY
from mathequiv.limits import MAX_MODULUS
from mathequiv.verdict import Convention, Exact, Mismatch

__all__ = ["match_by_residues"]

_QUOTIENT: Final = Symbol("quotient")
_STEPS: Final = frozenset({"floor", "ceil"})
_DEGREE: Final = 2
"""Floors of polynomials up to this degree are worked out."""


class _OpaqueError(Exception):
    """What is no polynomial within a residue class."""


def match_by_residues(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """Compare two expressions in one integer, each residue class by itself; None where that does not tell."""
    if isinstance(a, Call) and isinstance(b, Call) and {a.name, b.name} == _OF_CLASS:
        return _one_class(a, b, ctx)
    return _by_residues(a, b, ctx)


def _by_residues(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    if not (_is_stepped(a) or _is_stepped(b)):
        return None
    names = free_symbols(a) | free_symbols(b) | _spoken_of(a) | _spoken_of(b)
    if len(names) != 1:
        return None
    (name,) = names
    if name not in COUNTS and name not in _spoken_of(a) | _spoken_of(b):
        return None
    if _steps_over_integers(a, name) or _steps_over_integers(b, name):
        return None
    modulus = lcm(_modulus(a), _modulus(b))
    if modulus > MAX_MODULUS:
        return None
    try:
        results = [ctx.exact().compare(*_sides(a, b, name, modulus, rest)) for rest in range(modulus)]
    except _OpaqueError:
        return None
    if all(result is not None and result.equivalent for result in results):
        reason = f"equal for every remainder of {name} modulo {modulus}"
        return equal("residues", reason, Exact("polynomials by residue"))
    return _counterexample(a, b, name, modulus, ctx)


_OF_CLASS: Final = frozenset({"mod", "pmod"})


def _one_class(a: Call, b: Call, ctx: Context) -> Finding | None:
    r"""EQUIVALENT for one number by one modulus (``3 mod 7``, ``3 \pmod 7``), which differ by parentheses."""
    pairs = list(zip(a.args, b.args, strict=False))
    same = [ctx.exact().compare(*pair) for pair in pairs]
    if ctx.transitive or len(pairs) < len(a.args) or not all(one is not None and one.equivalent for one in same):
        return None
    return equal("residues", "one residue class in two notations", Convention("synonym"))


def _steps_over_integers(expr: Expr, name: str) -> bool:
    r"""Whether a floor would do nothing if its name were an integer (``\lfloor n\rfloor``): it is none then."""
    for node in walk(expr):
        if isinstance(node, Call) and node.name in _STEPS:
            try:
                whole = all(part.denominator == 1 for part in _coefficients(at(node.args[0], {name: _QUOTIENT})))
            except _OpaqueError:
                continue
            if whole:
                return True
    return False


def _sides(a: Expr, b: Expr, name: str, modulus: int, rest: int) -> tuple[Expr, Expr]:
    return _within_class(a, name, modulus, rest), _within_class(b, name, modulus, rest)


def _counterexample(a: Expr, b: Expr, name: str, modulus: int, ctx: Context) -> Finding | None:
    """DIFFERENT with an integer at which the values differ; None if none is found."""
    for value in range(1, 2 * modulus + 1):
        here = [
            at(_within_class(side, name, modulus, value % modulus), {_QUOTIENT.name: Number(value // modulus)})
            for side in (a, b)
        ]
        result = ctx.exact().compare(here[0], here[1])
        if result is not None and not result.equivalent:
            reason = f"The values differ at {name} = {value}."
            return different("residues", reason, Mismatch(f"value at {name} = {value}", "one", "another"))
    return None


def _is_stepped(expr: Expr) -> bool:
    return contains(expr, (Piecewise,)) or any(isinstance(node, Call) and node.name in _STEPS for node in walk(expr))


# --- parity in words --------------------------------------------------------------------------------------------------


def _spoken_of(expr: Expr) -> frozenset[str]:
    """Names whose residues the cases of an expression speak of."""
    found = [_condition(case[1]) for node in walk(expr) if isinstance(node, Piecewise) for case in node.cases]
    return frozenset([condition[0] for condition in found if condition is not None])


def _condition(condition: Expr | None) -> tuple[str, int, int] | None:
    r"""Name, modulus and residue of ``n\text{ even}`` or ``n\equiv1\pmod 3``; None for any other condition."""
    match condition:
        case Text(words=words):
            said = PARITY.fullmatch(words)
            return None if said is None else (said["name"], 2, int(said["parity"] == "odd"))
        case Relation(
            members=(Symbol(name=name), Call(name="pmod", args=(value, Number(numerator=m)))), ops=("equiv" | "=",)
        ):
            rest = rational_value(value)
            return None if rest is None or rest.denominator != 1 or m < 1 else (name, m, rest.numerator % m)
    return None


def _modulus(expr: Expr) -> int:
    r"""A number after which the steps of an expression come again, up to polynomials.

    A divisor counts again outside another (``\lfloor\frac12\cdot\frac n3\rfloor``: 6); terms come again together.
    """
    match expr:
        case Number(denominator=denominator):
            return denominator
        case Div(numerator=top, denominator=Number(numerator=divisor, denominator=1)) if divisor:
            return _modulus(top) * abs(divisor)
        case Mul(factors=factors):
            return prod(map(_modulus, factors))
        case Pow(base=Neg(arg=Number(numerator=1, denominator=1)), exponent=exponent):
            return 2 * _modulus(exponent)
        case Pow(base=base, exponent=Number(numerator=exponent, denominator=1)) if 0 < exponent <= _DEGREE:
            return prod([_modulus(base)] * exponent)
        case Piecewise(cases=cases):
            found = [_condition(condition) for _, condition in cases]
            below = [_modulus(value) for value, _ in cases]
            return lcm(*below, *[condition[1] for condition in found if condition is not None])
    return lcm(*map(_modulus, children(expr)))


# --- one class --------------------------------------------------------------------------------------------------------


def _within_class(expr: Expr, name: str, modulus: int, rest: int) -> Expr:
    """``expr`` where its name is ``modulus`` times a quotient and ``rest`` more."""
    number = Add((Mul((Number(modulus), _QUOTIENT)), Number(rest)))

    def change(tree: Expr) -> Expr:
        if isinstance(tree, Symbol):
            return number if tree.name == name else tree
        if isinstance(tree, Piecewise):
            return change(_case(tree, name, modulus, rest))
        tree = rebuild(tree, change)
        match tree:
            case Call(name="floor", args=(inside,)):
                return _step(inside, up=False)
            case Call(name="ceil", args=(inside,)):
                return _step(inside, up=True)
            case Pow(base=Neg(arg=Number(numerator=1, denominator=1)), exponent=exponent):
                return _sign(exponent)
        return tree

    return change(expr)


def _case(cases: Piecewise, name: str, modulus: int, rest: int) -> Expr:
    for value, condition in cases.cases:
        if condition is None:
            return value
        found = _condition(condition)
        if found is None or found[0] != name or modulus % found[1]:
            raise _OpaqueError
        if rest % found[1] == found[2]:
            return value
    raise _OpaqueError


def _step(inside: Expr, *, up: bool) -> Expr:
    """The floor or ceiling of a polynomial in the quotient whose other coefficients are integers."""
    start, *others = _coefficients(inside)
    if any(coefficient.denominator != 1 for coefficient in others):
        raise _OpaqueError
    moved = (-floor(-start) if up else floor(start)) - start
    return Add((inside, Number(moved.numerator, moved.denominator)))


def _sign(exponent: Expr) -> Expr:
    """A power of -1 by a polynomial of constant parity: a power of an integer has the parity of the integer."""
    start, *others = _coefficients(exponent)
    if start.denominator != 1 or any(part.denominator != 1 for part in others) or sum(others) % 2:
        raise _OpaqueError
    return Number(1) if start % 2 == 0 else Neg(Number(1))


def _coefficients(expr: Expr) -> list[Fraction]:
    """Of a polynomial in the quotient of degree two at most, proved to be one at more points than it has coefficients.

    The bound of its degree is read off.
    """
    bound = degree(expr)
    if bound is None or bound > _DEGREE:
        raise _OpaqueError
    values = [rational_value(at(expr, {_QUOTIENT.name: Number(x)})) for x in (0, 1, 2)]
    if values[0] is None or values[1] is None or values[2] is None:
        raise _OpaqueError
    square = (values[2] - 2 * values[1] + values[0]) / 2
    return [values[0], values[1] - values[0] - square, square]
