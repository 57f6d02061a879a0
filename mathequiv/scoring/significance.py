"""Is a difference one? Against a published figure, and between two runs over the same problems.

Sources:
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212: the score test that his interval inverts.

    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12 (1947), 153-157; the exact form is the sign test on the pairs that differ.

    D. G. Bonett and R. M. Price, "Adjusted Wald confidence interval for a difference of binomial proportions based
    on paired data", Journal of Educational and Behavioral Statistics 37 (2012), 479-488.

    E. Miller, "Adding Error Bars to Evals", arXiv:2411.00640 (2024): unpaired and paired differences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mathequiv.scoring.intervals import Z95, Interval

__all__ = ["Against", "against", "mcnemar", "paired_interval", "paired_means", "published", "two_sided"]


def published(text: str) -> float:
    """Read a published accuracy, in percent: ``70.2`` or ``70.2%``.

    Args:
        text: the figure; below 1 it needs the sign, for a share such as 0.702 is likelier meant.

    Returns:
        The accuracy, in [0, 1].

    Raises:
        ValueError: it is no figure between 0 and 100.
    """
    bare = text.strip().removesuffix("%").strip()
    try:
        value = float(bare)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise ValueError(f"not an accuracy in percent: {text!r}")
    if 0 < value < 1 and bare == text.strip():
        raise ValueError(f"must be in percent: did you mean {100 * value:g}? (if not, write {text}%)")
    return value / 100


def two_sided(z: float) -> float:
    """The two-sided p-value of a standard normal statistic: erfc(|z| / sqrt 2)."""
    return math.erfc(abs(z) / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Against:
    """An accuracy compared with a published one, both in [0, 1].

    Attributes:
        figure: the published accuracy.
        difference: ours minus theirs.
        p_fixed: p-value if theirs were known without error.
        p_measured: p-value if theirs was measured once on as many problems, with one response each.
    """

    figure: float
    difference: float
    p_fixed: float
    p_measured: float

    def as_json(self) -> dict[str, Any]:
        """The comparison as JSON values."""
        return asdict(self)


def against(figure: float, accuracy: float, interval: Interval, problems: int) -> Against:
    """Test the difference between an accuracy and a published one.

    ``p_fixed`` belongs to the interval that is shown: it is below 0.05 where the figure is outside of it. With
    Wilson's interval that is the score test (Wilson 1927), else z = difference / clustered error. ``p_measured`` adds
    the variance of a measurement of the figure on the same number of problems (Miller 2024, unpaired analysis): the
    pairs are not known, so it takes the runs as independent, which errs to the side of no difference.

    Args:
        figure: the published accuracy, in [0, 1].
        accuracy: ours, in [0, 1].
        interval: its interval.
        problems: how many problems both were measured on.

    Returns:
        The difference and both p-values.
    """
    difference = accuracy - figure
    theirs = figure * (1 - figure) / problems
    clustered = interval.method == "clustered" and interval.error
    fixed = interval.error**2 if clustered and interval.error else theirs
    ours = interval.error**2 if clustered and interval.error else accuracy * (1 - accuracy) / problems
    return Against(figure, difference, _p_value(difference, fixed), _p_value(difference, ours + theirs))


def _p_value(difference: float, variance: float) -> float:
    if variance == 0:
        return 1.0 if difference == 0 else 0.0
    return two_sided(difference / math.sqrt(variance))


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p-value of McNemar's test (McNemar 1947): the sign test on the pairs that differ.

    Args:
        gained: pairs where only the second is correct.
        lost: pairs where only the first is correct.

    Returns:
        Twice the chance of at most ``min(gained, lost)`` heads in as many fair tosses as there are such pairs, at
        most 1.
    """
    n, few = gained + lost, min(gained, lost)
    term = total = 1  # binomial coefficients and their sum: whole numbers, so the tail is exact
    for i in range(few):
        term = term * (n - i) // (i + 1)
        total += term
    return min(1.0, 2 * total / (1 << n))


def paired_interval(gained: int, lost: int, pairs: int) -> tuple[float, float]:
    """The 95 % interval of the difference of two paired proportions (Bonett and Price 2012).

    One pair is added to each kind that differs, which keeps the coverage where few or none do.

    Args:
        gained: pairs where only the second is correct.
        lost: pairs where only the first is correct.
        pairs: all pairs, at least 1.

    Returns:
        Lower and upper end of second minus first, in [-1, 1].
    """
    up, down = (gained + 1) / (pairs + 2), (lost + 1) / (pairs + 2)
    half = Z95 * math.sqrt((up + down - (up - down) ** 2) / (pairs + 2))
    return max(-1.0, up - down - half), min(1.0, up - down + half)


def paired_means(differences: Sequence[float]) -> tuple[float, float, float] | None:
    """The 95 % interval and p-value of a mean paired difference (Miller 2024, paired analysis).

    Args:
        differences: for each problem, the second's share of correct responses minus the first's.

    Returns:
        Lower end, upper end, two-sided p-value; None where the differences do not vary.
    """
    n = len(differences)
    if n < 2 or min(differences) == max(differences):
        return None
    mean = math.fsum(differences) / n
    error = math.sqrt(math.fsum((d - mean) ** 2 for d in differences) / (n * (n - 1)))
    return max(-1.0, mean - Z95 * error), min(1.0, mean + Z95 * error), two_sided(mean / error)
