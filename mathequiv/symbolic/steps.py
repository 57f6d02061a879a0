"""SymPy made the same for every request: its steps counted, its dice fixed, its tables built; worker process only.

SymPy as it comes answers by its history. Its cache spares objects that were made before, its tables are built when they
are first needed, it asks about assumptions in a shuffled order, and its dummy symbols are numbered from a random number
on. What it finds, and how many steps that takes, then differs from one run to the next.
"""

from __future__ import annotations

import random
import sys
from types import ModuleType
from typing import Any, Final

import mpmath
import sympy
import sympy.core.random
from sympy.core.basic import Basic
from sympy.core.cache import clear_cache

from mathequiv.symbolic.worker import StepCounter

__all__ = ["count_steps", "forget", "prepare"]

_OBJECT: Final = 10
_QUESTION: Final = 30
_EVALUATION: Final = 1
_FUNCTION: Final = 10
_FIRST_DUMMY: Final = 10**7  # above the numbers of dummies that SymPy's modules made while they were loaded


def count_steps() -> StepCounter:
    """Count what SymPy does, by weights that follow the processor time each takes.

    An object made counts ten, a question about an assumption that was not asked before thirty, an evaluation to
    digits, of which quadrature makes many, one, and a number that a function of mpmath returns ten.
    """
    counter = StepCounter()
    assumptions, evalf = sys.modules["sympy.core.assumptions"], sys.modules["sympy.core.evalf"]
    make, ask, evaluate = Basic.__new__, assumptions._ask, evalf.evalf  # noqa: SLF001 - no public place sees them all

    def counted_new(cls: type, *args: Any) -> Any:
        counter.spend(_OBJECT)
        return make(cls, *args)

    def counted_ask(*args: Any) -> Any:
        counter.spend(_QUESTION)
        return ask(*args)

    def counted_evalf(*args: Any) -> Any:
        counter.spend(_EVALUATION)
        return evaluate(*args)

    make_real, make_complex = mpmath.mp.make_mpf, mpmath.mp.make_mpc

    def counted_real(value: Any) -> Any:
        counter.spend(_FUNCTION)
        return make_real(value)

    def counted_complex(value: Any) -> Any:
        counter.spend(_FUNCTION)
        return make_complex(value)

    mpmath.mp.make_mpf, mpmath.mp.make_mpc = counted_real, counted_complex
    Basic.__new__ = counted_new
    assumptions._ask = counted_ask  # type: ignore[attr-defined] # noqa: SLF001
    evalf.evalf = counted_evalf  # type: ignore[attr-defined]
    return counter


def prepare() -> None:
    """Load and build what SymPy otherwise loads and builds when first asked, so that no request pays for it."""
    _leave_out_units()
    sympy.Dummy._base_dummy_index = _FIRST_DUMMY  # noqa: SLF001 - a random number
    x = sympy.Symbol("x", real=True)
    sympy.simplify(sympy.sin(x) ** 2 + sympy.cos(x) ** 2)
    sympy.hyperexpand(sympy.hyper((1, x), (2,), x))
    sympy.integrate(sympy.exp(-x), (x, 0, sympy.oo))
    forget()


def forget() -> None:
    """Empty SymPy's cache and throw its dice again, so that nothing depends on earlier requests."""
    clear_cache()
    random.seed(0)
    sympy.core.random.seed(0)


def _leave_out_units() -> None:
    """SymPy loads its units, which takes 0.1 s, to see whether what it works on holds one: it never does here."""
    quantity = type("Quantity", (sympy.AtomicExpr,), {})

    def of_units(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return quantity

    units: Any = ModuleType("sympy.physics.units")
    units.__getattr__ = of_units
    sys.modules.setdefault("sympy.physics.units", units)
