"""Several responses to one problem: pass@k, majority voting, and their means over problems.

Sources:
    M. Chen et al., "Evaluating Large Language Models Trained on Code", arXiv:2107.03374 (2021): the unbiased
    estimate of pass@k, equation (1).

    X. Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", arXiv:2203.11171
    (2022), and A. Lewkowycz et al., "Solving Quantitative Reasoning Problems with Language Models",
    arXiv:2206.14858 (2022): the majority vote, as maj1@k in the latter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mathequiv.scoring.intervals import Interval, mean_interval

__all__ = ["AtK", "Attempt", "at_k", "majority", "pass_at_k", "sizes"]

Attempt: TypeAlias = "tuple[str | None, bool]"
"""The answer of one response (None if it has no vote), and whether it was graded correct."""


@dataclass(frozen=True, slots=True)
class AtK:
    """One figure over all problems.

    Attributes:
        name: ``"pass@8"``, ``"maj@8"``, ``"mean@8"`` …
        value: the mean over problems, in [0, 1].
        interval: its 95 % interval, with problems as the unit.
    """

    name: str
    value: float
    interval: Interval

    def as_json(self) -> dict[str, Any]:
        """The figure as JSON values."""
        return {"value": self.value, "interval": self.interval.as_json()}


def pass_at_k(n: int, correct: int, k: int) -> float:
    """The chance that at least one of ``k`` responses is correct, without bias (Chen et al. 2021, equation 1).

    The estimate is 1 - C(n-c, k) / C(n, k): the share of the subsets of size k that hold a correct response.

    Args:
        n: responses to the problem.
        correct: how many of them are correct.
        k: size of the subset, at most ``n``.

    Returns:
        The estimate, in [0, 1].

    Raises:
        ValueError: ``k`` is not between 1 and ``n``.
    """
    if not 1 <= k <= n:
        raise ValueError(f"k must be between 1 and {n}, not {k}")
    return 1 - math.comb(n - correct, k) / math.comb(n, k)


def majority(attempts: Sequence[Attempt]) -> float:
    """How often the majority's answer is correct (Wang et al. 2022; Lewkowycz et al. 2022).

    Answers vote in classes of exactly equal answers; responses without an answer do not vote. Where classes tie, the
    value is the expected one when one of them is drawn, each with the same chance: no order of the responses decides.
    In a class whose members were not all graded alike, it is the share of the correct ones.

    Args:
        attempts: the responses to one problem.

    Returns:
        The expected correctness, in [0, 1]; 0 where nobody votes.
    """
    from mathequiv.grouping import equivalence_classes  # noqa: PLC0415 - not needed for one response per problem

    votes = [(answer, right) for answer, right in attempts if answer is not None and answer.strip()]
    if not votes:
        return 0.0
    classes = equivalence_classes([answer for answer, _ in votes])
    largest = max(len(members) for members in classes)
    tied = [members for members in classes if len(members) == largest]
    return sum(votes[index][1] for members in tied for index in members) / (largest * len(tied))


def sizes(least: int) -> list[int]:
    """The values of k that are shown for pass@k: powers of two, and the smallest number of responses itself."""
    powers = [1 << exponent for exponent in range(least.bit_length())]
    return sorted({*powers, least})


def at_k(problems: Mapping[int, Sequence[Attempt]], missing: int) -> list[AtK]:
    """pass@k for the usual k, maj@k and mean@k over all problems.

    k is at most the smallest number of responses that a problem has; maj@k and mean@k take the first k of each. A
    problem without any response counts as 0.

    Args:
        problems: the responses to each problem, in order, at least one each.
        missing: how many problems have none.

    Returns:
        The figures; none where the k is below 2.
    """
    least = min((len(attempts) for attempts in problems.values()), default=0)
    if least < 2:
        return []
    pairs = [(len(attempts), sum(right for _, right in attempts)) for attempts in problems.values()]
    first = [attempts[:least] for attempts in problems.values()]
    figures = [_figure(f"pass@{k}", (pass_at_k(n, c, k) for n, c in pairs), missing) for k in sizes(least)]
    figures.append(_figure(f"maj@{least}", map(majority, first), missing))
    figures.append(_figure(f"mean@{least}", (sum(right for _, right in some) / least for some in first), missing))
    return figures


def _figure(name: str, values: Iterable[float], missing: int) -> AtK:
    everything = [*values, *([0.0] * missing)]
    bounds = mean_interval(everything)
    assert bounds is not None  # noqa: S101 - there is at least one problem
    return AtK(name, math.fsum(everything) / len(everything), bounds)
