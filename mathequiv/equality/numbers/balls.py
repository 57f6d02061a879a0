"""Enclosures as values: `Ball`, `Undefined` and how two of them lie; the one lock on flint's precision.

Flint keeps one working precision for the whole process, so every evaluation holds the lock, sets the precision, checks
afterwards that it is still in force, and puts the old one back.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flint import acb, arb, ctx

from mathequiv.equality.numbers.ball_functions import Value
from mathequiv.nodes import node

__all__ = ["Ball", "Gap", "Precision", "Undefined", "approximate", "gap", "magnitude"]

_LOCK: Final = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A child forked amid another thread's enclosure would wait for a thread that it does not have.
    os.register_at_fork(before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release)
_GUARD_BITS: Final = 512
"""A difference counts as zero when its ball is narrower than 2^-512 of the smallest nonzero term."""
_APPROXIMATE: Final = 320


@dataclass(frozen=True, slots=True)
class Undefined:
    """No enclosure: ``certain`` if there is certainly no value, else more bits or other means are needed.

    ``unsupported`` means that more bits or other points would not help; ``sign`` is that of the infinity that a sum,
    integral or limit in it tends to, 0 if that is none or not known.
    """

    reason: str
    certain: bool
    unsupported: bool = False
    sign: int = 0


class Ball:
    """An enclosure of a value, immutable.

    Attributes:
        value: the flint ball.
        smallest: binary exponent of the smallest nonzero term met in a sum, None if there was no sum.
        spread: bits by which cancellation inside the expression may hide a small part of it.
        modelled: an unknown function was replaced by a generic one, so agreement proves nothing.
    """

    __slots__ = ("modelled", "smallest", "spread", "value")

    def __init__(self, value: Value, smallest: int | None, spread: int, modelled: bool) -> None:
        self.value = value
        self.smallest = smallest
        self.spread = spread
        self.modelled = modelled

    @property
    def real(self) -> bool:
        """Certainly a real number."""
        return isinstance(self.value, arb)

    def sign(self) -> int | None:
        """Sign of a real value if the ball settles it."""
        if not self.real:
            return None
        if self.value > 0:
            return 1
        if self.value < 0:
            return -1
        return 0 if self.value.is_zero() else None

    def near_integer(self) -> bool:
        """Whether a real value may be an integer."""
        return bool(self.value.contains_integer())

    def is_below(self, exponent: int) -> bool:
        """Whether the absolute value is certainly less than ``2 ** exponent``."""
        bound = _upper(self.value)
        return bound is None or bound <= exponent

    def __str__(self) -> str:
        """Short decimal text such as ``3.1415926536 ± 2e-30``."""
        with Precision(128):
            if self.real:
                return _real_text(self.value)
            return f"({_real_text(self.value.real)}) + ({_real_text(self.value.imag)})i"


@node
class Gap:
    """How two enclosures lie: certainly ``disjoint``; or ``equal`` as far as the contract asks of numbers.

    ``width`` is the binary exponent of the difference's width relative to the smallest nonzero term; ``lacking`` is how
    many more bits would make it narrow enough (0 if it is).
    """

    disjoint: bool
    equal: bool
    width: int
    lacking: int


class Precision:
    """Holds the lock and flint's precision for a block, then puts the former precision back.

    Args:
        bits: the precision inside the block.
    """

    __slots__ = ("bits", "former")

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.former = bits

    def __enter__(self) -> Precision:  # noqa: PYI034 - `Self` came with Python 3.11
        _LOCK.acquire()
        self.former = ctx.prec
        ctx.prec = self.bits
        return self

    def __exit__(self, *_: object) -> None:
        ctx.prec = self.former
        _LOCK.release()

    def holds(self) -> bool:
        """Whether the precision is still the block's."""
        return bool(ctx.prec == self.bits)


def _real_text(x: Value) -> str:
    radius = x.rad()
    middle = x.mid().str(11, radius=False)
    return str(middle) if radius.is_zero() else f"{middle} ± {radius.str(1, radius=False)}"


def magnitude(x: Value) -> int | None:
    """Binary exponent of the middle of a ball that excludes zero, else None."""
    if isinstance(x, acb):
        parts = [m for m in (magnitude(x.real), magnitude(x.imag)) if m is not None]
        return max(parts) if parts else None
    if not (x > 0 or x < 0):
        return None
    mantissa, exponent = x.mid().man_exp()
    return int(exponent) + int(mantissa).bit_length()


def _upper(x: Value) -> int | None:
    """Binary exponent that the absolute value certainly does not exceed; None for exactly zero."""
    bound = x.abs_upper()
    if bound.is_zero():
        return None
    mantissa, exponent = bound.mid().man_exp()
    return int(exponent) + int(mantissa).bit_length() + 1


def gap(left: Ball, right: Ball, bits: int) -> Gap:
    """Compare two enclosures made at ``bits`` bits."""
    with Precision(bits):
        a, b = left.value, right.value
        if not a.overlaps(b) if left.real and right.real else not acb(a).overlaps(acb(b)):
            return Gap(disjoint=True, equal=False, width=0, lacking=0)
        difference = a - b
        width = _upper(difference)
        sizes = [magnitude(a), magnitude(b)]
    if None in sizes:
        sizes += [left.smallest, right.smallest]
    reference = min((s for s in sizes if s is not None), default=0) - left.spread - right.spread
    if width is None:
        return Gap(disjoint=False, equal=True, width=-bits, lacking=0)
    relative = width - reference
    return Gap(disjoint=False, equal=relative < -_GUARD_BITS, width=relative, lacking=max(0, relative + _GUARD_BITS))


def approximate(name: str, number: int, exponent: Fraction) -> Fraction:
    """A rational within ``2^-256`` or so of a power of π, e, a prime or the logarithm of one."""
    with Precision(_APPROXIMATE):
        base = {"pi": arb.pi, "e": arb.const_e}.get(name, lambda: arb(number))()
        value = (base.log() if name == "ln prime" else base) ** (arb(exponent.numerator) / exponent.denominator)
        mantissa, power = value.mid().man_exp()
    return int(mantissa) * Fraction(2) ** int(power)
