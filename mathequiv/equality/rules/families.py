r"""Families over the integers as sets: ``\frac{k\pi}2`` is ``k\pi`` with ``\frac\pi2+k\pi``; residues as classes.

A family is a number of progressions, each an offset and a step. Two are equal when their members within one common
period are the same, each of which is proved by algebra.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple, TypeAlias

from mathequiv.answers.contents import contents
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Combination,
    Listing,
    NamedSet,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
)
from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Quantity, Symbol
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.limits import MAX_RESIDUES
from mathequiv.verdict import Exact

__all__ = ["COUNTERS", "match_families"]

COUNTERS: Final = frozenset("knml")
"""Letters that count periods without being declared; ``2\\pi r`` holds a radius."""


class _Progression(NamedTuple):
    """``offset + step·k`` for every integer ``k``."""

    offset: Expr
    step: Expr


def match_families(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """EQUIVALENT if both are families over the integers and the same set; None otherwise."""
    left = _family(a, b) if _may_count(a) and _may_count(b) else None
    right = None if left is None else _family(b, a)
    return None if left is None or right is None else _match_members(a, left, b, right, ctx)


_Family: TypeAlias = tuple[str, list[_Progression]]


def _match_members(a: Reading, left: _Family, b: Reading, right: _Family, ctx: Context) -> Finding | None:
    """Compare two families, each with the reading that it is of."""
    if "" in (left[0], right[0]):
        left, right = ("", left[1]), ("", right[1])  # as 3k+1 says the values of n ≡ 1 (mod 3) without their name
    if left[0] != right[0] or (len(left[1]) == len(right[1]) == 1 and a == b):
        return None
    period = _common_period([*left[1], *right[1]])
    if period is None:
        return None
    members = [_within(family, period, ctx) for family in (left[1], right[1])]
    if members[0] is None or members[1] is None:
        return None
    lone = _only_on_one_side(members[0], members[1], period, ctx)
    if lone is not None:
        return _lone_member(lone, [*left[1], *right[1]])
    return equal("integer_family", "the same members within one period", Exact("algebra on the members of a period"))


def _lone_member(member: Expr, family: list[_Progression]) -> Finding | None:
    """DIFFERENT where one family of integers has a member that the other has not; None for other families."""
    value = rational_value(member)
    if value is None or any(rational_value(part) is None for one in family for part in one):
        return None
    return mismatch("integer_family", "member", str(value), "no such member")


def _family(reading: Reading, other: Reading) -> _Family | None:
    """The name that a family gives values to, ``""`` for none, and its progressions.

    Beside residue classes on the other side, the letters that count need no declaration.
    """
    declared = {name for name, kind in reading.domains if kind == "integer"}
    if len(declared) < len(reading.domains) or not reading.unbounded.isdisjoint(COUNTERS):
        return None
    declared = declared or _counters_beside(other, reading)
    label, values = _values(reading.answer)
    if not label and not declared and not _shows_offset(values, _values(other.answer)[1]):
        return None  # nothing says that the letter of a bare ``2\\pi k`` counts
    found = [_progressions(value, declared) for value in values]
    return (label, [one for part in found for one in part]) if found and all(found) else None


def _counters_beside(other: Reading, reading: Reading) -> set[str]:
    """The letters that count beside residue classes without being declared; none elsewhere."""
    return set(COUNTERS) if _is_residue(other) and not _is_residue(reading) else set()


def _shows_offset(values: tuple[Answer, ...], others: tuple[Answer, ...]) -> bool:
    """Whether every value is a sum, or one of several on either side is, so that the letter of all of them counts."""
    if all(map(_has_offset, values)):
        return True
    return any(len(several) > 1 and any(map(_has_offset, several)) for several in (values, others))


def _progressions(value: Answer, declared: set[str]) -> list[_Progression]:
    """The progressions that a value runs over; none where it is no family."""
    found = _congruence(value)
    return _by_parity(value, declared) if found is None else [found]


def _may_count(reading: Reading) -> bool:
    """Whether an answer may be a family: without declarations, a value is none that has no letter that counts."""
    answer = reading.answer.value if isinstance(reading.answer, Assignment) else reading.answer
    if reading.domains or type(answer) is not Scalar:
        return True
    kinds, names = contents(reading)
    return Call in kinds or not names.isdisjoint(COUNTERS)


def _is_residue(reading: Reading) -> bool:
    r"""Whether an answer is residue classes (``n \equiv 1, 3 \pmod 8``)."""
    values = _values(reading.answer)[1]
    return all(_congruence(value) is not None for value in values)


def _values(answer: Answer) -> tuple[str, tuple[Answer, ...]]:
    match answer:
        case Assignment(label=label, value=Listing(items=items)) if label.kind == "variable":
            return label.name, items
        case Assignment(label=label, value=value) if label.kind == "variable":
            return label.name, (value,)
        case Statement(head="or", parts=(Listing(items=items),)) if items and _congruent_name(items[0]):
            return _residues(items)
        case Listing(items=items) if items and _congruent_name(items[0]):
            name, residues = _residues(items)
            return name, _as_system(residues)
        case Listing(items=items) | SetAnswer(items=items):
            return "", items
        case Statement(parts=parts) if name := _congruent_name(answer):
            return name, _branches(parts[1:])
        case SetOf(element=element, condition=Solutions(values=NamedSet(name="Z"))):
            return "", (element,)
        case Combination(op="union", parts=parts):
            return "", parts
    return "", (answer,)


def _branches(parts: tuple[Answer, ...]) -> tuple[Answer, ...]:
    r"""Residues one by one, both of ``\pm1``."""
    listed = [item.items if isinstance(item, Listing) and item.branches else (item,) for item in parts]
    return tuple([item for items in listed for item in items])


def _residues(items: tuple[Answer, ...]) -> tuple[str, tuple[Answer, ...]]:
    """The name that a list of congruences says something of, with its residues."""
    residues = [item.parts[1] for item in items if isinstance(item, Statement) and len(item.parts) == 2]
    return (_congruent_name(items[0]), tuple(residues)) if len(residues) == len(items) else ("", items)


def _as_system(residues: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Residues of several moduli, of which a list is a system, as those of their product; others as they are."""
    found = [one for one in map(_congruence, residues) if one is not None]
    if len(found) < len(residues) or len({one.step for one in found}) == 1:
        return residues
    whole = [(n, m) for n, m in map(_integers, found) if m]
    modulus = lcm(*[m for _, m in whole])
    if len(whole) < len(found) or modulus > MAX_RESIDUES:
        return ()
    common = [n for n in range(modulus) if all((n - rest) % m == 0 for rest, m in whole)]
    return tuple([Scalar(Call("pmod", (Number(n), Number(modulus)))) for n in common])


