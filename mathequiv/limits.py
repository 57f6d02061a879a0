"""Every cap, by name, with its reason; sizes are checked before anything is computed.

No cap is a time: the same pair gets the same verdict on every machine and under any load.
"""

from __future__ import annotations

from mathequiv.errors import OverLimit

__all__ = [
    "LATEX2SYMPY_MAX_DIGITS",
    "LATEX2SYMPY_MAX_TEXT",
    "MAX_BRANCHES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_EXACT_BITS",
    "MAX_FACTOR",
    "MAX_FOLDED",
    "MAX_ITEMS",
    "MAX_PRECISION",
    "MAX_STEPS",
    "MAX_TERMS",
    "MAX_TEXT",
    "MAX_TOKENS",
    "SYMBOLIC_CPU_SECONDS",
    "SYMBOLIC_MAX_DIGITS",
    "SYMBOLIC_MAX_EXPONENT",
    "SYMBOLIC_MAX_FACTORIAL",
    "SYMBOLIC_MAX_FOLDS",
    "SYMBOLIC_MAX_NODES",
    "SYMBOLIC_MAX_ORDER",
    "SYMBOLIC_MAX_TERMS",
    "SYMBOLIC_MAX_TOWER",
    "SYMBOLIC_MEMORY_BYTES",
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

MAX_FOLDED = 10_000
"""Terms of a sum or product with integer bounds that is expanded."""

MAX_FACTOR = 10_000
"""Largest prime a trial division looks for; what is left of a number counts as one generator."""

MAX_PRECISION = 16_384
"""Bits of an enclosure; a pair that needs more to be told apart or proved equal stays open."""

MAX_ITEMS = 2_000
"""Items of a list, tuple, set or matrix."""

MAX_BRANCHES = 64
"""Branches that plus-minus signs of one answer may open (six independent signs)."""

MAX_TERMS = 4_000
"""Terms a polynomial may have, or may get in an expansion, when an identity is proved."""

MAX_STEPS = 150_000
"""Elementary steps (a node enclosed, a pair of items compared) that one comparison may take."""

SYMBOLIC_MAX_NODES = 300
"""Nodes of both trees of a pair that SymPy is asked about; simplification grows much faster than the tree."""

SYMBOLIC_MAX_DIGITS = 300
"""Digits of a numeral, or of an argument or exponent at a small point, that SymPy is asked about: it works them out."""

SYMBOLIC_MAX_FACTORIAL = 1_000
"""Constant whose factorial or binomial SymPy may work out; exact arithmetic has told constants before."""

SYMBOLIC_MAX_EXPONENT = 200
"""Written integer exponents, and factorials' and binomials' arguments, that SymPy is asked about; it expands powers."""

SYMBOLIC_MAX_ORDER = 10
"""Order of a derivative that SymPy is asked for."""

SYMBOLIC_MAX_FOLDS = 4
"""Sums, integrals, limits and derivatives in one another that SymPy is asked about; each multiplies the work."""

SYMBOLIC_MAX_TOWER = 2
"""Powers in one another's exponents that SymPy is asked about; it evaluates higher ones digit by digit."""

SYMBOLIC_MAX_TERMS = 1_000
"""Terms of a finite sum or product that are evaluated one by one, and of a power of a sum that is multiplied out."""

SYMBOLIC_CPU_SECONDS = 4.0
"""CPU seconds (not wall clock) after which the system ends a proof; the sizes above keep real answers far below."""

SYMBOLIC_MEMORY_BYTES = 2 * 1024**3
"""Address space of the process that SymPy runs in; SymPy itself needs a tenth of it."""

LATEX2SYMPY_MAX_TEXT = 300
"""Characters that latex2sympy2 is shown; its parser backtracks."""

LATEX2SYMPY_MAX_DIGITS = 30
"""Digits of a numeral that latex2sympy2 is shown."""


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

    Attributes:
        left: steps that are left.
        met: the last cap that ended an attempt, named in the reason if nothing else decides.
    """

    __slots__ = ("left", "met")

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps
        self.met: OverLimit | None = None

    def spend(self, steps: int = 1) -> None:
        """Take ``steps`` from the budget.

        Raises:
            OverLimit: nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise OverLimit("MAX_STEPS")
