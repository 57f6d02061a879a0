"""Certified comparison at sample points: what shows two expressions different, or equal as far as numbers can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b
from random import Random

from mathequiv.equality.enclosure import Ball, Gap, Undefined, enclose, gap
from mathequiv.latex.expr import Expr
from mathequiv.limits import MAX_PRECISION, Budget
from mathequiv.verdict import Numeric, Witness

__all__ = ["Setting", "agree", "common_point", "differ", "proof_points", "reals", "wholes"]

FIRST_BITS = 128
PROOF_BITS = 1024
CANDIDATES = 40
ENOUGH_REALS = 8
ENOUGH_WHOLES = 10
NEEDED_REALS = 3
NEEDED_WHOLES = 6

_SCALES: tuple[tuple[int, int, int], ...] = (
    # numerators of (low, high) over 64, and the sign: sizes and signs at which branches and domains change
    (64, 128, 1),
    (128, 320, -1),
    (8, 60, 1),
    (320, 1600, 1),
    (8, 60, -1),
    (64, 128, -1),
    (1600, 20_000, 1),
    (128, 320, 1),
    (1, 6, 1),
    (1600, 20_000, -1),
    (320, 1600, -1),
    (1, 6, -1),
)
_FINE = 1 << 10
_SINGLES = (5, 8, 3, 12, -3, -4, 2, 7, 1, 6, -7, -10, 9, 10, 15, 20, 4, 30, 11, -1, -2, 24, 13, -5, 14)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a pair is evaluated.

    Attributes:
        names: its variables, sorted.
        complex_: whether values off the real line count.
        whole: whether integer points matter (floor, factorial, ``(-1)^n`` …).
        seed: what the points depend on.
    """

    names: tuple[str, ...]
    complex_: bool
    whole: bool
    seed: str


def _random(seed: str) -> Random:
    return Random(int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big"))  # noqa: S311 - not a secret


def _real(source: Random, scale: tuple[int, int, int]) -> Fraction:
    low, high, sign = scale
    return Fraction(sign * (low * _FINE + source.getrandbits(24) % ((high - low) * _FINE)), 64 * _FINE)


def reals(setting: Setting) -> Iterator[dict[str, Fraction]]:
    """Candidate points: all variables alike first, then mixed sizes and signs."""
    if not setting.names:
        yield {}
        return
    source = _random(setting.seed)
    single = len(setting.names) == 1
    for k in range(CANDIDATES):
        point = {}
        for name in setting.names:
            row = k % len(_SCALES) if single or k < 3 else source.getrandbits(16) % len(_SCALES)
            point[name] = _real(source, _SCALES[row])
        yield point


def wholes(setting: Setting) -> Iterator[dict[str, Fraction]]:
    """Candidate points with integer coordinates of both parities and signs."""
    if len(setting.names) == 1:
        for value in _SINGLES:
            yield {setting.names[0]: Fraction(value)}
        return
    source = _random(setting.seed)
    count = len(setting.names)
    for k in range(CANDIDATES):
        values = [1 + (k + 3 * j) % (4 * count + 3) + source.getrandbits(8) % 4 for j in range(count)]
        if k % 4 < 2:
            values.sort(reverse=k % 4 == 0)
        if k % 8 == 7:
            values = [-v if source.getrandbits(1) else v for v in values]
        yield {name: Fraction(v) for name, v in zip(setting.names, values, strict=True)}


def _pair(
    a: Expr, b: Expr, point: Mapping[str, Fraction], bits: int, setting: Setting, budget: Budget
) -> tuple[Ball, Ball] | Undefined:
    left = enclose(a, point, bits, complex_=setting.complex_, budget=budget)
    if isinstance(left, Undefined):
        return left
    right = enclose(b, point, bits, complex_=setting.complex_, budget=budget)
    return right if isinstance(right, Undefined) else (left, right)


def _witness(point: Mapping[str, Fraction], balls: tuple[Ball, Ball]) -> Witness:
    return Witness(tuple((name, str(value)) for name, value in sorted(point.items())), str(balls[0]), str(balls[1]))


class Survey:
    """Points at which both sides are defined and no difference was seen."""

    def __init__(self) -> None:
        self.reals: list[dict[str, Fraction]] = []
        self.wholes: list[dict[str, Fraction]] = []


def differ(a: Expr, b: Expr, setting: Setting, budget: Budget) -> Witness | Survey | None:
    """Look for a point at which the sides certainly differ.

    Returns:
        A witness; else the points at which they may agree; None where no enclosure can be had at all.
    """
    survey = Survey()
    runs = [(reals(setting), survey.reals, ENOUGH_REALS)]
    if setting.whole and setting.names:
        runs.append((wholes(setting), survey.wholes, ENOUGH_WHOLES))
    for points, agreed, enough in runs:
        for point in points:
            balls = _pair(a, b, point, FIRST_BITS, setting, budget)
            if isinstance(balls, Undefined):
                if balls.unsupported:
                    return None
                if balls.certain or setting.names:
                    continue
            elif gap(*balls, FIRST_BITS).disjoint:
                return _witness(point, balls)
            agreed.append(point)
            if len(agreed) >= enough:
                break
    return survey


def proof_points(survey: Survey, setting: Setting) -> list[dict[str, Fraction]] | None:
    """The points at which agreement must be shown, or None if there are too few."""
    if not setting.names:
        return survey.reals or None
    if not setting.whole:
        return survey.reals[:NEEDED_REALS] if len(survey.reals) >= NEEDED_REALS else None
    parities = {tuple(int(v) % 2 for v in p.values()) for p in survey.wholes}
    if len(survey.wholes) < NEEDED_WHOLES or len(parities) < 2:
        return None
    return survey.reals[:NEEDED_REALS] + survey.wholes


def agree(
    a: Expr, b: Expr, points: list[dict[str, Fraction]], setting: Setting, budget: Budget
) -> Numeric | Witness | None:
    """Show agreement at every point at 1024 bits or more, or a difference that only appears there."""
    bits_used, width = PROOF_BITS, -MAX_PRECISION
    for point in points:
        found = _settle(a, b, point, setting, budget)
        if not isinstance(found, tuple):
            return found
        bits_used, width = max(bits_used, found[0]), max(width, found[1].width)
    return Numeric(bits_used, len(points), width)


def _settle(
    a: Expr, b: Expr, point: dict[str, Fraction], setting: Setting, budget: Budget
) -> tuple[int, Gap] | Witness | None:
    bits = PROOF_BITS
    while bits <= MAX_PRECISION:
        balls = _pair(a, b, point, bits, setting, budget)
        if isinstance(balls, Undefined):
            if balls.certain or balls.unsupported:
                return None
            bits *= 2
            continue
        found = gap(*balls, bits)
        if found.disjoint:
            return _witness(point, balls)
        if balls[0].modelled or balls[1].modelled:
            return None
        if found.equal:
            return bits, found
        bits = max(2 * bits, 1 << (bits + found.lacking).bit_length())
    return None


def common_point(a: Expr, b: Expr, setting: Setting, budget: Budget) -> bool | None:
    """Whether some candidate point has both sides defined; None where no enclosure can be had at all."""
    for points in (reals(setting), wholes(setting) if setting.whole and setting.names else ()):
        for point in points:
            for bits in (FIRST_BITS,) if setting.names else (FIRST_BITS, PROOF_BITS):
                balls = _pair(a, b, point, bits, setting, budget)
                if not isinstance(balls, Undefined):
                    return True
                if balls.unsupported:
                    return None
                if balls.certain:
                    break
    return False