def _integers(found: _Progression) -> tuple[int, int]:
    """Offset and step where both are integers, else zeros."""
    values = [rational_value(part) for part in found]
    whole = [value.numerator for value in values if value is not None and value.denominator == 1]
    return (whole[0], whole[1]) if len(whole) == len(values) else (0, 0)


def _congruent_name(answer: Answer) -> str:
    r"""The name that a congruence says something of (``n \equiv 1``); ``""`` for anything else."""
    if not isinstance(answer, Statement) or answer.head != "equiv":
        return ""
    first = answer.parts[0]
    return first.expr.name if isinstance(first, Scalar) and isinstance(first.expr, Symbol) else ""


def _congruence(value: Answer) -> _Progression | None:
    match value:
        case Scalar(expr=Call(name="pmod", args=(offset, modulus))) if not free_symbols(value.expr):
            return _Progression(offset, modulus)
    return None


def _by_parity(value: Answer, declared: set[str]) -> list[_Progression]:
    """The progressions of a value in one free integer: declared, or a letter that counts periods added to an offset.

    One, or where powers of -1 depend on the integer, one for its even and one for its odd values.
    """
    if isinstance(value, SetOf) and isinstance(value.condition, Solutions) and value.condition.values == NamedSet("Z"):
        declared = declared | {value.condition.variable}
        value = value.element
    name = _only_name(value)
    if not isinstance(value, Scalar) or name not in declared | COUNTERS:
        return []
    trees = [value.expr]
    if any(map(_is_sign, walk(value.expr))):
        trees = [at(_with_sign(value.expr, rest), {name: _number_by(rest, name)}) for rest in (0, 1)]
    found = [_progression(tree, name, is_declared=name in declared) for tree in trees]
    return [one for one in found if one is not None] if None not in found else []


def _only_name(value: Answer) -> str:
    """The one name of an expression; ``""`` where it has none or several."""
    names = free_symbols(value.expr) if isinstance(value, Scalar) else frozenset()
    return next(iter(names)) if len(names) == 1 else ""


def _number_by(rest: int, name: str) -> Expr:
    """``2k`` or ``2k + 1``."""
    return Add((Mul((Number(2), Symbol(name))), Number(rest)))


def _is_sign(node: Expr) -> bool:
    """Whether a node is a power of -1 that depends on a name."""
    return isinstance(node, Pow) and node.base == Neg(Number(1)) and bool(free_symbols(node.exponent))


