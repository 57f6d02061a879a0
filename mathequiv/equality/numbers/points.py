"""Sample points: sizes, signs and parities at which branches, domains and steps change; the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from hashlib import blake2b
from math import lcm
from random import Random
from typing import Final, NamedTuple, TypeAlias

from mathequiv.equality.rationals import known_rational, rational
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Call, Constant, Expr, Folded, Neg, Number, Pow, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import Known, free_symbols, nodes_of, survey, walk
from mathequiv.lexicon.functions import BETWEEN_ONES, STEPS
from mathequiv.limits import MAX_CONSTANT, MAX_CONSTANTS, MAX_PERIOD

__all__ = ["Point", "Setting", "random_source", "reals", "wholes"]

Point: TypeAlias = Mapping[str, Fraction]

_CANDIDATES: Final = 40


class _Scale(NamedTuple):
    """A range of sizes ``low/unit`` to ``high/unit`` and a sign."""

    low: int
    high: int
    sign: int
    unit: int = 64


_SCALES: Final[tuple[_Scale, ...]] = (
    _Scale(64, 128, 1),
    _Scale(128, 320, -1),
    _Scale(8, 60, 1),
    _Scale(320, 1600, 1),
    _Scale(8, 60, -1),
    _Scale(64, 128, -1),
    _Scale(1600, 20_000, 1),
    _Scale(128, 320, 1),
    _Scale(1, 6, 1),
    _Scale(1600, 20_000, -1),
    _Scale(320, 1600, -1),
    _Scale(1, 6, -1),
)
_ORDINARY: Final = 100
"""Constants up to this size are within the scales above."""
_FINE: Final = 1 << 10
_WHOLES: Final = (5, 8, 3, 12, -3, -4, 2, 7, 1, 6, -7, -10, 9, 10, 15, 20, 4, 30, 11, -1, -2, 24, 13, -5, 14)
_BITS: Final = (14, 14, 14, 14, 12, 11)
"""Sizes of the integers drawn for one name; a sum may have too many terms at the larger ones."""


class Setting:
    """How a pair is evaluated; what only sample points need is found when they are drawn.

    Args:
        a: one side.
        b: the other.
        known: what is known of the pair, if it has been looked through.

    Attributes:
        names: the variables of the pair, sorted.
        complex_: whether values off the real line count.
    """

    __slots__ = (
        "_a",
        "_b",
        "_constants",
        "_kinds",
        "_positive",
        "_seed",
        "_spans",
        "_walked",
        "_whole",
        "complex_",
        "names",
    )

    def __init__(self, a: Expr, b: Expr, known: Known | None = None) -> None:
        self._a, self._b = a, b
        self._constants: tuple[int, ...] | None = None
        self._whole: bool | None = None
        self._spans: list[tuple[Expr, Expr]] | None = None
        self._walked: list[Expr] | None = None
        if known is None:
            (kinds_a, names_a), (kinds_b, names_b) = survey(a), survey(b)
            known = Known(kinds_a | kinds_b, names_a | names_b, "")
        self._kinds, names, self._seed = known
        self.names = tuple(sorted(names)) if names else ()
        self.complex_ = Constant in self._kinds and (_holds_i(a) or _holds_i(b))
        self._positive: frozenset[str] | None = None

    @property
    def positive(self) -> frozenset[str]:
        """The variables that are positive quantities."""
        if self._positive is None:
            self._positive = frozenset([n.name for n in self.nodes() if isinstance(n, Symbol) and n.positive])
        return self._positive

    def allows(self, point: Point) -> bool:
        """Whether the variables may have these values."""
        return all(point[name] > 0 for name in self.positive)

    def own_side(self, name: str, value: Fraction) -> Fraction:
        """A generic value as one that the variable may have."""
        return abs(value) if name in self.positive else value

    def nodes(self) -> list[Expr]:
        """All parts of both sides; none where no variable occurs."""
        if self._walked is None:
            self._walked = [*walk(self._a), *walk(self._b)] if self.names else []
        return self._walked

    @property
    def whole(self) -> bool:
        """Whether integer points matter (floor, factorial, ``(-1)^n`` …)."""
        if self._whole is None:
            names = frozenset(self.names)
            stepped = not self._kinds.isdisjoint(_STEPPED)
            self._whole = stepped and any(_wants_integers(node, names) for node in self.nodes())
        return self._whole

    @property
    def spans(self) -> list[tuple[Expr, Expr]]:
        """The bounds of sums and products that hold a name; an upper one below the lower one is no generic case."""
        if self._spans is None:
            nodes = self.nodes() if Folded in self._kinds else []
            folds = [node for node in nodes if isinstance(node, Folded) and node.kind in ("sum", "product")]
            bounds = [(node.low, node.high) for node in folds if node.low is not None and node.high is not None]
            self._spans = [(low, high) for low, high in bounds if free_symbols(low) or free_symbols(high)]
        return self._spans

    @property
    def constants(self) -> tuple[int, ...]:
        """Integers above 1 written in the pair; steps, moduli and corners lie near them."""
        if self._constants is None:
            self._constants = () if self._kinds.isdisjoint(_WITH_VALUES) else _constants(self.nodes())
        return self._constants

    @property
    def seed(self) -> str:
        """What the points depend on."""
        return self._seed or f"{to_text(self._a)}\n{to_text(self._b)}"


def _holds_i(expr: Expr) -> bool:
    return "i" in [constant.name for constant in nodes_of(expr, Constant)]


_STEPPED: Final = frozenset((Call, Pow))
"""Nodes that `_wants_integers` may be true of."""


def _wants_integers(node: Expr, names: frozenset[str]) -> bool:
    """Whether a node makes integer values of ``names`` count; the index of a sum, which they may hold too, does not."""
    if isinstance(node, Call):
        return node.name in STEPS and not names.isdisjoint(free_symbols(node))
    return isinstance(node, Pow) and _is_negative(node.base) and not names.isdisjoint(free_symbols(node.exponent))


def _is_negative(base: Expr) -> bool:
    return (isinstance(base, Neg) and not free_symbols(base)) or (isinstance(base, Number) and base.numerator < 0)


_WITH_VALUES: Final = frozenset((Number, Pow))
"""Nodes that a constant is taken from."""


def _constants(nodes: list[Expr]) -> tuple[int, ...]:
    found: set[int] = set()
    for node in nodes:
        if type(node) in _WITH_VALUES:
            n, d = known_rational(node) or (0, 1)
            found.update((abs(n), d))
    return tuple(sorted([v for v in found if 1 < v <= MAX_CONSTANT], reverse=True)[:MAX_CONSTANTS])


def random_source(seed: str) -> Random:
    """Random numbers that depend on nothing but ``seed``."""
    return Random(int.from_bytes(blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"))  # noqa: S311 - not a secret


def _scales(setting: Setting) -> tuple[_Scale, ...]:
    """The scales, with those beyond the largest constant and below its reciprocal where it is out of the ordinary."""
    largest = max(setting.constants, default=0)
    if largest <= _ORDINARY:
        return _SCALES
    beyond = (_Scale(64 * largest, 256 * largest, 1), _Scale(64 * largest, 256 * largest, -1))
    below = (_Scale(8, 60, 1, 64 * largest), _Scale(8, 60, -1, 64 * largest))
    return (*_SCALES[:2], *beyond, *_SCALES[2:4], *below, *_SCALES[4:])


def _real(source: Random, scale: _Scale) -> Fraction:
    low, width = scale.low * _FINE, (scale.high - scale.low) * _FINE
    return Fraction(scale.sign * (low + source.getrandbits(64) % width), scale.unit * _FINE)


def reals(setting: Setting) -> Iterator[Point]:
    """Candidate points: all variables alike first, then mixed sizes and signs."""
    if not setting.names:
        yield {}
        return
    source = random_source(setting.seed)
    scales = _scales(setting)
    single = len(setting.names) == 1
    for k in range(_CANDIDATES):
        point: dict[str, Fraction] = {}
        for name in setting.names:
            row = k if single or k < 3 else source.getrandbits(16)
            point[name] = setting.own_side(name, _real(source, scales[row % len(scales)]))
        yield point
    if single:
        yield from filter(setting.allows, _inside(setting))


_BETWEEN: Final = tuple(Fraction(n, 32) for n in (9, -11, 21, -25, 3, 29, -5, -19))


def _inside(setting: Setting) -> Iterator[Point]:
    r"""Points at which the arguments of bounded functions are between -1 and 1, as 70 in ``\arccos(x-70)``."""
    (name,) = setting.names
    for node in setting.nodes():
        if not isinstance(node, Call) or node.name not in BETWEEN_ONES:
            continue
        values = [_rational_at(node.args[0], name, at) for at in range(3)]
        first, second, third = values
        if first is None or second is None or third is None or third - second != second - first or first == second:
            continue
        for value in _BETWEEN:
            yield {name: (value - first) / (second - first)}


def _rational_at(expr: Expr, name: str, value: int) -> Fraction | None:
    try:
        found = rational(expr, {name: (value, 1)})
    except (UndefinedValue, OverLimit):
        return None
    return None if found is None else Fraction(*found)


def wholes(setting: Setting) -> Iterator[Point]:
    """Candidate points with integer coordinates of both parities and signs, residues of the constants among them."""
    source = random_source(setting.seed)
    if len(setting.names) == 1:
        values = dict.fromkeys((*_WHOLES, *_near_constants(setting), *(source.getrandbits(bits) for bits in _BITS)))
        points: Iterator[Point] = iter([{setting.names[0]: Fraction(value)} for value in values])
    else:
        points = iter(
            [
                dict(zip(setting.names, map(Fraction, _several(setting, source, k)), strict=True))
                for k in range(_CANDIDATES)
            ]
        )
    yield from filter(setting.allows, points)


def _near_constants(setting: Setting) -> list[int]:
    period = lcm(*setting.constants)
    if period <= MAX_PERIOD:
        return list(range(period + 1))
    return [v for m in setting.constants for v in (m, 2 * m, m + 1, m - 1, -m, 3 * m + 2)]


def _several(setting: Setting, source: Random, k: int) -> list[int]:
    """Integers for several variables: descending, ascending and unordered, sometimes negative or constants."""
    count = len(setting.names)
    values = [1 + (k + 3 * j) % (4 * count + 3) + source.getrandbits(8) % 4 for j in range(count)]
    if k % 4 < 2:
        values.sort(reverse=k % 4 == 0)
    if k % 8 == 7:
        values = [-v if source.getrandbits(1) else v for v in values]
    if k % 4 == 3 and setting.constants:
        values[source.getrandbits(8) % count] = setting.constants[source.getrandbits(8) % len(setting.constants)]
    return values
