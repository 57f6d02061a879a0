"""Confidence intervals of an accuracy.

Sources:
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212.

    E. Miller, "Adding Error Bars to Evals", arXiv:2411.00640 (2024): standard errors of means over questions, and
    clustered standard errors, derived in Appendix A.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["Z95", "Interval", "Method", "clustered_error", "in_percent", "interval", "mean_interval", "wilson"]

Z95 = 1.959963984540054
"""The two-sided 95 % point of the standard normal distribution."""

Method: TypeAlias = Literal["wilson", "clustered", "wilson-by-problem"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval of a proportion, or of a mean of values in [0, 1].

    Attributes:
        low: lower end, in [0, 1].
        high: upper end, in [0, 1].
        method: ``"wilson"``; ``"clustered"`` (by problem); or ``"wilson-by-problem"``, where the clusters do not vary.
        error: the clustered standard error, where there is one.
    """

    low: float
    high: float
    method: Method
    error: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The interval as JSON values."""
        return {"level": 0.95, "low": self.low, "high": self.high, "method": self.method, "error": self.error}


def in_percent(low: float, high: float) -> str:
    """Both ends of an interval in percent: with one decimal, or as many as it takes to make them differ."""
    decimals = 1
    while low != high and f"{100 * low:.{decimals}f}" == f"{100 * high:.{decimals}f}":
        decimals += 1
    return f"{100 * low:.{decimals}f} to {100 * high:.{decimals}f} %"


def wilson(proportion: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion seen in ``n`` independent trials (Wilson 1927).

    Args:
        proportion: the share of successes, in [0, 1].
        n: the number of trials, at least 1.

    Returns:
        Its lower and upper end.
    """
    z2 = Z95 * Z95
    centre = proportion + z2 / (2 * n)
    half = Z95 * math.sqrt(proportion * (1 - proportion) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    # At 0 and 1 the formula gives the end itself; rounding would miss it.
    low = 0.0 if proportion == 0 else (centre - half) / scale
    high = 1.0 if proportion == 1 else (centre + half) / scale
    return max(0.0, low), min(1.0, high)


def clustered_error(clusters: Iterable[tuple[int, int]]) -> float | None:
    """The standard error of an accuracy whose responses come in clusters (Miller 2024).

    The variance is the sum over clusters of the squared sum of deviations from the mean, over n squared, which is
    Miller's formula with its within-cluster terms multiplied out. It departs from the paper in the factor G/(G-1)
    for G clusters, the usual small-sample correction, where the paper has n/(n-1) on the diagonal terms alone.

    Args:
        clusters: for each problem, how many responses are correct and how many there are.

    Returns:
        The standard error; None for fewer than two clusters.
    """
    pairs = list(clusters)
    groups = len(pairs)
    if groups < 2:
        return None
    correct, n = (sum(column) for column in zip(*pairs, strict=True))
    # Deviations times n are whole numbers, so a variance of zero is exactly zero.
    squares = sum((right * n - size * correct) ** 2 for right, size in pairs)
    return math.sqrt(squares * groups / ((groups - 1) * n**4))


def interval(clusters: Iterable[tuple[int, int]]) -> Interval | None:
    """The 95 % interval of an accuracy.

    One response per problem: Wilson's. Several: the normal interval with the clustered standard error, cut to
    [0, 1]; where that error is zero or unknown it would claim certainty, so Wilson's interval is taken with
    problems, not responses, as the trials.

    Args:
        clusters: for each problem, how many responses are correct and how many there are.

    Returns:
        The interval; None without responses.
    """
    pairs = [pair for pair in clusters if pair[1]]
    if not pairs:
        return None
    correct, n = (sum(column) for column in zip(*pairs, strict=True))
    accuracy = correct / n
    if n == len(pairs):
        return Interval(*wilson(accuracy, n), "wilson")
    return _normal(accuracy, clustered_error(pairs), len(pairs))


def mean_interval(values: Iterable[float]) -> Interval | None:
    """The 95 % interval of a mean of one value per problem, such as pass@k (Miller 2024).

    The normal interval with the standard error of the mean, cut to [0, 1]; where all values are the same, Wilson's
    interval with problems as the trials.

    Args:
        values: one value in [0, 1] for each problem.

    Returns:
        The interval; None without values.
    """
    known = list(values)
    n = len(known)
    if not n:
        return None
    mean = math.fsum(known) / n
    same = n < 2 or min(known) == max(known)
    error = None if same else math.sqrt(math.fsum((value - mean) ** 2 for value in known) / (n * (n - 1)))
    return _normal(mean, error, n)


def _normal(mean: float, error: float | None, problems: int) -> Interval:
    if not error:
        return Interval(*wilson(mean, problems), "wilson-by-problem", error)
    return Interval(max(0.0, mean - Z95 * error), min(1.0, mean + Z95 * error), "clustered", error)