def _with_sign(expr: Expr, rest: int) -> Expr:
    """An expression with the powers of -1 that it has at integers that leave ``rest`` when divided by two."""
    match expr:
        case Pow(exponent=exponent) if _is_sign(expr):
            return _sign(exponent, rest) or expr
    return rebuild(expr, lambda part: _with_sign(part, rest))


def _sign(exponent: Expr, rest: int) -> Expr | None:
    """-1 to a power that is linear with integers in one name, at an even or an odd number; None for other powers."""
    names = free_symbols(exponent)
    slope = coefficient(exponent, next(iter(names))) if len(names) == 1 else None
    values = [slope, at(exponent, dict.fromkeys(names, Number(rest)))]
    known = [rational_value(value) for value in values if value is not None]
    if len(known) < len(values) or any(value is None or value.denominator != 1 for value in known):
        return None
    return Number(1) if known[1] is not None and known[1].numerator % 2 == 0 else Neg(Number(1))


def _progression(tree: Expr, name: str, *, is_declared: bool) -> _Progression | None:
    step = coefficient(tree, name)
    if step is None or free_symbols(step) or not (is_declared or _is_period(step)):
        return None
    return _Progression(at(tree, {name: Number(0)}), step)


def _has_offset(value: Answer) -> bool:
    return isinstance(value, Scalar) and isinstance(value.expr, (Add, Call))


def _is_period(step: Expr) -> bool:
    """A multiple of π or an angle in degrees."""
    if isinstance(step, Quantity):
        return step.unit == (("degree", 1),)
    return step == Constant("pi") or any(_is_period(part) for part in _parts(step))


def _parts(step: Expr) -> tuple[Expr, ...]:
    match step:
        case Mul(factors=factors):
            return factors
        case Div(numerator=above):
            return (above,)
        case Neg(arg=arg):
            return (arg,)
    return ()


def _common_period(family: list[_Progression]) -> Expr | None:
    """The least number that is a multiple of every step."""
    first = family[0].step
    ratios = [_ratio(one.step, first) for one in family]
    if any(not ratio for ratio in ratios):
        return None
    known = [abs(ratio) for ratio in ratios if ratio is not None]
    multiple = Fraction(lcm(*[r.numerator for r in known]))
    shared = 1
    for ratio in known:
        shared = lcm(shared, (multiple / ratio).denominator)
    multiple *= shared
    return Mul((Number(multiple.numerator, multiple.denominator), first))


def _within(family: list[_Progression], period: Expr, ctx: Context) -> list[Expr] | None:
    """The members of a family within one period; None if a step does not divide it for certain."""
    members: list[Expr] = []
    for offset, step in family:
        times = _ratio(period, step)
        if times is None or times.denominator != 1 or abs(times) > MAX_RESIDUES:
            return None
        count = times.numerator
        proved = ctx.compare(Mul((Number(abs(count)), step)), period if count > 0 else Neg(period))
        if proved is None or not proved.equivalent:
            return None
        members += [Add((offset, Mul((Number(k), step)))) for k in range(abs(count))]
        if len(members) > MAX_RESIDUES:
            return None
    return members


def _only_on_one_side(left: list[Expr], right: list[Expr], period: Expr, ctx: Context) -> Expr | None:
    """A member of either family that is none of the other; None if there is none."""
    for own, others in ((left, right), (right, left)):
        for one in own:
            if not _is_among(one, others, period, ctx):
                return one
    return None


def _is_among(member: Expr, others: list[Expr], period: Expr, ctx: Context) -> bool:
    """Whether a member is one of the others up to whole periods."""
    for other in others:
        gap = Add((member, Neg(other)))
        turns = _ratio(gap, period)
        n = 0 if turns is None else turns.numerator  # members that hold no rational, as an arcsine, in one order
        if turns is None or turns.denominator == 1:
            moved = Mul((Number(abs(n)), period))
            result = ctx.compare(gap, moved if n >= 0 else Neg(moved))
            if result is not None and result.equivalent:
                return True
    return False


def _ratio(a: Expr, b: Expr) -> Fraction | None:
    """``a / b`` with a rational in place of π: what is proposed by it has yet to be proved."""
    return rational_value(Div(_near(a), _near(b)))


def _near(expr: Expr) -> Expr:
    if expr == Constant("pi"):
        return _NEAR_PI
    if isinstance(expr, Quantity) and expr.unit == (("degree", 1),):
        return Div(Mul((_near(expr.value), _NEAR_PI)), Number(180))
    return rebuild(expr, _near)


_NEAR_PI: Final = Number(355, 113)
