"""Every cap, by name, with its reason; sizes are checked before anything is computed.

No cap is a time: the same pair gets the same verdict on every machine and under any load.
"""

from __future__ import annotations

from mathequiv.errors import OverLimit

__all__ = [
    "MAX_BRANCHES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_EXACT_BITS",
    "MAX_ITEMS",
    "MAX_STEPS",
    "MAX_TERMS",
    "MAX_TEXT",
    "MAX_TOKENS",
    "Budget",
    "check",
]

MAX_TEXT = 20_000
"""Characters of an answer; a longer one is compared for identity only. Real answers stay below 2 000."""

MAX_TOKENS = 8_000
"""Tokens that are parsed; bounds the parser's work."""

MAX_DEPTH = 60
"""Nesting of brackets, fractions, roots and powers; keeps recursion far from the interpreter's own limit."""

MAX_DIGITS = 3_000
"""Digits of one written numeral; below the 4 300 at which Python refuses int-to-str conversion."""

MAX_EXACT_BITS = 40_000
"""Bits of an exact rational, power or factorial; larger values are compared by enclosures or not at all."""

MAX_ITEMS = 2_000
"""Items of a list, tuple, set or matrix."""

MAX_BRANCHES = 64
"""Branches that plus-minus signs of one answer may open (six independent signs)."""

MAX_TERMS = 4_000
"""Terms a polynomial may have, or may get in an expansion, when an identity is proved."""

MAX_STEPS = 200_000
"""Elementary steps (a node enclosed, a pair of items compared) that one comparison may take."""


def check(cap: str, size: int) -> None:
    """Raise `OverLimit` if ``size`` is above the cap called ``cap``.

    Raises:
        OverLimit: the size is above the cap.
    """
    if size > globals()[cap]:
        raise OverLimit(cap, size)


class Budget:
    """Counts the steps of one comparison; never a clock.

    Args:
        steps: how many steps may be spent.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take ``steps`` from the budget.

        Raises:
            OverLimit: nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise OverLimit("MAX_STEPS")
