"""The bars that a run is compared with: what is wanted, what was found."""

from __future__ import annotations

from typing import Any, TypeAlias

from benchmarks.cold import PEER

__all__ = ["bars"]

Found: TypeAlias = "tuple[float, float] | None"
"""By the wall clock, and by CPU time; None for what was not measured."""

_CHECK = "mathequiv check 1/2 0.5"
_CLOCKS = ("speed", "cpu")
_BUILDS = (("mathequiv_compiled", "compiled", 100), ("mathequiv", "pure Python", 55))
"""Each build with how many times faster than Math-Verify's its median of the labelled pairs is to be."""


def _times(result: dict[str, Any], pairs: str, peer: str, figure: str) -> Found:
    found = result.get("sets", {}).get(pairs, {}).get("peers", {}).get(peer)
    if found is None:
        return None
    wall, cpu = (float(found[clock][figure]) for clock in _CLOCKS)
    return wall, cpu


def _ratio(above: Found, below: Found) -> Found:
    if above is None or below is None:
        return None
    return above[0] / below[0], above[1] / below[1]


def _total_ms(result: dict[str, Any], pairs: str) -> Found:
    mean = _times(result, pairs, "mathequiv", "mean_us")
    if mean is None:
        return None
    count = result["sets"][pairs]["pairs"]
    return count * mean[0] / 1000, count * mean[1] / 1000


def _cold(result: dict[str, Any], name: str, minus: str | None = None) -> Found:
    cold = result.get("cold")
    if not cold or name not in cold:
        return None
    wall, cpu = (cold[name][clock] - (cold[minus][clock] if minus else 0) for clock in ("wall_ms", "cpu_ms"))
    return wall, cpu


def bars(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of bar, ``found``, ``found_cpu`` and asked, with whether the wall clock meets it; None if not measured."""

    def faster(figure: str, ours: str, pairs: str = "labelled") -> Found:
        return _ratio(_times(result, pairs, "math_verify", figure), _times(result, pairs, ours, figure))

    ours, lm_eval = (_times(result, "identical", peer, "median_us") for peer in ("mathequiv", "lm_eval_hendrycks"))
    rows: list[tuple[str, Found, str, float]] = [
        *(
            (f"labelled, {figure}: times faster than Math-Verify, {built}", faster(f"{figure}_us", ours), "≥", asked)
            for ours, built, median in _BUILDS
            for figure, asked in (("median", median), ("mean", 50))
        ),
        *(
            (f"{pairs}, median: times faster than Math-Verify, {built}", faster("median_us", ours, pairs), "≥", asked)
            for ours, built, _ in _BUILDS
            for pairs, asked in (("responses", 5), ("long_responses", 10))
        ),
        ("identical texts, median: times the cost of lm-eval's is_equiv", _ratio(ours, lm_eval), "≤", 3),
        ("500 restyled MATH-500 answers, ms in all", _total_ms(result, "restyled"), "≤", 60),
        ("import mathequiv over bare Python, ms", _cold(result, "import mathequiv", "bare Python"), "≤", 60),
        ("mathequiv check 1/2 0.5, ms", _cold(result, _CHECK), "≤", 250),
        (f"the same, times the cost of: {PEER}", _ratio(_cold(result, _CHECK), _cold(result, PEER)), "≤", 0.333),
    ]
    return [_row(*row) for row in rows]


def _row(bar: str, found: Found, sign: str, limit: float) -> dict[str, Any]:
    asked = f"{sign} {limit:g}"
    if found is None:
        return {"bar": bar, "found": None, "found_cpu": None, "asked": asked, "met": None}
    met = found[0] >= limit if sign == "≥" else found[0] <= limit
    return {"bar": bar, "found": found[0], "found_cpu": found[1], "asked": asked, "met": met}
