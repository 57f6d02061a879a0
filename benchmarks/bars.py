"""The bars that a run is held against: what is asked, what was found."""

from __future__ import annotations

from typing import Any

__all__ = ["bars"]


def _ratio(result: dict[str, Any], pairs: str, ours: str, peer: str, figure: str) -> float | None:
    """How many times the peer's figure ours is below, on the same pairs of the same run."""
    found = result.get("sets", {}).get(pairs, {}).get("peers", {})
    if ours not in found or peer not in found:
        return None
    return float(found[peer]["speed"][figure] / found[ours]["speed"][figure])


def _inverse(value: float | None) -> float | None:
    return None if value is None else 1 / value


def _restyled_ms(result: dict[str, Any]) -> float | None:
    found = result.get("sets", {}).get("restyled", {})
    ours = found.get("peers", {}).get("mathequiv")
    return None if ours is None else found["pairs"] * ours["speed"]["mean_us"] / 1000


def _cold(result: dict[str, Any], name: str, minus: str | None = None) -> float | None:
    found = result.get("cold")
    return None if found is None else found[name] - (found[minus] if minus else 0)


def bars(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of bar, found and asked, with whether it is met; ``found`` is None for what was not measured."""
    ours, theirs = "mathequiv", "math_verify"
    rows: list[tuple[str, float | None, str, float]] = [
        (
            "labelled pairs, median: times faster than Math-Verify",
            _ratio(result, "labelled", ours, theirs, "median_us"),
            "≥",
            100,
        ),
        (
            "labelled pairs, mean: times faster than Math-Verify",
            _ratio(result, "labelled", ours, theirs, "mean_us"),
            "≥",
            50,
        ),
        (
            "identical texts, median: times the cost of lm-eval's is_equiv",
            _inverse(_ratio(result, "identical", ours, "lm_eval_hendrycks", "median_us")),
            "≤",
            3,
        ),
        ("500 restyled MATH-500 answers, ms in all", _restyled_ms(result), "≤", 60),
        ("import mathequiv over bare Python, ms", _cold(result, "import mathequiv", "bare Python"), "≤", 60),
        ("mathequiv check 1/2 0.5, ms", _cold(result, "mathequiv check 1/2 0.5"), "≤", 250),
    ]
    return [
        {
            "bar": bar,
            "found": found,
            "asked": f"{sign} {limit:g}",
            "met": None if found is None else _met(found, sign, limit),
        }
        for bar, found, sign, limit in rows
    ]


def _met(found: float, sign: str, limit: float) -> bool:
    return found >= limit if sign == "≥" else found <= limit
