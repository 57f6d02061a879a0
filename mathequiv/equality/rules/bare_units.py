"""Units written as plain letters (``10 m/s``, ``5 m``): read as units only beside what is certainly a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mathequiv.latex.expr import Add, Constant, Div, Expr, Mul, Neg, Number, Pow, Quantity, Symbol, UnitPower
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon import units

__all__ = [
    "PRODUCTS",
    "both_as_quantities",
    "certain_quantity",
    "in_radians",
    "read_as_quantity",
    "sizes",
    "spelled_after",
]

_MICRO = units.UNIT_LETTERS["mu"]

PRODUCTS: Final = frozenset((Mul, Div, Neg))
"""Nodes that may be a number before letters."""


def read_as_quantity(expr: Expr, beside: tuple[UnitPower, ...]) -> Quantity | None:
    """A product of a number and powers of letters that name units, as a quantity.

    Args:
        expr: a value whose letters are variables where it stands alone.
        beside: the unit of the quantity it is compared with.

    Returns:
        The quantity, of the same dimension; None where the letters name no such unit, each by itself or joined to
        symbols (``500 nm``), or where one letter does not come after a number.
    """
    size = units.conversion(_KELVIN if beside in units.TEMPERATURES else beside)
    if size is None:
        return None
    if isinstance(expr, Neg):
        found = read_as_quantity(expr.arg, beside)
        return None if found is None else Quantity(Neg(found.value), found.unit)
    return _vector(expr, size[1]) if isinstance(expr, Add) else _product(expr, size[1])


_KELVIN: Final = (("kelvin", 1),)
"""What a bare letter may be beside any temperature."""


def certain_quantity(expr: Expr, *, named: bool = False, below: frozenset[str] = frozenset()) -> Quantity | None:
    """A number before letters that nobody takes for a product (``13.6 eV``), as a quantity; None for anything else.

    Where it is ``named`` the value may hold names (``13.6/n^2 eV``), those in ``below`` after a slash after the unit
    (``13.6 eV/n^2``) too.
    """
    if isinstance(expr, Neg):
        inner = certain_quantity(expr.arg, named=named, below=below)
        return None if inner is None else _negative(inner)
    if isinstance(expr, Div) and free_symbols(expr.denominator) and free_symbols(expr.denominator) <= below:
        over = certain_quantity(expr.numerator, named=named)
        return None if over is None else Quantity(Div(over.value, expr.denominator), over.unit)
    found = _certain_product(expr, named=named) if isinstance(expr, Mul) else None
    return _certain_rate(expr) if found is None else found


def _certain_product(expr: Mul, *, named: bool) -> Quantity | None:
    letters, size = "", len(expr.factors)
    while size and isinstance(factor := expr.factors[size - 1], (Symbol, Constant)) and len(factor.name) == 1:
        letters = factor.name + letters
        size -= 1
    numbers = expr.factors[:size]
    certain = letters in units.CERTAIN_SYMBOLS or (len(letters) == 1 and any(map(_is_power_of_ten, numbers)))
    unit = units.read_unit(letters) if certain else None
    if unit is None or not numbers or (not named and any(map(free_symbols, numbers))):
        return None
    return Quantity(numbers[0] if len(numbers) == 1 else Mul(numbers), unit)


def _is_power_of_ten(number: Expr) -> bool:
    """Whether a factor is ``10^{-19}``, after which a letter that names a unit is no variable."""
    return isinstance(number, Pow) and number.base == Number(10)


def _certain_rate(expr: Expr) -> Quantity | None:
    """A number before a rate that nobody takes for a quotient of variables (``9.8 m/s^2``), as a quantity."""
    if not free_symbols(expr):
        return None
    factors = list(_factors(expr, 1))
    letters = [(base.name, power) for base, power in factors if isinstance(base, Symbol)]
    numbers = [pair for pair in factors if not free_symbols(pair[0])]
    if len(letters) != _OF_RATE or len(numbers) + len(letters) != len(factors) or not _starts_with_number(expr):
        return None
    (above, first), (below, second) = letters
    text = f"{_powered(above, first)}/{_powered(below, -second)}"
    unit = units.read_unit(text) if text in units.CERTAIN_RATES else None
    size = None if unit is None else units.conversion(unit)
    return None if size is None else _product(expr, size[1])


_OF_RATE: Final = 2
"""How many units a rate is made of."""


def _powered(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def both_as_quantities(a: Expr, b: Expr, *, single: bool = False) -> tuple[Quantity, Quantity] | None:
    """Two products of a number and letters as quantities of one dimension in other units (``250 N/C``, ``250 V/m``).

    None where the letters are the same, as variables are in equal answers, or each side has a single one, unless those
    are asked for (``3600 s``, ``1 h``).
    """
    if isinstance(a, Neg) and isinstance(b, Neg):
        inner = both_as_quantities(a.arg, b.arg, single=single)
        return None if inner is None else (_negative(inner[0]), _negative(inner[1]))
    if not (_starts_with_number(a) and _starts_with_number(b)):
        return None
    letters = [sorted(free_symbols(side)) for side in (a, b)]
    if letters[0] == letters[1] or (not single and max(map(len, letters)) == 1):
        return None
    for unit in _spelled_units(a):
        size = units.conversion(unit)
        pair = (None, None) if size is None else (_product(a, size[1]), _product(b, size[1]))
        if pair[0] is not None and pair[1] is not None:
            return pair[0], pair[1]
    return None


def _negative(quantity: Quantity) -> Quantity:
    return Quantity(Neg(quantity.value), quantity.unit)


def _starts_with_number(expr: Expr) -> bool:
    if isinstance(expr, Div):
        return _starts_with_number(expr.numerator)
    return isinstance(expr, Number) or (isinstance(expr, Mul) and _starts_with_number(expr.factors[0]))


def _spelled_units(expr: Expr) -> list[units.UnitPowers]:
    """The units that the letters of a product spell, each by itself or joined to symbols."""
    letters = [(_symbol(base), power) for base, power in _factors(expr, 1) if isinstance(base, Symbol)]
    found = map(_unit, (_join_prefixes(letters), _join(letters)))
    return [unit for unit in found if unit is not None]


def _symbol(name: Symbol) -> str:
    """A letter as symbols of units have it."""
    return units.UNIT_LETTERS.get(name.name, name.name)


def _product(expr: Expr, dimension: units.Dimension) -> Quantity | None:
    """A product of a number and letters that spell a unit of a dimension, as a quantity."""
    factors = list(_factors(expr, 1))
    named = [(base, power) for base, power in factors if isinstance(base, Symbol) and not _is_marked(base, power)]
    letters = [(_symbol(base), power) for base, power in named]
    numbers = [pair for pair in factors if _is_of_value(*pair, letters)]
    if len(numbers) + len(letters) != len(factors) or not numbers or not _are_units(expr, letters):
        return None
    unit = _unit_of(letters, dimension)
    if unit is None:
        return None
    value = tuple(base if power == 1 else Pow(base, Number(power)) for base, power in numbers)
    return Quantity(value[0] if len(value) == 1 else Mul(value), unit)


def _is_of_value(base: Expr, power: int, letters: list[tuple[str, int]]) -> bool:
    """Whether a factor is of the value before a unit: a number, a unit vector or a sum without the unit's letters."""
    return not free_symbols(base) or _is_marked(base, power) or _is_sum_apart(base, letters)


