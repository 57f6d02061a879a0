"""Where the time of a comparison goes: each stage of the pipeline timed apart, in the order in which it runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.corpora import Pair
from mathequiv.errors import OverLimit
from mathequiv.layers.canonical import canonical
from mathequiv.layers.math_is_equiv import string
from mathequiv.layers.symbolic import symbolic
from mathequiv.layers.value import value
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared
from mathequiv.verdict import Options, Result

__all__ = ["by_stage"]

_OPTIONS = Options()
Step = Callable[[Prepared, Prepared], Result | None]


def _layer(ask: Callable[..., Result | None]) -> Step:
    def step(a: Prepared, b: Prepared) -> Result | None:
        try:
            return ask(a, b, _OPTIONS, Budget())
        except OverLimit:
            return None

    return step


def _both(field: str) -> Step:
    def step(a: Prepared, b: Prepared) -> None:
        getattr(a, field), getattr(b, field)

    return step


STAGES: dict[str, Step] = {
    "string: MATH's normalisation": _layer(string),
    "tokens and canonical text": _both("canonical"),
    "canonical: comparison": _layer(canonical),
    "parse": _both("trees"),
    "readings": _both("readings"),
    "value: comparison": _layer(value),
    "symbolic: SymPy in its process": _layer(symbolic),
}


@dataclass
class _Cost:
    reached: int = 0
    decided: int = 0
    seconds: float = 0.0


def _timed(pair: Pair) -> Iterator[tuple[str, float, bool]]:
    """Stage, seconds and whether it decided, up to the stage that does."""
    a, b = Prepared(pair.prediction), Prepared(pair.reference)
    for name, step in STAGES.items():
        start = time.perf_counter()
        result = step(a, b)
        yield name, time.perf_counter() - start, result is not None
        if result is not None:
            return


def by_stage(pairs: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """For each stage, the pairs that reach it and that it decides, microseconds a pair there, and its share of all."""
    costs = {name: _Cost() for name in STAGES}
    for warm in (True, False):
        for pair in pairs[:50] if warm else pairs:
            for name, seconds, decided in _timed(pair):
                if not warm:
                    cost = costs[name]
                    cost.reached, cost.decided = cost.reached + 1, cost.decided + decided
                    cost.seconds += seconds
    total = sum(cost.seconds for cost in costs.values())
    return {
        name: {
            "reached": cost.reached,
            "decided": cost.decided,
            "mean_us": 1e6 * cost.seconds / cost.reached if cost.reached else 0.0,
            "share": cost.seconds / total,
        }
        for name, cost in costs.items()
    }
