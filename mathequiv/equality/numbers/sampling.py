"""Certified comparison at sample points: what shows two expressions different, or equal as far as numbers can."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from typing import Final

from mathequiv.equality.numbers.ball_functions import NAMED_FUNCTIONS
from mathequiv.equality.numbers.balls import Ball, Gap, Undefined, gap
from mathequiv.equality.numbers.divisors import are_divisors_seen
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.numbers.pieces import Pieces, find_pieces
from mathequiv.equality.numbers.points import Point, Setting, reals, wholes
from mathequiv.equality.numbers.written_cases import cases_at, have_same_infinity, holds_cases
from mathequiv.equality.rationals import Rational, rational
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Apply, Expr, Piecewise
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.functions import COUNTS, NAMED_NUMBER
from mathequiv.limits import MAX_PRECISION, Budget
from mathequiv.verdict import Convention, Evidence, Mismatch, Numeric, Witness

__all__ = ["ANY_FUNCTION", "FIRST_BITS", "Sampling"]

ANY_FUNCTION: Final = "a function that may be any"
_SHOWN: Final = 80

FIRST_BITS: Final = 128
_PROOF_BITS: Final = 1024
_ENOUGH_REALS: Final = 8
_NEEDED_REALS: Final = 3
_NEEDED_WHOLES: Final = 6
_PROVED_WHOLES: Final = 10
_TWO_GLYPHS: Final = frozenset({"phi", "varphi"})
"""Where both name functions, one of them is no totient."""
_NOWHERE: Final = "nowhere"
_NARROWER: Final = "narrower"


class Sampling:
    """A pair of expressions at sample points.

    Args:
        a: one side.
        b: the other side.
        setting: how they are evaluated.
        budget: where steps are counted.
    """

    __slots__ = ("_reals", "_wholes", "a", "b", "budget", "setting")

    def __init__(self, a: Expr, b: Expr, setting: Setting, budget: Budget) -> None:
        self.a = a
        self.b = b
        self.setting = setting
        self.budget = budget
        self._reals: list[Point] = []
        self._wholes: list[Point] = []

    def _pair(self, point: Point, bits: int) -> tuple[Ball, Ball] | Undefined:
        left = enclose(self.a, point, bits, complex_=self.setting.complex_, budget=self.budget)
        if isinstance(left, Undefined):
            return left
        right = enclose(self.b, point, bits, complex_=self.setting.complex_, budget=self.budget)
        return right if isinstance(right, Undefined) else (left, right)

    def find_difference(self) -> Witness | Mismatch | bool:
        """Look for a point at which the sides certainly differ, and note those at which they may agree.

        Returns:
            A witness, or a mismatch where a function is one that nobody has given; True if there was none; False where
            no enclosure can be had at all.
        """
        for point in reals(self.setting):
            found = self._look(point, self._reals)
            if found is not None:
                return False if isinstance(found, Witness) and self._agrees_at_integers() else found
            if len(self._reals) >= _ENOUGH_REALS:
                break
        if self.setting.whole:
            for point in wholes(self.setting):
                found = self._look(point, self._wholes)
                if found is not None:
                    return found
        return True

    def _agrees_at_integers(self) -> bool:
        """Whether the names count and the sides agree wherever they are integers: what differs between is no fact."""
        if not self.setting.whole or not COUNTS.issuperset(self.setting.names):
            return False
        agreed: list[Point] = []
        return not any(self._look(point, agreed) for point in wholes(self.setting)) and len(agreed) >= _NEEDED_WHOLES

    def _look(self, point: Point, agreed: list[Point]) -> Witness | Mismatch | bool | None:
        if any(_is_backward(low, high, point) for low, high in self.setting.spans):
            return None
        balls = self._pair(point, FIRST_BITS)
        if isinstance(balls, Undefined):
            if balls.unsupported:
                return False
            if balls.certain or self.setting.names:
                return None
        elif gap(*balls, FIRST_BITS).disjoint:
            found = self._difference(point, balls)
            return False if found is None else found
        agreed.append(point)
        return None

    def _difference(self, point: Point, balls: tuple[Ball, Ball]) -> Witness | Mismatch | None:
        """What two disjoint enclosures show; the value of a stand-in is never shown.

        A function that nobody has given may be any, so the sides differ; of one with a meaning nothing is known.
        """
        if self._holds_named_number():
            return None
        if not (balls[0].modelled or balls[1].modelled):
            return _witness(point, balls)
        names = {n.name for side in (self.a, self.b) for n in walk(side) if isinstance(n, Apply)}
        if not names:
            return _witness(point, balls)
        if not (names.isdisjoint(NAMED_FUNCTIONS) or names >= _TWO_GLYPHS):
            return None
        return Mismatch(ANY_FUNCTION, to_text(self.a)[:_SHOWN], to_text(self.b)[:_SHOWN])

    def _holds_named_number(self) -> bool:
        """Whether one side alone holds a harmonic or Fibonacci number by its name: it has a value of its own."""
        if not any(map(NAMED_NUMBER.fullmatch, self.setting.names)):
            return False
        held = [any(map(NAMED_NUMBER.fullmatch, free_symbols(side))) for side in (self.a, self.b)]
        return held[0] is not held[1]

    def _proof_points(self) -> list[Point] | None:
        """The points at which agreement must be shown besides those in pieces, or None if there are too few."""
        if not self.setting.names:
            return self._reals or None
        if not self.setting.whole:
            return self._reals[:_NEEDED_REALS]
        parities = {tuple(int(v) % 2 for v in p.values()) for p in self._wholes}
        if len(self._wholes) < _NEEDED_WHOLES or len(parities) < 2:
            return None
        return self._reals[:_NEEDED_REALS] + self._wholes[:_PROVED_WHOLES]

    def show_agreement(self) -> Evidence | None:
        """Show agreement in every piece, at 1024 bits or more, or a difference that only appears there.

        Call `find_difference` first.

        Returns:
            A `Convention` where one side is real on a smaller set by more than single points; None where a piece could
            not be reached.
        """
        points = self._proof_points()
        pieces = find_pieces(self.a, self.b, self.setting, self.budget)
        if points is None or pieces is None:
            return None
        bits, width = _PROOF_BITS, -MAX_PRECISION
        agreed: list[Point] = []
        is_narrower = False
        for point in (*points, *pieces.inside):
            found = self._settle(point)
            if found is None or isinstance(found, (Witness, Mismatch)):
                return found
            is_narrower = is_narrower or found is _NARROWER
            if isinstance(found, tuple):
                bits, width = max(bits, found[0]), max(width, found[1].width)
                agreed.append(point)
        at_edges = self._at_edges(pieces)
        if at_edges is not True:
            return at_edges or None
        return self._conclude(pieces, agreed, is_narrower, Numeric(bits, len(agreed), width))

    def _at_edges(self, pieces: Pieces) -> Witness | bool:
        """A witness among the corners at which values may jump; False where a side has two values there."""
        for point in pieces.edges:
            env = {name: (value.numerator, value.denominator) for name, value in point.items()}
            values = _known(self.a, env), _known(self.b, env)
            if values[0] is not None and values[1] is not None and values[0] != values[1]:
                return Witness(_shown(point), str(values[0]), str(values[1]))
            balls = self._pair(point, FIRST_BITS)
            if isinstance(balls, Undefined):
                if balls.unsupported or self._lacks_a_case(point):
                    return False
            elif gap(*balls, FIRST_BITS).disjoint:
                return _witness(point, balls)
        return True

    def _lacks_a_case(self, point: Point) -> bool:
        """Whether a case that is written for a point has no value there, and the other side has one."""
        sides = (self.a, self.b)
        balls = [enclose(side, point, FIRST_BITS, complex_=False, budget=self.budget) for side in sides]
        lacking = [side for side, ball in zip(sides, balls, strict=True) if isinstance(ball, Undefined)]
        return len(lacking) == 1 and bool(cases_at(lacking[0], point, FIRST_BITS, self.budget))

    def _are_cases_seen(self, inside: list[Point], agreed: list[Point]) -> bool:
        """Whether the sides agree somewhere in every written case that some piece is in."""
        if not (holds_cases(self.a) or holds_cases(self.b)):
            return True
        seen = {case for point in agreed for case in self._cases(point)}
        return seen.issuperset([case for point in inside for case in self._cases(point)])

    def _cases(self, point: Point) -> list[tuple[Piecewise, int]]:
        """The written cases that hold at a point on either side.

        Nothing where both are one infinity, or where a side is written for other points only.
        """
        held = [cases_at(side, point, FIRST_BITS, self.budget) for side in (self.a, self.b)]
        beyond = any(not one and holds_cases(side) for one, side in zip(held, (self.a, self.b), strict=True))
        return [] if beyond or have_same_infinity(held) else held[0] + held[1]

    def _conclude(self, pieces: Pieces, agreed: list[Point], is_narrower: bool, found: Numeric) -> Evidence | None:
        if self.setting.names and not self.setting.whole and len(agreed) < _NEEDED_REALS:
            return None
        if not all(self._is_seen_on_both_sides(side, agreed) for side in pieces.sides):
            return None
        if not self._are_cases_seen(pieces.inside, agreed):
            return None
        if self.setting.whole and not are_divisors_seen(self.a, self.b, self.setting.names):
            return None
        if is_narrower and self._reals:
            return Convention("common_domain")
        return Numeric(found.bits, found.points, found.width, pieces.shown)

    def _is_seen_on_both_sides(self, side: Expr, agreed: list[Point]) -> bool:
        signs: set[int | None] = set()
        for point in (*agreed, *self._reals):
            ball = enclose(side, point, FIRST_BITS, complex_=False, budget=self.budget)
            if isinstance(ball, Ball):
                signs.add(ball.sign())
        return {-1, 1} <= signs

    def _settle(self, point: Point) -> tuple[int, Gap] | str | Evidence | None:
        bits = _PROOF_BITS
        while bits <= MAX_PRECISION:
            balls = self._pair(point, bits)
            if isinstance(balls, Undefined):
                if balls.certain:
                    return self._domains(point, bits)
                if balls.unsupported:
                    return None
                bits *= 2
                continue
            found = gap(*balls, bits)
            if found.disjoint:
                return self._difference(point, balls)
            if balls[0].modelled or balls[1].modelled:
                return None
            if found.equal:
                return bits, found
            bits = max(2 * bits, 1 << (bits + found.lacking).bit_length())
        return None

    def _domains(self, point: Point, bits: int) -> str | None:
        """Whether neither side has a value at a point, or only one has; None where that is open."""
        if not self.setting.names:
            return None
        sides = [
            enclose(side, point, bits, complex_=self.setting.complex_, budget=self.budget) for side in (self.a, self.b)
        ]
        missing = [isinstance(side, Undefined) and side.certain for side in sides]
        if all(missing):
            return _NOWHERE
        if not any(missing):
            return None
        return _NARROWER if all(gone or isinstance(s, Ball) for gone, s in zip(missing, sides, strict=True)) else None

    def is_narrower(self) -> bool:
        """Whether only one side has a value in some piece; False where that is not known."""
        pieces = find_pieces(self.a, self.b, self.setting, self.budget)
        if pieces is None:
            return False
        return any(self._domains(point, FIRST_BITS) is _NARROWER for point in pieces.inside)

    def common_point(self) -> bool | None:
        """Whether some point has both sides defined; None where no enclosure can be had, or nothing is certain."""
        certain = False
        kinds = (reals, wholes) if self.setting.whole else (reals,)
        for point in chain(*(kind(self.setting) for kind in kinds)):
            for bits in (FIRST_BITS,) if self.setting.names else (FIRST_BITS, _PROOF_BITS):
                balls = self._pair(point, bits)
                if not isinstance(balls, Undefined):
                    return True
                if balls.unsupported:
                    return None
                if balls.certain:
                    certain = True
                    break
        pieces = find_pieces(self.a, self.b, self.setting, self.budget) if self.setting.names else None
        inside = pieces.inside if pieces is not None else []
        if any(not isinstance(self._pair(point, FIRST_BITS), Undefined) for point in inside):
            return True
        return False if certain else None


def _is_backward(low: Expr, high: Expr, point: Point) -> bool:
    env = {name: (value.numerator, value.denominator) for name, value in point.items()}
    first, last = _known(low, env), _known(high, env)
    return first is not None and last is not None and last < first


def _known(side: Expr, env: Mapping[str, Rational]) -> Fraction | None:
    try:
        value = rational(side, env)
    except (OverLimit, UndefinedValue):
        return None
    return None if value is None else Fraction(*value)


def _shown(point: Point) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sorted(point.items()))


def _witness(point: Point, balls: tuple[Ball, Ball]) -> Witness:
    return Witness(_shown(point), str(balls[0]), str(balls[1]))