def _is_marked(expr: Expr, power: int) -> bool:
    return power == 1 and isinstance(expr, Symbol) and expr.name.startswith("hat(")


def _is_sum_apart(base: Expr, letters: list[tuple[str, int]]) -> bool:
    """Whether a factor is a sum in which no letter of the unit after it is (``(2t+1) m/s``)."""
    return isinstance(base, Add) and free_symbols(base).isdisjoint([name for name, _ in letters])


def _vector(expr: Add, dimension: units.Dimension) -> Quantity | None:
    r"""A sum of unit vectors with a unit of a dimension after its last term (``3\hat i-4\hat j N``) or in each term."""
    without = [_without_unit(term) for term in expr.terms]
    found = {unit for _, unit in without}
    only = found.pop() if len(found) == 1 else None
    if only is not None:
        return Quantity(Add(tuple([term for term, _ in without])), only) if _has(only, dimension) else None
    last = _after_unit_vectors(expr)
    unit = None if last is None else _unit_of(last[1], dimension)
    return None if last is None or unit is None else Quantity(last[0], unit)


def spelled_after(expr: Add, names: frozenset[str]) -> Quantity | None:
    """A sum of unit vectors with the unit that letters after its last term spell, all of them among ``names``."""
    last = _after_unit_vectors(expr)
    if last is None or not names.issuperset([name for name, _ in last[1]]):
        return None
    unit = _unit(_join(last[1]))
    return None if unit is None else Quantity(last[0], unit)


def _without_unit(term: Expr) -> tuple[Expr, units.UnitPowers | None]:
    """A term without the unit of the one quantity that is a factor of it, and that unit."""
    match term:
        case Quantity(value=value, unit=unit, of=""):
            return value, unit
        case Neg(arg=arg):
            inner = _without_unit(arg)
            return Neg(inner[0]), inner[1]
        case Mul(factors=factors):
            parts = [_without_unit(factor) for factor in factors]
            held = [unit for _, unit in parts if unit is not None]
            if len(held) == 1:
                return Mul(tuple([part for part, _ in parts])), held[0]
    return term, None


def _after_unit_vectors(expr: Add) -> tuple[Expr, list[tuple[str, int]]] | None:
    r"""A sum of unit vectors without the letters after its last one, and these with their powers.

    None unless letters are there that no other term has (``3\hat i-4\hat j N``, ``2i+3j m/s``).
    """
    last = expr.terms[-1]
    factors = list(_factors(last.arg if isinstance(last, Neg) else last, 1))
    at = next((k for k, factor in enumerate(factors) if _is_unit_vector(*factor)), -1)
    before = [base for base, power in factors[: at + 1] if power == 1]
    after = [(base.name, power) for base, power in factors[at + 1 :] if isinstance(base, Symbol)]
    if not before or not after or len(before) + len(after) != len(factors):
        return None
    others = frozenset().union(*map(free_symbols, (*expr.terms[:-1], *before)))
    if not others.isdisjoint([name for name, _ in after]):
        return None
    term = before[0] if len(before) == 1 else Mul(tuple(before))
    return Add((*expr.terms[:-1], Neg(term) if isinstance(last, Neg) else term)), after


def _is_unit_vector(expr: Expr, power: int) -> bool:
    return _is_marked(expr, power) or (power == 1 and isinstance(expr, Symbol) and expr.name in ("j", "k"))


def _unit_of(letters: list[tuple[str, int]], dimension: units.Dimension) -> units.UnitPowers | None:
    """The unit of a dimension that letters name, each by itself or joined to symbols."""
    found = map(_unit, (_join_prefixes(letters), _join(letters)))
    return next((unit for unit in found if _has(unit, dimension)), None)


def _are_units(expr: Expr, letters: list[tuple[str, int]]) -> bool:
    r"""Whether the letters of a product may be units: several, or one at its end (``\frac h2`` is no duration).

    Those before the number are none (``day 3``).
    """
    if isinstance(expr, Mul) and isinstance(expr.factors[0], Symbol) and isinstance(expr.factors[-1], Number):
        return False
    if len(letters) != 1:
        return bool(letters)
    last = expr.factors[-1] if isinstance(expr, Mul) else None
    return isinstance(last.base if isinstance(last, Pow) else last, Symbol)


def _factors(expr: Expr, power: int) -> Iterator[tuple[Expr, int]]:
    """The factors of a product or quotient with their integer powers."""
    match expr:
        case Mul(factors=factors):
            for factor in factors:
                yield from _factors(factor, power)
        case Div(numerator=top, denominator=bottom) if free_symbols(expr):
            yield from _factors(top, power)
            yield from _factors(bottom, -power)
        case Constant(name="e") if power == 1:
            yield Symbol("e"), power
        case Pow(base=Symbol() as base, exponent=exponent) if (raised := _integer(exponent)) is not None:
            yield base, raised * power
        case _:
            yield expr, power


def _unit(letters: list[tuple[str, int]]) -> units.UnitPowers | None:
    return units.read_unit("·".join(f"{name}^{power}" for name, power in letters))


def _has(unit: units.UnitPowers | None, dimension: units.Dimension) -> bool:
    size = None if unit is None else units.conversion(unit)
    return size is not None and size[1] == dimension


def _join(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Letters side by side as the longest symbols they spell; a power belongs to the whole symbol before it."""
    joined: list[tuple[str, int]] = []
    at = 0
    while at < len(letters):
        size = next((n for n in (3, 2) if _spells(letters[at : at + n], n)), 1)
        joined.append(("".join(name for name, _ in letters[at : at + size]), letters[at + size - 1][1]))
        at += size
    return joined


def _spells(letters: list[tuple[str, int]], size: int) -> bool:
    """Whether ``size`` letters, of which only the last has a power, are a symbol; letters of a quotient are none."""
    if len(letters) < size or any(power != 1 for _, power in letters[:-1]):
        return False
    symbol = "".join(name for name, _ in letters)
    if symbol == "gm" and letters[-1][1] != 1:
        return False  # a gram and the power of a metre
    unit = units.read_unit(symbol)
    return unit is not None and units.ABBREVIATED.isdisjoint([name for name, _ in unit])


def _integer(expr: Expr) -> int | None:
    match expr:
        case Number(numerator=n, denominator=1):
            return n
        case Neg(arg=Number(numerator=n, denominator=1)):
            return -n
    return None


def _join_prefixes(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """``μ`` joined to the letter after it, and ``m`` that begins a symbol (``mN``; the metre stands last: ``N m``)."""
    joined: list[tuple[str, int]] = []
    for name, power in letters:
        if joined and (joined[-1][0] == _MICRO or (joined == [("m", 1)] and name in _AFTER_MILLI)):
            joined[-1] = (f"{joined[-1][0]}{name}", power)
        else:
            joined.append((name, power))
    return joined


_AFTER_MILLI: Final = frozenset("NJCWVAFHT")
"""Symbols of units before which ``m`` is no metre; ``m K`` is the unit of Wien's constant."""


def sizes(unit: tuple[UnitPower, ...], value: Expr) -> tuple[Expr, ...]:
    r"""The rows and columns before a noun that has them (``3 \times 4 matrix``); none before any other."""
    if not isinstance(value, Mul) or unit[0][0].rpartition(" ")[2] not in units.RECTANGLES:
        return ()
    return tuple(factor for factor in value.factors if isinstance(factor, Number))


def in_radians(a: Quantity, b: Quantity) -> tuple[Expr, Expr] | None:
    r"""Two values in one unit, of quantities of which one counts radians and the other degrees or turns.

    None for any others; ``60 rpm`` and ``2\pi rad/s`` are such quantities.
    """
    left, right = units.conversion(a.unit), units.conversion(b.unit)
    if left is None or right is None:
        return None
    if _turned(left[1]) == right[1]:
        return _times_radian(a.value, left[0] / right[0]), b.value
    return (a.value, _times_radian(b.value, right[0] / left[0])) if _turned(right[1]) == left[1] else None


def _turned(dimension: units.Dimension) -> units.Dimension:
    """A dimension with radians in the place of degrees."""
    if ("angle", 1) not in dimension:
        return ()
    return tuple(sorted([("radian" if name == "angle" else name, power) for name, power in dimension]))


def _times_radian(value: Expr, factor: Fraction) -> Expr:
    """A value times a factor times the radians of a degree."""
    part = factor / 180
    return Div(Mul((Number(part.numerator), value, Constant("pi"))), Number(part.denominator))
